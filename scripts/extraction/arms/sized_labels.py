"""Labels of arms that stand beside the number of their patients (`A (n = 12)`, `(B, 34)`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.arms.labels import MAX_ARMS, Candidate, Side, label_after, label_before
from extraction.arms.naming_arms import adds_a_letter
from extraction.arms.telling import TOKEN, has_acronym, names_treatment
from extraction.lexicon import ArmWords, Lexicon
from extraction.numbers.numerals import WORDS, value_of
from extraction.text.signs import Signed
from extraction.word_lists import Worded
from vocabulary.match import fold

_N_IS = ("n=", "n =", "N=", "N =")
_SIZED = Signed(
    r"\s?[(\[](?P<inside>[^()\[\]]{0,90}?)\b[nN]\s?=\s?(?P<n>\d[\d,]*)(?:\s(?:patients|"
    r"women))?\s?[;)\]]",
    _N_IS,
)
_SIZED_WORDS = Signed(
    r"\s?[(\[](?P<n>\d[\d,]*)\s(?:patients|women|subjects|participants)[)\]]",
    (
        "patients)",
        "patients]",
        "women)",
        "women]",
        "subjects)",
        "subjects]",
        "participants)",
        "participants]",
    ),
)
_LABEL_SIZED = re.compile(
    r"[(\[](?P<label>[^()\[\]:;,]{1,40}?)(?:\sgroup|\sarm)?,\s(?P<n>\d[\d,]*)(?:\s(?:patients|"
    r"women|subjects|participants))?[)\];]"
)
#: How much of something patients had that are counted behind it.
_LIMITS = re.compile(r"\s*[<>=\u2264\u2265]")
_DOSE_BEFORE = re.compile(
    r"\d\s?(?:mg|g|Gy|U|IU)\b[^;]*[;,]\s?$|\b(?:days?|weeks?|daily|weekly)\b.*[;,]\s?$"
)
_COUNTED = re.compile(
    r"[(\[](?P<n1>\d[\d,]*) (?P<first>[^()\[\]:;,\d]{2,40}?)(?: patients| women)?"
    r"(?:, (?:and )?| and )(?P<n2>\d[\d,]*) "
    r"(?P<second>[^()\[\]:;,\d]{2,40}?)(?: patients| women)?[)\]]"
)
#: Counts right behind an arm are of what its patients had (`the A group (23 severe, 95 mild)`).
_OF_ONE_ARM = re.compile(r"\b(?:groups?|arms?|recipients|alone|controls)\s?$")
_BRACKET_SIZED = Signed(r"[(\[][^()\[\]]*[nN]\s?=[^()\[\]]*[)\]]", _N_IS)
_SIZED_INSIDE = re.compile(
    r"(?:^|[(\[;,]|\band\b)\s*[nN]\s?=\s?(?P<n>\d[\d,]*)\s(?:(?:in|to|for|with|received|on)\s)?(?:the\s)?"
    r"(?P<label>[A-Za-z][^();,\[\]=]{1,40}?)(?=\s?[);,\]]|\sand\s[nN]\s?=)"
)
_INSIDE_SIZED = re.compile(
    r"(?:^|[(\[;,]|\band\b)\s*(?P<label>[^();,\[\]=]{1,40}?)[,;]?\s[nN]\s?=\s?(?P<n>\d[\d,]*)"
)


_PEOPLE = r"(?:(?:eligible\s)?(?:patients|women|subjects|participants|men|cases)\s)?"
_COUNTED_OUT = Signed(
    rf"(?<![\w.,-])(?P<n>\d[\d,]*|(?i:{WORDS}))\s{_PEOPLE}(?:were\s)?(?:randomly\s)?"
    r"(?:(?P<given>assigned to|allocated to|randomi[sz]ed to|allotted)|received|got|given|"
    r"underwent)\s"
    r"(?:receive\s|undergo\s)?(?:an?\s|the\s)?(?!\d)",
    ("assigned to", "allocated to", "ized to", "ised to", "allotted", "received", "got", "given",
     "underwent"),
)  # fmt: skip
_NEXT_COUNTED = re.compile(
    rf"(?:\s\([^()]{{1,40}}\))?,?\s(?:and\s)?(?P<n>\d[\d,]*|{WORDS})\s{_PEOPLE}(?:were\s)?"
    r"(?:(?:received|to|got|given|underwent|assigned to|allocated to)\s)?(?:an?\s|the\s)?(?!\d)"
)
_ALL = re.compile(
    r"\b[Rr]andom|\b[Aa]ssign|\b[Aa]llocat|\b[Ee]nrol|\b[Oo]f\s(?:the\s|all\s)?\d[\d,]*\s|"
    r"\b[Rr]ecruit|\b[Ee]ntered"
)
#: How many words a label may have that an acronym tells.
_SHORT = 3
_WIDE = 300
_SENTENCE_ENDS = re.compile(r"[.?!]\s+(?=[A-Z])|\n")
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_ALTERNATIVE = re.compile(r",?\s?(?:or|versus|vs\.?)\s[^.,;:]{0,20}")
_GIVEN = re.compile(
    r"\b(?:taking|receiving|received|receive|given|treated with|assigned to|allocated to|underwent|"
    r"randomi[sz]ed to|undergoing|undergo)\s(?:the\s|either\s)?$"
)
_COMPARES = re.compile(
    r"\b(?:[Rr]andom|[Aa]ssign|[Aa]llocat|[Dd]ivided|[Gg]roup|[Aa]rms?\b|[Vv]ersus|vs\b|[Cc]ompar|"
    r"[Rr]eceiv|[Uu]nderw|[Gg]iven|[Tt]reated|[Ee]ither)"
)
#: An arm has more patients; a smaller number counts something else.
_FEWEST = 4
#: Who left, died or had something, counted by arm, is no arm's size.
_LEFT = Worded(r"\b@left_out\b[^.;()]{0,40}\s?$")
#: `A (n = 78) as the treatment group`.
_AS = re.compile(
    r"\s?[(\[][^()\[\]]{0,60}[)\]]\s(?:(?:served|acted|was used|were used|was|were)\s)?"
    r"(?:only\s(?:served\s)?)?as\s"
    r"(?:the\s|an?\s)?(?P<role>[a-z]+)\s(?P<head>group|arm)\b"
)
#: A word of a schedule, which tells no arm beside a number of patients (`A monthly (n = 53)`).
_SCHEDULED = re.compile(
    r"(?:monthly|weekly|daily|yearly|annually|hourly|nightly|orally|intravenously|subcutaneously|"
    r"fortnightly|themselves|itself|afterwards|thereafter)"
)
_MEMBER = 70
_MEMBER_STARTS = re.compile(r"[,;)]\s|\b(?:or|and|versus|vs|to)\s")
_NARROWED = re.compile(
    r"\b(?:patients|women|subjects|participants|those|cases|tumou?rs|individuals)\s"
    r"(?:with|without|who (?:had|were))\s(?:[a-z]+\s){0,2}$"
)


def sized(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Every label beside a number of patients, unless it narrows these down by what they have.

    A label that names no treatment has to stand beside another one that is counted.
    """
    found = [
        candidate
        for candidate in _sized(view, lexicon.arms)
        if (candidate.n or 0) >= _FEWEST and _last_word(candidate) not in lexicon.arms.not_arms
    ]
    found = sorted({(c.start, c.end): c for c in found}.values(), key=lambda c: c.start)
    for at, plain in enumerate(found):
        candidate = _with_role(_of_treatment(plain, view, lexicon), view, lexicon.arms)
        beside = [*found[max(0, at - 1) : at], *found[at + 1 : at + 2]]
        if any(_is_same_twice(candidate, other, view) for other in beside):
            continue
        if candidate.alias or _tells(candidate.label, lexicon):
            yield candidate
            continue
        narrowed = _NARROWED.search(view, max(0, candidate.start - 50), candidate.start)
        given = _GIVEN.search(view, max(0, candidate.start - 30), candidate.start)
        if narrowed is None and (
            given or any(_are_beside(candidate, other, view) for other in beside)
        ):
            yield candidate
        else:
            yield replace(candidate, weight=0)


