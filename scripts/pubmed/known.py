"""Papers that the search must find: its recall, and why it misses what it misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pubmed.concepts import Block
from pubmed.related import Service, identifier_term


@dataclass(frozen=True, slots=True)
class Known:
    """One known paper: as listed, its PMID ('' if the source has none), and how it was found."""

    given: str
    pmid: str
    found_by: tuple[str, ...] = ()
    explanation: str = ""


def locate(service: Service, given: str) -> Known:
    """Return a listed paper (PMID or DOI) with its PMID, or with why it has none."""
    term = identifier_term(given)
    pmids = service.search(term, 2).pmids if term else ()
    if len(pmids) == 1:
        return Known(given, pmids[0])
    why = "the source holds no such record" if term else "neither a PMID nor a DOI"
    return Known(given, "", explanation=why)


def explain(
    service: Service,
    known: Known,
    ways: Mapping[str, Sequence[str]],
    blocks: Sequence[Block],
    until_range: str,
) -> Known:
    """Say of a located paper how it was found, or why it was not.

    ``ways`` maps each PMID found to the ways in which it was. A paper counts as missed when
    the search itself does not find it, even if a link of a seed does.
    """
    if not known.pmid:
        return known
    found_by = tuple(ways.get(known.pmid, ()))
    missed = "search" not in found_by
    why = _why(service, known.pmid, blocks, until_range) if missed else ""
    return replace(known, found_by=found_by, explanation=why)


def recall(checked: Sequence[Known]) -> float | None:
    """Return the share of the papers the source holds that the search itself finds."""
    held = [known for known in checked if known.pmid]
    if not held:
        return None
    return sum("search" in known.found_by for known in held) / len(held)


def _why(service: Service, pmid: str, blocks: Sequence[Block], until_range: str) -> str:
    def meets(term: str) -> bool:
        return service.search(f"{pmid}[uid] AND ({term})", 1).count > 0

    if not meets(until_range):
        return "created after the search's day"
    excluding = [
        f"{'NOT ' if block.negated else ''}{block.name}: {block.text}"
        for block in blocks
        if meets(block.text) == block.negated
    ]
    return "excluded by " + "; ".join(excluding) if excluding else "no single block excludes it"
