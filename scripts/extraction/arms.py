"""The arms of a study: their labels in the abstract, and what drugs they are made of.

An abstract introduces its arms in a few ways (the list after "randomised to", a label before
"group" or before "(n = 12)", the two sides of "versus") and then names them by shorter ones.
Labels with the same telling words are one arm; a shorter label belongs to an arm when its words
tell that arm from the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extraction.lexicon import ArmWords, Lexicon
from extraction.tokens import ArmMention
from vocabulary.match import Matcher, fold

MAX_ARMS = 6

_WORD = re.compile(r"[A-Za-z0-9][\w/+>\u2192.'*-]*[\w)+]|[A-Za-z0-9]|\+|(?<=\s)/(?=\s)|\u2192")
_HEAD = re.compile(r"(?<=[\w)] )(?:groups?|arms?)\b|(?<=-)(?:group|arm)s?\b")
_LETTERED = re.compile(r"\b(?:[Aa]rms?|[Gg]roups?|ARM|GROUP)\s(?P<label>[A-F]|[1-4]|I{1,3}|IV)\b(?!\s?[-%/.]\d)")
_SIZED = re.compile(r"\s?[(\[](?P<inside>[^()\[\]]{0,60}?)\b[nN]\s?=\s?(?P<n>\d[\d,]*)(?:\s(?:patients|women))?\s?[;)\]]")
_SIZED_WORDS = re.compile(r"\s?[(\[](?P<n>\d[\d,]*)\s(?:patients|women|subjects|participants)[)\]]")
_INSIDE_SIZED = re.compile(r"(?:^|[(\[;,]|\band\b)\s*(?P<label>[^();,\[\]=]{1,40}?),?\s[nN]\s?=\s?(?P<n>\d[\d,]*)")
_ALLOCATION = re.compile(
    r"\b(?:randomi[sz]ed|randomly (?:assigned|allocated|received|assigning)|assigned|allocated|"
    r"random (?:assignment|allocation)|received?|randomi[sz]ation|comparing|compared?|to)\b"
    r"(?:[^.;()]|\([^()]*\)){0,60}?\b(?:to receive|to|between|received|receive|either|comparing|compared?|of)\s(?:either\s)?"
)
_VERSUS = re.compile(r"\s(?:versus|vs\.?|v\.?|compared (?:with|to)|or)\s(?!\d)")
_GIVEN = re.compile(
    r"\b(?:groups?|arms?|patients|women|those|subjects|participants|was|were)\s(?:who\s)?"
    r"(?:given|receiving|treated with|treated by|assigned to|allocated to|randomi[sz]ed to|received|taking|assigned to receive)\s(?:the\s)?"
)
_ABBREVIATED = re.compile(r"\s?[(\[](?P<short>[A-Z0-9][\w/+>\u2192-]{0,14})(?:\s(?:group|arm))?\s?[)\],;:]")
_ALL_ARMS = re.compile(
    r"\b(?:both|all|either|the two|the three|two|each)\s(?:of the\s)?(?:treatment |study |randomi[sz]ed |dose )?(?:groups?|arms?|treatments|regimens|cohorts)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(r"\s*\b(?:or|versus|vs\.?|v\.?|compared with|compared to)\b\s*|\s*;\s*")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_JOIN = re.compile(r"[\s/+&\u2192>-]+")


@dataclass(slots=True)
class Arm:
    """One arm: the label it is called by, its other names, patients, and where it is introduced."""

    label: str
    start: int
    end: int
    n: int | None = None
    aliases: list[str] = field(default_factory=list)
    drugs: tuple[str, ...] = ()
    regimen: str = ""
    weight: int = 0

    @property
    def names(self) -> list[str]:
        """The label and the aliases."""
        return [self.label, *self.aliases]


@dataclass(frozen=True, slots=True)
class _Candidate:
    label: str
    start: int
    end: int
    weight: int
    n: int | None = None


class Arms:
    """The arms of one study and a finder of their mentions."""

    def __init__(self, arms: Sequence[Arm], words: ArmWords) -> None:
        self.arms = list(arms)
        self._words = words
        self._by_label = {arm.label: arm for arm in self.arms}
        self._matcher = Matcher(
            {arm.label: [n for n in arm.names if not _is_acronym(n)] for arm in self.arms},
            {arm.label: [n for n in arm.names if _is_acronym(n)] for arm in self.arms},
        )

    def __len__(self) -> int:
        return len(self.arms)

    def __getitem__(self, label: str) -> Arm:
        return self._by_label[label]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in order of first appearance."""
        return tuple(arm.label for arm in self.arms)

    def find(self, view: str) -> list[ArmMention]:
        """Every mention of an arm, or of all arms at once."""
        spans: dict[tuple[int, int], list[str]] = {}
        for match in self._matcher.find(view):
            spans.setdefault((match.start, match.end), []).append(match.id)
        found = [
            ArmMention(start=start, end=end, labels=(labels[0],))
            for (start, end), labels in spans.items()
            if len(labels) == 1
        ]
        if self.arms:
            for match in _ALL_ARMS.finditer(view):
                found.append(
                    ArmMention(start=match.start(), end=match.end(), labels=self.labels)
                )
        return sorted(found, key=lambda mention: mention.start)

    def other(self, label: str) -> str:
        """The other arm of a study with two, else ''."""
        if len(self.arms) != 2 or label not in self._by_label:
            return ""
        first, second = self.labels
        return second if label == first else first

    def comparator(self) -> str:
        """The arm that others are compared with, where its label tells, else ''."""
        marked = [
            arm.label
            for arm in self.arms
            if any(
                word in _words_of(name)
                for name in arm.names
                for word in self._words.comparators
            )
        ]
        return marked[0] if len(marked) == 1 else ""