def _of_treatment(candidate: Candidate, view: str, lexicon: Lexicon) -> Candidate:
    """The treatment before a number of patients where a word of its schedule stands between."""
    if _SCHEDULED.fullmatch(candidate.label) is None:
        return candidate
    start = max(0, candidate.start - _MEMBER)
    parts = list(_MEMBER_STARTS.finditer(view, start, candidate.start))
    start = parts[-1].end() if parts else start
    words = (match for match in TOKEN.finditer(view, start, candidate.start))
    named = next((word for word in words if names_treatment(word.group(), lexicon)), None)
    if named is None:
        return candidate
    return replace(candidate, label=named.group(), start=named.start(), end=named.end())


def _with_role(candidate: Candidate, view: str, words: ArmWords) -> Candidate:
    """A counted label with the role that its arm is said to have."""
    match = _AS.match(view, candidate.end)
    if match is None:
        return candidate
    for role in (match["role"], f"{match['role']} {match['head']}"):
        if role in words.control_roles or role in words.tested_roles:
            return replace(candidate, alias=role)
    return candidate


def counted_out(view: str, words: ArmWords) -> Iterable[Candidate]:
    """The members of `120 received A, 118 B and 121 C`, each with its number."""
    for match in _COUNTED_OUT.finditer(view):
        # Who was enrolled may be told in the sentence before.
        opens = view.rfind(". ", 0, max(0, view.rfind(". ", 0, match.start())))
        if not (match["given"] or _ALL.search(view, max(0, opens), match.start())):
            continue
        members: list[tuple[Side, int]] = []
        found: re.Match[str] | None = match
        while found is not None and len(members) < MAX_ARMS:
            side = label_after(view, found.end(), words)
            if side is None:
                break
            members.append((side, value_of(found["n"]) or int(found["n"].replace(",", ""))))
            found = _NEXT_COUNTED.match(view, side[1])
        if len(members) > 1 and all(number >= _FEWEST for _, number in members):
            for (start, end, label), number in members:
                yield Candidate(label, start, end, 4, number, list_at=match.start())


