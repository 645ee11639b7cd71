"""Measure extraction on abstracts every result of which was annotated by those who knew no rule.

`invented/` holds abstracts of trials in breast cancer that never took place, texts and all: harder
on purpose than most real ones. `trials/` holds the results of real trials in other cancers; the
texts are others': give their folder (one PMID.txt each) by --texts or EXTRACTION_TEXTS. The
abstracts of the half `report` were not read by those who wrote the rules. Endpoint and arm are
annotated by all the words that would name them rightly.
"""

from __future__ import annotations

import argparse
import os
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

FOLDERS = tuple(Path(__file__).parent / name for name in ("invented", "trials"))
STATISTICS = ("hazard_ratio", "odds_ratio", "risk_ratio", "median", "rate_at", "proportion")
FLOORS = {
    "invented": {"precision": 0.91, "recall": 0.65, "arm": 0.91, "interval": 0.95, "p": 0.83},
    "trials": {"precision": 0.87, "recall": 0.66, "arm": 0.92, "interval": 0.93, "p": 0.84},
}
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
        same = set(self.cells["statistic"].split("|"))
        same |= SHARES if same & SHARES else set()
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
    parser.add_argument(
        "--texts", default=os.environ.get("EXTRACTION_TEXTS"), help="folder of PMID.txt of trials/"
    )
    options = parser.parse_args(argv)
    lexicon = load_lexicon(ROOT / "references" / "vocabulary")
    return max([_figures(folder, options, lexicon) for folder in FOLDERS])


def _figures(folder: Path, options: argparse.Namespace, lexicon: Lexicon) -> int:
    """Print what is read of a folder's abstracts; 1 where a figure is under its floor."""
    total: Counter[str] = Counter()
    lines = []
    for path in sorted(folder.glob("*.yaml")):
        if options.kind in (None, path.stem):
            counts = _measure(path, options, lexicon)
            lines += [_line(path.stem.replace("_", " "), counts)] if counts["rows"] else []
            total += counts
    if not total["rows"]:
        print(f"{folder.name}: no texts of these here; not measured")
        return 0
    print(f"{folder.name} abstracts, half {options.half}; {', '.join(STATISTICS)}:")
    print(f"{'kind of trial':<28}{'rows':>6}{'found':>7}{'false':>7}{'recall':>8}{'precision':>11}")
    print(*lines, _line("all", total), sep="\n")
    figures = {
        "precision": _share(total["found"], total["found"] + total["false"]),
        "recall": _share(total["found"], total["rows"]),
        **{part: _share(total[f"{part} right"], total[part]) for part in ("arm", "interval", "p")},
    }
    for name, value in figures.items():
        print(f"  {name:<10} {value:.3f}")
    print(f"  arms named in {total['arm']} of {total['of an arm']} rows that are of one")
    if options.half != "report" or options.kind or total["without text"]:
        return 0
    floors = FLOORS[folder.name]
    under = [name for name, value in figures.items() if value < floors[name]]
    for name in under:
        print(f"UNDER ITS FLOOR: {name} {figures[name]:.3f} < {floors[name]}")
    return 1 if under else 0


def _measure(path: Path, options: argparse.Namespace, lexicon: Lexicon) -> Counter[str]:
    counts: Counter[str] = Counter()
    abstracts = yaml.safe_load(path.read_text(encoding="utf-8"))
    for number, abstract in enumerate(abstracts, 1):
        if options.half not in ("all", abstract["half"]):
            continue
        text = _text(abstract, options.texts)
        if text is None:
            counts["without text"] += 1
            continue
        reading = read(text, lexicon)
        faults = list(_judge([Row(cells) for cells in abstract["rows"]], reading, counts))
        if options.list and faults:
            name = abstract.get("pmid", number)
            print(f"\n{path.stem} {name}: {text}", *faults, sep="\n  ")
    return counts


def _text(abstract: dict[str, Any], folder: str | None) -> str | None:
    """The text of an abstract, its own or that of the folder; None where neither has it."""
    if "text" in abstract:
        return str(abstract["text"]).strip()
    path = Path(folder or "") / f"{abstract['pmid']}.txt"
    return path.read_bytes().decode().strip() if folder and path.is_file() else None


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


def _line(name: str, counts: Counter[str]) -> str:
    found, false, rows = counts["found"], counts["false"], counts["rows"]
    return (
        f"{name:<28}{rows:>6}{found:>7}{false:>7}{_share(found, rows):>8.2f}"
        f"{_share(found, found + false):>11.2f}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
