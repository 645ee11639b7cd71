"""What stands again and again as the sides of values: the arms as the results show them.

`57% of A and 43% of B`, `5% (A) and 3% (B)`, `A 21%, B 25%`, `6% A, 3% B`: two words that have
pairs of values in turn, and of which the text has spoken before, are what is compared, however
the text introduces them. A treatment that never has a value of its own beside such is no arm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.arms.designs import assigns, is_cohort
from extraction.arms.labels import MAX_ARMS, Candidate, Side, recurs
from extraction.arms.mentioned import find_mentions
from extraction.arms.merging import CONDITION, Arm
from extraction.arms.study import Arms
from extraction.arms.telling import NO_ACRONYM
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.sentences import SENTENCE
from extraction.word_lists import Worded
from vocabulary.match import fold

_UNIT = r"(?:\s?%|\s?per\s?cent\b|\s(?:months|days|weeks|hours)\b)"
_PREP = r"(?:of|in|with|after|on|for|under|by|during|following|given)"
_PEOPLE = (
    r"(?:(?:of|in|among)\s)?(?:the\s)?(?:\d[\d,]*\s)?(?:patients|women|pts|those|subjects|participants)\s"
    r"(?:(?:treated|managed|operated on|assigned|allotted|allocated)\s)?"
)
#: One word, with the number that tells it from another of its name (`FEC 50`).
_LABEL = (
    r"(?P<{0}>(?:no[ -])?[A-Za-z][\w+/-]*"
    r"(?:\s\d{{1,3}}(?![\d.]|\s?(?:%|per|mg|Gy|months|days|years|weeks|hours|to\b)))?)"
)
_GROUP = r"(?:groups?|arms?|patients|women|pts|subjects|cases|breasts|condition|clinics?|period)"
_ENDS = (
    rf"(?=\s?[),;.(\[:]|$|\s{_GROUP}\b|\s(?:and|or|v|vs|versus|against|but|while|whereas|than)\b)"
)
_BRACKET = r"(?:\s[(\[][^()\[\]]{1,50}[)\]])?"
#: A label behind its value, in a bracket, or before it.
_AT_VALUE = re.compile(
    # The figure stands first, for which the text is looked through fastest.
    rf"(?P<value>\d{_UNIT}){_BRACKET}\s(?:"
    rf"(?:{_PEOPLE})?(?P<prep>{_PREP})\s(?:the\s)?{_LABEL.format('after')}{_ENDS}"
    rf"|\((?:the\s)?{_LABEL.format('within')}(?:\s{_GROUP})?(?=\))"
    rf"|(?!(?:{_PREP}|and|or|v|vs|versus|against|but|than|to|the)\b){_LABEL.format('bare')}{_ENDS})"
)
_BEFORE = re.compile(
    rf"(?<=[:;,(\s]\s)(?P<prep>{_PREP}\s)?(?:the\s)?(?<![\w-]){_LABEL.format('before')}"
    rf"(?:\s{_GROUP})?(?P<opens>\s\(|,?\s)\d[\d.]*{_UNIT}"
)
_FIGURE = re.compile(r"\d(?:%|\s?per\s?cent|\s(?:months|days|weeks|hours)\b)")
#: How far apart the sides of one pair stand.
_GAP = 60
_NOT = Worded(r"(?:@no_sides|grade|stage|level|type|class|[TN]\d\w?|CI|SD|SE|IQR|range)")
_NO = re.compile(r"^no[ -]")
_OWN_BEFORE = re.compile(
    rf"\d(?:{_UNIT})?\)?(?:\s[(\[][^()\[\]]{{0,40}}\d[^()\[\]]{{0,30}}[)\]])?\s"
    rf"(?:(?:{_PEOPLE})?{_PREP}\s(?:the\s)?(?:\d+\s(?:cycles|courses|weeks|months|years)\sof\s)?|"
    rf"{_PEOPLE}(?:(?:assigned\s)?to|receiving|given|on|who (?:received|had|underwent))\s"
    r"(?:the\s)?|"
    r"(?<=[%t]\s)\((?:the\s)?)?$"
)
_OWN_AFTER = re.compile(
    rf"(?:[\s-]{_GROUP})?(?:\s\([^()%]{{1,30}}\))?(?:,|:|\s(?:was|were|had|in))?\s?[\s(]"
    rf"\d[\d.]*(?:\s\(\d[\d.]*%|{_UNIT}|\sof\s\d|/\d|\spatients\b)"
)
_WIDE = 90
_GROUPED = re.compile(r"(?:[Gg]roup|[Aa]rm)\s|.*\d\s?(?:mg|Gy|IU|\u03bcg|g|mL|ml)\b")
_WORD = re.compile(r"[a-z][\w+/]*(?:-[\w+/]+)*")
_OR = re.compile(r"\b(?:or|versus|vs?|against|compared)\b")


@dataclass(frozen=True, slots=True)
class _AtValue:
    """A label at a value, and how it stands there."""

    form: str
    side: Side
    start: int
    end: int


def results_sides(view: str, lexicon: Lexicon) -> list[Candidate]:
    """The words that have values in turn more than once, each where it does so first."""
    counts: dict[frozenset[str], list[tuple[Side, ...]]] = {}
    figure = _FIGURE.search(view)
    for sentence in SENTENCE.finditer(view) if figure else ():
        if figure and figure.start() < sentence.start():
            figure = _FIGURE.search(view, sentence.start())
        if figure is None:
            break
        if sentence.end() - sentence.start() < _GAP // 4 or figure.start() >= sentence.end():
            continue
        for run in _runs(list(_at_values(view, *sentence.span(), lexicon))):
            keys = frozenset(_key(label) for _, _, label in run)
            counts.setdefault(keys, []).append(run)
    found = _of_the_trial(counts, view, lexicon.arms)
    if not found or is_cohort(view):
        return []
    keys, runs = found
    if any(other & keys and not other <= keys for other in counts):
        return []  # a word of them is set against others, too
    first = runs[0]
    start = min(side[0] for side in first)
    low = fold(view[:start])
    if not all(_is_spoken_of(_key(label), low) for _, _, label in first):
        return []
    called: dict[str, Candidate] = {}
    for begin, end, label in (side for run in runs for side in run):
        one = (
            label[:-1]
            if _key(label) == fold(label)[:-1] and recurs(label[:-1], view, start, 1)
            else ""
        )
        candidate = Candidate(one or label, begin, end - bool(one), 3, listed=True, list_at=start)
        called.setdefault(_key(label), replace(candidate, beside=start))
        if one:
            called[_key(label)] = replace(called[_key(label)], alias=label)
    return list(called.values())


def _of_the_trial(
    counts: dict[frozenset[str], list[tuple[Side, ...]]], view: str, words: ArmWords
) -> tuple[frozenset[str], list[tuple[Side, ...]]] | None:
    """Those that stand so most often; once is enough for two that the text sets against before."""
    often = {keys: runs for keys, runs in counts.items() if len(runs) > 1}
    if often:
        return max(often.items(), key=lambda item: len(item[1]) + len(item[0]) / MAX_ARMS)
    if not assigns(view):
        return None
    single = [
        (keys, runs)
        for keys, runs in counts.items()
        if len(keys) == 2 and _are_opposed(runs[0], view, words)
    ]
    return single[0] if len(single) == 1 else None


def _are_opposed(run: Sequence[Side], view: str, words: ArmWords) -> bool:
    """Whether the text before has two labels as alternatives, by these or words of their sense."""
    first, second = (words.canonical(_NO.sub("", _key(label))) for _, _, label in run[:2])
    low = fold(view[: run[0][0]])
    places = [
        (match.start(), match.end(), word)
        for match in _WORD.finditer(low)
        if (word := words.canonical(match.group())) in (first, second)
    ]
    return any(
        {one[2], other[2]} == {first, second}
        and other[0] - one[1] < _GAP
        and _OR.search(low, one[1] - 1, other[0]) is not None
        and ". " not in low[one[1] : other[0]]
        and (first != second or low[: other[0]].endswith(("no ", "no-", "without ")))
        for one, other in pairwise(places)
    )


def _key(label: str) -> str:
    """A label without the plural that makes patients of it, and with one way to write `no`."""
    low = _NO.sub("no ", fold(label))
    return low[:-1] if len(low) > 4 and low[-1] == "s" and low[-2] not in "suia" else low


def _is_spoken_of(key: str, low: str) -> bool:
    """Whether the text before has the word, if only as that without which others were."""
    return re.search(rf"(?<![\w-]){re.escape(_NO.sub('', key))}", low) is not None


def _at_values(view: str, start: int, end: int, lexicon: Lexicon) -> Iterable[_AtValue]:
    """Every label of one word at a value, in the order of the text."""
    found = []
    for match in _AT_VALUE.finditer(view, start, end):
        form = next(name for name in ("after", "within", "bare") if match[name])
        found.append(_AtValue(form, (*match.span(form), match[form]), *match.span()))
    for match in _BEFORE.finditer(view, start, end):
        form = "after" if match["prep"] and "(" in match["opens"] else "before"
        found.append(_AtValue(form, (*match.span("before"), match["before"]), *match.span()))
    taken = -1
    for one in sorted(found, key=lambda at: (at.start, at.end)):
        if one.side[0] > taken and _may_be_side(one.side[2], lexicon):
            taken = one.side[0]
            yield one


def _may_be_side(label: str, lexicon: Lexicon) -> bool:
    """Whether a word may be what patients were given: no outcome, state, unit or part of time."""
    words = lexicon.arms
    low = fold(label)
    bare = _NO.sub("", low)
    if bare in words.not_arms or bare in words.phases or _NOT.of(words).fullmatch(bare):
        return False
    ways = words.manners | words.way_set
    if (
        not _NO.sub("", label).isupper()
        and bare in words.stops
        and bare not in ways
        and bare.rstrip("s") not in ways
    ):
        return False
    if CONDITION.of(words).search(bare) or lexicon.terms.find(label):
        return False
    return not (label == bare.upper() and NO_ACRONYM.of(words).fullmatch(label) and label != "US")


def _runs(found: Sequence[_AtValue]) -> Iterable[tuple[Side, ...]]:
    """Labels that follow each other at their values in one way."""
    run: list[_AtValue] = list(found[:1])
    for before, after in pairwise(found):
        near = after.start - before.end < _GAP
        alike = after.form == before.form or {after.form, before.form} <= {"after", "bare"}
        new = _key(after.side[2]) not in {_key(one.side[2]) for one in run}
        if near and alike and new:
            run.append(after)
            continue
        if 1 < len(run) <= MAX_ARMS:
            yield tuple(one.side for one in run)
        run = [after]
    if 1 < len(run) <= MAX_ARMS:
        yield tuple(one.side for one in run)


def with_values(arms: Sequence[Arm], view: str, words: ArmWords) -> list[Arm]:
    """The arms without the treatments that never have a value, where two others have."""
    if len(arms) <= 2:
        return list(arms)
    own = {
        mention.labels[0]
        for mention in find_mentions(Arms(arms, words, compared=True), view)
        if len(mention.labels) == 1
        and (
            _OWN_AFTER.match(view, mention.end)
            or _OWN_BEFORE.search(view, max(0, mention.start - _WIDE), mention.start)
        )
    }
    valued = [arm for arm in arms if arm.label in own]
    if len(valued) < 2:
        return list(arms)
    lists = set.union(*(arm.lists for arm in valued))
    return [
        arm
        for arm in arms
        if arm in valued or (_is_introduced(arm) and not _is_lacked(arm, view)) or arm.lists & lists
    ]


def _is_introduced(arm: Arm) -> bool:
    """Whether a text gives an arm a number of patients, a group, a letter or a dose."""
    lettered = any(_GROUPED.match(name) for name in arm.names)
    return arm.n is not None or arm.headed or arm.coded or lettered


def _is_lacked(arm: Arm, view: str) -> bool:
    """Whether a text speaks of something as what an arm was without (`without interruption`)."""
    return view[: arm.start].endswith(("without ", "without any "))
