"""The arms of a study and every mention of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from extraction.arms.choosing import choose, compares
from extraction.arms.designs import is_cohort
from extraction.arms.introductions import introduced, lettered, treatments_named
from extraction.arms.labels import is_acronym
from extraction.arms.linking import link_short_names, one_per_regimen
from extraction.arms.merging import STRONG, Arm, call_as_text_does, merge, name_drugs
from extraction.arms.naming_arms import TellingWords, spellings_of
from extraction.arms.opposed import opposed
from extraction.arms.pointing import former_and_latter
from extraction.lexicon import ArmWords, Lexicon
from extraction.tokens import ArmMention
from vocabulary.match import Matcher, fold

__all__ = ["Arm", "Arms", "find_arms"]

_PLUS_AFTER = re.compile(
    r"\s?(?:plus|\+|/|\u2192)\s?(?=[A-Za-z])|"
    r"\s(?:in combination|combined|together) with\s(?=[A-Za-z])|[+-](?![\w>+-])"
)
_PLUS_BEFORE = re.compile(
    r"(?<=\w)\s?(?:\bplus|\+|/|\u2192)\s?$|\b(?:in combination|combined|together) with\s$"
)
_DENIED = re.compile(r"\b(?:no|without|non)[\s-]$", re.IGNORECASE)
_COMPARES = re.compile(
    # A class first, then what stands before it: so the search looks at few places.
    r"[rvcgaC](?<!\w.)(?:(?<=r)andomi[sz]|(?<=v)(?:ersus|s)\b|(?<=c)ontrol group\b|"
    r"(?<=g)roups\b|(?<=a)rms\b|(?<=[cC])ompar(?:ing|ison|ed (?:with|to|the))\b)"
)
_WITHOUT_IT = re.compile(r"\bwithout(?:\s(?:it|them)\b|(?=\s?[.;,()]))")
_SAID = re.compile(
    r"(?:\s(?:and|or|v|vs\.?|versus)\s(?:the\s)?[\w-]+)?\s(?:(?:treatment|dosing|study)\s)?"
    r"(?:group|arm|regimen|schedule|administration|therapy|monotherapy|chemotherapy)s?\b"
)
_TREATED = re.compile(
    r"(?<=\bthe )(?:active[- ]treatment|treatment|active|experimental|intervention|"
    r"investigational|study|treated|test)\s(?:group|arm)\b|"
    r"(?<=\b[Ii]n )(?:treatment|study|treated)\s(?:group|arm)\b"
)
_BOTH_DRUGS = re.compile(r"(?<=and )both (?:drugs|agents)\b")
_TIED = re.compile(
    r"-(?:controlled|related|induced|specific|associated|na.ve|resistant|refractory|pretreated|"
    r"exposed|experienced|sparing|free)\b|\s(?:resistance|intolerance|failure|refractor\w+|exposure|"
    r"na.ve|toxicity|levels?|concentrations?)\b"
)
_OTHER_ROLE = re.compile(
    r"\b(?:sham|placebo|control|standard|usual|delayed|conventional|no|non)[\s-]$"
)
_ALL_ARMS = re.compile(
    r"(?<!\bof )\b(?:both|all|either|neither|the two|the three|two|each)\s(?:of the\s)?"
    r"(?:treatment |study |randomi[sz]ed |dose )?(?:groups?|arms?|treatments|regimens|cohorts)\b",
    re.IGNORECASE,
)


class Arms:
    """The arms of one study and a finder of their mentions."""

    def __init__(
        self,
        arms: Sequence[Arm],
        words: ArmWords,
        compared: bool,
        told: Sequence[ArmMention] = (),
        *,
        loose: bool = False,
    ) -> None:
        self.arms = list(arms)
        #: Where the text names its arms, if these are groups of patients that are given nothing.
        self.told = list(told)
        #: Whether they are but treatments that a text names which tells of no trial.
        self.loose = loose
        #: Whether the text compares treatments at all, with however many of them told.
        self.compared = compared
        self._words = words
        self._by_label = {arm.label: arm for arm in self.arms}
        self._matcher: Matcher | None = None
        self._telling = TellingWords(self.arms, words)
        self._comparator: str | None = None

    def __len__(self) -> int:
        """How many arms were told."""
        return len(self.arms)

    def __getitem__(self, label: str) -> Arm:
        """The arm of a label."""
        return self._by_label[label]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in order of first appearance."""
        return tuple(arm.label for arm in self.arms)

    def find(self, view: str) -> list[ArmMention]:
        """Every mention of an arm, or of all arms at once."""
        if self.told:
            found = [*self.told, *self._all_arms(view)]
            return sorted(found, key=lambda mention: mention.start)
        spans: dict[tuple[int, int], list[str]] = {}
        for match in self._names().find(view):
            spans.setdefault((match.start, match.end), []).append(match.id)
        found = [
            ArmMention(start=start, end=end, labels=(labels[0],))
            for (start, end), labels in spans.items()
            if len(labels) == 1 and self._is_meant(view, start, end)
        ]
        found += self._lettered(view, found)
        covered = [(mention.start, mention.end) for mention in found]
        found += [
            mention
            for mention in self._telling.find(view)
            if not any(start <= mention.start < end for start, end in covered)
        ]
        for both in _BOTH_DRUGS.finditer(view):  # an arm without a label of its own
            found.append(ArmMention(start=both.start(), end=both.end(), labels=("",)))
        found = self._unless_denied(_unless_combined(found, view), view)
        found += self._without_it(found, view)
        found += self._all_arms(view)
        found += former_and_latter(found, view)
        return sorted(found, key=lambda mention: mention.start)

    def _all_arms(self, view: str) -> Iterable[ArmMention]:
        """Every place that names all arms at once, for which there must be some."""
        for every in _ALL_ARMS.finditer(view) if self.arms else ():
            yield ArmMention(start=every.start(), end=every.end(), labels=self.labels)

    def _names(self) -> Matcher:
        """The finder of the names of the arms; many arms are read and never looked for."""
        if self._matcher is None:
            names = {arm.label: spellings_of(arm, self._words) for arm in self.arms}
            self._matcher = Matcher(
                {label: [n for n in names[label] if not is_acronym(n)] for label in names},
                {label: [n for n in names[label] if is_acronym(n)] for label in names},
            )
        return self._matcher

    def _is_meant(self, view: str, start: int, end: int) -> bool:
        """Whether a name stands for an arm here: no `post-intervention`, no `placebo-controlled`.

        A word of the general language (`weekly`) does so before `group` and the like.
        """
        if view[start - 1 : start] == "-" or _TIED.match(view, end):
            return False
        word = fold(view[start:end])
        if word in self._words.tested_roles and _OTHER_ROLE.search(view, max(0, start - 14), start):
            return False
        return word not in self._words.stops or bool(_SAID.match(view, end))

    def _lettered(self, view: str, found: Sequence[ArmMention]) -> list[ArmMention]:
        """The later ones of `arms A and B`, which are letters only."""
        names = {fold(name): arm.label for arm in self.arms for name in arm.names}
        taken = {mention.start for mention in found}
        more = []
        for candidate in lettered(view):
            label = names.get(fold(candidate.label))
            if label and candidate.start not in taken:
                more.append(ArmMention(start=candidate.start, end=candidate.end, labels=(label,)))
        return more

    def with_roles(self, view: str) -> Arms:
        """These arms, the one beside the control also by its role (`the treatment group`)."""
        control = self.comparator()
        other = self.other(control)
        if not other or not self._is_sure(other, control):
            return self
        known = {fold(name) for arm in self.arms for name in arm.names}
        roles = dict.fromkeys(match.group() for match in _TREATED.finditer(view))
        roles = {role: None for role in roles if fold(role) not in known}
        if not roles:
            return self
        self._by_label[other].aliases += roles
        return Arms(self.arms, self._words, self.compared, loose=self.loose)

    def _is_sure(self, label: str, control: str) -> bool:
        """Whether an arm beside the control is one beyond doubt, so that it has the other role."""
        arm = self._by_label[label]
        both = arm.lists & self._by_label[control].lists
        return bool(both) or arm.headed or arm.n is not None or arm.weight > STRONG

    def _without_it(self, found: Sequence[ArmMention], view: str) -> list[ArmMention]:
        """`With A and without it`: the other arm of two."""
        found = sorted(found, key=lambda mention: mention.start)
        starts = [mention.start for mention in found]
        more = []
        for match in _WITHOUT_IT.finditer(view):
            at = bisect_right(starts, match.start())
            before = found[max(0, at - 1) : at]
            other = self.other(before[-1].labels[0]) if before else ""
            gap = view[before[-1].end : match.start()] if before else ""
            if other and len(gap) < 60 and ". " not in gap:
                more.append(ArmMention(start=match.start(), end=match.end(), labels=(other,)))
        return more

    def _unless_denied(self, found: Sequence[ArmMention], view: str) -> list[ArmMention]:
        """`No A` and `without A` speak of the other arm of two, of nobody where there are more."""
        kept = []
        for mention in found:
            denied = _DENIED.search(view, max(0, mention.start - 9), mention.start)
            if denied is None:
                kept.append(mention)
            elif other := self.other(mention.labels[0]):
                kept.append(ArmMention(start=denied.start(), end=mention.end, labels=(other,)))
        return kept

    def other(self, label: str) -> str:
        """The other arm of a study with two, else ''."""
        if len(self.arms) != 2 or label not in self._by_label:
            return ""
        first, second = self.labels
        return second if label == first else first

    def against(self, label: str) -> str:
        """The arm that another is compared with, where the text introduces but one, else ''."""
        if len(self.arms) == 2 or label not in self._by_label:
            return self.other(label)
        arm = self._by_label[label]
        rest = [other for other in self.arms if other is not arm]
        ties = [
            2 * len(arm.lists & other.lists)
            + len(arm.sides & other.sides)
            + (arm.headed and other.headed and not (arm.lists or other.lists))
            for other in rest
        ]
        best = [other for other, tie in zip(rest, ties, strict=True) if tie == max(ties) > 0]
        if len(best) == 1:
            return best[0].label
        return ""

    @property
    def are_told(self) -> bool:
        """Whether a text shows its treatments to be arms, not what all patients were given."""
        return self.compared or len(self.arms) < 2 or any(map(_is_introduced, self.arms))

    def are_tied(self) -> bool:
        """Whether the text sets two arms against each other, by a list, as sides or as groups."""
        if len(self.arms) != 2:
            return False
        first, second = self.arms
        listed = bool(first.lists & second.lists or first.sides & second.sides)
        sized = first.n is not None and second.n is not None
        return listed or sized or (first.headed and second.headed) or bool(self.comparator())

    def comparator(self) -> str:
        """The arm that others are compared with, where its label tells, else ''."""
        if self._comparator is None:
            marked = [arm.label for arm in self.arms if compares(arm, self._words)]
            self._comparator = marked[0] if len(marked) == 1 else ""
        return self._comparator


