"""The words of a clause: which may be part of a name, and which only stand beside one.

What is no word of a name is shown as a sign: an arm, a value, anything else that was recognised,
a closed bracket. Names are read forwards or backwards from a place, up to a word that ends them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extraction.abbreviations import spelled_out
from extraction.mentions import Line
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


def word_set(text: str) -> frozenset[str]:
    """Some words, for membership."""

    return frozenset(text.split())


ARM, _NUMBER, _OTHER = "\u00a7", "#", "~"
_SIGNS = frozenset("\u00a7#~,([:)]")
_NEXT = range(12)
_PREDICTS = re.compile(
    r"\b(?:predictors?|predictive|prognostic|prognosticators|risk factors?|prognostic \w+|"
    r"predictive factors?)\s(?:of|for)\s(?:the\s|an?\s)?"
    r"|\b(?:independently|significantly)\s(?:correlated with|associated with|predicted|predicts)\s"
    r"(?:the\s|an?\s)?"
    r"|[)\]]\s(?:was|were|are|is|remained)\s(?:\w+ly\s)?(?:associated|correlated|linked)\swith\s"
    r"(?:the\s|an?\s)?(?:\w+ly\s)?"
    r"(?:(?:higher|lower|increased|reduced|greater|decreased)\s(?:(?:risk|odds|rate)s?\sof\s)?)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z0-9](?:[\w/+'*-]*\w)?|\u00a7+|#+|~+|[^\sA-Za-z0-9\u00a7#~]")
FILL = word_set(
    "in of the for by on with among at to a an only about approximately nearly just overall "
    "respectively patient patients woman women subjects participants cases individuals those who "
    "were was given receiving treated assigned allocated group groups arm arms both all each and "
    "as compared than versus vs v treatment therapy procedures out follow-up that is are had it "
    "cohort cohorts i.e eg namely or regimen regimens study corresponding their they be being "
    "between from estimated reported observed found seen noted recorded"
)
COPULA = word_set("was were is are be been being remained became")
_STATES = word_set("detected identified delayed positive negative successful possible feasible")
DID = word_set(
    "had have having experienced experiencing experience developed developing develop reported "
    "reporting report underwent undergoing undergo required requiring require needed needing "
    "need achieved achieving achieve showed showing exhibited exhibiting chose choose preferred "
    "suffered suffering demonstrated maintained attained received"
)
PREPOSITIONS = word_set(
    "in at after before within by during on with for from between among to through under towards "
    "despite following without"
)
PEOPLE = word_set("patients women subjects participants cases individuals those")
_END = (
    PREPOSITIONS
    | COPULA
    | DID
    | PEOPLE
    | word_set(
        "did than that which who whom whose when while whereas but and or compared versus vs v "
        "both each all either significantly respectively more less fewer group groups arm arms it "
        "its they there this these those no not only also as if per because due since no has "
        "can could may might would be been significant statistically lower higher greater most"
    )
)
_INNER = word_set("of the a an their his any")
_INNER_AFTER = _INNER | {"or", "to", "in", "on"}
_DROPPED = word_set(
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
    r"\w+ed|\w+ly|meanwhile|maintenance|induction|consolidation|(?:progression|disease|relapse|recurrence|event)-free|"
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
_CLOSED = re.compile(r"[(\[][^()\[\]#]{0,60}[)\]]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, in lower case, or a sign at `text[start:end]`."""

    text: str
    start: int
    end: int


class Wording:
    """A sentence as the words of its clauses are read: what is no word of a name is a sign."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.start, self.end = line.sentence.start, line.sentence.end

    @cached_property
    def masked(self) -> str:
        """The sentence with its arms, numbers and closed brackets as signs; no character moves."""
        chars = list(self.line.view[self.start : self.end])
        for mention in self.line.mentions:
            if isinstance(mention, ArmMention):
                sign = ARM
            elif isinstance(mention, Value):
                sign = _NUMBER
            elif isinstance(mention, Interval | PValue | Count | Noise | Time | Subgroup):
                sign = _OTHER
            else:
                continue
            first, last = mention.start - self.start, min(mention.end, self.end) - self.start
            chars[first:last] = sign * (last - first)
        return _CLOSED.sub(lambda match: _OTHER * len(match.group()), "".join(chars))

    @cached_property
    def about_patients(self) -> bool:
        """Whether the sentence tells who took part."""
        return bool(_ABOUT_PATIENTS.search(self.line.view, self.start, self.end))

    @cached_property
    def predicted(self) -> Endpoint | None:
        """The outcome of a list of factors (`predictors of relapse were age (OR 2.1) and`)."""
        line = self.line
        match = _PREDICTS.search(line.view, self.start, self.end)
        if match is None:
            return None
        for mention in line.mentions:
            if isinstance(mention, Endpoint) and mention.start - match.end() in _NEXT:
                return mention
        name = name_forward(self.tokens(match.end(), self.end), 0)
        following = line.view[name[-1].end : name[-1].end + 3] if name else "("
        return None if "(" in following or "[" in following else outcome(line, name)

    def tokens(self, start: int, stop: int) -> list[Token]:
        """The words and signs of `view[start:stop]`."""
        origin = self.start
        return [
            Token(match.group().lower(), match.start() + origin, match.end() + origin)
            for match in _TOKEN.finditer(self.masked, max(0, start - origin), max(0, stop - origin))
        ]


def is_sign(token: Token) -> bool:
    """Whether a token stands for what is no word."""

    return token.text[0] in _SIGNS


def is_word(token: Token) -> bool:
    """Whether a token is a word."""

    return token.text[0].isalpha()


def name_forward(tokens: Sequence[Token], at: int) -> list[Token]:
    """The words of a name that starts at a token."""

    while at < len(tokens) and (
        tokens[at].text in _DROPPED | {"at"} or tokens[at].text.endswith("ly")
    ):
        at += 1
    name: list[Token] = []
    while at < len(tokens) and len(name) < 7:
        text = tokens[at].text
        graded = bool(name) and name[-1].text == "grade" and text[0] == _NUMBER
        if not (graded or (is_word(tokens[at]) and (text not in _END or text in _INNER_AFTER))):
            break
        name.append(tokens[at])
        at += 1
    while name and name[-1].text in _INNER_AFTER:
        name.pop()
    return name


def name_backward(tokens: Sequence[Token], at: int) -> tuple[list[Token], int]:
    """The words of a name that ends at a token, and the place of the word before it."""
    name: list[Token] = []
    while at >= 0 and len(name) < 8 and is_word(tokens[at]):
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


def outcome(line: Line, name: Sequence[Token], state: str = "") -> Endpoint | None:
    """The endpoint that some words name; None where they speak of patients or of the study."""

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


def skip(tokens: Sequence[Token], at: int) -> tuple[int, frozenset[str]]:
    """Step back over signs and small words; where that ends, and what was passed."""
    passed = set()
    while at >= 0 and (is_sign(tokens[at]) or tokens[at].text in FILL):
        passed.add(tokens[at].text)
        at -= 1
    return at, frozenset(passed)