def find_arms(view: str, lexicon: Lexicon) -> Arms:
    """Tell the arms of a study from its text (title and abstract, normalised)."""
    words = lexicon.arms
    candidates = sorted(_candidates(view, lexicon), key=lambda c: (c.start, c.end))
    arms = _merge(candidates, words)
    _link_short_names(arms, view, words)
    chosen = sorted(
        sorted(arms, key=lambda arm: (-arm.weight, arm.start))[:MAX_ARMS],
        key=lambda arm: arm.start,
    )
    for arm in chosen:
        _name_drugs(arm, view, lexicon)
    return Arms(chosen, words)


def _candidates(view: str, lexicon: Lexicon) -> Iterable[_Candidate]:
    words = lexicon.arms
    yield from _heads(view, words)
    yield from _lettered(view)
    yield from _sized(view, words)
    yield from _allocated(view, words)
    yield from _after(view, _GIVEN, words, 1)
    yield from _controls(view, words)
    known = {fold(word) for word in words.controls}
    for match in _VERSUS.finditer(view):
        left = _before(view, match.start(), words)
        right = _following(view, match.end(), words)
        for side in (left, right):
            if side and (_telling(side[2], lexicon) or fold(side[2]) in known):
                yield _Candidate(side[2], side[0], side[1], 1)


def _telling(label: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.treatments.find(label)) or any(
        len(re.findall(r"[A-Z]", word)) >= 2 for word in label.split()
    )


def _heads(view: str, words: ArmWords) -> Iterable[_Candidate]:
    for match in _HEAD.finditer(view):
        plural = match.group().endswith("s")
        side = _before(view, match.start(), words, letter_ok=True)
        if not side:
            continue
        if fold(side[2]) in words.not_arms or side[2].split()[-1].lower() in words.not_arms:
            continue
        yield _Candidate(side[2], side[0], side[1], 3)
        if plural:
            joint = re.search(r"(?:,? and|,? or|,| versus| vs\.?)\s(?:the\s)?$", view[max(0, side[0] - 12) : side[0]])
            if joint:
                at = max(0, side[0] - 12) + joint.start()
                first = _before(view, at, words)
                if first and fold(first[2]) not in words.not_arms:
                    yield _Candidate(first[2], first[0], first[1], 2)


def _lettered(view: str) -> Iterable[_Candidate]:
    for match in _LETTERED.finditer(view):
        yield _Candidate(match.group(), match.start(), match.end(), 2)


