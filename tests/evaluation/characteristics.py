"""Measure the facts read from the bundled corpus against what is known of its publications.

references/corpus/publications.csv and arms.csv hold the design, population, name, follow-up and
arms of each publication, collected apart from its abstract. A fact that its abstract does not
state counts as silent: coverage can therefore not reach 1, agreement can.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from extraction.facts.find import find_facts  # noqa: E402
from extraction.facts.names import name_key  # noqa: E402
from extraction.facts.words import load_fact_words  # noqa: E402
from pubmed.articles import iter_elements  # noqa: E402
from pubmed.parse import record_of  # noqa: E402

CORPUS = ROOT / "references" / "corpus"
#: Least agreement (of what is said) and coverage (of what is known), by characteristic.
FLOORS = {
    "phase": (0.97, 0.95),
    "allocation": (0.97, 0.95),
    "blinding": (0.97, 0.75),
    "design": (0.95, 0.93),
    "setting": (0.97, 0.93),
    "transplant": (0.97, 0.90),
    "n_randomised": (0.95, 0.80),
    "follow_up_months": (0.97, 0.95),
    "trial_name": (0.95, 0.70),
}

Row = Mapping[str, str]


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 where a figure is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print every difference and silence")
    options = parser.parse_args(argv)
    arms: dict[str, list[Row]] = defaultdict(list)
    for row in _read("arms.csv"):
        arms[row["pmid"]].append(row)
    known = {row["pmid"]: row for row in _read("publications.csv") if row["eligible"] == "true"}
    counts: Counter[tuple[str, str]] = Counter()
    for pmid, said in _facts(known):
        for name, expected in _expected(known[pmid], arms[pmid]):
            outcome = _judge(name, expected, said.get(name, []))
            counts[name, outcome] += 1
            if options.list and outcome != "agree":
                print(f"{pmid} {name}: known {expected}, said {said.get(name, [])} ({outcome})")
    return _report(counts)


def _read(name: str) -> Iterable[Row]:
    with open(CORPUS / name, encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _facts(known: Mapping[str, Row]) -> Iterable[tuple[str, dict[str, list[str]]]]:
    words = load_fact_words(ROOT / "references" / "vocabulary")
    for path in sorted(CORPUS.glob("*.xml")):
        for _, element in iter_elements(path):
            record = record_of(element, path.name)
            if record.pmid in known:
                said: dict[str, list[str]] = defaultdict(list)
                for fact in find_facts(record, words):
                    said[fact.characteristic].append(fact.value)
                said["n_randomised"] = said["n_randomised"] or said["n_patients"]
                yield record.pmid, said


def _expected(row: Row, arms: Sequence[Row]) -> Iterable[tuple[str, str]]:
    """What is known of a publication, in the words of the characteristics."""
    design, kind, population = row["design"].lower(), row["kind"], row["population"]
    phase = re.search(r"\bphase (\d(?:/\d)?)", design)
    if phase:
        yield "phase", phase.group(1)
    randomised = re.search(r"\brandomised\b", design)
    if randomised and kind == "primary study":
        yield "allocation", "randomised"
    for blinding in ("double-blind", "open-label"):
        if blinding in design:
            yield "blinding", blinding
    yield from _design(design, kind)
    for word, setting in (("RRMM", "relapsed_refractory"), ("NDMM", "newly_diagnosed")):
        if population.startswith(word):
            yield "setting", setting
    yield from _transplant(population)
    # Arms of two randomisations in one row each do not add up.
    sizes = [arm["n"] for arm in arms if " vs " not in arm["label"]]
    if len(sizes) > 1 and all(sizes) and phase and "pooled" not in design:
        yield "n_randomised", str(sum(map(int, sizes)))
    if row["median_followup_months"]:
        yield "follow_up_months", row["median_followup_months"]
    if row["trial_name"] and kind not in ("meta-analysis", "pooled analysis"):
        yield "trial_name", row["trial_name"]


def _design(design: str, kind: str) -> Iterable[tuple[str, str]]:
    if kind in ("meta-analysis", "pooled analysis") or "pooled analysis" in design:
        yield "design", "meta_analysis" if kind == "meta-analysis" else "pooled_analysis"
    elif kind == "cohort" or re.search(r"\b(?:registry|retrospective)\b", design):
        yield "design", "cohort"
    elif "phase" in design or "randomised" in design:
        yield "design", "trial"


def _transplant(population: str) -> Iterable[tuple[str, str]]:
    if re.search(r"\bTE and TNE\b", population):
        yield "transplant", "mixed"
    elif re.search(r"\bTNE\b|transplant-ineligible", population):
        yield "transplant", "ineligible"
    elif re.search(r"\bTE\b|transplant-eligible|post-transplant", population):
        yield "transplant", "eligible"


def _judge(name: str, expected: str, said: Sequence[str]) -> str:
    if not said:
        return "silent"
    if name == "trial_name":
        parts = [name_key(part) for part in [expected, *re.split(r"[/ ]", expected)]]
        agrees = any(name_key(one) in parts for one in said)
    elif name == "follow_up_months":
        agrees = any(abs(float(one) - float(expected)) <= 0.5 for one in said)
    else:
        agrees = expected in said
    return "agree" if agrees else "differ"


def _report(counts: Mapping[tuple[str, str], int]) -> int:
    print(
        f"{'characteristic':<18}{'known':>7}{'agree':>7}{'differ':>8}{'silent':>8}{'agreement':>11}{'coverage':>10}"
    )
    under = []
    for name, (least_agreement, least_coverage) in FLOORS.items():
        agree, differ, silent = (
            counts.get((name, what), 0) for what in ("agree", "differ", "silent")
        )
        agreement = agree / max(1, agree + differ)
        coverage = agree / max(1, agree + differ + silent)
        print(
            f"{name:<18}{agree + differ + silent:>7}{agree:>7}{differ:>8}{silent:>8}"
            f"{agreement:>11.3f}{coverage:>10.3f}"
        )
        if agreement < least_agreement or coverage < least_coverage:
            under.append(f"{name}: floors {least_agreement} and {least_coverage}")
    for line in under:
        print(f"UNDER ITS FLOOR: {line}")
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
