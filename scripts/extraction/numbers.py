"""Numbers of a sentence and what kind of number each is.

Kinds are tried from the most telling to the least: a p-value, an interval, a dose or an age can
be told by its own words, and what none of them claims is a value with its unit or a bare number.
A character belongs to one number only.

    >>> [type(m).__name__ for m in scan("41 months (95% CI 36-45; P < .001)", 0, 34)]
    ['Value', 'Interval', 'PValue']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extraction.numerals import WORDS, value_of
from extraction.tokens import Count, Interval, Level, Mention, Noise, PValue, RateUnit, Time, Value

NUMBER = r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_OPEN_BOUND = r"not (?:yet )?(?:reached|estimable|evaluable|estimated)|NR|NE|N/A|infinity|\u221e"
_BOUND = rf"(?:-?{NUMBER}|{_OPEN_BOUND})"
_UNIT = r"(?:%|per ?cent|months?|mos?\b|years?|yrs?|weeks?|wks?|days?)"
_MONTHS = {"day": 12 / 365.25, "week": 84 / 365.25, "wk": 84 / 365.25, "mo": 1.0, "y": 12.0}

_P = re.compile(
    r"(?P<sided>\b(?:one|1)[- ](?:sided|tailed)\s+)?"
    r"(?<![A-Za-z0-9])(?:[Pp]|[Pp]-? ?[Vv]alues?|log-?rank)\b\s*"
    r"(?P<after>\(?(?:one|two|1|2)[- ](?:sided|tailed)\)?)?[\s,:(]*(?:value )?"
    r"(?:for (?:the )?[a-z]+(?: [a-z]+)?\s*)?"
    r"(?P<operator>[<>=\u2264\u2265]|less than|greater than|of|was|\(|(?=0?\.\d))\s*"
    rf"(?P<number>{NUMBER})(?:(?:\s*x\s*10\s*(?:\^?\(?|\^)|e)(?P<power>-\s?\d+)\)?)?"
    rf"(?P<more>(?:\s*,?\s*(?:and|,)\s*[<>=\u2264\u2265]?\s*0?\.\d+(?!\d*\s*(?:{_UNIT}|-)))*)"
)
_P_OF_OTHER = re.compile(
    r"\b[Pp](?:[- ]?values?)?[-_\[( ]{0,2}(?:for (?:the )?)?(?:interaction|heterogeneity|trend)\b"
    rf"[\])]?[\s,:]*(?:value\s)?(?:[<>=\u2264\u2265]|was|of)\s*{NUMBER}"
    r"|\b(?:interaction|heterogeneity|for trend)(?:\stest)?[\s,:;(\[]{1,3}[Pp](?:[- ]?values?)?"
    rf"\s*(?:[<>=\u2264\u2265]|was|of)\s*{NUMBER}"
)
_P_MORE = re.compile(r"([<>=\u2264\u2265]?)\s*(0?\.\d+)")
_LOST_POINT = re.compile(r"0\d{2,}$")

_INTERVAL = re.compile(
    r"(?:(?P<level>\d{2}(?:\.\d+)?)\s*(?:%|per ?cent)?[- ]?\s*)?"
    r"(?:\b(?:two-sided |one-sided |adjusted )?)"
    r"(?:C[Il]|Cr[Il]|KI|CL|[Cc]onfidence [Ii]nterval?s?|[Cc]onfidence limits?|"
    r"[Cc]redible intervals?|[Cc]onfidence range)\b"
    r"(?:\s*[\[(][^\])\d]{0,12}(?:\d\d%\s*)?C[Il][\])])?"
    rf"[\s,:=(\[]*(?:(?:of|was|is|from|for|ranging|between|HR|OR|RR)\s+)*[\s,:=(\[]*"
    rf"(?P<lower>{_BOUND})\s*{_UNIT}?\s*(?:-|to|,|;|and|/)\s*"
    rf"(?P<upper>{_BOUND})(?:\s*(?P<unit>{_UNIT}))?"
)
_BARE_INTERVAL = re.compile(
    rf"[(\[]\s*(?P<lower>{NUMBER})\s*%?\s*(?:-|to|,)\s*(?P<upper>{NUMBER}|{_OPEN_BOUND})\s*%?\s*"
    r"(?:months|years)?(?=[)\];,])"
)
_LEVEL = re.compile(
    r"(?P<level>\d{2}(?:\.\d+)?)\s*(?:%|per ?cent)[- ]?\s*(?:C[Il]|Cr[Il]|"
    r"[Cc]onfidence (?:[Ii]ntervals?|limits)|[Cc]redible intervals?)\b"
)
_RANGE = re.compile(
    rf"(?:\b(?:inter-?quartile |[Rr]ange|IQR|ranged|ranging|min-max|quartiles)\b)"
    rf"[^.;()\d]{{0,24}}?{_BOUND}\s*{_UNIT}?\s*(?:-|to|,|and)\s*\+?(?:{_BOUND})\+?(?:\s*{_UNIT})?"
)
_TIME_UNIT = r"(?P<unit>years?|yrs?|months?|weeks?|wks?|days?)"
_SMALL_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty)"
)
_TIME_NUMBER = rf"(?:\d+(?:\.\d+)?|{_SMALL_WORD})"
_TIMES = rf"{_TIME_NUMBER}(?:\s?-?\s?(?:, and|,|/|and|or|&)\s*(?:at\s)?{_TIME_NUMBER})*"
_TIME_BEFORE = re.compile(
    rf"(?<![\d.])\b(?P<numbers>{_TIME_NUMBER}(?:-?(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+|\s*/\s*)"
    rf"{_TIME_NUMBER})*)(?:-\s?|\s)(?P<unit>year|yr|month|week|day|y)\b(?!s)(?!-old)",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(
    rf"\b(?:at|by|after|within|through|over|for)\s+(?:a |the |each )?(?:median of |"
    rf"up to )?(?:(?:week|month|year)s?\s+"
    rf"(?P<late>\d+)|(?P<numbers>{_TIMES})(?:\s|-){_TIME_UNIT})\b(?!\s+(?:of age|or older|follow))",
    re.IGNORECASE,
)
_TIME_SINCE = re.compile(
    rf"(?<!was )(?<!were )(?<!of )(?<!vs )(?<!versus )(?<!and )(?<!v )(?<![(\d.<>=-])"
    rf"\b(?P<numbers>{_TIMES})(?:\s|-){_TIME_UNIT}\s"
    r"(?:after|following|later|postoperatively|from (?:randomi|baseline|surgery|start))\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:prolong|extend|improv|increas|shorten|reduc|lengthen|delay|rais)\w*\b[^.;,]*$",
    re.IGNORECASE,
)
_DOSE = re.compile(
    rf"{NUMBER}(?:\s?(?:-|to|or|and|,|/)\s?{NUMBER})?\s?-?(?:mg|mcg|\u00b5g|\u03bcg|micrograms?|"
    rf"micro ?g|g|kg|Gy|cGy|I?U|MU|"
    r"mL|ml|dl|dL|mmol|nmol|pmol|\u00b5mol|pg|ng|mM|\u00b5M|nM|mm|cm|AUC|mCi|kcal|kPa|Hz|min|"
    r"minutes?|hours?|h)"
    r"(?:\b|(?=\())(?:\s?[/.(](?:m2|m\(2\)|m\u00b2|kg|d|day|week|wk|mL|ml|L|l|dL|dl|mo|h|"
    r"min)\b\)?)*"
)
_AGE = re.compile(
    rf"\b(?:aged?|ages|older than|younger than|under|over the age of|age of)\s+(?:of\s+|was\s+|"
    rf"[<>\u2264\u2265=]+\s*)?(?:between\s+)?"
    rf"{NUMBER}(?:\s?(?:-|to|and|or)\s?{NUMBER})?(?:\s+years)?(?:\s+(?:of age|or (?:older|younger|"
    rf"more)))?"
    rf"|[<>\u2264\u2265=]*\s?{NUMBER}(?:\s?(?:-|to|and)\s?{NUMBER})?[\s-]years?(?:\s+of\s+age|"
    rf"[\s-]old|\s+or\s+(?:older|younger)|\s+and\s+(?:older|younger))"
)
_SCHEDULE = re.compile(
    rf"\b(?:every|days?|q|cycles?|weeks|visits?|level|dose|dose level|stage|phase|line|type|HER-?|"
    rf"p|Ki-?|CA|MA|NCT|version|course)\s?-?{NUMBER}"
    rf"(?:\s?(?:-|to|,|and|or|through)\s?{NUMBER})*(?:\s(?:weeks|days|months))?"
    rf"|{NUMBER}(?:-|\s)?(?:fold|times\b|cycles?|courses?|fractions?|lines?|doses|countries|"
    rf"centers|centres|sites|hospitals|institutions|studies|trials|regimens|randomi)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"\b(?:cohort|group|arm|part|study|trial|table|figure|strategy|level|"
    rf"protocol)s?\s{NUMBER}(?!\s?[%(]|\d|\s(?:patients|months|years|of|women|had|were))",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(
    rf"\b(?:loss|gain|reduction|increase|decrease|decline|change|decreases?|in|of|"
    rf"at)\s(?:of\s)?(?:[>\u2265]|more than|at least|greater than)\s?{NUMBER}\s?%"
    rf"|\b(?:assumed|expected|anticipated|planned|target|historical)\s(?:rate\s)?(?:of\s)?"
    rf"{NUMBER}\s?%"
)
_DATE = re.compile(
    r"\b(?:(?:Jan|Febr?)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)\s+"
    r"(?:\d{1,2}(?:,|\b))?\s?(?:(?:19|20)\d\d)?"
    r"|\b(?:in|since|from|between|to|and|through|until|of|during|before|after|year)\s+(?:19|"
    r"20)\d\d\b(?![\d.]|\s*(?:patients|women|%))"
)
_MEASURE_OF_ERROR = re.compile(
    rf"(?:\+/-|\u00b1|\bSD\b|\bSE\b|\bSEM\b|standard (?:deviation|error))[\s:=,of]*{NUMBER}"
)
_FORMULA = re.compile(
    rf"\b(?:chi|x|X)\s?\(?2\)?(?!\d|\.\d)|[A-Za-z]\(\d+\)|\b10\s?\(?\^?-\d+\)?|"
    rf"\b{NUMBER}(?:\s?:\s?\d+)+\b|\b{NUMBER}\s?(?:/\s?m2|mg)"
)
_SCORE = re.compile(
    rf"\b(?:score|scale|ECOG|Karnofsky|status|grade|SUV|PS)s?\b(?: of| was| were|"
    rf"s)?\s?(?:[<>=\u2264\u2265]\s?)?{NUMBER}(?:\s?(?:-|to|or|/|and)\s?{NUMBER})?(?!\d*\s?%)"
)

_COUNT = re.compile(
    r"\b[nN]\s?(?:=|:)\s?(?P<number>\d[\d,]*)(?:\s*(?:/|of)\s*\d[\d,]*)?(?:\s+(?:patients|women))?"
)
_RATE_UNIT = (
    r"(?:/|\bper)\s*(?P<base>100,000|10,000|1,?000|100)?\s?-?"
    r"(?P<who>patient|person|women|woman)s?[\s-]?(?P<years>years?)?\b"
)
_RATE = re.compile(rf"(?P<number>{NUMBER})\s*(?:events?|cases?|deaths?|fractures)?\s*{_RATE_UNIT}")
_RATE_UNIT_ALONE = re.compile(_RATE_UNIT)
_PERCENT = re.compile(
    rf"(?P<operator>[<>\u2264\u2265~]\s?)?(?P<number>(?:(?<![\d%])-)?{NUMBER})\s?(?:%|per ?cent\b|"
    rf"percentage points?)(?!\s?CI|\s?confidence)"
)
_COUNT_OF = re.compile(
    rf"(?<![\w./-])(?P<events>\d[\d,]*|{WORDS})\s(?:out )?of\s(?:the\s)?(?P<total>\d[\d,]*|"
    rf"{WORDS})\s(?:[a-z-]+\s)?(?:patients|women|subjects|participants)\b(?!\s?[(\[])",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"(?P<operator>[<>\u2264\u2265]\s?)?(?P<number>{NUMBER})\s?(?P<unit>months?|mo(?:s)?\b|"
    rf"m\b(?!\w|/)|years?|yrs?|y\b|weeks?|wks?|days?|d\b)"
)
_NOT_REACHED = re.compile(
    r"\b(?:(?:has|have|had|was|were|is) )?not (?:yet )?(?:been )?(?:reached|attained|estimable|"
    r"evaluable)"
    r"|\bnot-reached|\bNR\b|\bNE\b|\bunreached\b"
)
_BARE = re.compile(
    rf"(?<![\w.,/-])(?P<operator>[<>\u2264\u2265]\s?)?(?P<number>{NUMBER})(?![\w]|[.,]\d|"
    rf"-[A-Za-z]|\s?%)"
)
_EVENTS_BEFORE = re.compile(
    rf"(?<![\w.-])(?P<events>\d[\d,]*|{WORDS})(?:(?:\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?|"
    rf"\s?/\s?)(?P<total>\d[\d,]*|{WORDS}))?"
    r"(?:\s+(?!(?:with|versus|vs|compared|and|for|months|years|weeks|days|was|were|had|in|at|on|"
    r"by|to|than|toxicit\w*)\b)[A-Za-z][A-Za-z-]*){0,4}\s*[(\[]\s?$",
    re.IGNORECASE,
)
_FRACTION_BEFORE = re.compile(
    rf"(?<![\w.-])(?P<events>\d[\d,]*|{WORDS})(?:\s+(?:out\s+)?of\s+(?:the\s+)?|\s?/\s?)"
    r"(?P<total>\d[\d,]*)(?:\s(?:patients|women|cases|subjects))?\s?[,;:]\s?$",
    re.IGNORECASE,
)
_BOUND_WORD = re.compile(
    r"\b(?:(?P<low>below|under|fewer than|less than)|above|over|exceed(?:ed|s)?|more than)\s$"
)
_GRADE_WORD = re.compile(r"(?:\bgrades?|\u2265|>|=|\bto|/)\s*$", re.IGNORECASE)
_EVENTS_AFTER = re.compile(
    r"\s*[(\[,;]\s*(?:n\s?=\s?)?(?P<events>\d[\d,]*)\s*(?:of|/|"
    r"out of)\s*(?P<total>\d[\d,]*)(?:\s+(?:patients|women|cases|subjects))?\s*[)\]]?"
)
_TOTAL_AFTER = re.compile(
    rf"\s*[)\]]\s*(?:out )?of\s+(?:the\s+)?(?P<total>\d[\d,]*|{WORDS})\b(?!\s?%)", re.IGNORECASE
)
_DIGIT = re.compile(r"\d|\b[Nn]ot (?:yet )?(?:been )?[rea]|\bN[RE]\b")
_COUNT_NOUN = re.compile(r"\s+(?:patients|women|subjects|participants|deaths|cases|events)\b")


def has_numbers(view: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds anything that `scan` could find."""
    return _DIGIT.search(view, start, end) is not None