def _unless_combined(found: Sequence[ArmMention], view: str) -> list[ArmMention]:
    """Mentions that are no part of an unknown combination (`A plus C` is not A)."""
    starts = {mention.start for mention in found}
    ends = {mention.end for mention in found}
    kept = []
    for mention in found:
        more = _PLUS_AFTER.match(view, mention.end)
        less = _PLUS_BEFORE.search(view, max(0, mention.start - 21), mention.start)
        if not (more and more.end() not in starts) and not (less and less.start() not in ends):
            kept.append(mention)
    return kept


def find_arms(view: str, lexicon: Lexicon) -> Arms:
    """Tell the arms of a study from its text (title and abstract, normalised)."""
    words = lexicon.arms
    candidates = sorted(introduced(view, lexicon), key=lambda c: (c.start, c.end))
    arms = merge(candidates, view, lexicon)
    link_short_names(arms, view, words)
    strong = [arm for arm in arms if arm.weight >= STRONG]
    loose = len(strong) < 2
    if not loose:
        arms = strong
    else:
        groups, told = opposed(view, words)
        if groups:
            return Arms(groups, words, _COMPARES.search(view) is not None, told)
        candidates = sorted(
            [*candidates, *treatments_named(view, lexicon)], key=lambda c: (c.start, -c.end)
        )
        arms = merge(candidates, view, lexicon)
        link_short_names(arms, view, words)
    for arm in arms:
        name_drugs(arm, lexicon)
    chosen = choose(one_per_regimen(arms), words)
    compared = _COMPARES.search(view) is not None
    for arm in chosen:
        call_as_text_does(arm, view)
    loose = loose and is_cohort(view)
    return Arms(chosen, words, compared, loose=loose).with_roles(view)


def _is_introduced(arm: Arm) -> bool:
    """Whether a text shows an arm to be one, by a list, sides, a group or a number of patients."""
    return bool(arm.lists or arm.sides) or arm.headed or arm.listed or arm.n is not None
