"""How long treatment goes on, and the doses given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.words import FactWords
from extraction.numbers.numerals import WORDS, value_of
from extraction.text.signs import Signed

_ROLES = ("title", "study", "results", "question")
_WINDOW = 110
_MOST_DOSES = 8

_TOXICITY = (
    r"(?:,?\sor\s(?:unacceptable\s|intolerable\s)?"
    r"(?:toxic(?:ity|ities|\seffects)|intolerance|adverse events))?"
)
_UNTIL = Signed(
    r"\buntil\s(?:disease\s|tumou?r\s)?(?:progression|relapse|progressive disease|recurrence)\b"
    r"(?!\sor\s(?:death|relapse|progression)\b)(?:\sof\s(?:the\s)?disease)?" + _TOXICITY,
    ("until",),
    flags=re.IGNORECASE,
)
_LIMIT = r"(?:(?:up to|at most|a?\s?maximum of|maximum|a?\s?total of|either)\s)?"
_COUNT = rf"(?P<n>\d+|{WORDS})"
_EACH = (
    r"(?:(?:\d+|four|three|two)[\s-](?:day|week)[\s-]"
    r"|monthly\s|additional\s|further\s|planned\s)?"
)
_CYCLES = re.compile(
    r"\b(?:for|at most|maximum of|up to|total of|received|receive|with|fixed)\s(?:a\s)?"
    rf"{_LIMIT}{_COUNT}[\s-]{_EACH}(?P<unit>cycles?|courses?)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"\bfor\s{_LIMIT}{_COUNT}[\s-](?P<unit>weeks?|months?|years?)",
    re.IGNORECASE,
)
_TIME_OF = re.compile(
    rf"\b{_COUNT}[\s-](?P<unit>weeks?|months?|years?)\sof\s"
    r"(?!follow|age|diagnosis|median|treatment\b|randomi|surgery|enrol|life)(?=[a-z])",
    re.IGNORECASE,
)
#: The forms of a fixed length, each with the words of which it needs one.
_FIXED = (
    (_CYCLES, ("cycle", "course")),
    (_TIME, ("for ",)),
    (
        _TIME_OF,
        tuple(f"{unit} of" for unit in ("week", "weeks", "month", "months", "year", "years")),
    ),
)
# What is given for a time and then at another dose, or followed by something else, is a step.
_STEP = re.compile(r"^,?\s(?:and|then|followed by|and then)\s[^.;]{0,24}\d+\s?mg", re.IGNORECASE)

_AMOUNT = (
    r"\d+(?:\.\d+)?(?:\s?(?:-|to|or|and)\s?\d+(?:\.\d+)?)?"
    "\\s?(?:mg|g|mcg|\u00b5g|\u03bcg|Gy|IU|MBq|mL|ml)"
)
_PER = (
    "(?:\\s?/\\s?(?:m2|m\\(2\\)|m\u00b2|m\\^\\(2\\)|kg|day|d|week|wk|dose)\\b"
    "|/m\u00b2|\\sm\\(-2\\))*"
)
_OFTEN = (
    r"(?:(?:once|twice|(?:two|three|four) times)\s)?"
    r"(?:daily|weekly|monthly|per\s(?:day|week|month)|an?\s(?:day|week|month))"
)
_HOW = (
    rf"(?:,?\s(?:orally|intravenously|subcutaneously|p\.o\.|i\.v\.|{_OFTEN}"
    r"|every (?:\d+|two|three|four|six|eight|twelve)[\s-](?:hours|weeks|days|months)"
    r"|every (?:other )?(?:day|week|month))\b)*"
)
_DAYS = (
    r"(?:,?\s\(?(?:on\s)?(?:days?|d)\s?\d+(?:\s?(?:-|to|,|and|,\sand)\s?\d+)*"
    r"(?:\sof\s(?:(?:a|each|every)\s)?\d+-day\scycles?)?(?:,?\severy\s\d+\s(?:days|weeks))?)?"
)
_HAS_AMOUNT = re.compile(_AMOUNT, re.IGNORECASE)
_DOSE = re.compile(
    r"\b(?P<drug>[A-Za-z][A-Za-z-]{3,})(?:\s(?:maintenance|therapy|treatment))?"
    r"(?:\s(?:was|were|is)\s(?:given|administered))?(?:,|\sat|\sof)?\s\(?"
    rf"(?:a\s)?(?:dose of\s|doses of\s|starting dose of\s)?{_AMOUNT}(?!/[dm]?L\b)"
    rf"{_PER}{_HOW}{_DAYS}",
    re.IGNORECASE,
)


def read_duration(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Rules for the end of treatment: `until progression`, or a fixed number with its unit."""
    found: dict[str, Fact] = {}
    for passage in passages:
        if passage.role in _ROLES:
            for fact in (*_until(passage, words), *_fixed(passage, words)):
                found.setdefault(fact.value, fact)
    return list(found.values())


def _until(passage: Passage, words: FactWords) -> Iterable[Fact]:
    for match in _UNTIL.finditer(passage.view, passage.start, passage.end):
        if not words.treatment["not_rules"].within(_before(passage, match.start())):
            yield _rule(passage, match, "until progression")


def _fixed(passage: Passage, words: FactWords) -> Iterable[Fact]:
    if passage.role == "title":
        return
    text = passage.text.lower()
    for form, needs in _FIXED:
        if not any(word in text for word in needs):
            continue
        for match in form.finditer(passage.view, passage.start, passage.end):
            before = _before(passage, match.start())
            number = _number(match["n"])
            if (
                number
                and not _STEP.match(passage.view[match.end() : match.end() + 40])
                and words.treatment["given"].within(before + match.group())
                and not words.treatment["not_rules"].within(before)
            ):
                unit = match["unit"].lower().rstrip("s") + ("" if number == 1 else "s")
                yield _rule(passage, match, f"fixed: {number} {unit}")


def read_doses(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Doses with the drug they are of, as printed; the first of each."""
    found: dict[str, Fact] = {}
    for passage in passages:
        if passage.role in _ROLES and passage.role != "results":
            if not _HAS_AMOUNT.search(passage.view, passage.start, passage.end):
                continue  # the search for a drug before it would try every word
            for match in _DOSE.finditer(passage.view, passage.start, passage.end):
                before = passage.view[max(passage.start, match.start() - 20) : match.end("drug")]
                if words.treatment["not_doses"].within(before):
                    continue
                if words.treatment["not_drugs"].within(match["drug"]):
                    continue
                value = re.sub(r"\s+", " ", match.group()).replace("(", "").strip(" ,")
                fact = Fact("dose", value, passage.field, *match.span(), rule="dose")
                found.setdefault(value.lower(), fact)
    return list(found.values())[:_MOST_DOSES]


def _before(passage: Passage, at: int) -> str:
    return passage.view[max(passage.start, at - _WINDOW) : at]


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else value_of(text)


def _rule(passage: Passage, match: re.Match[str], value: str) -> Fact:
    rule = f"duration_rule:{value.partition(':')[0]}"
    return Fact("duration_rule", value, passage.field, *match.span(), rule=rule)
