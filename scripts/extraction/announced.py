"""What a share is a share of, where no known endpoint is named: the clause's own words for it.

A clause announces an outcome in few ways: a subject that was seen in so many (`a positive node was
found in 51%`), patients who did something (`12% v 19% required a transfusion`), a comparison with
its values in brackets (`fewer needed a second operation (29% v 45%)`), a rate or a proportion of
something. The words before the values are read backwards, those after them forwards, and words
about who took part are no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.abbreviations import spelled_out
from extraction.mentions import Line
from extraction.series import Series
from extraction.tokens import (
    ArmMention,
    Count,
    Endpoint,
    Interval,
    Noise,
    PValue,
    Subgroup,
    Time,
    Value,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARM, _NUMBER, _OTHER = "\u00a7", "#", "~"
_SIGNS = frozenset("\u00a7#~,([:)]")
_GROUPS = _words("group groups arm arms patients women")
_SIGNS_BETWEEN = frozenset([")", "]", ",", ";", "and", "or", "with", "in"])
_NEXT = range(12)
_PREDICTS = re.compile(
    r"\b(?:predictors?|predictive|prognostic|prognosticators|risk factors?|prognostic \w+|"
    r"predictive factors?)\s(?:of|for)\s(?:the\s|an?\s)?"
    r"|\b(?:independently|significantly)\s(?:correlated with|associated with|predicted|predicts)\s"
    r"(?:the\s|an?\s)?"
)
_REACH = 260
_TOKEN = re.compile(r"[A-Za-z0-9](?:[\w/+'*-]*\w)?|\u00a7+|#+|~+|[^\sA-Za-z0-9\u00a7#~]")
_FILL = _words(
    "in of the for by on with among at to a an only about approximately nearly just overall "
    "respectively patient patients woman women subjects participants cases individuals those who "
    "were was given receiving treated assigned allocated group groups arm arms both all each and "
    "as compared than versus vs v treatment therapy procedures out follow-up that is are had it "
    "cohort cohorts i.e eg namely or regimen regimens study corresponding their they be being "
    "between from estimated reported observed found seen noted recorded"
)
_COPULA = _words("was were is are be been being remained became")
_SEEN = _words(
    "observed found seen noted detected identified reported recorded achieved diagnosed obtained "
    "documented present required experienced maintained demonstrated confirmed evident "
    "necessary needed delayed positive negative successful possible reached administered attained "
    "feasible"
)
_STATES = _words("detected identified delayed positive negative successful possible feasible")
_HAPPENED = _words("occurred developed appeared disappeared arose improved persisted resolved")
_COMPARED = _words(
    "lower higher greater similar less more fewer reduced increased decreased improved better "
    "worse superior inferior different differ comparable frequent frequently common "
    "commonly rare rarer favoured favored shorter identical equal equivalent significant often"
)
_SEEMS = _words("to showed seemed appeared tended found proved also")
_COMPARES = _COPULA | _words("did differed tended showed")
_DID = _words(
    "had have having experienced experiencing experience developed developing develop reported "
    "reporting report underwent undergoing undergo required requiring require needed needing "
    "need achieved achieving achieve showed showing exhibited exhibiting chose choose preferred "
    "suffered suffering demonstrated maintained attained received"
)
# What patients may have or be given before anything is measured.
_WEAK = _words("had have having received")
_SHARES = _words(
    "proportion proportions percentage percentages rate rates incidence incidences frequency "
    "frequencies prevalence occurrence odds probability likelihood risk number numbers"
)
_RATES = _words(
    "rate rates incidence incidences frequency frequencies accuracy sensitivity specificity "
    "prevalence failure"
)
_LINKED = _words("associated linked correlated")
_CHANGES = _words("difference differences reduction increase decrease improvement trend trends")
_PREPOSITIONS = _words(
    "in at after before within by during on with for from between among to through under towards "
    "despite following without"
)
_PEOPLE = _words("patients women subjects participants cases individuals those")
_END = (
    _PREPOSITIONS
    | _COPULA
    | _DID
    | _PEOPLE
    | _words(
        "did than that which who whom whose when while whereas but and or compared versus vs v "
        "both each all either significantly respectively more less fewer group groups arm arms it "
        "they there this these those no not only also as if per because due since no has can could "
        "may might would be been significant statistically lower higher greater most"
    )
)
_INNER = _words("of the a an their his any")
_INNER_AFTER = _INNER | {"or", "to", "in", "on"}
_DROPPED = _words(
    "the a an any their his of to overall at least one most more fewer less significantly "
    "similarly however moreover furthermore additionally further total very common observed "
    "respective corresponding only also new such respective cumulative highly"
)
# Words that speak of who took part, how they were, or what was asked of them: no outcome.
_BLOCKED = re.compile(
    r"\b(?:stages?|aged?|recruit\w*|accru\w*|enrol\w*|eligib\w*|evaluable|assessable|"
    r"randomi[sz]\w*|follow-?up|questionnaires?|surveys?|baseline|premenopausal|postmenopausal|"
    r"consent\w*|missing|invited|complet\w+|history|previous(?:ly)?|scores?|medians?|mean|power|"
    r"intensity|planned|characteristics|expression|ki-?67|levels?|interviews?|trials?|stud(?:y|ies)|"
    r"analys[ie]s|results?|end ?points?|outcomes?|years?|months?|weeks?|days?|cycles?|doses?|"
    r"participa\w*|continued?|percent|non-inferiority|changes?|retention|attend\w*|attrition|drop-?outs?|adher\w+|compliance|data|status|"
    r"protocol|volumes?|density|weight|concentrations?|index|ratios?|value|values|differences?|"
    r"confidence|hazard|odds|response|responses|survival|nothing|none|same|sample|samples|"
    r"infusions?|administrations?|compared|according|allocated|assigned|receptors?|menopaus\w+)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:risk|risks|rate|rates|frequency|incidence|incidences|proportion|percentage|numbers?|"
    r"effects?|benefits?|changes?|improvements?|reductions?|increases?|decreases?|events?|others?|"
    r"two|three|four|five|six|disease|tumou?rs?|cancers?|treatments?|therapy|drugs?|use|both|"
    r"toxicit\w+|patients?|women|values?|figures?|cases?|cumulative|annual|overall|total|"
    r"(?:cumulative|annual|crude|decreased|increased|reduced|lower|higher|"
    r"absolute|event|overall|observed|response|effective)[- ]\w+)",
    re.IGNORECASE,
)
_ABOUT_PATIENTS = re.compile(
    r"\b(?:baseline|enrol\w+|eligible|accrual|recruit\w*|characteristics|screened|older than|"
    r"(?:at|on) (?:study )?entry|at diagnosis|cytogenetics?|performance status|"
    r"questionnaires? (?:was|were)|median age|mean age|node[- ](?:negative|positive)|"
    r"pathologic stage|clinical stage|disease stage|tumou?r grade|postmenopausal|"
    r"premenopausal|receptor[- ](?:positive|negative)|well balanced)\b",
    re.IGNORECASE,
)
_BECOMES = re.compile(
    r"\w+-(?:positive|negative|free)|satisfied|able|unable|hospitali[sz]ed|asymptomatic"
)
_ARTICLE = re.compile(r"\ban?\s$")
_CLOSED = re.compile(r"[(\[][^()\[\]#]{0,60}[)\]]")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def announced(line: Line, series: Series, start: int, stop: int) -> tuple[Endpoint, str] | None:
    """The outcome that `view[start:stop]` announces for a series of shares, and the rule it shows.

    `start` and `stop` are the limits of the words that may belong to the series.
    """
    sentence = line.sentence
    if series.label is not None:
        tokens = _tokens(
            _masked(line),
            sentence.start,
            max(start, series.label.start - _REACH),
            series.label.start,
        )
        if any(token.text == "significant" for token in tokens[-3:]):
            return None
        found = _read_before(line, tokens, paired=True, compared=True, counted=True)
        return (found, "before") if found is not None else None
    if series.unit != "%" or _ABOUT_PATIENTS.search(line.view, sentence.start, sentence.end):
        return None
    masked = _masked(line)
    first, last = series.items[0].value, series.items[-1].value
    near = line.view[max(0, first.start - 4) : first.start]
    if near.endswith("-") or _ARTICLE.search(near):
        return None
    compared = len(series.items) > 1 or any(i.arms_after or i.arms_before for i in series.items)
    counted = compared or first.events is not None
    after = _tokens(masked, sentence.start, last.end, min(stop, last.end + _REACH))
    paired = len(series.items) > 1
    found = _read_after(line, after, paired=paired, compared=compared)
    if found is not None:
        return found, "after"
    before = _tokens(masked, sentence.start, max(start, first.start - _REACH), first.start)
    found = _read_before(line, before, paired=paired, compared=compared, counted=counted)
    return (found, "before") if found is not None else None


def listed(line: Line, series: Series, start: int) -> Endpoint | None:
    """The name that alone stands between one series and the next (`nausea (5% v 3%), chills (`)."""
    first = series.items[0].value
    tokens = _tokens(_masked(line), line.sentence.start, start, first.start)
    at, passed = _skip(tokens, len(tokens) - 1)
    if at < 0 or passed & (_COPULA | _GROUPS):
        return None
    name, head = _name_backward(tokens, at)
    rest = {token.text for token in tokens[: head + 1]}
    if not name or len(name) > 4 or rest - _SIGNS_BETWEEN:
        return None
    return _outcome(line, name)


def predicted(line: Line) -> Endpoint | None:
    """The outcome of a list of factors with their ratios (`predictors of relapse were age (OR`)."""
    sentence = line.sentence
    match = _PREDICTS.search(line.view, sentence.start, sentence.end)
    if match is None:
        return None
    known = [m for m in line.mentions if isinstance(m, Endpoint) and m.start - match.end() in _NEXT]
    if known:
        return known[0]
    tokens = _tokens(_masked(line), sentence.start, match.end(), sentence.end)
    name = _name_forward(tokens, 0)
    following = line.view[name[-1].end : name[-1].end + 3] if name else "("
    return None if "(" in following or "[" in following else _outcome(line, name)


def _masked(line: Line) -> str:
    """The sentence with its arms, numbers and closed brackets as signs; no character moves."""
    origin, end = line.sentence.start, line.sentence.end
    chars = list(line.view[origin:end])
    for mention in line.mentions:
        if isinstance(mention, ArmMention):
            sign = _ARM
        elif isinstance(mention, Value):
            sign = _NUMBER
        elif isinstance(mention, Interval | PValue | Count | Noise | Time | Subgroup):
            sign = _OTHER
        else:
            continue
        first, last = mention.start - origin, min(mention.end, end) - origin
        chars[first:last] = sign * (last - first)
    return _CLOSED.sub(lambda match: _OTHER * len(match.group()), "".join(chars))


def _tokens(masked: str, origin: int, start: int, stop: int) -> list[_Token]:
    return [
        _Token(match.group().lower(), match.start() + origin, match.end() + origin)
        for match in _TOKEN.finditer(masked, max(0, start - origin), max(0, stop - origin))
    ]


def _is_sign(token: _Token) -> bool:
    return token.text[0] in _SIGNS


def _is_word(token: _Token) -> bool:
    return token.text[0].isalpha()


def _read_after(
    line: Line, tokens: Sequence[_Token], *, paired: bool, compared: bool
) -> Endpoint | None:
    """`... of patients in A required a transfusion`."""
    at = 0
    while at < len(tokens) and (_is_sign(tokens[at]) or tokens[at].text in _FILL):
        if tokens[at].text in _COPULA | {"had"} or tokens[at].text in _SEEN:
            break
        at += 1
    if at >= len(tokens) - 1 or at > 24:
        return None
    verb = tokens[at].text
    name = _name_forward(tokens, at + 1)
    if not name:
        return None
    if verb in _DID and (paired if verb == "received" else compared or verb not in _WEAK):
        return _outcome(line, name)
    if verb in _COPULA and _BECOMES.fullmatch(name[0].text):
        return _outcome(line, name)
    return None


def _name_forward(tokens: Sequence[_Token], at: int) -> list[_Token]:
    while at < len(tokens) and (
        tokens[at].text in _DROPPED | {"at"} or tokens[at].text.endswith("ly")
    ):
        at += 1
    name: list[_Token] = []
    while at < len(tokens) and len(name) < 7:
        text = tokens[at].text
        graded = bool(name) and name[-1].text == "grade" and text[0] == _NUMBER
        if not (graded or (_is_word(tokens[at]) and (text not in _END or text in _INNER_AFTER))):
            break
        name.append(tokens[at])
        at += 1
    while name and name[-1].text in _INNER_AFTER:
        name.pop()
    return name


def _read_before(
    line: Line, tokens: Sequence[_Token], *, paired: bool, compared: bool, counted: bool
) -> Endpoint | None:
    """The name that stands before the values, read from them backwards."""
    at, passed = _skip(tokens, len(tokens) - 1)
    while at >= 0 and tokens[at].text in _PREPOSITIONS:
        at, more = _skip(tokens, at - 1)
        passed |= more
    if at < 0:
        return None
    if tokens[at].text in _SEEN and passed & _COPULA == set():
        behind = _skip_adverbs(tokens, at - 1)
        if behind >= 0 and tokens[behind].text in _COPULA and counted:
            return _subject(line, tokens, behind - 1, tokens[at].text)
    if passed & _SEEN and passed & _COPULA and counted:
        found = _subject(line, tokens, at)
        if found is not None:
            return found
    if tokens[at].text in _HAPPENED:
        return _subject(line, tokens, at - 1) if counted else None
    if tokens[at].text in _COMPARED or tokens[at].text.endswith("ly"):
        verb = at
        while verb >= 0 and at - verb < 14 and tokens[verb].text not in _COMPARES:
            if tokens[verb].text in {";", "but", "while", "whereas"}:
                return None
            verb -= 1
        if verb >= 0 and tokens[verb].text in _COMPARES and compared:
            while verb > 0 and tokens[verb - 1].text in _SEEMS:
                verb -= 1
            return _subject(line, tokens, verb - 1)
        return None
    return _object(line, tokens, at, passed, paired=paired, compared=compared, counted=counted)


def _object(
    line: Line,
    tokens: Sequence[_Token],
    at: int,
    passed: frozenset[str],
    *,
    paired: bool,
    compared: bool,
    counted: bool,
) -> Endpoint | None:
    """A name that ends at a token, told to be an outcome by what stands before it."""
    tail: Sequence[_Token] = ()
    for _ in range(4):
        name, head = _name_backward(tokens, at)
        if not name:
            return None
        name = _with_tail(tokens, name, tail)
        before = tokens[head].text if head >= 0 else ""
        further = tokens[head - 1].text if head > 0 else ""
        if tokens[at].text in _RATES and len(name) > 1:
            return _outcome(line, name)
        if any(token.text in _SHARES for token in name[:-2]) and counted:
            return _outcome(line, _after_share(name))
        if before in _DID and counted and (compared or before not in _WEAK):
            return _outcome(line, name)
        if before == "with" and further in _LINKED and paired:
            return _outcome(line, name)
        if before in {"in", "for", "towards", "to"} and further in _CHANGES and paired:
            return _outcome(line, name)
        if before == "with" and further in _PEOPLE and _counts_people(tokens, head - 2) and counted:
            return _outcome(line, name)
        if before in {"become", "became"} and paired:
            return _outcome(line, name)
        if before in {"from", "with"} and further in {"suffered", "presented"} and paired:
            return _outcome(line, name)
        if before in _PREPOSITIONS:
            tail = [tokens[head], *name]
            at, more = _skip(tokens, head - 1)
            passed |= more
            if at < 0 or tokens[at].text in _COMPARED | _SEEN | _HAPPENED:
                return None
            continue
        bracketed = passed & {"(", "["}
        if compared and bracketed and before in {"", "and", ",", "or", _ARM}:
            return None
        return None
    return None


def _counts_people(tokens: Sequence[_Token], at: int) -> bool:
    return any(token.text in _SHARES for token in tokens[max(0, at - 4) : at + 1])


def _after_share(name: Sequence[_Token]) -> list[_Token]:
    """`the incidence of late oedema` without its first words."""
    last = max(at for at, token in enumerate(name[:-2]) if token.text in _SHARES)
    return [*name[last + 1 :]] if name[last + 1].text == "of" else list(name)


def _subject(line: Line, tokens: Sequence[_Token], at: int, state: str = "") -> Endpoint | None:
    """The subject of a clause that ends before its verb; phrases of place are stepped over."""
    tail: Sequence[_Token] = ()
    for _ in range(3):
        at, _passed = _skip(tokens, at)
        if at < 0:
            return None
        name, head = _name_backward(tokens, at)
        if not name:
            return None
        name = _with_tail(tokens, name, tail)
        before = tokens[head].text if head >= 0 else ""
        further = tokens[head - 1].text if head > 0 else ""
        if before in _DID and further != "who":
            return _outcome(line, name)
        if before in _PREPOSITIONS and further not in _CHANGES:
            if before == "with" and further in _PEOPLE and _counts_people(tokens, head - 2):
                return _outcome(line, name)
            tail = [tokens[head], *name]
            at = head - 1
            continue
        return _outcome(line, _after_share(name) if _has_share(name) else name, state)
    return None


def _has_share(name: Sequence[_Token]) -> bool:
    return any(token.text in _SHARES for token in name[:-2])


def _with_tail(
    tokens: Sequence[_Token], name: list[_Token], tail: Sequence[_Token]
) -> list[_Token]:
    """A name with the phrase right after it (`improvement on global health`)."""
    if not tail or tail[0].start - name[-1].end > 2 or len(name) + len(tail) > 10:
        return name
    return [*name, *tail]


def _skip(tokens: Sequence[_Token], at: int) -> tuple[int, frozenset[str]]:
    """Step back over signs and small words; where that ends, and what was passed."""
    passed = set()
    while at >= 0 and (_is_sign(tokens[at]) or tokens[at].text in _FILL):
        passed.add(tokens[at].text)
        at -= 1
    return at, frozenset(passed)


def _skip_adverbs(tokens: Sequence[_Token], at: int) -> int:
    adverbs = {"also", "more", "not"}
    while at >= 0 and (tokens[at].text.endswith("ly") or tokens[at].text in adverbs):
        at -= 1
    return at


def _name_backward(tokens: Sequence[_Token], at: int) -> tuple[list[_Token], int]:
    """The words of a name that ends at a token, and the place of the word before it."""
    name: list[_Token] = []
    while at >= 0 and len(name) < 8 and _is_word(tokens[at]):
        text = tokens[at].text
        if text in _END and text not in _INNER:
            break
        name.insert(0, tokens[at])
        at -= 1
    while name and name[0].text in _INNER | _DROPPED:
        name.pop(0)
    if name and at >= 0 and tokens[at].text == "no":
        name.insert(0, tokens[at])
        at -= 1
    return name, at


def _outcome(line: Line, name: Sequence[_Token], state: str = "") -> Endpoint | None:
    kept = list(name)
    while kept and kept[0].text in _DROPPED:
        kept.pop(0)
    while kept and kept[-1].text in _INNER:
        kept.pop()
    if not kept:
        return None
    start, end = kept[0].start, kept[-1].end
    words = spelled_out(line.view, line.view[start:end])
    if len(words) < 3 or _BLOCKED.search(words) or _ALONE.fullmatch(words):
        return None
    if state in _STATES:
        words = f"{words} {state}"
    return Endpoint(start=start, end=end, id=f"other:{words}", kind="event")