def scan(view: str, start: int, end: int) -> list[Mention]:
    """All numeric mentions of `view[start:end]`, in order, none overlapping."""
    return _Scan(view, start, end).run()


def months(number: float, unit: str) -> float:
    """A length of time in months (365.25 / 12 days each).

    >>> months(2, "years")
    24
    """
    unit = unit.lower().rstrip("s")
    for name, factor in _MONTHS.items():
        if unit.startswith(name):
            return number * (int(factor) if factor.is_integer() else factor)
    return number


def to_number(text: str) -> float:
    """A printed number: thousands separators and a missing leading zero are allowed."""
    return float(text.replace(",", "").replace(" ", ""))


class _Scan:
    """One pass over one sentence; `_taken` marks the characters already spoken for."""

    def __init__(self, view: str, start: int, end: int) -> None:
        self._view = view
        self._start = start
        self._end = end
        self._taken = bytearray(end - start)
        self._found: list[Mention] = []

    def run(self) -> list[Mention]:
        text = self._view[self._start : self._end]
        for pattern, needles, reader in _STEPS:
            # Most patterns cannot match without one of a few words: looking for these is cheap.
            if not needles or any(needle in text for needle in needles):
                self._each(pattern, reader)
        return sorted(self._found, key=lambda mention: mention.start)

    def _each(
        self,
        pattern: re.Pattern[str],
        read: Callable[[_Scan, re.Match[str]], Mention | None],
    ) -> None:
        for match in self._free(pattern):
            mention = read(self, match)
            if mention is not None:
                self._take(mention)

    def _free(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for match in pattern.finditer(self._view, self._start, self._end):
            if not any(self._taken[match.start() - self._start : match.end() - self._start]):
                yield match

    def _take(self, mention: Mention) -> None:
        self._found.append(mention)
        first, last = mention.start - self._start, mention.end - self._start
        self._taken[first:last] = b"\x01" * (last - first)

    def _p_value(self, match: re.Match[str]) -> PValue | None:
        printed = match["number"].replace(",", "")
        if _LOST_POINT.match(printed):
            printed = f"0.{printed}"
        power = (match["power"] or "0").replace(" ", "")
        number = float(f"{printed}e{power}")
        if number > 1:
            return None
        operator = {"less than": "<", "greater than": ">"}.get(match["operator"], match["operator"])
        first = (operator if operator in "<>\u2264\u2265" and operator else "=", number)
        more = [(sign or first[0], float(value)) for sign, value in _P_MORE.findall(match["more"])]
        sided = (match["sided"] or "") + (match["after"] or "")
        return PValue(
            start=match.start(),
            end=match.end(),
            values=(first, *more),
            one_sided="one" in sided.lower() or "1" in sided,
        )

    def _interval(self, match: re.Match[str]) -> Interval:
        level = match["level"]
        return Interval(
            start=match.start(),
            end=match.end(),
            lower=_bound(match["lower"]),
            upper=_bound(match["upper"]),
            level=float(level) if level else None,
        )

    def _level(self, match: re.Match[str]) -> Level:
        return Level(start=match.start(), end=match.end(), level=float(match["level"]))

    def _bare_interval(self, match: re.Match[str]) -> Interval | None:
        lower, upper = _bound(match["lower"]), _bound(match["upper"])
        if lower is not None and upper is not None and lower >= upper:
            return None
        return Interval(
            start=match.start() + 1, end=match.end(), lower=lower, upper=upper, labelled=False
        )

    def _count(self, match: re.Match[str]) -> Count:
        return Count(start=match.start(), end=match.end(), number=int(to_number(match["number"])))

    def _rate(self, match: re.Match[str]) -> Value:
        return Value(
            start=match.start(),
            end=match.end(),
            number=to_number(match["number"]),
            unit=_rate_unit(match),
        )

    def _rate_unit(self, match: re.Match[str]) -> RateUnit | None:
        if not match["base"] and not match["years"]:
            return None
        return RateUnit(start=match.start(), end=match.end(), unit=_rate_unit(match))

    def _percent(self, match: re.Match[str]) -> Value:
        start, end = match.start(), match.end()
        events, total = None, None
        before = None
        if self._view[max(self._start, start - 2) : start].rstrip()[-1:] in ("(", "["):
            before = _EVENTS_BEFORE.search(self._view, max(self._start, start - 80), start)
        if (
            before
            and self._is_free(before.start(), start)
            and not _GRADE_WORD.search(
                self._view, max(self._start, before.start() - 8), before.start()
            )
        ):
            start = before.start()
            events, total = _whole(before["events"]), _whole(before["total"])
            after = None if total else _TOTAL_AFTER.match(self._view, end, self._end)
            if after:
                end, total = after.end(), _whole(after["total"])
            elif self._view[end : end + 1] in (")", "]"):
                end += 1
        else:
            fraction = _FRACTION_BEFORE.search(self._view, max(self._start, start - 60), start)
            after = _EVENTS_AFTER.match(self._view, end, self._end)
            if fraction and self._is_free(fraction.start(), start):
                start = fraction.start()
                events, total = _whole(fraction["events"]), _whole(fraction["total"])
            elif after:
                end = after.end()
                events, total = _whole(after["events"]), _whole(after["total"])
        return Value(
            start=start,
            end=end,
            number=to_number(match["number"]),
            unit="%",
            operator=(match["operator"] or self._bound_word(match.start())).strip(),
            events=events,
            total=total,
            at=match.start(),
        )

    def _bound_word(self, start: int) -> str:
        """The sign that words before a number stand for (`below 30%`)."""
        word = _BOUND_WORD.search(self._view, max(self._start, start - 14), start)
        return "" if word is None else "<" if word["low"] else ">"

    def _count_of(self, match: re.Match[str]) -> Value | None:
        events, total = _whole(match["events"]), _whole(match["total"])
        if events is None or not total or events > total:
            return None
        return Value(
            start=match.start(),
            end=match.end(),
            number=float(events),
            unit="patients",
            events=events,
            total=total,
        )

    def _is_free(self, start: int, end: int) -> bool:
        return not any(self._taken[start - self._start : end - self._start])

    def _time_after(self, match: re.Match[str]) -> Time | None:
        if match.group()[:2].lower() == "by" and _CHANGES.search(
            self._view, max(self._start, match.start() - 70), match.start()
        ):
            return None
        if match["late"]:
            unit = match.group().split()[-2]
            return Time(
                start=match.start(), end=match.end(), months=(months(float(match["late"]), unit),)
            )
        return _time(match)

    def _time_before(self, match: re.Match[str]) -> Time | None:
        return _time(match)

    def _duration(self, match: re.Match[str]) -> Value:
        unit = match["unit"]
        names = {"mo": "months", "m": "months", "y": "years", "w": "weeks", "d": "days"}
        name = names.get(unit[:2]) or names[unit[0]]
        return Value(
            start=match.start(),
            end=match.end(),
            number=to_number(match["number"]),
            unit=name,
            operator=(match["operator"] or "").strip(),
        )

    def _not_reached(self, match: re.Match[str]) -> Value:
        return Value(start=match.start(), end=match.end(), number=None, unit="not reached")

    def _bare(self, match: re.Match[str]) -> Value:
        number = to_number(match["number"])
        is_count = number.is_integer() and _COUNT_NOUN.match(self._view, match.end(), self._end)
        return Value(
            start=match.start(),
            end=match.end(),
            number=number,
            unit="count" if is_count else "",
            operator=(match["operator"] or "").strip(),
        )


def _rate_unit(match: re.Match[str]) -> str:
    who = "patient-years" if match["years"] else "patients"
    return f"per {match['base'].replace(',', '')} {who}" if match["base"] else f"per {who[:-1]}"


def _noise(why: str) -> _Reader:
    """A reader of numbers that are no results."""

    def read(_scan: _Scan, match: re.Match[str]) -> Noise | None:
        return Noise(start=match.start(), end=match.end(), why=why) if match.group() else None

    return read


def _time(match: re.Match[str]) -> Time | None:
    numbers = re.findall(rf"\d+(?:\.\d+)?|{_SMALL_WORD}", match["numbers"], re.IGNORECASE)
    values = [float(text) if text[0].isdigit() else value_of(text) for text in numbers]
    if any(value is None or value > 600 for value in values):
        return None
    return Time(
        start=match.start(),
        end=match.end(),
        months=tuple(round(months(value, match["unit"]), 2) for value in values if value),
    )


def _bound(text: str) -> float | None:
    try:
        return to_number(text)
    except ValueError:
        return None


def _whole(text: str | None) -> int | None:
    if not text:
        return None
    if text[0].isdigit():
        return int(text.replace(",", "") or 0)
    return value_of(text)


_Reader = Callable[[_Scan, re.Match[str]], Mention | None]
_LENGTHS = ("year", "yr", "month", "mo", "week", "wk", "day")
_CONFIDENCE = ("C", "K", "onfidence", "redible")
#: Kinds of numbers in the order of trying, the words that each needs one of, and its reader.
_STEPS: tuple[tuple[re.Pattern[str], tuple[str, ...], _Reader], ...] = (
    (_P_OF_OTHER, ("interaction", "heterogeneity", "trend"), _noise("another test")),
    (_P, ("p", "P", "rank"), _Scan._p_value),
    (_INTERVAL, _CONFIDENCE, _Scan._interval),
    (_LEVEL, _CONFIDENCE, _Scan._level),
    (_RANGE, ("ang", "uartile", "IQR", "min-max"), _noise("range")),
    (_AGE, ("age", "older", "younger", "year"), _noise("age")),
    (_DOSE, (), _noise("dose")),
    (_MEASURE_OF_ERROR, ("\u00b1", "+/-", "SD", "SE", "standard"), _noise("spread")),
    (_LABEL, ("co", "gr", "ar", "pa", "tu", "ia", "le", "fi", "str", "pro"), _noise("label")),
    (_THRESHOLD, ("%",), _noise("threshold")),
    (_COUNT, ("=", ":"), _Scan._count),
    (_BARE_INTERVAL, ("(", "["), _Scan._bare_interval),
    (_RATE, ("per", "/"), _Scan._rate),
    (_RATE_UNIT_ALONE, ("per", "/"), _Scan._rate_unit),
    (_PERCENT, ("%", "cent"), _Scan._percent),
    (_COUNT_OF, (" of ",), _Scan._count_of),
    (_TIME_AFTER, _LENGTHS, _Scan._time_after),
    (_TIME_BEFORE, (*_LENGTHS, "Year", "Month"), _Scan._time_before),
    (_TIME_SINCE, _LENGTHS, _Scan._time_before),
    (_DURATION, (*_LENGTHS, "m", "y", "d"), _Scan._duration),
    (_SCHEDULE, (), _noise("schedule")),
    (_DATE, ("19", "20", "ary", "ber", "Mar", "Apr", "May", "Jun", "Jul", "Aug"), _noise("date")),
    (_FORMULA, (), _noise("formula")),
    (_SCORE, ("scor", "scal", "ECOG", "arnofsky", "tatus", "rade", "SUV", "PS"), _noise("score")),
    (_NOT_REACHED, ("not", "NR", "NE", "unreached"), _Scan._not_reached),
    (_BARE, (), _Scan._bare),
)
