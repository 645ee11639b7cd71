"""The arms of a study: their labels in the abstract, and what drugs they are made of.

An abstract introduces its arms in a few ways (the list after "randomised to", a label before
"group" or before "(n = 12)", the two sides of "versus") and then names them by shorter ones.
Labels with the same telling words are one arm; a shorter label belongs to an arm when its words
tell that arm from the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extraction.lexicon import ArmWords, Lexicon
from extraction.tokens import ArmMention
from vocabulary.match import Matcher, fold

MAX_ARMS = 6
STRONG = 3  # weight from which an arm is one without any doubt
_Side = tuple[int, int, str]

_WORD = re.compile(
    r"[A-Za-z0-9](?:[\w/+>\u2192'*-]|\.(?=[a-z0-9]))*[\w+]|[A-Za-z0-9]|\+|(?<=\s)/(?=\s)|\u2192"
)
_HEAD = re.compile(r"(?<=[\w)] )(?:groups?|arms?)\b|(?<=-)(?:group|arm)s?\b")
_LETTERED = re.compile(
    r"\b(?P<head>[Aa]rms?|[Gg]roups?|ARMS?|GROUPS?)\s(?P<labels>(?:[A-F]|[1-4]|I{1,3}|"
    r"IV)\b(?!\s?[-%.]\d)"
    r"(?:(?:,\s?(?:and\s)?|\sand\s|\sor\s|\s?/\s?|\sv\s|\svs\.?\s|\sversus\s|\s?\+\s?)(?:[A-F]|"
    r"[1-4]|I{1,3}|IV)\b(?!\s?%|\.\d))*)"
)
_PLUS_AFTER = re.compile(r"\s?(?:plus|\+|/)\s?(?=[A-Za-z])")
_PLUS_BEFORE = re.compile(r"(?<=\w)\s?(?:\bplus|\+|/)\s?$")
_COMPARES = re.compile(r"\brandomi[sz]|\bversus\b|\bvs\b|\bcontrol group\b|\bgroups\b|\barms\b")
_BOTH_DRUGS = re.compile(r"(?<=and )both (?:drugs|agents)\b")
_FORMER = re.compile(r"\b(?:former|latter)\b", re.IGNORECASE)
_LIST_JOINT = re.compile(
    r"\s*(?:,|,? and|,? or|,? versus|,? vs\.?|,? v)\s(?:the\s|and\s|or\s)?(?!\d)"
)
_TIED = re.compile(r"\s?(?:\+|/|-|plus)\s?(?:low-dose\s|high-dose\s)?")
_TIED_BEFORE = re.compile(r"(?<!\w)[A-Z]\w*-$")
_TIED_AFTER = re.compile(r"-[A-Z]\w*")
_TAIL = re.compile(r"\s(?:maintenance|alone|monotherapy)\b")
_TOKEN = re.compile(
    r"\w+(?:-(?!treated|based|containing|related|refractory|na.ve|pretreated|induced)\w+)*"
)
_LETTER = re.compile(r"\b(?:[A-F]|[1-4]|I{1,3}|IV)\b")
_SIZED = re.compile(
    r"\s?[(\[](?P<inside>[^()\[\]]{0,60}?)\b[nN]\s?=\s?(?P<n>\d[\d,]*)(?:\s(?:patients|"
    r"women))?\s?[;)\]]"
)
_SIZED_WORDS = re.compile(r"\s?[(\[](?P<n>\d[\d,]*)\s(?:patients|women|subjects|participants)[)\]]")
_LABEL_SIZED = re.compile(
    r"[(\[](?P<label>[^()\[\]:;,]{1,40}?)(?:\sgroup|\sarm)?,\s(?P<n>\d[\d,]*)(?:\s(?:patients|"
    r"women|subjects|participants))?[)\];]"
)
_COUNTED = re.compile(
    r"[(\[](?P<n1>\d[\d,]*) (?P<first>[^()\[\]:;,\d]{3,40}), (?:and )?(?P<n2>\d[\d,]*) "
    r"(?P<second>[^()\[\]:;,\d]{3,40})[)\]]"
)
_BRACKET_SIZED = re.compile(r"[(\[][^()\[\]]*[nN]\s?=[^()\[\]]*[)\]]")
_INSIDE_SIZED = re.compile(
    r"(?:^|[(\[;,]|\band\b)\s*(?P<label>[^();,\[\]=]{1,40}?)[,;]?\s[nN]\s?=\s?(?P<n>\d[\d,]*)"
)
_ALLOCATION = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|random assignment|random allocation|assign)\b"
    r"(?:[^.;()]|\([^()]*\)){0,70}?\b(?:to receive|to undergo|to|between|received|"
    r"into)\s(?:either\s|receive\s)?"
)
_LIST_END = re.compile(
    r"(?<!vs)(?<!v)(?<!\d)\.\s|:|\bafter\b|\buntil\b|\bin (?:patients|women|a|addition)\b"
)
_VERSUS = re.compile(
    r"\s(?:versus|vs\.?|v\.?|compared (?:with|to)|as compared with|than(?: with| in| on| for)?|"
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
_JOINT_BEFORE = re.compile(r"(?:,? and|,? or|,| versus| vs\.?)\s(?:the\s)?$")
_TWO_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
_NO_ACRONYM = re.compile(
    r"(?:I{2,3}|IV|HER-?2\S*|ER\S*|PR|MBC|EBC|ABC|OS|PFS|DFS|TTP|RFS|EFS|CR|ORR|RR|HR|OR|CI|CBR|"
    r"pCR|PCR|VGPR|MRD|SPMs?|AEs?|SAEs?|ITT|"
    r"BMD|QOL|QoL|HRQOL|CNS|MRI|DNA|RNA|US|USA|UK|NCT\d+|ISS|ECOG|WHO|LVEF|TNBC|NDMM|RRMM|MM|ASCT|"
    r"PD|SD|NR|BMI|II/III|PS|DoR|DOR|LN|N\+)"
)
_JOINERS = frozenset({"with", "and", "followed", "by", "plus", "without"})
_ABBREVIATED = re.compile(
    r"\s?[(\[](?P<short>[A-Z0-9][\w/+>\u2192-]{0,14})(?:\s(?:group|arm))?\s?[)\],;:]"
)
_ALL_ARMS = re.compile(
    r"\b(?:both|all|either|the two|the three|two|each)\s(?:of the\s)?(?:treatment |study |"
    r"randomi[sz]ed |dose )?(?:groups?|arms?|treatments|regimens|cohorts)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r",\s(?=[^,;]{1,60},\s(?:or|and)\s)|,?\s(?:or(?: to)?|versus|vs\.?|v\.?|compared (?:with|to)|"
    r"and to)\b\s*|\s*[;,] to\s+|\s*;\s*"
)
_AND = re.compile(r"\s*,?\s\band\b\s*")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ALONE = re.compile(r"[- ]?alone$")
_OPENS = re.compile(r"\s?[(\[]$")
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
    listed: bool = False
    headed: bool = False
    sides: set[int] = field(default_factory=set)

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
    listed: bool = False
    headed: bool = False
    side: int = -1


class Arms:
    """The arms of one study and a finder of their mentions."""

    def __init__(self, arms: Sequence[Arm], words: ArmWords, compared: bool) -> None:
        self.arms = list(arms)
        #: Whether the text compares treatments at all, with however many of them told.
        self.compared = compared
        self._words = words
        self._by_label = {arm.label: arm for arm in self.arms}
        self._matcher = Matcher(
            {arm.label: [n for n in arm.names if not _is_acronym(n)] for arm in self.arms},
            {arm.label: [n for n in arm.names if _is_acronym(n)] for arm in self.arms},
        )

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
        spans: dict[tuple[int, int], list[str]] = {}
        for match in self._matcher.find(view):
            spans.setdefault((match.start, match.end), []).append(match.id)
        found = [
            ArmMention(start=start, end=end, labels=(labels[0],))
            for (start, end), labels in spans.items()
            if len(labels) == 1
        ]
        found += self._lettered(view, found)
        for both in _BOTH_DRUGS.finditer(view):  # an arm without a label of its own
            found.append(ArmMention(start=both.start(), end=both.end(), labels=("",)))
        found = _unless_combined(found, view)
        if self.arms:
            for every in _ALL_ARMS.finditer(view):
                found.append(ArmMention(start=every.start(), end=every.end(), labels=self.labels))
        if len(self.arms) == 2:
            for word in _FORMER.finditer(view):
                label = self.labels[word.group().lower() == "latter"]
                found.append(ArmMention(start=word.start(), end=word.end(), labels=(label,)))
        return sorted(found, key=lambda mention: mention.start)

    def _lettered(self, view: str, found: Sequence[ArmMention]) -> list[ArmMention]:
        """The later ones of `arms A and B`, which are letters only."""
        names = {fold(name): arm.label for arm in self.arms for name in arm.names}
        taken = {mention.start for mention in found}
        more = []
        for candidate in _lettered(view):
            label = names.get(fold(candidate.label))
            if label and candidate.start not in taken:
                more.append(ArmMention(start=candidate.start, end=candidate.end, labels=(label,)))
        return more

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
                word in _words_of(name) for name in arm.names for word in self._words.comparators
            )
        ]
        return marked[0] if len(marked) == 1 else ""


def _unless_combined(found: Sequence[ArmMention], view: str) -> list[ArmMention]:
    """Mentions that are no part of an unknown combination (`A plus C` is not A)."""
    starts = {mention.start for mention in found}
    ends = {mention.end for mention in found}
    kept = []
    for mention in found:
        more = _PLUS_AFTER.match(view, mention.end)
        less = _PLUS_BEFORE.search(view, max(0, mention.start - 10), mention.start)
        if not (more and more.end() not in starts) and not (less and less.start() not in ends):
            kept.append(mention)
    return kept


def find_arms(view: str, lexicon: Lexicon) -> Arms:
    """Tell the arms of a study from its text (title and abstract, normalised)."""
    words = lexicon.arms
    candidates = sorted(_candidates(view, lexicon), key=lambda c: (c.start, c.end))
    arms = _merge(candidates, view, lexicon)
    _link_short_names(arms, view, words)
    strong = [arm for arm in arms if arm.weight >= STRONG]
    if len(strong) >= 2:
        arms = strong
    else:
        candidates = sorted(
            [*candidates, *_treatments(view, lexicon)], key=lambda c: (c.start, -c.end)
        )
        arms = _merge(candidates, view, lexicon)
        _link_short_names(arms, view, words)
    chosen = sorted(
        sorted(arms, key=lambda arm: (-arm.weight, arm.start))[:MAX_ARMS],
        key=lambda arm: arm.start,
    )
    for arm in chosen:
        _name_drugs(arm, lexicon)
    chosen = _one_per_regimen(chosen)
    for arm in chosen:
        _call_as_text_does(arm, view)
    return Arms(chosen, words, _COMPARES.search(view) is not None)


def _candidates(view: str, lexicon: Lexicon) -> Iterable[_Candidate]:
    words = lexicon.arms
    yield from _heads(view, words)
    yield from _lettered(view)
    yield from _sized(view, words)
    yield from _allocated(view, lexicon)
    yield from _controls(view, words)
    for match in _GIVEN.finditer(view):
        yield from _if_telling(_following(view, match.end(), words), lexicon, 1)
    for match in _VERSUS.finditer(view):
        for side in (_before(view, match.start(), words), _following(view, match.end(), words)):
            for candidate in _if_telling(side, lexicon, 2):
                yield replace(candidate, side=match.start())
    for match in _BESIDE_VALUE.finditer(view):
        yield from _listed_beside(view, match.end(), lexicon)


def _listed_beside(view: str, at: int, lexicon: Lexicon) -> Iterable[_Candidate]:
    """The arm after a value, and those that go on with it (`with A, B, and C, respectively`)."""
    for _ in range(MAX_ARMS):
        side = _following(view, at, lexicon.arms)
        found = list(_if_telling(side, lexicon, 2))
        if side is None or not found:
            return
        yield from found
        joint = _LIST_JOINT.match(view, side[1])
        if joint is None:
            return
        at = joint.end()


def _treatments(view: str, lexicon: Lexicon) -> Iterable[_Candidate]:
    """Every treatment named at all, for texts that do not introduce their arms."""
    spans = [_whole_token(view, m.start, m.end) for m in lexicon.treatments.find(view)]
    spans += [
        match.span() for match in _TOKEN.finditer(view) if lexicon.arms.is_drug(match.group())
    ]
    spans += [match.span() for match in lexicon.arms.treatment_pattern.finditer(view)]
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
            yield _Candidate(view[start:stop], start, stop, 2)
        start, end = left, right


def _whole_token(view: str, start: int, end: int) -> tuple[int, int]:
    """An acronym with all that hyphens tie to it (R-MPT, MPR-R)."""
    if " " in view[start:end] or not view[start].isupper():
        return start, end
    left = _TIED_BEFORE.search(view, max(0, start - 12), start)
    right = _TIED_AFTER.match(view, end)
    return (left.start() if left else start), (right.end() if right else end)


def _if_telling(side: _Side | None, lexicon: Lexicon, weight: int) -> Iterable[_Candidate]:
    """A side of a comparison, where a drug, an acronym or a control word tells an arm."""
    if side is None:
        return
    label = side[2]
    known = fold(label) in lexicon.arms.control_set
    if known or (len(label.split()) <= 5 and _names_treatment(label, lexicon)):
        yield _Candidate(label, side[0], side[1], weight)


def _names_treatment(label: str, lexicon: Lexicon) -> bool:
    return bool(
        _has_acronym(label)
        or any(lexicon.arms.is_drug(word) for word in _TOKEN.findall(label))
        or lexicon.treatments.find(label)
    )


def _has_acronym(label: str) -> bool:
    return any(
        _TWO_CAPITALS.search(word) and not _NO_ACRONYM.fullmatch(word) for word in label.split()
    )


def _heads(view: str, words: ArmWords) -> Iterable[_Candidate]:
    for match in _HEAD.finditer(view):
        side = _before(view, match.start(), words)
        if not side:
            continue
        if fold(side[2]) in words.not_arms or fold(side[2].split()[-1]) in words.not_arms:
            continue
        yield _Candidate(side[2], side[0], side[1], 3, headed=True)
        if match.group().endswith("s"):
            joint = _JOINT_BEFORE.search(view, max(0, side[0] - 14), side[0])
            first = _before(view, joint.start(), words) if joint else None
            if first and fold(first[2]) not in words.not_arms:
                yield _Candidate(first[2], first[0], first[1], 2)


def _lettered(view: str) -> Iterable[_Candidate]:
    """`arm A`, and each of `arms A, B and C`."""
    for match in _LETTERED.finditer(view):
        head = match["head"].lower().rstrip("s")
        for letter in _LETTER.finditer(view, match.start("labels"), match.end("labels")):
            label = f"{head} {letter.group()}"
            printed = view[match.start() : letter.end()]
            start = match.start() if printed.lower() == label.lower() else letter.start()
            yield _Candidate(label, start, letter.end(), 2)


def _controls(view: str, words: ArmWords) -> Iterable[_Candidate]:
    for match in words.control_pattern.finditer(view):
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
    for match in _LABEL_SIZED.finditer(view):
        side = _before(view, match.end("label"), words)
        if side:
            yield _Candidate(side[2], side[0], side[1], 4, int(match["n"].replace(",", "")))
    for match in _COUNTED.finditer(view):
        for size, label in (("n1", "first"), ("n2", "second")):
            side = _before(view, match.end(label), words)
            if side:
                yield _Candidate(side[2], side[0], side[1], 4, int(match[size].replace(",", "")))
    for match in _BRACKET_SIZED.finditer(view):
        for part in _INSIDE_SIZED.finditer(view, match.start(), match.end()):
            side = _before(view, part.end("label"), words)
            if side:
                number = int(part["n"].replace(",", ""))
                yield _Candidate(side[2], side[0], side[1], 4, number)


def _allocated(view: str, lexicon: Lexicon) -> Iterable[_Candidate]:
    """The list after "randomised to": its members are parted by `or`, `versus`, or `and to`."""
    for match in _ALLOCATION.finditer(view):
        end = _end_of_list(view, match.end())
        # Brackets hold doses and numbers; blanks keep the offsets.
        text = _BRACKETED.sub(lambda found: " " * len(found.group()), view[match.end() : end])
        sides = _split(text, _SIDES)
        if len(sides) < 2 and "between" in match.group():
            sides = _split(text, _AND)[:2]
        if len(sides) < 2:
            continue
        for at, side in sides[:MAX_ARMS]:
            start = match.end() + at
            part = _following(view, start, lexicon.arms, start + len(side), _JOINERS)
            if part:
                yield _Candidate(part[2], part[0], part[1], 3, listed=True)


def _end_of_list(view: str, start: int) -> int:
    limit = min(len(view), start + 350)
    stop = _LIST_END.search(view, start, limit)
    return stop.start() if stop else limit


def _split(text: str, joint: re.Pattern[str]) -> list[tuple[int, str]]:
    parts, at = [], 0
    for match in joint.finditer(text):
        parts.append((at, text[at : match.start()]))
        at = match.end()
    parts.append((at, text[at:]))
    return [(start, part) for start, part in parts if part.strip()]


def _before(view: str, end: int, words: ArmWords) -> _Side | None:
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


def _following(
    view: str,
    start: int,
    words: ArmWords,
    limit: int | None = None,
    joiners: frozenset[str] = frozenset(),
) -> _Side | None:
    """The label that starts at `start`, read forwards to a word that no label crosses.

    `joiners` are words that a label may cross where a list delimits it (`A with B`).
    """
    first = last = None
    at = start
    for match in _WORD.finditer(view, start, min(len(view), limit or start + 80, start + 110)):
        if view[at : match.start()].strip(" -" + ("," if joiners else "")):
            break
        low = match.group().lower()
        if (first is None and low in {"the", "a", "an", "either"}) or (
            first is not None and low in joiners
        ):
            at = match.end()
        elif _belongs(match.group(), words):
            first = match.start() if first is None else first
            last = at = match.end()
        else:
            break
    return _trimmed(view, first, last)


def _belongs(word: str, words: ArmWords) -> bool:
    low = word.lower().strip(".")
    return low not in words.stops and not re.fullmatch(r"[\d.,]+%?", word)


def _trimmed(view: str, start: int | None, end: int | None) -> _Side | None:
    if start is None or end is None:
        return None
    label = view[start:end].rstrip(".").strip("+/ ")
    start = view.index(label, start) if label else start
    if not label or len(label.split()) > 9 or not re.search(r"[A-Za-z]", label):
        return None
    return start, start + len(label), label


def _words_of(label: str) -> list[str]:
    return [word for word in _JOIN.split(fold(label)) if word]


def _key(label: str, words: ArmWords) -> frozenset[str]:
    if _is_acronym(label):
        return frozenset([_ALONE.sub("", label)])
    if "\u2192" in label or "followed by" in label:
        return frozenset([fold(label)])
    plain = [word for word in _words_of(label) if word not in {"plus", "and", "+", "with"}]
    if len(plain) == 2 and plain[1] == "alone" and _is_acronym(label.split()[0]):
        return frozenset([label.split()[0]])
    telling = [word for word in plain if word not in words.fillers]
    return frozenset(telling or plain)


def _is_acronym(label: str) -> bool:
    """Whether capitals tell the label, so that it must be matched as written."""
    capitals = len(re.findall(r"[A-Z]", label))
    return " " not in label and (capitals >= 2 or (capitals == 1 and len(label) <= 3))


def _merge(candidates: Sequence[_Candidate], view: str, lexicon: Lexicon) -> list[Arm]:
    """One arm for each set of telling words; a label and the one in brackets after it are one."""
    words = lexicon.arms
    arms: dict[frozenset[str], Arm] = {}
    latest: list[tuple[int, Arm]] = []
    for candidate in candidates:
        key = _key(candidate.label, words)
        if not _may_be_arm(candidate.label, key, lexicon):
            continue
        arm = arms.get(key)
        if arm is None:
            arm = _spelt_before_bracket(candidate.start, latest, view, words)
        if arm is None:
            arm = Arm(candidate.label, candidate.start, candidate.end)
        elif fold(candidate.label) not in {fold(name) for name in arm.names}:
            arm.aliases.append(candidate.label)
        arms[key] = arm
        latest = [*latest[-3:], (candidate.end, arm)]
        arm.weight += candidate.weight
        arm.n = arm.n or candidate.n
        arm.listed = arm.listed or candidate.listed
        arm.headed = arm.headed or candidate.headed
        if candidate.side >= 0:
            arm.sides.add(candidate.side)
    return list({id(arm): arm for arm in arms.values()}.values())


def _spelt_before_bracket(
    start: int, latest: Sequence[tuple[int, Arm]], view: str, words: ArmWords
) -> Arm | None:
    """The arm whose label stands right before the bracket that opens at a label (`X alone (Y`)."""
    bracket = _OPENS.search(view, max(0, start - 3), start)
    if bracket is None:
        return None
    for end, arm in reversed(latest):
        between = view[end : bracket.start()].split() if end <= bracket.start() else ["no"]
        if len(between) <= 2 and all(word.lower() in words.fillers for word in between):
            return arm
    return None


def _may_be_arm(label: str, key: frozenset[str], lexicon: Lexicon) -> bool:
    words = lexicon.arms
    low = fold(label)
    if (
        len(label) == 1
        or not key
        or low in words.not_arms
        or key <= words.not_arms
        or low in words.fillers
    ):
        return False
    if fold(label.split()[0]) in words.not_arms and len(label.split()) == 1:
        return False
    # "the death group" is no arm; "the no-response surgery group" may be.
    found = lexicon.terms.find(label)
    return not any(match.end - match.start >= len(label) - 2 for match in found)


def _link_short_names(arms: list[Arm], view: str, words: ArmWords) -> None:
    """Fold arms that are other names of heavier ones into these, and drop what is left over."""
    _link_abbreviations(arms, view)
    for arm in sorted(arms, key=lambda a: (a.listed, a.weight)):
        hosts = [host for host in arms if host is not arm and _is_short_for(arm, host, words)]
        if len(hosts) == 1:
            _absorb(hosts[0], arm)
            arms.remove(arm)


def _is_short_for(arm: Arm, host: Arm, words: ArmWords) -> bool:
    """Whether the label of an arm is another name of a host: fewer of its words, or more."""
    if (arm.listed and host.listed) or (arm.headed and host.headed) or arm.sides & host.sides:
        return False
    if arm.label.endswith(" alone") and " alone" not in host.label:
        return False
    if arm.n and host.n and arm.n != host.n:
        return False
    # "A plus B" after "B" may be what is compared, unless the text itself ties them together.
    if host.label.endswith(f"plus {arm.label}") and not host.listed and host.n is None:
        return False
    key = frozenset(_words_of(arm.label)) - {"alone"}
    names = [n for n in host.names if not (_is_acronym(n) and _is_acronym(arm.label))]
    keys = [frozenset(_words_of(name)) for name in names]
    if any(key < other for other in keys):
        return (
            host.listed
            or host.n is not None
            or (host.weight > max(arm.weight, STRONG - 1) and arm.weight < 6)
        )
    return host.listed and not arm.listed and any(other < key for other in keys)


def _link_abbreviations(arms: list[Arm], view: str) -> None:
    for arm in list(arms):
        if arm not in arms:
            continue
        match = _ABBREVIATED.match(view, arm.end)
        if match is None or _NO_ACRONYM.fullmatch(match["short"]):
            continue
        twin = next((a for a in arms if a is not arm and match["short"] in a.names), None)
        if twin is not None:
            _absorb(arm, twin)
            arms.remove(twin)
        elif match["short"] not in arm.names:
            arm.aliases.append(match["short"])


def _one_per_regimen(arms: list[Arm]) -> list[Arm]:
    """Fold an acronym and the one spelt-out label with the same drugs (VRd) into one arm."""
    kept = list(arms)
    for arm in arms:
        if not arm.regimen or not _is_acronym(arm.label):
            continue
        twins = [a for a in kept if a is not arm and a.drugs == arm.drugs]
        if len(twins) == 1 and not _is_acronym(twins[0].label) and "dose" not in twins[0].label:
            _absorb(twins[0], arm)
            kept.remove(arm)
    return kept


def _call_as_text_does(arm: Arm, view: str) -> None:
    """Make the name that the text uses most the label of an arm."""
    counts = {
        name: len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", view)) for name in arm.names
    }
    label = max(arm.names, key=lambda name: (_is_acronym(name), counts[name]))
    if counts[label] < 2:
        label = max(arm.names, key=lambda name: counts[name])
    if counts[label] < 2 or label == arm.label:
        return
    arm.aliases = [name for name in arm.names if name != label]
    arm.label = label
    place = re.search(rf"(?<![\w-]){re.escape(label)}(?![\w-])", view)
    if place:
        arm.start, arm.end = place.span()


def _absorb(host: Arm, other: Arm) -> None:
    known = {fold(name) for name in host.names}
    host.aliases += [name for name in other.names if fold(name) not in known]
    host.weight += other.weight
    host.listed = host.listed or other.listed
    host.n = host.n or other.n


def _name_drugs(arm: Arm, lexicon: Lexicon) -> None:
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
