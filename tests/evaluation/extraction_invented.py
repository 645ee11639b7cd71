"""Measure extraction on invented abstracts of trials in breast cancer, part of the project.

They were written by authors who did not know the rules, each for a kind of trial, in the manner of
forty years of journals: harder on purpose than most real abstracts (old-fashioned, terse, clumsy
and roundabout ones among them), so that what is found here is less than what is found in those. The
abstracts of the half `report` were not read by those who wrote the rules. Every result of a
statistic below is annotated: endpoint and arm by all the words that would name them rightly.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from extraction.coherence import check  # noqa: E402
from extraction.finding import Finding  # noqa: E402
from extraction.lexicon import Lexicon, load_lexicon  # noqa: E402
from extraction.reader import Reading, read  # noqa: E402

FOLDER = Path(__file__).parent / "invented"
STATISTICS = ("hazard_ratio", "odds_ratio", "risk_ratio", "median", "rate_at", "proportion")
FLOORS = {"precision": 0.91, "recall": 0.65, "arm": 0.91, "interval": 0.95, "p": 0.83}
#: What the rows' short names of endpoints may be called.
NAMES = {
    "OS": "os|surviv|death|mortality|died|alive",
    "PFS": "pfs|progression.free",
    "DFS": "dfs|(disease|recurrence|relapse).free",
    "EFS": "efs|event.free",
    "TTP": "ttp|progression",
    "ORR": "orr|respon|remission",
    "CR": "cr|complete",
    "PR": "pr|partial",
    "pCR": "patholog",
    "DoR": "dor|duration",
    "TTR": "ttr",
    "TTNT": "ttnt|next",
}
#: A share at a time is either, as one looks at it.
SHARES = {"rate_at", "proportion"}


@dataclass(frozen=True)
class Row:
    """An annotated result of an invented abstract."""

    cells: dict[str, Any]

    def is_value_of(self, finding: Finding) -> bool:
        """Whether a finding has its endpoint, statistic and value."""
        statistic = self.cells["statistic"]
        same = {statistic, *SHARES} if statistic in SHARES else {statistic}
        if finding.statistic not in same or not self._is_endpoint(finding.endpoint):
            return False
        if self.cells["value"] == "not reached":
            return finding.value.not_reached
        return finding.value.number == self.cells["value"]

    def _is_endpoint(self, name: str) -> bool:
        wanted = self.cells["endpoint"]
        parts = [NAMES.get(part, part.lower()) for part in wanted.split("|")]
        return any(re.search(part, name.lower()) for part in parts)

    def is_of(self, names: str) -> bool:
        """Whether an arm of these names, told in lower case, is the one it is of."""
        return any(
            re.search(rf"(?<!\w){re.escape(name.lower())}{_closed(name)}", names)
            for name in self.cells.get("arm", ())
        )


def _closed(name: str) -> str:
    """Letters and numbers are names as a whole, words by their beginning."""
    return r"(?!\w)" if len(name) < 3 else ""


def main(argv: list[str] | None = None) -> int:
    """Print the figures; 1 where one is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tune", "report", "all"], default="report")
    parser.add_argument("--kind", help="only the abstracts of this file (its stem)")
    parser.add_argument("--list", action="store_true", help="print what is wrong, by abstract")
    options = parser.parse_args(argv)
    lexicon = load_lexicon(ROOT / "references" / "vocabulary")
    total: Counter[str] = Counter()
    print(f"invented abstracts, half {options.half}; {', '.join(STATISTICS)}:")
    print(f"{'kind of trial':<28}{'rows':>6}{'found':>7}{'false':>7}{'recall':>8}{'precision':>11}")
    for path in sorted(FOLDER.glob("*.yaml")):
        if options.kind in (None, path.stem):
            counts = _measure(path, options.half, lexicon, options.list)
            if counts:
                _print(path.stem.replace("_", " "), counts)
            total += counts
    _print("all", total)
    figures = {
        "precision": _share(total["found"], total["found"] + total["false"]),
        "recall": _share(total["found"], total["rows"]),
        **{part: _share(total[f"{part} right"], total[part]) for part in ("arm", "interval", "p")},
    }
    for name, value in figures.items():
        print(f"  {name:<10} {value:.3f}")
    print(f"  arms named in {total['arm']} of {total['of an arm']} rows that are of one")
    if options.half != "report" or options.kind:
        return 0
    under = [name for name, value in figures.items() if value < FLOORS[name]]
    for name in under:
        print(f"UNDER ITS FLOOR: {name} {figures[name]:.3f} < {FLOORS[name]}")
    return 1 if under else 0