def _controls(view: str, words: ArmWords) -> Iterable[_Candidate]:
    for control in words.controls:
        for match in re.finditer(rf"\b{re.escape(control)}\b(?=[\s,;)](?:group|arm|\(|\d))", view, re.IGNORECASE):
            yield _Candidate(match.group(), match.start(), match.end(), 2)


def _sized(view: str, words: ArmWords) -> Iterable[_Candidate]:
    for pattern in (_SIZED, _SIZED_WORDS):
        for match in pattern.finditer(view):
            inside = match.groupdict().get("inside") or ""
            number = int(match["n"].replace(",", ""))
            if inside.strip(" ,;"):
                continue
            side = _before(view, match.start(), words)
            if side:
                yield _Candidate(side[2], side[0], side[1], 4, number)
    for match in re.finditer(r"[(\[][^()\[\]]*[nN]\s?=[^()\[\]]*[)\]]", view):
        for part in _INSIDE_SIZED.finditer(view, match.start(), match.end()):
            side = _before(view, part.end("label"), words)
            if side:
                number = int(part["n"].replace(",", ""))
                yield _Candidate(side[2], side[0], side[1], 4, number)


def _allocated(view: str, words: ArmWords) -> Iterable[_Candidate]:
    for match in _ALLOCATION.finditer(view):
        if not match.group().lower().startswith(("random", "assign", "alloc")):
            continue
        stop = view.find(". ", match.end(), match.end() + 300)
        end = stop if stop >= 0 else min(len(view), match.end() + 300)
        # Brackets hold doses and numbers; blanks keep the offsets.
        text = _BRACKETED.sub(lambda found: " " * len(found.group()), view[match.end() : end])
        text = re.split(r"(?<!vs)(?<!v)\.\s|:", text)[0]
        sides = _split(text, _SIDES)
        if len(sides) < 2:
            sides = _split(text, re.compile(r"\s*,?\s\band\b\s*"))[:2]
            if len(sides) < 2 or "between" not in match.group():
                continue
        for at, side in sides[:MAX_ARMS]:
            part = _following(view, match.end() + at, words, limit=match.end() + at + len(side))
            if part:
                yield _Candidate(part[2], part[0], part[1], 3)


def _split(text: str, joint: re.Pattern[str]) -> list[tuple[int, str]]:
    parts, at = [], 0
    for match in joint.finditer(text):
        parts.append((at, text[at : match.start()]))
        at = match.end()
    parts.append((at, text[at:]))
    return [(start, part) for start, part in parts if part.strip()]


def _after(
    view: str, pattern: re.Pattern[str], words: ArmWords, weight: int
) -> Iterable[_Candidate]:
    for match in pattern.finditer(view):
        side = _following(view, match.end(), words)
        if side:
            yield _Candidate(side[2], side[0], side[1], weight)


_Side = tuple[int, int, str]


def _before(view: str, end: int, words: ArmWords, letter_ok: bool = False) -> _Side | None:
    """The label that ends at `end`, read backwards to a word that no label crosses."""
    left = max(0, end - 70)
    found = list(_WORD.finditer(view, left, end))
    start = stop = None
    for match in reversed(found):
        gap = view[match.end() : start if start is not None else end]
        if gap.strip(" -"):
            break
        if not _belongs(match.group(), words):
            break
        start = match.start()
        stop = match.end() if stop is None else stop
    return _trimmed(view, start, stop)


def _following(view: str, start: int, words: ArmWords, limit: int | None = None) -> _Side | None:
    """The label that starts at `start`, read forwards to a word that no label crosses."""
    first = last = None
    at = start
    for match in _WORD.finditer(view, start, min(len(view), limit or start + 80, start + 80)):
        if view[at : match.start()].strip(" -"):
            break
        if match.group().lower() in {"the", "a", "an", "either"} and first is None:
            at = match.end()
            continue
        if not _belongs(match.group(), words):
            break
        first = match.start() if first is None else first
        last = at = match.end()
    return _trimmed(view, first, last)


def _belongs(word: str, words: ArmWords) -> bool:
    low = word.lower().strip(".")
    return low not in words.stops and not re.fullmatch(r"[\d.,]+%?", word)


