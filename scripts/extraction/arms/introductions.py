"""The places where an abstract introduces its arms.

The list after "randomised to", a label before "group" or before "(n = 12)", the two sides of
"versus", the label after a value. Each place gives a candidate; whether two of them are one arm is
not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.arms.allocations import allocated
from extraction.arms.doses import dosed
from extraction.arms.labels import MAX_ARMS, Candidate, Side, label_after, label_before
from extraction.arms.sized_labels import sized
from extraction.arms.telling import TOKEN, has_acronym, names_treatment
from extraction.lexicon import ArmWords, Lexicon
from vocabulary.match import fold

_HEAD = re.compile(r"[ga](?:(?<=[\w)] .)|(?<=-.))(?:(?<=g)roups?|(?<=a)rms?)\b")
_LETTERED = re.compile(
    r"(?P<head>[AaGg](?<!\w.)(?:(?<=[Aa])rms?|(?<=[Gg])roups?|(?<=A)RMS?|(?<=G)ROUPS?))"
    r"\s(?P<labels>(?:[A-F]|[1-4]|I{1,3}|"
    r"IV)\b(?!\s?[-%.]\d)"
    r"(?:(?:,\s?(?:and\s)?|\sand\s|\sor\s|\s?/\s?|\sv\s|\svs\.?\s|\sversus\s|\sto\s|\s?\+\s?)(?:[A-F]|"
    r"[1-4]|I{1,3}|IV)\b(?!\s?%|\.\d))*)"
)
_LIST_JOINT = re.compile(
    r"\s*(?:,|,? and|,? or|,? versus|,? vs\.?|,? v)\s(?:the\s|and\s|or\s)?(?!\d)"
)
_TIED = re.compile(r"\s?(?:\+|/|-|plus)\s?(?:low-dose\s|high-dose\s)?")
_TIED_BEFORE = re.compile(r"(?<!\w)[A-Z]\w*-$")
_TIED_AFTER = re.compile(r"-[A-Z]\w*")
_TAIL = re.compile(r"\s(?:maintenance|alone|monotherapy)\b")
_AFTER_CONTROL = re.compile(r"[\s,;)]\s?(?:group|arm|\(|\d|and|or)")
_RUN = re.compile(r"[\w-]+")
_INITIALLED = re.compile(
    r"[AaGg](?<!\w.)(?:(?<=[Gg])roup|(?<=[Aa])rm)\s(?:[G-Z]|[A-Z]{2,3})\b(?![\w/-])"
)
_NAMED_GROUP = re.compile(r"(?:Study|Oncology|Cancer|Research|Cooperative|Working) $")
_CONTROL_HEAD = re.compile(r"[Cc]ontrols? (?:group|arm)\b")
_EVERY = re.compile(
    r"\b(?:sham|placebo|standard|usual|delayed|conventional|each|every|by|per|either|any|no|both|two|[A-Z]\w+)\s$"
)
_SEVERAL = re.compile(r"\b(?:two|three|four|five|both|all|these|\d)\s$")
_WORD_BEFORE = re.compile(r"(?<![\w-])([\w-]+)\s$")
_PLUS_ENDS = re.compile(r"(?:\b(?:plus|with|and)|\+|/)\s$")
_ELLIPTIC = re.compile(
    r"\b(?P<first>[\w-]+)\s(?:and|or|versus|vs\.?|v|than|compared with)\s(?:[\d.]+\s?%?\s)?"
    r"(?:(?:with|for|in|on|after)\s)?(?:the\s)?(?P<second>[\w-]+)\s(?P<noun>[\w-]+)"
)
_DEFINED = re.compile(
    r"[(\[]\s?(?P<short>[A-Z][\w+/\u2192 -]{1,12}?)(?:\s(?:group|arm))?\s?[)\];,:]"
)
_PAIRED = re.compile(
    r"\b(?:comparing|between|for|with|by|in|on|of|to|than|versus|vs\.?|v|and)\s(?:the\s)?"
    r"(?P<short>[A-Z][\w+/-]{1,12})(?=[\s,;.)])"
)
_PAIR_GAP = re.compile(
    r"\s(?:and|or|versus|vs\.?|v|compared with|than(?: with| in)?)\s(?:the\s)?(?:in\s)?"
)
_LETTER = re.compile(r"\b(?:[A-F]|[1-4]|I{1,3}|IV)\b")
_VERSUS = re.compile(
    r"\s(?:versus|vs\.?|v\.?|compared (?:with|to)|as compared with|"
    r"than(?: those)?(?: with| in| on| for)?|"
    r"over|relative to|rather than|against)\s(?:the\s)?(?!\d)"
)
_BESIDE_VALUE = re.compile(
    r"(?:\d%?|months?|years?|percent|"
    r"reached)\)?(?:\s\([^()]{1,50}\))?\s(?:of (?:the )?(?:patients|women|those)\s)?"
    r"(?:with|for|on|in|among|after|of|patients on|those on|treated with|receiving)\s(?!\d)"
)
_GIVEN = re.compile(
    r"\b(?:groups?|arms?|patients|women|those|subjects|participants)\s(?:who\s)?"
    r"(?:given|receiving|treated with|treated by|assigned to|allocated to|randomi[sz]ed to|"
    r"received|taking|assigned to receive|on)\s(?:the\s)?"
)
#: Ends of words for what patients have, which is no treatment (`MRD-positive patients`).
_STATES = (
    *("-positive", "-negative", " positive", " negative", "-mutated", "-mutant"),
    *("-refractory", "-resistant"),
)
_JOINT_BEFORE = re.compile(r"(?:,? and|,? or|,| versus| vs\.?)\s(?:the\s)?$")


def introduced(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Every label that the text introduces as an arm, in no order."""
    words = lexicon.arms
    yield from _heads(view, words)
    yield from lettered(view)
    yield from sized(view, lexicon)
    yield from allocated(view, lexicon)
    yield from _controls(view, words)
    yield from _roles(view, words)
    yield from dosed(view)
    yield from _elliptic(view, lexicon)
    yield from _paired(view)
    for match in _GIVEN.finditer(view):
        yield from _if_telling(label_after(view, match.end(), words), lexicon, 1)
    for match in _VERSUS.finditer(view):
        for side in (
            label_before(view, match.start(), words),
            label_after(view, match.end(), words),
        ):
            for candidate in _if_telling(side, lexicon, 2):
                yield replace(candidate, side=match.start())
    for match in _BESIDE_VALUE.finditer(view):
        yield from _listed_beside(view, match.end(), lexicon)


