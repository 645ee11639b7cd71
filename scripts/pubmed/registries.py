"""Trial registry numbers: how each registry writes its own, and one spelling for each.

Numbers are looked for in running text too, because PubMed fills the data bank list only when
an article is devoted to the trial's results (and only since 2005 for ClinicalTrials.gov).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry: texts one of which its numbers hold, their pattern, and their one spelling.

    The texts are there for speed: most abstracts hold none, and are never searched.
    """

    clues: tuple[str, ...]
    pattern: re.Pattern[str]
    spelling: Callable[[re.Match[str]], str]


def _registry(clues: str, pattern: str, spelling: Callable[[re.Match[str]], str]) -> Registry:
    return Registry(tuple(clues.split()), re.compile(pattern, re.IGNORECASE), spelling)


# Nearly every number has five digits in a row, and most abstracts have none such. Written out,
# the pattern runs three times as fast as with {5}.
_LONG_NUMBER = re.compile("[0-9][0-9][0-9][0-9][0-9]")


def _names_a_short_number(text: str) -> bool:
    return "NTR" in text or "RBR-" in text or "SLCTR" in text


_GAP = r"[\s:#.,_\-–]*"
_CALLED = rf"(?:{_GAP}(?:number|no|id|identifier|trial|registration)\b)*{_GAP}"

REGISTRIES: tuple[Registry, ...] = (
    _registry("NCT nct0 Nct", rf"\bNCT{_GAP}(\d{{8}})(?!\d)", lambda m: f"NCT{m[1]}"),
    _registry("ISRCTN isrctn", rf"\bISRCTN{_CALLED}(\d{{8}})(?!\d)", lambda m: f"ISRCTN{m[1]}"),
    # EudraCT numbers run yyyy-00nnnn-cc, those of the system that followed it yyyy-5nnnnn-cc.
    _registry(
        "-00 –00 ‑00",
        r"(?<![\d-])(20\d\d)[-–‑](00\d{4})[-–‑](\d\d)(?!\d)",
        lambda m: f"EUCTR{m[1]}-{m[2]}-{m[3]}",
    ),
    _registry(
        "-50 -51 -52 -53",
        r"(?<![\d-])(20\d\d)-(5[0-3]\d{4})-(\d\d)(?:-\d\d)?(?!\d)",
        lambda m: f"CTIS{m[1]}-{m[2]}-{m[3]}",
    ),
    _registry("ACTRN actrn", rf"\bACTRN{_GAP}[0O]?(\d{{14}})(?!\d)", lambda m: f"ACTRN{m[1]}"),
    _registry(
        "UMIN",
        rf"\bUMIN(?:{_GAP}(?:CTR|ID)\b)?{_CALLED}(?:UMIN)?(\d{{9}})(?!\d)",
        lambda m: f"UMIN{m[1]}",
    ),
    _registry(
        "Japic JAPIC japic", rf"\bJapicCTI{_GAP}(\d{{6}})(?!\d)", lambda m: f"JapicCTI-{m[1]}"
    ),
    _registry("IIA", rf"\bJMA{_GAP}IIA{_GAP}(\d{{5}})(?!\d)", lambda m: f"JMA-IIA{m[1]}"),
    _registry("jRCT JRCT jrct", rf"\bjRCT{_GAP}(\d{{10}})(?!\d)", lambda m: f"jRCT{m[1]}"),
    _registry("jRCT JRCT jrct", rf"\bjRCTs{_GAP}(\d{{9}})(?!\d)", lambda m: f"jRCTs{m[1]}"),
    _registry(
        "ChiCTR CHICTR chictr Chictr",
        rf"\bChiCTR{_GAP}(?:([A-Z]{{2,5}}){_GAP})?(\d{{8,10}})(?!\d)",
        lambda m: f"ChiCTR-{m[1].upper()}-{m[2]}" if m[1] else f"ChiCTR{m[2]}",
    ),
    _registry("DRKS", rf"\bDRKS{_CALLED}(\d{{8}})(?!\d)", lambda m: f"DRKS{m[1]}"),
    _registry(
        "CTRI/ CTRI",
        r"\bCTRI[\s:]*/\s?(\d{4})/(\d{2,3})/(\d{6})(?!\d)",
        lambda m: f"CTRI/{m[1]}/{m[2]}/{m[3]}",
    ),
    _registry(
        "IRCT", rf"\bIRCT{_GAP}(\d{{6,20}}N\d{{1,3}})(?!\d)", lambda m: f"IRCT{m[1].upper()}"
    ),
    _registry("KCT", rf"\bKCT{_GAP}(\d{{7}})(?!\d)", lambda m: f"KCT{m[1]}"),
    _registry("PACTR", rf"\bPACTR{_GAP}(\d{{15,16}})(?!\d)", lambda m: f"PACTR{m[1]}"),
    # The Dutch register's numbers are short, so the gap may be one blank or hyphen only.
    _registry("NTR", r"\bNTR[ -]?(\d{2,4})(?![\d.])", lambda m: f"NTR{m[1]}"),
    _registry("RBR-", r"\bRBR-([0-9a-z]{4,7})\b", lambda m: f"RBR-{m[1].lower()}"),
    _registry("RPCEC", rf"\bRPCEC{_GAP}(\d{{8}})(?!\d)", lambda m: f"RPCEC{m[1]}"),
    _registry("SLCTR", r"\bSLCTR/(\d{4})/(\d{3})(?!\d)", lambda m: f"SLCTR/{m[1]}/{m[2]}"),
    _registry("TCTR", rf"\bTCTR{_GAP}(\d{{11}})(?!\d)", lambda m: f"TCTR{m[1]}"),
    _registry("LBCTR", rf"\bLBCTR{_GAP}(\d{{10}})(?!\d)", lambda m: f"LBCTR{m[1]}"),
)

# Data banks of PubMed that register trials; the others hold sequences, structures and data.
TRIAL_BANKS = (
    "clinicaltrials.gov", "isrctn", "eudract", "ctis", "eu-ctr", "anzctr", "umin", "japiccti",
    "jma", "jprn", "jrct", "chictr", "drks", "ctri", "irct", "kct", "cris", "pactr", "ntr",
    "rebec", "rpcec", "slctr", "tctr", "thaictr", "lbctr", "repec",
)  # fmt: skip


def numbers_in(text: str) -> list[str]:
    """Return the registry numbers that running text names, each once, in order of appearance."""
    return list(dict.fromkeys(number for _, number in sorted(places_in(text))))


def places_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, registry number) for every registry number that running text names."""
    if not _LONG_NUMBER.search(text) and not _names_a_short_number(text):
        return
    for registry in REGISTRIES:
        if any(clue in text for clue in registry.clues):
            for match in registry.pattern.finditer(text):
                yield match.start(), registry.spelling(match)


def from_data_bank(bank: str, accessions: Iterable[str]) -> Iterator[str]:
    """Yield the registry numbers of one DataBank entry; none for banks that register no trials."""
    if not bank.strip().lower().startswith(TRIAL_BANKS):
        return
    for accession in accessions:
        written = numbers_in(accession) or numbers_in(f"{bank.split('.')[0]} {accession}")
        yield from written or [accession.strip()]
