"""What links two values that stand side by side, and what parts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.mentions.lines import Line
from extraction.series.beside import ARM_AFTER_COMMA, opens_parts, shape
from extraction.tokens import (
    Endpoint,
    Interval,
    Mention,
    PValue,
    Time,
    Value,
)
from extraction.word_lists import Worded

_SMALL = (
    r"in|the|for|with|of|at|on|among|groups?|arms?|patients?|women|those|who|were|was|treated|"
    r"given|receiving|received|undergoing|underwent|taking|took|"
    r"assigned|to|a|an|had|cohorts?|only|about|approximately|nearly|subjects|participants|"
    r"randomi[sz]ed|under|rates?|time|"
    r"by|after|than|therapy|treatment|regimens?|did|median|did|as|cases|experienced|allocated|"
    r"recipients|respective|events?|episodes|and|from|alone|plus|taking|"
    r"one|that|comparison|nor|either|was|months|years|weeks|days|"
    r"when|where|using|used|administered|performed|applied|allotted|offered|following|"
    r"infants|neonates|newborns|mothers|"
    r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?=\s(?:(?:patients|women|subjects|participants)\s(?:\w+\s){1,2})?\u00a7)"
)
_SMALL_RUN = rf"(?:[\s(\[\])]|[\u00a7]|\b(?:{_SMALL})\b|,(?=\s*[\u00a7(\[])|(?<=\u00a7)[,-])*"
_LINK = re.compile(
    rf"^{_SMALL_RUN}(?P<joint>,?\s*\b(?:versus|vs|v|(?:as )?(?:compared|contrasted) (?:with|to)|"
    rf"(?:as )?against|in (?:comparison|contrast) (?:with|to)|relative to|rather than|"
    rf"as opposed to|than)\b\.?,?|,?\s*\b(?:and|or|but)\b|,|/|;)"
    rf"{_SMALL_RUN}$"
)
_COUNTED = re.compile(
    r"\s(?:of|had|were|was|did|achieved|developed|experienced|died|received|underwent|required|"
    r"patients|women|others|subjects|participants|cases|[a-z]{4,}ed)\b"
    # `in 11 patients on A (9%) and 16 on B (14%)`.
    r"|\s(?:on|in|with|after|for|given|receiving)\s[^()%;.]{2,50}[(\[]\s?\d+(?:\.\d+)?\s?%"
)
# A group that is no known arm, named behind its value (`54% for combined therapy, and 60%`).
_GROUP = (
    r"(?:in|for|with|on|among|of|under|receiving|following|after|without|given|using)\s"
    r"(?:(?!(?:was|were|had|has|is|are|did|and|or|but|versus|vs|v|than|compared|after|at|by|to|"
    r"@fared)\b)"
    r"[A-Za-z][\w/+-]*\s?){1,6}"
)
_LINK_OF_GROUPS = Worded(
    rf"^[\s\u00a7(\[)\]]*{_GROUP}(?P<joint>,?\s*\b(?:versus|vs|v|compared (?:with|to)|"
    rf"as compared with|(?:as )?against|in (?:comparison|contrast) (?:with|to)|"
    rf"relative to)\b\.?|,?\s*\b(?:and|but)\b){_SMALL_RUN}$"
)
#: The same with a comma, where the next value goes on as this one (`7% in the A group, 9% in`).
_LISTED_GROUP = Worded(
    rf"^[\s\u00a7(\[)\]]*(?=(?P<how>\w+)\s){_GROUP}(?<!\s)(?P<joint>,){_SMALL_RUN}$"
)
_FOR_WHAT = re.compile(
    r"[\s)\],]*for\s(?:the\s|an?\s|any\s)?(?:(?!with|patients|women|those|who)[a-z-]+\s)?"
)
_JOINING = re.compile(r"\b(?:versus|vs?|compared|against|comparison|contrast|relative|and|but)\b")
_VERSUS = re.compile(
    r"versus|vs|\bv\b|compared|against|/|opposed|than|contrast|comparison|relative"
)
_AT_ANALYSIS = re.compile(
    r"\s(?:at\sthe\s[a-z]+\sanalysis|(?:during|over|in)\sthe\sfirst\s\u00a7)\s"
    r"(?:and|but|v|vs\.?|versus)\s"
)
_IS_DIFFERENCE = Worded(
    r"[\s-](?:(?:absolute|relative|risk|percentage|points?)\s){0,3}@differences\b"
)
# `83% and 82%, and the 10-year rates were 71% and 69%`.
_RATES_LATER = re.compile(
    r".*(?:,|\band\b)\s(?:the\s)?\u00a7(?:\s\w+){0,2}\s(?:rates?|figures|incidences?)\s(?:was|were)\s.*"
)
_TO = re.compile(rf"{_SMALL_RUN}\bto\b{_SMALL_RUN}")
_WAS_SEEN = Worded(r"\b(?:was|were|occurred|developed|@seen)\s(?:in\s)?(?:only\s|about\s)?$")
_OTHER_SIDE = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|v|(?:as )?against|as opposed to)\s"
    r"(?:only\s|in\s|with\s)?$"
)
_NEXT_CLAUSE = re.compile(r"(?:,\s(?:and|while|whereas|but)|;(?:\sand)?|,)\s$")
#: What those had who are counted, behind their share.
WHO_HAD = Worded(
    r"\)?\s(?:of\s)?(?:the\s)?(?:patients\s|women\s|participants\s|subjects\s)?@fared\b"
)
_HAD = re.compile(
    r"\b(?:had|achieved|reached|developed|experienced|were|obtained|showed)\s(?:an?\s|any\s|(?:both\s)?in\s|both\s)?$"
)


def joint_between(line: Line, first: int, last: int, from_to: bool) -> str | None:
    """`vs` or `list` where the text between two values links them, else None."""
    between = shape(line, first, last)
    if from_to and _TO.fullmatch(between):
        return "vs"
    if _AT_ANALYSIS.fullmatch(between):
        return "list"
    if opens_parts(line, first + 1):
        return None
    if between == ", with ":
        return None  # `97% responded, with 82% in complete response`
    if between.endswith((" from ", "from a ")):
        return None  # `fell by 2 percentage points, from 8% to 6%`
    if _IS_DIFFERENCE.of(line.words).match(line.view, line.mentions[last].end):
        return None  # `9% v 13%, a 4% absolute reduction`
    match = _LINK.match(between)
    if match is None and _is_of_its_own(line, last):
        return None
    match = match or (
        _LINK_OF_GROUPS.of(line.words).match(between)
        if _JOINING.search(between)
        else _listed_group(line, between, last)
    )
    if match is None or _leaves_its_bracket(line, first, last):
        return None
    # A semicolon parts results unless the next one opens with its own arm.
    if match["joint"].strip() == ";" and not (
        "\u00a7" in between[match.end("joint") :]
        or (ARM_AFTER_COMMA.match(between) and not isinstance(line.mentions[first + 1], PValue))
    ):
        return None
    return "vs" if _VERSUS.search(match["joint"]) else "list"


def _is_of_its_own(line: Line, last: int) -> bool:
    """Whether a value names its own outcome behind it, so that one before names another.

    `1.9 for cardiac arrest and 1.4 (1.1-1.5) for relapse` tells of no groups.
    """
    end = line.mentions[last].end
    for mention in line.mentions[last + 1 :]:
        if isinstance(mention, Endpoint):
            return _FOR_WHAT.fullmatch(line.view, end, mention.start) is not None
        if not isinstance(mention, Interval | PValue):
            return False
        end = mention.end
    return False


def _listed_group(line: Line, between: str, last: int) -> re.Match[str] | None:
    """A group named between two values where the second is followed by one in the same way."""
    listed = _LISTED_GROUP.of(line.words).match(between) if "," in between else None
    if listed is None:
        return None
    end = line.mentions[last].end
    return listed if line.view.startswith(f" {listed['how']} ", end) else None


def _leaves_its_bracket(line: Line, first: int, last: int) -> bool:
    """Whether a value stands outside the bracket that the one before it is not the first in."""
    start = line.mentions[first].start
    opened = max(line.view.rfind(sign, line.sentence.start, start) for sign in "([")
    alone = first == 0 or line.mentions[first - 1].start < opened
    depth = int(alone)
    for sign in line.view[line.mentions[first].start : line.mentions[last].start]:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return True
    return False


def counts_people(line: Line, value: Value) -> bool:
    """Whether a bare number counts people (`relapse in 1%, and 51 had distant relapse (6%)`)."""
    number = value.number
    whole = number is not None and number.is_integer()
    return whole and _COUNTED.match(line.view, value.end) is not None


def starts_anew(line: Line, first: int, last: int) -> bool:
    """Whether a value opens another list of times (`80% at 1 year; with B, 98%, 93%, and 91%`)."""
    between = line.mentions[first + 1 : last]
    if any(isinstance(m, Time) for m in between) and _RATES_LATER.fullmatch(
        shape(line, first, last)
    ):
        return True
    after = line.mentions[last + 1 : last + 2]
    if not between or not isinstance(between[0], Time):
        return False
    parted = ";" in line.view[between[0].end : line.mentions[last].start]
    return parted and any(isinstance(mention, Value) for mention in after)


def opens_clause(line: Line, first: int, last: int) -> bool:
    """Whether a value opens a clause of its own: it tells a difference, or who had something else.

    `Nausea was seen in 12% v 16% (P = .2), a 4% reduction`; `seroma occurred in 5%, and 12% had
    an infection`; `7% died, compared with 9% in B, and 12% had an infection`.
    """
    start = line.mentions[first].start
    before = max(line.sentence.start, start - 60)
    told = _WAS_SEEN.of(line.words).search(line.view, before, start) or (
        _OTHER_SIDE.search(line.view, before, start)
        and _NEXT_CLAUSE.search(line.view, start, line.mentions[last].start)
        and any(isinstance(mention, Value) for mention in line.mentions[:first])
    )
    return (
        told is not None
        and WHO_HAD.of(line.words).match(line.view, line.mentions[last].end) is not None
    )


def of_another(line: Line, members: Sequence[int], last: int) -> bool:
    """Whether a p-value closes a comparison and what follows has an endpoint of its own behind it.

    `The rate was 63% v 45% (P = .02), and 51% v 20% had a response`.
    """
    mentions = line.mentions
    closed = any(isinstance(m, PValue) for m in mentions[members[-1] + 1 : last])
    if not closed or not any(isinstance(m, Endpoint) for m in mentions[: members[0]]):
        return False
    following = next((m for m in mentions[last + 1 :] if isinstance(m, Endpoint)), None)
    if following is None:
        return False
    start = max(mentions[last].end, following.start - 40)
    return _HAD.search(line.view, start, following.start) is not None


def is_tested(line: Line, at: int) -> bool:
    """Whether an interval stands right behind a value."""
    return any(isinstance(mention, Interval) for mention in line.mentions[at + 1 : at + 2])


def is_share(mention: Mention) -> bool:
    """Whether a mention is a percentage."""
    return isinstance(mention, Value) and mention.unit == "%"