def _trimmed(view: str, start: int | None, end: int | None) -> _Side | None:
    if start is None or end is None:
        return None
    label = view[start:end].rstrip(".").strip("+/ ")
    start = view.index(label, start) if label else start
    if not label or len(label.split()) > 7 or not re.search(r"[A-Za-z]", label):
        return None
    return start, start + len(label), label


def _words_of(label: str) -> list[str]:
    return [word for word in _JOIN.split(fold(label)) if word]


def _key(label: str, words: ArmWords) -> frozenset[str]:
    if _is_acronym(label):
        return frozenset([label])
    plain = [word for word in _words_of(label) if word not in {"plus", "and", "+", "with"}]
    telling = [word for word in plain if word not in words.fillers]
    return frozenset(telling or plain)


def _is_acronym(label: str) -> bool:
    """Whether capitals tell the label, so that it must be matched as written."""
    return " " not in label and len(re.findall(r"[A-Z]", label)) >= min(2, len(label))


def _merge(candidates: Sequence[_Candidate], words: ArmWords) -> list[Arm]:
    arms: dict[frozenset[str], Arm] = {}
    for candidate in candidates:
        key = _key(candidate.label, words)
        low = fold(candidate.label)
        if not key or low in words.not_arms or key <= words.not_arms or low in words.fillers:
            continue
        arm = arms.get(key)
        if arm is None:
            arm = arms[key] = Arm(candidate.label, candidate.start, candidate.end)
        elif fold(candidate.label) not in {fold(name) for name in arm.names}:
            arm.aliases.append(candidate.label)
        arm.weight += candidate.weight
        arm.n = arm.n or candidate.n
    return list(arms.values())


def _link_short_names(arms: list[Arm], view: str, words: ArmWords) -> None:
    """Fold arms that are other names of heavier ones into these, and drop what is left over."""
    _link_abbreviations(arms, view)
    strong = [arm for arm in arms if arm.weight >= 3]
    for arm in list(arms):
        if arm in strong and arm.weight >= 6:
            continue
        key = _key(arm.label, words)
        hosts = [
            host
            for host in strong
            if host is not arm and host.weight >= arm.weight and key < _key(host.label, words)
        ]
        if len(hosts) == 1:
            _absorb(hosts[0], arm)
            arms.remove(arm)
            if arm in strong:
                strong.remove(arm)
        elif arm.weight < 3:
            arms.remove(arm)


def _link_abbreviations(arms: list[Arm], view: str) -> None:
    for arm in list(arms):
        if arm not in arms:
            continue
        for match in _ABBREVIATED.finditer(view, arm.end, min(len(view), arm.end + 20)):
            if match.start() != arm.end or match["short"].isdigit():
                break
            twin = next((a for a in arms if a is not arm and match["short"] in a.names), None)
            if twin is not None:
                _absorb(arm, twin)
                arms.remove(twin)
            elif match["short"] not in arm.names:
                arm.aliases.append(match["short"])
            break


def _absorb(host: Arm, other: Arm) -> None:
    known = {fold(name) for name in host.names}
    host.aliases += [name for name in other.names if fold(name) not in known]
    host.weight += other.weight
    host.n = host.n or other.n


def _name_drugs(arm: Arm, view: str, lexicon: Lexicon) -> None:
    """Set the regimen and drugs that the names of an arm stand for."""
    for name in sorted(arm.names, key=len, reverse=True):
        found = lexicon.treatments.find(name)
        regimens = [match.id for match in found if match.id in lexicon.vocabulary.regimens]
        drugs = {match.id for match in found if match.id in lexicon.vocabulary.drugs}
        for regimen in regimens:
            drugs |= set(lexicon.vocabulary.regimens[regimen].drugs)
        if drugs:
            arm.drugs = tuple(sorted(drugs))
            same = [
                regimen.id
                for regimen in lexicon.vocabulary.regimens.values()
                if set(regimen.drugs) == drugs
            ]
            named = [regimen for regimen in regimens if regimen in same]
            if named or len(same) == 1:
                arm.regimen = (named or same)[0]
            return
