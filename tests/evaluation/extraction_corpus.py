"""Measure extraction on the bundled corpus against the facts that it was written from.

Every figure of references/corpus/figures.csv stands in its abstract, so that recall can be told
for endpoint, value and statistic, and for the arm. The texts are this project's own, and the
grammar was made with them at hand: what other abstracts show is told by extraction.py.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from extraction.arms.combinations import drugs_of  # noqa: E402
from extraction.arms.merging import Arm  # noqa: E402
from extraction.lexicon import Lexicon, load_lexicon  # noqa: E402
from extraction.reader import Reading, read  # noqa: E402
from extraction.relations.find import Finding  # noqa: E402
from pubmed.articles import iter_elements  # noqa: E402
from pubmed.parse import record_of  # noqa: E402

CORPUS = ROOT / "references" / "corpus"
FLOORS = {"found": 0.78, "arm": 0.90}
#: Endpoints of rows, by the measures that the facts call otherwise.
ENDPOINTS = {
    "sCR": ("other:stringent complete response",),
    "PFS1": ("PFS",),
    "PFS high-risk": ("PFS",),
    "PFS2": ("other:progression-free survival on next line",),
    "duration_of_response": ("DoR",),
    "maintenance_duration": ("treatment_duration",),
    "time_on_therapy": ("treatment_duration",),
    "MRD_negative_1e-5": ("MRD_negativity",),
    "MRD_conversion": ("MRD_negativity", "other:*"),
    "progression_or_death": ("PFS", "other:*progression*"),
    "progression": ("TTP", "other:*progressi*"),
    "PFS_events": ("PFS",),
    "deaths": ("OS", "other:*death*"),
    "on_study_deaths": ("OS", "other:*death*", "AE:*death*"),
    "early_deaths": ("OS", "other:*death*"),
    "VTE": ("AE:*thrombo*", "AE:*embol*"),
    "AE:VTE any grade": ("AE:*thrombo*", "AE:*embol*"),
    "AE:DVT any grade": ("AE:*thrombo*",),
    "OS_difference": ("OS",),
    "AE:any grade >=3": ("AE:adverse event*",),
    "grade3_4_AE": ("AE:adverse event*",),
    "grade3_plus_toxicity": ("AE:adverse event*",),
    "grade3_plus_nonhaem_toxicity": ("AE:non-haematological*",),
    "grade3_4_nonhaem_AE": ("AE:non-haematological*",),
    "AE:hematologic grade 3-4": ("AE:haematological*",),
    "AE:anemia grade 3-4": ("AE:anaemia*",),
    "grade3_4_anemia": ("AE:anaemia*",),
}  # fmt: skip
_STATISTICS = {
    "HR": "hazard_ratio", "OR": "odds_ratio", "RR": "risk_ratio", "months": "median",
    "years": "median", "per 100 patient-years": "incidence_rate", "n": "count",
    "% difference": "difference", "events per patient-year (as printed)": "incidence_rate",
}  # fmt: skip
_TIMES = re.compile(r"\d+[- ](?:years?|months?)")
_SHORT = {
    "len": "lenalidomide", "pbo": "placebo", "plc": "placebo", "dex": "dexamethasone",
    "ixa": "ixazomib", "asct": "transplantation", "obs": "observation",
}  # fmt: skip
_NO_ARM = frozenset({"", "total", "all", "both arms", "overall", "both"})


@dataclass(frozen=True)
class Figure:
    """A figure of the facts, and which rows it may be found as."""

    cells: dict[str, str]

    @property
    def statistics(self) -> tuple[str, ...]:
        """The statistics that it may be printed as; none where it is no result."""
        measure, unit = self.cells["measure"], self.cells["unit"]
        if measure.startswith("n_") or measure in {"age_over_75", "followup_at_unblinding"}:
            return ()
        if unit == "%":
            timed = _TIMES.fullmatch(self.cells["timepoint"])
            return ("rate_at", "proportion") if timed else ("proportion", "rate_at")
        statistic = _STATISTICS.get(unit)
        return (statistic,) if statistic else ()

    @property
    def endpoints(self) -> tuple[str, ...]:
        """Patterns of the endpoints that its row may have."""
        measure = self.cells["measure"]
        if measure in ENDPOINTS:
            return ENDPOINTS[measure]
        if "SPM" in measure or "NMSC" in measure:
            return ("SPM", "other:*")
        adverse = re.sub(r"^(?:AE:|grade\d_\w*?_(?=[a-z]))| (?:any grade|grade .*)$", "", measure)
        return (measure, f"AE:{adverse}*", f"AE:*{adverse[:6]}*")

    @property
    def sides(self) -> list[str]:
        """The arms that it is of: two for a comparison, none where it is of everybody."""
        sides = re.split(r"\s(?:vs\.?|v)\s", self.cells["arm_or_comparison"])
        return [side for side in sides if side not in _NO_ARM]

    def is_value_of(self, finding: Finding) -> bool:
        """Whether a row has its endpoint, statistic and value."""
        if finding.statistic not in self.statistics:
            return False
        if not any(fnmatchcase(finding.endpoint, pattern) for pattern in self.endpoints):
            return False
        printed = self.cells["value"].lstrip("<>~=\u2264\u2265 ")
        if finding.value.not_reached:
            return "reach" in printed.lower() or printed.upper() in {"NR", "NE"}
        try:
            return finding.value.number == float(printed)
        except ValueError:
            return False


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 where a share is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print every figure missed")
    listing = parser.parse_args(argv).list
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    lexicon = load_lexicon(ROOT / "references" / "vocabulary")
    for pmid, figures, reading in _readings(lexicon):
        for figure in figures:
            if figure.statistics:
                _judge(pmid, figure, reading, lexicon, counts[figure.statistics[0]], listing)
    print(f"{'statistic':<16}{'figures':>8}{'found':>7}{'recall':>8}{'arm told':>9}{'right':>7}")
    total: Counter[str] = Counter()
    for statistic, tally in [*sorted(counts.items()), ("all", total)]:
        share = tally["found"] / max(1, tally["figures"])
        right = tally["right"] / max(1, tally["named"])
        print(
            f"{statistic:<16}{tally['figures']:>8}{tally['found']:>7}{share:>8.2f}"
            f"{tally['named']:>5}/{tally['of an arm']:<3}{right:>7.2f}"
        )
        total += tally
    measured = {
        "found": total["found"] / total["figures"],
        "arm": total["right"] / total["named"],
    }
    under = {name: value for name, value in measured.items() if value < FLOORS[name]}
    for name, value in under.items():
        print(f"UNDER ITS FLOOR: {name} {value:.3f} < {FLOORS[name]}")
    return 1 if under else 0


def _readings(lexicon: Lexicon) -> Sequence[tuple[str, list[Figure], Reading]]:
    figures: dict[str, list[Figure]] = defaultdict(list)
    with open(CORPUS / "figures.csv", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            figures[row["pmid"]].append(Figure(row))
    records = [
        record_of(element, path.name)
        for path in sorted(CORPUS.glob("*.xml"))
        for _, element in iter_elements(path)
    ]
    return [
        (r.pmid, figures[r.pmid], read(r.abstract, lexicon, r.sections, r.title))
        for r in sorted(records, key=lambda record: int(record.pmid))
    ]


def _judge(
    pmid: str,
    figure: Figure,
    reading: Reading,
    lexicon: Lexicon,
    tally: Counter[str],
    listing: bool,
) -> None:
    found = [finding for finding in reading.findings if figure.is_value_of(finding)]
    tally["figures"] += 1
    tally["found"] += bool(found)
    right = False
    if found and figure.sides:
        tally["of an arm"] += 1
        tally["named"] += any(finding.arm for finding in found)
        right = any(_same_sides(figure.sides, finding, reading, lexicon) for finding in found)
        tally["right"] += right
    if listing and not found:
        print("MISS", pmid, *_told(figure))
    elif listing and figure.sides and not right:
        print("ARM ", pmid, *_told(figure), [(f.arm, f.comparator) for f in found])


def _told(figure: Figure) -> list[str]:
    keys = ("measure", "arm_or_comparison", "value", "unit", "timepoint")
    return [figure.cells[key] for key in keys if figure.cells[key]]


def _same_sides(sides: Sequence[str], finding: Finding, reading: Reading, lexicon: Lexicon) -> bool:
    labels = [finding.arm, finding.comparator][: len(sides)]
    arms = {arm.label: arm for arm in reading.arms.arms}
    return all(
        label in arms and _is_called(arms[label], side, lexicon)
        for side, label in zip(sides, labels, strict=True)
    )


def _is_called(arm: Arm, side: str, lexicon: Lexicon) -> bool:
    """Whether the facts call an arm so, by its words or by the drugs that it is made of."""
    wanted = _words(side)
    if any(wanted <= name or name <= wanted for name in map(_words, arm.names)):
        return True
    told = lexicon.treatments.find(" ".join(_SHORT.get(w, w) for w in re.split(r"[\s+/]", side)))
    drugs = {drug for match in told for drug in drugs_of(match, lexicon)}
    return bool(drugs) and drugs == set(arm.drugs)


def _words(label: str) -> frozenset[str]:
    words = re.split(r"[\s+/,]+", label.lower().replace("(", "").replace(")", ""))
    plain = (_SHORT.get(word, word) for word in words)
    return frozenset(word for word in plain if word not in {"", "and", "plus", "alone", "group"})


if __name__ == "__main__":
    raise SystemExit(main())