def _last_word(candidate: Candidate) -> str:
    return fold(candidate.label.split()[-1])


def _tells(label: str, lexicon: Lexicon) -> bool:
    """Whether a label tells an arm by itself; one that has but an acronym has to be short."""
    low = fold(label)
    if low in lexicon.arms.control_set or low in lexicon.arms.tested_roles:
        return True
    if low in lexicon.arms.manners or lexicon.arms.treatments.find(label):
        return True
    return names_treatment(label, lexicon) and (
        len(label.split()) <= _SHORT or not has_acronym(label, lexicon.arms)
    )


def _is_same_twice(one: Candidate, other: Candidate, view: str) -> bool:
    """Whether a label is counted twice in one list, so that it is not what tells two arms."""
    first, second = sorted((one, other), key=lambda candidate: candidate.start)
    same = one.label == other.label and one.n != other.n
    return same and not _SENTENCE_ENDS.search(view, first.end, second.start)


def _are_beside(one: Candidate, other: Candidate, view: str) -> bool:
    """Whether two counted labels stand in one sentence that compares or gives treatments."""
    first, second = sorted((one, other), key=lambda candidate: candidate.start)
    if one.label == other.label or _SENTENCE_ENDS.search(view, first.end, second.start):
        return False
    if adds_a_letter(first.label, second.label):
        return True
    gap = _BRACKETS.sub("", view[first.end : second.start])
    if _ALTERNATIVE.fullmatch(gap):
        return True
    before = _SENTENCE_ENDS.split(view[max(0, first.start - _WIDE) : first.start])[-1]
    after = _SENTENCE_ENDS.split(view[first.start : second.end + _WIDE])[0]
    return _COMPARES.search(before + after) is not None


def _sized(view: str, words: ArmWords) -> Iterable[Candidate]:
    for pattern in (_SIZED, _SIZED_WORDS):
        for match in pattern.finditer(view):
            inside = match.groupdict().get("inside") or ""
            number = int(match["n"].replace(",", ""))
            if inside.strip(" ,;") and not _DOSE_BEFORE.search(inside):
                continue
            side = label_before(view, match.start(), words)
            if side:
                yield Candidate(side[2], side[0], side[1], 4, number)
    for match in _LABEL_SIZED.finditer(view):
        if _LEFT.of(words).search(view, max(0, match.start() - 60), match.start()):
            continue
        side = label_before(view, match.end("label"), words)
        if side:
            yield Candidate(side[2], side[0], side[1], 4, int(match["n"].replace(",", "")))
    for match in _COUNTED.finditer(view):
        if _OF_ONE_ARM.search(view, max(0, match.start() - 12), match.start()):
            continue
        if _LEFT.of(words).search(view, max(0, match.start() - 60), match.start()):
            continue
        for size, label in (("n1", "first"), ("n2", "second")):
            side = label_before(view, match.end(label), words)
            if side:
                yield Candidate(side[2], side[0], side[1], 4, int(match[size].replace(",", "")))
    for match in _BRACKET_SIZED.finditer(view):
        for inner, weight in ((_INSIDE_SIZED, 4), (_SIZED_INSIDE, 1)):
            for part in inner.finditer(view, match.start(), match.end()):
                if _LIMITS.match(part["label"]):
                    continue  # `(< three mitoses; n = 450)`
                side = label_before(view, part.end("label"), words)
                if side and side[0] >= part.start("label"):
                    number = int(part["n"].replace(",", ""))
                    yield Candidate(side[2], side[0], side[1], weight, number)