def _measure(path: Path, half: str, lexicon: Lexicon, listing: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    abstracts = yaml.safe_load(path.read_text(encoding="utf-8"))
    for number, abstract in enumerate(abstracts, 1):
        if half in ("all", abstract["half"]):
            reading = read(abstract["text"].strip(), lexicon)
            faults = list(_judge([Row(cells) for cells in abstract["rows"]], reading, counts))
            if listing and faults:
                print(f"\n{path.stem} {number}: {abstract['text']}", *faults, sep="\n  ")
    return counts


def _judge(rows: Sequence[Row], reading: Reading, counts: Counter[str]) -> Iterable[str]:
    """Count the rows of an abstract and what was read of it; what is wrong, in words."""
    read_ = [checked.finding for checked in check(reading.findings)]
    left = [finding for finding in read_ if finding.statistic in STATISTICS]
    names = {arm.label: " ; ".join((arm.label, *arm.names)).lower() for arm in reading.arms.arms}
    pairs = _pairs(rows, left, names)
    for place, row in enumerate(rows):
        counts["rows"] += 1
        if place not in pairs:
            yield f"MISSED {row.cells}"
            continue
        counts["found"] += 1
        yield from _compare(row, pairs[place], names, counts)
    for finding in left:
        if not any(finding is one for one in pairs.values()):
            counts["false"] += 1
            yield f"FALSE {_words(finding)}"


def _pairs(
    rows: Sequence[Row], findings: Sequence[Finding], names: dict[str, str]
) -> dict[int, Finding]:
    """The finding of each row that has one, those of the same arm first; each is used once."""
    pairs: dict[int, Finding] = {}
    used: set[int] = set()
    for same_arm in (True, False):
        for place, row in enumerate(rows):
            for key, finding in enumerate(findings):
                if place in pairs or key in used or not row.is_value_of(finding):
                    continue
                if not same_arm or row.is_of(names.get(finding.arm, finding.arm)):
                    pairs[place] = finding
                    used.add(key)
    return pairs


def _compare(
    row: Row, finding: Finding, names: dict[str, str], counts: Counter[str]
) -> Iterable[str]:
    cells = row.cells
    counts["of an arm"] += bool(cells.get("arm"))
    if finding.arm and (cells.get("arm") or finding.statistic in (*SHARES, "median")):
        counts["arm"] += 1
        right = row.is_of(names.get(finding.arm, finding.arm))
        counts["arm right"] += right
        if not right:
            yield f"ARM {cells} not {finding.arm}"
    elif cells.get("arm"):
        yield f"NO ARM {cells}"
    interval = finding.interval and [finding.interval.lower, finding.interval.upper]
    if cells.get("interval") or interval:
        counts["interval"] += 1
        counts["interval right"] += interval == cells.get("interval")
        if interval != cells.get("interval"):
            yield f"INTERVAL {cells} not {interval}"
    p = finding.p and float(finding.p[1])
    if cells.get("p") is not None or p is not None:
        counts["p"] += 1
        counts["p right"] += p == cells.get("p")
        if p != cells.get("p"):
            yield f"P {cells} not {p}"


def _words(finding: Finding) -> str:
    value = "not reached" if finding.value.not_reached else finding.value.number
    return f"{finding.endpoint} {finding.statistic} {value} [{finding.arm}] by {finding.rule}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _print(name: str, counts: Counter[str]) -> None:
    found, false, rows = counts["found"], counts["false"], counts["rows"]
    print(
        f"{name:<28}{rows:>6}{found:>7}{false:>7}{_share(found, rows):>8.2f}"
        f"{_share(found, found + false):>11.2f}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
