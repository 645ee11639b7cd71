"""Whether a record still stands: retracted, doubted, corrected, or the notice of such.

Read from CommentsCorrections and the publication types only, never from words in the text.
A partial retraction counts as an erratum, as PubMed has counted it since 2016.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pubmed.dates import words_date
from review.records import Record

# Gravest first: the first state that applies is the record's status.
_STATES: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (
        "retracted",
        frozenset({"RetractionIn", "RetractedandRepublishedIn"}),
        frozenset({"Retracted Publication"}),
    ),
    (
        "retraction_notice",
        frozenset({"RetractionOf"}),
        frozenset({"Retraction of Publication", "Retraction Notice"}),
    ),
    ("expression_of_concern", frozenset({"ExpressionOfConcernIn"}), frozenset()),
    ("concern_notice", frozenset({"ExpressionOfConcernFor"}), frozenset({"Expression of Concern"})),
    ("republished", frozenset({"CorrectedandRepublishedIn"}), frozenset()),
    (
        "republication",
        frozenset({"CorrectedandRepublishedFrom", "RetractedandRepublishedFrom"}),
        frozenset({"Corrected and Republished Article"}),
    ),
    ("corrected", frozenset({"ErratumIn", "PartialRetractionIn"}), frozenset()),
    (
        "erratum_notice",
        frozenset({"ErratumFor", "PartialRetractionOf"}),
        frozenset({"Published Erratum"}),
    ),
)


def status_of(ref_types: Iterable[str], publication_types: Iterable[str]) -> str:
    """Return the gravest state that the RefTypes and publication types of a record declare.

    ``republished`` is a paper that was corrected and printed anew elsewhere;
    ``republication`` is the new printing. ``current`` when nothing is declared.
    """
    refs, types = set(ref_types), set(publication_types)
    for name, by_ref, by_type in _STATES:
        if refs & by_ref or types & by_type:
            return name
    return "current"


@dataclass(frozen=True, slots=True)
class Standing:
    """One state of one record: since when ('' if the notice has no date), and the notice."""

    pmid: str
    state: str
    since: str
    notice_pmid: str
    notice: str


def standings(record: Record) -> Iterator[Standing]:
    """Yield every state a record is in, gravest first, each dated by its notice's citation.

    A state that only a publication type declares has neither date nor notice.
    """
    for name, by_ref, by_type in _STATES:
        notices = [entry for entry in record.corrections if entry.ref_type in by_ref]
        for entry in notices:
            yield Standing(
                record.pmid, name, words_date(entry.citation), entry.pmid, entry.citation
            )
        if not notices and by_type & set(record.publication_types):
            yield Standing(record.pmid, name, "", "", "")
