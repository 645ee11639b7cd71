"""Reports grouped into studies by trial registration number.

One study is often reported many times, and counting its patients twice is the error this
prevents. The opposite error, one number list gluing separate trials together, is prevented
by what may link:

- A report links through its *own* numbers only: those in PubMed's data bank list or, when
  that names no trial, those that its title or abstract states within one breath (NEARBY
  characters). Numbers stated apart mostly belong to several trials.
- Secondary research (reviews, meta-analyses, pooled analyses, guidelines, comments) and a
  report that owns two numbers of one registry are reports of several trials, so of none of
  them: each stays a study of its own.
- Two numbers are one study only where one report owns both: one trial in two registries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pubmed.registries import places_in
from review.records import Record

NEARBY = 120
SECONDARY_TYPES = frozenset(
    {
        "Review",
        "Systematic Review",
        "Scoping Review",
        "Meta-Analysis",
        "Network Meta-Analysis",
        "Guideline",
        "Practice Guideline",
        "Consensus Statement",
        "Editorial",
        "Comment",
        "News",
        "Newspaper Article",
    }
)
_SECONDARY_TITLE = re.compile(
    r"\b(?:meta-?\s?analys[ei]s|pooled\s+(?:\w+\s+){0,2}analys[ei]s|systematic\s+review"
    r"|individual[\s-]patient|patient-level\s+data)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One report and the study it belongs to, as studies.csv holds it."""

    study_id: str
    pmid: str
    registry_ids: tuple[str, ...]
    basis: str
    primary: bool
    trial_name: str


@dataclass(frozen=True, slots=True)
class _Own:
    numbers: tuple[str, ...]
    basis: str


def link_reports(records: Sequence[Record]) -> list[StudyRow]:
    """Return one row per record, sorted by study and, within it, primary first, then PMID."""
    owned = {record.pmid: own_numbers(record) for record in records}
    parent: dict[str, str] = {}
    for own in owned.values():
        for number in own.numbers:
            parent.setdefault(number, number)
            _join(parent, own.numbers[0], number)

    members: dict[str, list[Record]] = defaultdict(list)
    numbers_of: dict[str, set[str]] = defaultdict(set)
    for number in parent:
        numbers_of[_root(parent, number)].add(number)
    for record in records:
        own = owned[record.pmid]
        key = _root(parent, own.numbers[0]) if own.numbers else f"PMID{record.pmid}"
        members[key].append(record)

    rows = []
    for key, reports in members.items():
        study_id = min(numbers_of[key]) if key in numbers_of else key
        first = min(reports, key=_precedence)
        rows += [
            StudyRow(
                study_id=study_id,
                pmid=report.pmid,
                registry_ids=report.registry_ids,
                basis=owned[report.pmid].basis,
                primary=report is first,
                trial_name=trial_name(report),
            )
            for report in reports
        ]
    return sorted(rows, key=lambda row: (row.study_id, not row.primary, int(row.pmid)))


def own_numbers(record: Record) -> _Own:
    """Return the numbers through which a report may link, and where they were read."""
    if SECONDARY_TYPES & set(record.publication_types) or _SECONDARY_TITLE.search(record.title):
        return _Own((), "own")
    pairs = list(zip(record.registry_ids, record.registry_sources, strict=True))
    listed = [number for number, source in pairs if source == "databank"]
    numbers = listed or [number for number, _ in pairs]
    if not numbers or _repeats_a_registry(numbers):
        return _Own((), "own")
    if not listed and len(numbers) > 1 and not _in_one_breath(record, numbers):
        return _Own((), "own")
    return _Own(tuple(numbers), "databank" if listed else "text")


def _in_one_breath(record: Record, numbers: Sequence[str]) -> bool:
    for text in (record.title, record.abstract):
        places = [(place, number) for place, number in places_in(text) if number in numbers]
        if {number for _, number in places} == set(numbers):
            starts = [place for place, _ in places]
            return max(starts) - min(starts) <= NEARBY
    return False


def _repeats_a_registry(numbers: Iterable[str]) -> bool:
    registries = [registry_of(number) for number in numbers]
    return len(set(registries)) < len(registries)


def registry_of(number: str) -> str:
    """Return the registry of a number, as its leading letters: ``NCT``, ``EUCTR``, ``JRCT``."""
    match = re.match(r"[A-Za-z]+", number)
    return match[0].upper() if match else number


def _precedence(record: Record) -> tuple[bool, str, int]:
    """Order reports by publication: undated last, then by date, then by PMID."""
    return (not record.pub_date, record.pub_date, int(record.pmid))


_NUMERAL = r"(?:[IVX]{1,4}|\d{1,4}[A-Z]?)"
_NAME = re.compile(
    # FIRST, POLLUX, ELOQUENT-2, MM-021, PrECOG; Myeloma XI; both directly before trial or study.
    rf"\b((?:[A-Z]\w*[A-Z0-9]\w*(?:[-/ ]{_NUMERAL}\b)?)|(?:[A-Z][a-z]+ {_NUMERAL}\b))"
    r"(?=\s+(?:trial|study)\b)"
)
_NO_NAME = re.compile(
    r"^(?:RCTs?|(?:NCT|ISRCTN|EUDRACT|UMIN|DRKS|\w*CTR)\w*|[IVX]{1,4}[ab]?|USA?|UK|EU|QoL|MM|PK|"
    r"(?:phase|group|arm|part|cohort|stage|grade|class|type|step|table|level)\b.*)$",
    re.IGNORECASE,
)


def trial_name(record: Record) -> str:
    """Return the acronym that title or abstract give as a trial's name; '' if none.

    Only a name directly before *trial* or *study* counts, the title's before the abstract's.
    """
    for text in (record.title, record.abstract):
        for match in _NAME.finditer(text):
            if not _NO_NAME.match(match[1]):
                return match[1]
    return ""


def _root(parent: dict[str, str], number: str) -> str:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _join(parent: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first
