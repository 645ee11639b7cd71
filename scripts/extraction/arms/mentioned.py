"""Every place where a text speaks of an arm of its study, or of all of them at once.

By a name, a letter, a word that only one arm has, by `without it`, `the latter` or `both groups`;
not where the name is denied, tied to another word or part of an unknown combination.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extraction.arms.doses import elided
from extraction.arms.group_names import lettered
from extraction.arms.labels import is_acronym
from extraction.arms.measures import TIMED, names_arm
from extraction.arms.merging import LETTERED
from extraction.arms.naming_arms import spellings_of, telling_words, with_added
from extraction.arms.participles import done_to
from extraction.arms.pointing import by_preposition, former_and_latter, letters_alone, the_other
from extraction.arms.study import Arms
from extraction.lexicon import ArmWords
from extraction.text.signs import Signed
from extraction.tokens import ArmMention
from extraction.word_lists import Worded
from vocabulary.match import Matcher, fold

#: What a hyphen waits for whose other half stands with the last (`high- and low-dose groups`).
_WAITED_FOR = r"(?:,|\s(?:and|or|to|versus|vs\.?|v))\s[\w,\s]{0,40}\w-\w"
_WAITS = re.compile("-" + _WAITED_FOR)
_PLUS_AFTER = re.compile(
    r"\s?(?:plus|\+|/|\u2192)\s?(?=[A-Za-z])|"
    r"\s(?:in combination|combined|together) with\s(?=[A-Za-z])|\+(?![\w>+-])|"
    rf"-(?![\w>+-]|{_WAITED_FOR})"
)
_PLUS_BEFORE = re.compile(
    r"(?<=\w)\s?(?:\bplus|\+|/|\u2192)\s?$|\b(?:in combination|combined|together) with\s$"
)
_DENIED = Signed(
    r"\b(?:no|without|non|(?:omission|absence|lack|avoidance|withdrawal|omitting) of(?: the)?|"
    r"omitting|withholding|"
    # `treated or not with A`, `receiving or not receiving A`
    r"(?<=or )not(?:\s(?:treated|given|receiving|assigned|undergoing|taking))?(?:\s(?:with|to))?|"
    r"(?:(?<=those )|(?<=patients )|(?<=women ))"
    r"not\s(?:treated|given|receiving|assigned|undergoing|taking)(?:\s(?:with|to))?)[\s-]"
    r"(?:(?:the|an?|any|(?:neo)?adjuvant|additional|added|concurrent|concomitant|routine|"
    r"prophylactic|(?:post|pre|peri|intra)-?operative|systemic|oral|intravenous|maintenance|"
    r"extended|supplementa(?:l|ry)|supportive|immediate)\s){0,2}$",
    ("no", "without", "omi", "absence", "lack", "avoidance", "withdrawal", "withhold"),
    flags=re.IGNORECASE,
)
#: How much may stand before a name that denies it.
_DENIES = 60
_WITHOUT_IT = Signed(r"\bwithout(?:\s(?:it|them)\b|(?=\s?[.;,()]))", ("without",))
_SAID = re.compile(
    r"(?:\s(?:and|or|v|vs\.?|versus)\s(?:the\s)?[\w-]+)?\s(?:(?:treatment|dosing|study)\s)?"
    r"(?:group|arm|regimen|schedule|administration|therapy|monotherapy|chemotherapy)s?\b"
)
_IS = re.compile(r"\b(?:was|were|been|be|is|are)\s$")
#: What stands behind a way of giving a treatment that stands for patients.
_OF_PATIENTS = re.compile(
    r"\s(?:patients|women|subjects|participants|cases)\b|"
    r"\s(?:and|v|vs|versus|than|against|but)\s(?:\w+\s)?\d"
)
_BOTH_DRUGS = Signed(r"(?<=and )both (?:drugs|agents)\b", ("both drugs", "both agents"))
_TIED = Worded(r"-@tied\b|\s@of_a_treatment\b")
_HEAD = re.compile(r"-(?:arm|group|treated|assigned|allocated|randomi[sz]ed)\b(?!-)")
_OTHER_ROLE = re.compile(
    r"\b(?:sham|placebo|control|standard|usual|delayed|conventional|no|non)[\s-]$"
)
#: What follows a letter that stands for an arm, and the words of which it would be a kind.
_LETTER_MEANT = re.compile(
    r"\s?[)\],;:(=/+-]|\.(?!\d)|$|\s(?:whereas|while|whilst|when|who|only|alone|by|from|during|and|or|v|vs|versus|than|against|compared|as|but|in|with|to|for|at|"
    r"groups?|arms?|patients|women|subjects|cases|series|was|were|had|is|are|did|has|have|gave|"
    r"showed|produced|achieved|received|experienced|developed|remained|[\d.(])"
)
_TYPE_OF = re.compile(
    r"\b(?:[Vv]itamin|[Hh]epatitis|[Tt]ype|[Cc]lass|[Gg]rade|[Ss]tage|[Pp]rotein|[Ff]actor|[Tt]able|"
    r"[Cc]hild|[Pp]art|[Ff]actors?)\s$"
)
_ALL_ARMS = Signed(
    # A letter first, for which the text is looked through fastest.
    r"(?-i:[abentABENT])(?<!\w.)(?:(?<!\bof .)"
    r"(?:(?<=b)oth|(?<=a)ll|(?<=e)ither|(?<=n)either|(?<=t)he two|(?<=t)he three|(?<=t)wo|"
    r"(?<=e)ach)\s(?:of the\s)?"
    r"(?:treatment |study |randomi[sz]ed |dose )?(?:groups?|arms?|treatments|regimens|cohorts)\b"
    r"|(?:(?<=\d% of .)|(?<=per cent of .)|(?<=percent of .))"
    r"(?:(?<=b)oth|(?<=e)ach|(?<=e)ither) (?:groups?|arms?)\b"
    r"|(?:(?<=\bwith .)|(?<=\bfor .)|(?<=\bin .)|(?<=\bby .)|(?<=\bafter .)|(?<=\bbetween .)|"
    r"(?<=\bunder .))"
    r"(?:(?<=b)oth|(?<=e)ither|(?<=e)ach|(?<=t)he two)\s(?:of the\s)?(?:[a-z]+\s)?"
    r"(?:regimens?|prophyla[xc][ei]s|"
    r"schedules?|techniques?|strateg(?:y|ies)|procedures?|methods?|approach(?:es)?|interventions?|"
    r"program(?:me)?s?|formulations?|schemes?|protocols?)\b)",
    (
        "group",
        "arm",
        "treatments",
        "regimen",
        "cohort",
        "prophyla",
        "schedule",
        "technique",
        "strateg",
        "procedure",
        "method",
        "approach",
        "intervention",
        "program",
        "formulation",
        "scheme",
        "protocol",
    ),
    ("both", "all", "either", "neither", "two", "three", "each"),
    flags=re.IGNORECASE,
    within=60,
)
#: Behind a value, such a word needs no noun (`11% in both`).
_ALL_ALONE = Signed(
    r"(?:(?<=[\d%s] in )|(?<=[\d%s] of )|(?<=[\d%s] for )"
    r"|(?<=cent of )|(?<=cent in ))(?:both|each|either)(?=[).,;])",
    (" both", " each", " either"),
    within=20,
)


def find_mentions(arms: Arms, view: str) -> list[ArmMention]:
    """Every mention of an arm, or of all arms at once."""
    if arms.told:
        found = [*arms.told, *_all_arms(arms, view)]
        return sorted(found, key=lambda mention: mention.start)
    spans: dict[tuple[int, int], list[str]] = {}
    for match in _names(arms).find(view):
        spans.setdefault((match.start, match.end), []).append(match.id)
    found = [
        ArmMention(start=start, end=end, labels=(labels[0],))
        for (start, end), labels in spans.items()
        if len(labels) == 1 and _is_meant(arms.words, view, start, end)
    ]
    found += _lettered(arms, view, found)
    found += _elided_doses(arms, view)
    covered = {at for mention in found for at in range(mention.start, mention.end)}
    found += [
        mention
        for mention in telling_words(arms.arms, arms.words, view)
        if mention.start not in covered
    ]
    for both in _BOTH_DRUGS.finditer(view):  # an arm without a label of its own
        found.append(ArmMention(start=both.start(), end=both.end(), labels=("",)))
    found = with_added(found, arms.arms, view)
    found = _unless_denied(arms, _unless_combined(found, view), view)
    found += _without_it(arms, found, view)
    found += by_preposition(found, arms, view)
    ends = {at for mention in found for at in range(mention.start, mention.end)}
    found += [
        mention
        for mention in done_to(arms, view)
        if ends.isdisjoint(range(mention.start, mention.end))
    ]
    found += _all_arms(arms, view)
    found += letters_alone(found, arms, view)
    found += [*former_and_latter(found, view), *the_other(found, arms, view)]
    found = [_with_head(mention, view) for mention in found]
    return sorted(found, key=lambda mention: mention.start)


def _with_head(mention: ArmMention, view: str) -> ArmMention:
    """A mention with the word for an arm that a hyphen ties to it (`A-treated patients`)."""
    head = _HEAD.match(view, mention.end)
    return replace(mention, end=head.end()) if head else mention


def _all_arms(arms: Arms, view: str) -> Iterable[ArmMention]:
    """Every place that names all arms at once, for which there must be some."""
    for pattern in (_ALL_ARMS, _ALL_ALONE) if arms.arms else ():
        for every in pattern.finditer(view):
            yield ArmMention(start=every.start(), end=every.end(), labels=arms.labels)


def _names(arms: Arms) -> Matcher:
    """The finder of the names of the arms."""
    names = {arm.label: spellings_of(arm, arms.words) for arm in arms.arms}
    return Matcher(
        {label: [n for n in names[label] if not is_acronym(n)] for label in names},
        {label: [n for n in names[label] if is_acronym(n)] for label in names},
    )


def _is_meant(words: ArmWords, view: str, start: int, end: int) -> bool:
    """Whether a name stands for an arm here: no `post-intervention`, no `placebo-controlled`.

    A word of the general language (`weekly`) does so before `group` and the like.
    """
    if view[start - 1 : start] == "-" or _TIED.of(words).match(view, end):
        return False
    if end - start == 1:
        meant = _LETTER_MEANT.match(view, end) is not None
        return meant and not _TYPE_OF.search(view, max(0, start - 12), start)
    if _WAITS.match(view, end):
        return True
    word = fold(view[start:end])
    if TIMED.fullmatch(word):
        return names_arm(view, start, end)
    if word in words.tested_roles and _OTHER_ROLE.search(view, max(0, start - 14), start):
        return False
    if word in words.way_set and _IS.search(view, max(0, start - 6), start):
        return False  # `healing was delayed`
    if word in words.way_set and _OF_PATIENTS.match(view, end):
        return True
    return word not in words.stops or bool(_SAID.match(view, end))


def _lettered(arms: Arms, view: str, found: Sequence[ArmMention]) -> list[ArmMention]:
    """The later ones of `arms A and B`, which are letters only."""
    names = {fold(name): arm.label for arm in arms.arms for name in arm.names}
    # `The A group` is `arm A`.
    letters = {name[-1]: label for name, label in names.items() if LETTERED.fullmatch(name)}
    taken = {mention.start for mention in found}
    more = []
    for candidate in lettered(view):
        label = names.get(fold(candidate.label)) or letters.get(fold(candidate.label)[-1])
        if label and candidate.start not in taken:
            more.append(ArmMention(start=candidate.start, end=candidate.end, labels=(label,)))
    return more


def _elided_doses(arms: Arms, view: str) -> list[ArmMention]:
    """The first ones of `the 30, 60 and 120 mg groups`, which are numbers only."""
    names = {fold(name): arm.label for arm in arms.arms for name in arm.names}
    return [
        ArmMention(start=start, end=end, labels=(names[fold(dose)],))
        for start, end, dose in elided(view)
        if fold(dose) in names
    ]


def _without_it(arms: Arms, found: Sequence[ArmMention], view: str) -> list[ArmMention]:
    """`With A and without it`: the other arm of two."""
    found = sorted(found, key=lambda mention: mention.start)
    starts = [mention.start for mention in found]
    more = []
    for match in _WITHOUT_IT.finditer(view):
        at = bisect_right(starts, match.start())
        before = found[max(0, at - 1) : at]
        other = arms.without(before[-1].labels[0]) if before else ""
        gap = view[before[-1].end : match.start()] if before else ""
        if other and len(gap) < 60 and ". " not in gap:
            more.append(ArmMention(start=match.start(), end=match.end(), labels=(other,)))
    return more


def _unless_denied(arms: Arms, found: Sequence[ArmMention], view: str) -> list[ArmMention]:
    """`No A` and `without A` speak of the other arm of two, of nobody where there are more."""
    kept = []
    for mention in found:
        denied = _DENIED.search(view, max(0, mention.start - _DENIES), mention.start)
        if denied is None:
            kept.append(mention)
        elif other := arms.without(mention.labels[0]):
            kept.append(ArmMention(start=denied.start(), end=mention.end, labels=(other,)))
    return kept


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