def _listed_beside(view: str, at: int, lexicon: Lexicon) -> Iterable[Candidate]:
    """The arm after a value, and those that go on with it (`with A, B, and C, respectively`)."""
    for _ in range(MAX_ARMS):
        side = label_after(view, at, lexicon.arms)
        found = list(_if_telling(side, lexicon, 2))
        if side is None or not found:
            return
        yield from found
        joint = _LIST_JOINT.match(view, side[1])
        if joint is None:
            return
        at = joint.end()


def treatments_named(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Every treatment named at all, for texts that do not introduce their arms."""
    spans = [_whole_token(view, m.start, m.end) for m in lexicon.treatments.find(view)]
    spans += _medicines(view, lexicon.arms)
    spans += [(match.start, match.end) for match in lexicon.arms.treatments.find(view)]
    spans = [_with_manner(view, start, end, lexicon.arms) for start, end in spans]
    start = end = -1
    for left, right in [
        *sorted(spans, key=lambda s: (s[0], -s[1])),
        (len(view) + 9, len(view) + 9),
    ]:
        tied = start >= 0 and _TIED.fullmatch(view[end:left])
        rival = (
            tied and "/" in view[end:left] and fold(view[left:right]) in lexicon.arms.control_set
        )
        if left < end or (tied and not rival):
            end = max(end, right)
            continue
        if start >= 0:
            tail = _TAIL.match(view, end)
            stop = tail.end() if tail else end
            yield Candidate(view[start:stop], start, stop, 2)
        start, end = left, right


def _medicines(view: str, words: ArmWords) -> Iterable[tuple[int, int]]:
    """The words that end as the names of medicines do."""
    done = 0
    for stem in words.stem_end.finditer(fold(view)):
        start = stem.start()
        if start < done:
            continue
        while start > done and (view[start - 1].isalnum() or view[start - 1] in "_-"):
            start -= 1
        run = _RUN.match(view, start)
        assert run is not None
        done = run.end()
        for token in TOKEN.finditer(view, start, done):
            if words.is_drug(token.group()):
                yield token.span()


def _with_manner(view: str, start: int, end: int, words: ArmWords) -> tuple[int, int]:
    """A treatment with the way it is given, which may be all that tells two arms apart."""
    before = _WORD_BEFORE.search(view, max(0, start - 24), start)
    joined = before and _PLUS_ENDS.search(view, max(0, before.start() - 6), before.start())
    if before and not joined and fold(before.group(1)) in words.manners:
        return before.start(), end
    return start, end


def _whole_token(view: str, start: int, end: int) -> tuple[int, int]:
    """An acronym with all that hyphens tie to it (R-MPT, MPR-R)."""
    if " " in view[start:end] or not view[start].isupper():
        return start, end
    left = _TIED_BEFORE.search(view, max(0, start - 12), start)
    right = _TIED_AFTER.match(view, end)
    return (left.start() if left else start), (right.end() if right else end)


def _if_telling(side: Side | None, lexicon: Lexicon, weight: int) -> Iterable[Candidate]:
    """A side of a comparison, where a drug, an acronym or a control word tells an arm."""
    if side is None:
        return
    label = side[2]
    if label.lower().endswith(_STATES):
        return
    known = fold(label) in lexicon.arms.control_set
    if known or (len(label.split()) <= 5 and names_treatment(label, lexicon)):
        yield Candidate(label, side[0], side[1], weight)


def _heads(view: str, words: ArmWords) -> Iterable[Candidate]:
    for match in _HEAD.finditer(view):
        side = _manner_before(view, match.start(), words) or label_before(
            view, match.start(), words
        )
        if not side:
            continue
        if fold(side[2]) in words.not_arms or fold(side[2].split()[-1]) in words.not_arms:
            continue
        # "two dose groups" says what they differ in, not what one of them is called.
        if _SEVERAL.search(view, max(0, side[0] - 16), side[0]):
            continue
        yield Candidate(side[2], side[0], side[1], 3, headed=True)
        if match.group().endswith("s"):
            joint = _JOINT_BEFORE.search(view, max(0, side[0] - 14), side[0])
            first = _before_joint(view, joint.start(), words) if joint else None
            if first and fold(first[2]) not in words.not_arms:
                yield Candidate(first[2], first[0], first[1], 2)


def _roles(view: str, words: ArmWords) -> Iterable[Candidate]:
    """`The study group` beside `the control group`."""
    if _CONTROL_HEAD.search(view) is None:
        return
    for match in words.tested.find(view):
        if " " in view[match.start : match.end] and not _EVERY.search(
            view, max(0, match.start - 10), match.start
        ):
            label = view[match.start : match.end]
            yield Candidate(label, match.start, match.end, 3, headed=True)


def _before_joint(view: str, end: int, words: ArmWords) -> Side | None:
    return _manner_before(view, end, words) or label_before(view, end, words)


def _manner_before(view: str, end: int, words: ArmWords) -> Side | None:
    """A way of giving the treatment that stands for the arm (`the weekly arm`)."""
    before = _WORD_BEFORE.search(f"{view[max(0, end - 24) : end].rstrip()} ")
    if before is None or fold(before.group(1)) not in words.manners & words.stops:
        return None
    stop = len(view[:end].rstrip())
    return stop - len(before.group(1)), stop, before.group(1)


def _elliptic(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Two arms that only differ in how one treatment is given (`oral and intravenous A`)."""
    words = lexicon.arms
    for match in _ELLIPTIC.finditer(view):
        first, second, noun = match["first"], match["second"], match["noun"]
        if first == second or not {fold(first), fold(second)} <= words.manners:
            continue
        if not (words.is_drug(noun) or _is_treatment(noun, words)):
            continue
        yield Candidate(first, match.start("first"), match.end("first"), 3)
        label = view[match.start("second") : match.end("noun")]
        yield Candidate(label, match.start("second"), match.end("noun"), 3)


def _is_treatment(label: str, words: ArmWords) -> bool:
    return any(m.end - m.start == len(label) for m in words.treatments.find(label))


def _paired(view: str) -> Iterable[Candidate]:
    """Two acronyms of the text's own that are named side by side (`comparing GD and CD`)."""
    own = {match["short"] for match in _DEFINED.finditer(view)}
    own = {short for short in own if has_acronym(short) and " " not in short}
    previous: re.Match[str] | None = None
    for match in _PAIRED.finditer(view):
        if match["short"] not in own:
            continue
        if previous is not None and previous["short"] != match["short"]:
            gap = view[previous.end("short") : match.start("short")]
            if _PAIR_GAP.fullmatch(gap):
                for one in (previous, match):
                    yield Candidate(one["short"], one.start("short"), one.end("short"), 3)
        previous = match


def lettered(view: str) -> Iterable[Candidate]:
    """`arm A`, and each of `arms A, B and C`."""
    for match in _LETTERED.finditer(view):
        head = match["head"].lower().rstrip("s")
        for letter in _LETTER.finditer(view, match.start("labels"), match.end("labels")):
            label = f"{head} {letter.group()}"
            printed = view[match.start() : letter.end()]
            start = match.start() if printed.lower() == label.lower() else letter.start()
            yield Candidate(label, start, letter.end(), 2)
    for match in _INITIALLED.finditer(view):
        if _NAMED_GROUP.search(view, max(0, match.start() - 12), match.start()):
            continue
        yield Candidate(match.group(), match.start(), match.end(), 2)


def _controls(view: str, words: ArmWords) -> Iterable[Candidate]:
    for match in words.controls.find(view):
        if _AFTER_CONTROL.match(view, match.end):
            yield Candidate(view[match.start : match.end], match.start, match.end, 2)
