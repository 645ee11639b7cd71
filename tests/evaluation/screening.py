"""Measure screening against labelled records; fail under the floors.

Three sets: the bundled corpus with the labels of references/corpus/publications.csv, and two
written and labelled apart from the criteria and the vocabularies, in tests/evaluation/screening/
and tests/evaluation/screening_third/. Prints, for each, what share of the eligible records is not
excluded (sensitivity), what share of the excluded is rightly so, what share is left unclear, and
the precision of include. Records that the labels themselves leave in doubt are left out.

Then the real NLM file, where it is present (`make nlm`): every record that names lenalidomide or
myeloma and is excluded must stand in screening_nlm/reviewed.csv, read by a human and found right.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# This file is named like the package it measures, so its own folder must not come first.
sys.path[0] = str(ROOT / "scripts")

from pubmed.articles import iter_elements  # noqa: E402
from pubmed.parse import record_of  # noqa: E402
from review.records import Record  # noqa: E402
from screening.criteria import Criteria, load_criteria  # noqa: E402
from screening.verdicts import Judgement, judge  # noqa: E402
from vocabulary.load import load_vocabulary  # noqa: E402

CORPUS = ROOT / "references" / "corpus"
SECOND = ROOT / "tests" / "evaluation" / "screening"
THIRD = ROOT / "tests" / "evaluation" / "screening_third"
SETS = {
    "bundled corpus": (CORPUS, CORPUS / "publications.csv"),
    "second set": (SECOND, SECOND / "labels.csv"),
    "third set": (THIRD, THIRD / "labels.csv"),
}
NLM_FILE = ROOT / "tests" / "nlm" / "pubmed21n1298.xml.gz"
REVIEWED = ROOT / "tests" / "evaluation" / "screening_nlm" / "reviewed.csv"
NAMED = re.compile("lenalidomide|myeloma", re.IGNORECASE)
LEAST = {"sensitivity": 0.99, "excluded rightly": 0.98, "precision": 0.93}
MOST = {"unclear": 0.15}


def main(argv: list[str] | None = None) -> int:
    """Screen the sets under the default criteria, print the table, and compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="list every record decided wrongly")
    options = parser.parse_args(argv)
    criteria = load_criteria(
        ROOT / "references" / "criteria.yaml", load_vocabulary(ROOT / "references" / "vocabulary")
    )
    print(f"{'screening':18}{'records':>8}" + "".join(f"{name:>18}" for name in (*LEAST, *MOST)))
    failed = False
    for name, (folder, labels) in SETS.items():
        eligible = _labels(labels)
        judged = {
            record.pmid: judge(record, criteria)
            for record in _records(folder)
            if record.pmid in eligible
        }
        measures = measure(judged.values(), eligible)
        print(f"{name:18}{len(judged):>8}" + "".join(f"{x:>18.3f}" for x in measures.values()))
        if missing := sorted(eligible.keys() - judged.keys()):
            print(f"  no record for {len(missing)} labels: {', '.join(missing[:5])}")
            failed = True
        for measured, floor in LEAST.items():
            failed |= measures[measured] < floor
        for measured, ceiling in MOST.items():
            failed |= measures[measured] > ceiling
        if options.verbose:
            _list_wrong(judged.values(), eligible)
    failed |= not _nlm_exclusions_hold(criteria)
    floors = [f"{n} >= {x}" for n, x in LEAST.items()] + [f"{n} <= {x}" for n, x in MOST.items()]
    print(f"floors: {', '.join(floors)}: {'MISSED' if failed else 'held'}")
    return int(failed)


def measure(judgements: Iterable[Judgement], eligible: dict[str, bool]) -> dict[str, float]:
    """The four shares, given each record's label."""
    counts = Counter((eligible[judgement.pmid], judgement.decision) for judgement in judgements)
    included = counts[True, "include"] + counts[False, "include"]
    excluded = counts[True, "exclude"] + counts[False, "exclude"]
    wanted = sum(count for (label, _), count in counts.items() if label)
    unclear = counts[True, "unclear"] + counts[False, "unclear"]
    return {
        "sensitivity": 1 - counts[True, "exclude"] / wanted,
        "excluded rightly": counts[False, "exclude"] / excluded,
        "precision": counts[True, "include"] / included,
        "unclear": unclear / counts.total(),
    }


def _nlm_exclusions_hold(criteria: Criteria) -> bool:
    if not NLM_FILE.exists():
        print(f"{NLM_FILE.name}: not measured, the file is not there (make nlm)")
        return True
    with REVIEWED.open(encoding="utf-8", newline="") as lines:
        reviewed = {row["pmid"]: row for row in csv.DictReader(lines)}
    excluded = right = 0
    for _, element in iter_elements(NLM_FILE):
        record = record_of(element)
        headings = " ".join(heading.heading for heading in record.mesh)
        words = " ".join((record.title, record.abstract, *record.keywords, headings))
        if not NAMED.search(words):
            continue
        judgement = judge(record, criteria)
        if judgement.decision == "exclude":
            excluded += 1
            row = reviewed.get(record.pmid)
            if row and row["reviewed"] == "right" and row["reason"] == judgement.reason:
                right += 1
            else:
                print(f"  {record.pmid} excluded for {judgement.reason}: not reviewed as that")
    print(f"{NLM_FILE.name}: {excluded} records on the topic excluded, {right} reviewed and right")
    return right == excluded


def _labels(path: Path) -> dict[str, bool]:
    """Records labelled eligible or not; those whose label is a doubt have no right answer here."""
    with path.open(encoding="utf-8", newline="") as lines:
        labels = {row["pmid"]: row["eligible"].lower() for row in csv.DictReader(lines)}
    return {pmid: label in ("true", "yes") for pmid, label in labels.items() if label != "unclear"}


def _records(folder: Path) -> Iterable[Record]:
    for path in sorted(folder.glob("*.xml")):
        for _, element in iter_elements(path):
            yield record_of(element)


def _list_wrong(judgements: Iterable[Judgement], eligible: dict[str, bool]) -> None:
    for judgement in judgements:
        wrong = "exclude" if eligible[judgement.pmid] else "include"
        if judgement.decision == wrong:
            print(f"  {judgement.pmid} {judgement.decision} {judgement.reason}")


if __name__ == "__main__":
    raise SystemExit(main())
