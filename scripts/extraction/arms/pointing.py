"""What arms are named by beside their names: `the latter`, `this group`; and in which order."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from extraction.arms.study import Arms
from extraction.text.signs import Signed
from extraction.tokens import ArmMention

_OTHER = Signed(
    r"\b[Tt]he (?:(?:other|opposite) (?:group|arm|treatment|regimen|drug|patients|women)"
    r"|(?:others|rest|remainder|counterparts|remaining (?:patients|women)))\b"
    r"|\btheir counterparts\b"
    r"|\b(?:those|patients|women|participants) (?:(?:who|that) (?:did|were|was|had) not"
    r"(?! (?:have|respond|develop|experience|achieve|complete|progress|relapse|die|been|had)\w*)"
    r"|not (?:receiving|given|treated|assigned|undergoing))\b(?: (?:receive|undergo|take|get)\b)?"
    r"(?: it\b| them\b)?",
    ("he other", "counterparts", "he opposite ", "he rest", "he remain", " not"),
    within=120,
)
#: One side by its preposition alone, the other of two named behind it (`47% with and 51% without
#: A`, `more often with than without A`).
_PREPOSITION = Signed(
    # First a letter, which is looked for faster than what stands before it.
    r"[wgtru](?:(?<=w)ith(?:(?:(?<=[\d%)] with)|(?<=months with)|(?<=years with)|(?<=weeks with)"
    r"|(?<=days with)|(?<=cent with))(?:out)?"
    r"(?=,?\s(?:and|or|to|but|against|v\.?|vs\.?|versus|(?:as )?compared (?:with|to))\s"
    r"(?:in\s|only\s|in only\s)?\d)"
    r"|(?<=\bwith)(?:"
    r"(?=\s(?:and|than|v\.?|vs\.?|versus|as (?:opposed to|against)|compared (?:with|to))\s"
    r"without\s)|out(?=\s(?:and|than|v\.?|vs\.?|versus|compared (?:with|to))\swith\s)))"
    r"|(?<!\w.)(?:(?<=t)reated|(?<=g)iven|(?<=r)eceiving|(?<=u)ndergoing|(?<=t)aking)"
    r"(?=\sor\snot\s))",
    ("with ", "without ", "with, ", " or not "),
)
_SENTENCE = re.compile(r"[.?!]\s")
#: A letter or numeral that stands for a group, between words that only an arm stands between.
_LETTER = re.compile(
    r"(?:\b(?:in|for|with|of|by|on|under|after|following|from|between|and|or|versus|vs\.?|v|than|to|over|against|arms?|"
    r"groups?|receiving|received|given|undergoing|taking)\s|[(\[/,;]\s?)(?P<letter>[A-Z]|I{2,3}|IV)"
    r"(?=[)\]/]|\s(?:and|or)\s\d|[,;](?!\d)|\.(?!\d|\s?[A-Z]\.)|\s?[(\[:]|$"
    r"|\s(?:was|were|had|than|compared|respectively|patients|women|died|developed|experienced|required|"
    r"achieved|reported|completed|relapsed|who|recipients|groups?|arms?|did)\b"
    r"|(?<=over [A-Z])\s\d"
    r"|\s(?:and|or|versus|vs\.?|v|than|compared|over|against|relative)\s(?:(?:in|of|for|with|to)\s)?(?:[A-Z]{1,3})\b)"
    # `(A 4%, B = 5%)`: right before its value
    r"|(?:[,;:]\s(?:and\s)?|[(\[])(?P<before>[A-Z]|I{2,3}|IV)"
    r"(?=\s?[:,]?\s\(?\d[\d.]*(?:\s?%|\s?\(|/)|\s?=\s?\d[\d.]*\s?%|[:=]\d)"
)
_LETTERED = re.compile(r"(?:arm|group) (?P<letter>[A-Z]|I{2,3}|IV)", re.IGNORECASE)
_FORMER = Signed(
    r"\b(?:former|latter)\b|\b[Tt]his (?:group|arm)\b", ("former", "latter", "his group", "his arm")
)

_SIDE_BY_SIDE = re.compile(
    r"(?:\s?[(\[][^()\[\]]{0,40}[)\]])?,?\s"
    r"(?:and|or|versus|vs\.?|v\.?|with|(?:as )?compared (?:with|to))\s(?:with\s|to\s)?(?:the\s)?"
)
#: From an arm to the next one of a list, with what is said of the first in between.
_LISTED = re.compile(r"[,;/]|\b(?:and|or|versus|vs|v|than)\b")
_FAR = 100
_GAP = 70


def side_by_side(found: Sequence[ArmMention], view: str) -> frozenset[tuple[str, str]]:
    """Arms that a text names side by side (`A versus B`, `A or B`), in that order."""
    single = [m for m in found if len(m.labels) == 1]
    return frozenset(
        (left.labels[0], right.labels[0])
        for left, right in itertools.pairwise(single)
        if left.labels != right.labels
        and right.start - left.end < _GAP
        and _SIDE_BY_SIDE.fullmatch(view, left.end, right.start)
    )


def orders_of_all(
    found: Sequence[ArmMention], view: str, count: int
) -> tuple[tuple[str, ...], ...]:
    """The orders in which a text lists all of its arms, each as often as it does so."""
    single = [m for m in found if len(m.labels) == 1]
    orders: list[tuple[str, ...]] = []
    run: list[ArmMention] = []
    for mention in single:
        labels = [m.labels[0] for m in run]
        if run and mention.labels == run[-1].labels:
            run[-1] = mention
            continue
        near = bool(run) and mention.start - run[-1].end <= _FAR
        listed = near and _LISTED.search(view, run[-1].end, mention.start) is not None
        apart = near and _SENTENCE.search(view, run[-1].end, mention.start) is not None
        if not listed or apart or mention.labels[0] in labels:
            run = [mention]
            continue
        run.append(mention)
        if len(run) == count:
            orders.append((*labels, mention.labels[0]))
            run = [mention]
    return tuple(orders)


def the_other(found: Sequence[ArmMention], arms: Arms, view: str) -> Iterable[ArmMention]:
    """`The other group`, `those who did not`: the arm not named last in the sentence, of two."""
    single = sorted((m for m in found if len(m.labels) == 1), key=lambda m: m.start)
    at = 0
    for match in _OTHER.finditer(view) if len(arms) > 1 else ():
        while at < len(single) and single[at].end <= match.start():
            at += 1
        if at and not _SENTENCE.search(view, single[at - 1].end, match.start()):
            label = arms.without(single[at - 1].labels[0])
            if label:
                yield ArmMention(start=match.start(), end=match.end(), labels=(label,))


def by_preposition(found: Sequence[ArmMention], arms: Arms, view: str) -> Iterable[ArmMention]:
    """`47% with and 51% without A`: of two arms the one that stands for its preposition."""
    single = sorted((m for m in found if len(m.labels) == 1), key=lambda m: m.start)
    starts = [m.start for m in single]
    two = arms.arms if len(arms) == 2 else ()
    absent = next((arm.label for arm in two if arm.label.startswith(("no ", "without "))), "")
    for match in _PREPOSITION.finditer(view) if len(arms) > 1 else ():
        at = bisect_left(starts, match.end())
        after = single[at : at + 1]
        near = after and after[0].start - match.end() < _GAP
        label = arms.without(after[0].labels[0]) if near else ""
        if label and not _SENTENCE.search(view, match.end(), after[0].start):
            yield ArmMention(start=match.start(), end=match.end(), labels=(label,))
        elif absent and view.startswith(" or not ", match.end()):
            yield ArmMention(start=match.start(), end=match.end(), labels=(arms.other(absent),))
            yield ArmMention(start=match.end() + 4, end=match.end() + 7, labels=(absent,))


def letters_alone(found: Sequence[ArmMention], arms: Arms, view: str) -> Iterable[ArmMention]:
    """`85% (A) and 88% (B)`, `85% in A`: letters that stand for the groups called by them."""
    named = {letter: arm.label for arm in arms.arms for letter in _letters_of(arm.names)}
    if len({*named.values()}) < 2:
        return
    taken = {at for m in found for at in range(m.start, m.end)}
    for match in _LETTER.finditer(view):
        letter = "letter" if match["letter"] else "before"
        start, end = match.span(letter)
        label = named.get(match[letter])
        if label and start not in taken:
            yield ArmMention(start=start, end=end, labels=(label,))


def _letters_of(names: Iterable[str]) -> Iterable[str]:
    """The letters that names are or end in (`arm O`, `group II`, `A`)."""
    for name in names:
        match = _LETTERED.fullmatch(name)
        if match:
            yield match["letter"].upper()
        elif len(name) == 1 and name.isupper():
            yield name


def former_and_latter(found: Sequence[ArmMention], view: str) -> Iterable[ArmMention]:
    """`The latter` and `this group`: the last of the arms named before it."""
    words = list(_FORMER.finditer(view))
    single = (
        sorted((m for m in found if len(m.labels) == 1), key=lambda m: m.start) if words else []
    )
    at = 0
    latter: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    for word in words:
        while at < len(single) and single[at].end <= word.start():
            if single[at].labels != latter:
                former, latter = latter, single[at].labels
            at += 1
        this = word.group() != "former"
        if former or (latter and word.group()[1:4] == "his"):
            labels = latter if this or not former else former
            yield ArmMention(start=word.start(), end=word.end(), labels=labels)
