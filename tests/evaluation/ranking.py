"""Measure the queue's ranking on a screened review, beside ASReview's default model.

Ten simulations, each begun with one include and one exclude picked by its seed: the model learns
from what has been read, the best of the rest are read next, and so on to the end. Printed are
WSS@95 (work saved over reading at random when 95 % of the includes are found) and the share of
includes found after reading a tenth. The data are not part of the project: give a CSV with title,
abstract and label_included by --data or SCREENING_RANKING_DATA; --asreview takes the interpreter
of an environment that holds ASReview 3, which then runs the same simulations.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT / "scripts")

SEEDS = range(10)
# Read so many at once, as a share of what has been read: refitting after each is no better.
BATCH = 0.05


class Model(Protocol):
    """A ranking model over a fixed list of texts."""

    def order(self, read: Sequence[int], labels: Sequence[bool], rest: Sequence[int]) -> list[int]:
        """The rest, likeliest includes first."""


class OurModel:
    """The model of the screening queue."""

    def __init__(self, texts: Sequence[str]) -> None:
        from screening.ranking import Ranker

        self._ranker = Ranker(texts)

    def order(self, read: Sequence[int], labels: Sequence[bool], rest: Sequence[int]) -> list[int]:
        """The rest, likeliest includes first."""
        self._ranker.learn(read, labels, [1.0] * len(read))
        values = dict(zip(rest, self._ranker.values(rest), strict=True))
        return sorted(rest, key=lambda row: (-values[row], row))


class AsreviewModel:
    """ASReview's default model."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy
        import pandas
        from asreview.learner import ActiveLearningCycle
        from asreview.models.models import get_ai_config

        self._numpy = numpy
        self._cycle = ActiveLearningCycle.from_meta(get_ai_config()["value"])
        frame = pandas.DataFrame({"title": texts, "abstract": [""] * len(texts)})
        self._features = self._cycle.transform(frame)

    def order(self, read: Sequence[int], labels: Sequence[bool], rest: Sequence[int]) -> list[int]:
        """The rest, likeliest includes first."""
        self._cycle.fit(self._features[list(read)], self._numpy.array(labels, dtype=int))
        ranked = self._cycle.rank(self._features[list(rest)])
        return [rest[place] for place in ranked]


def main(argv: list[str] | None = None) -> int:
    """Simulate with our model and, where asked, with ASReview's; fail where ours is worse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("SCREENING_RANKING_DATA"), help="CSV")
    parser.add_argument("--asreview", help="interpreter with ASReview 3, to compare with")
    parser.add_argument("--model", choices=("ours", "asreview"), default="ours", help="what to run")
    parser.add_argument("--json", action="store_true", help="print the measures as JSON only")
    options, _ = parser.parse_known_args(argv)
    if not options.data:
        print("ranking: not measured, no data given (--data or SCREENING_RANKING_DATA)")
        return 0
    measures = simulate(Path(options.data), options.model)
    if options.json:
        print(json.dumps(measures))
        return 0
    print(f"{'ranking':12}{'WSS@95':>10}{'found at 10 %':>16}")
    _show("ours", measures)
    if not options.asreview:
        return 0
    command = [options.asreview, str(Path(__file__).resolve()), "--model", "asreview", "--json"]
    command += ["--data", str(Path(options.data).resolve())]
    with tempfile.TemporaryDirectory() as folder:  # ASReview leaves a cache where it runs
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    other = json.loads(done.stdout)
    _show("ASReview", other)
    worse = any(round(measures[name], 3) < round(other[name], 3) for name in other)
    print("at least equal" if not worse else "WORSE")
    return int(worse)


def simulate(path: Path, model: str) -> dict[str, float]:
    """Mean WSS@95 and share of includes found after a tenth, over the seeds."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    labels = [row["label_included"] == "1" for row in rows]
    texts = [f"{row['title']} {row['abstract']}" for row in rows]
    ranker: Model = OurModel(texts) if model == "ours" else AsreviewModel(texts)
    runs = [_run(ranker, labels, random.Random(seed)) for seed in SEEDS]
    return {
        "wss95": sum(_wss(order, labels) for order in runs) / len(runs),
        "tenth": sum(_found(order, labels, len(order) // 10) for order in runs) / len(runs),
    }


def _run(model: Model, labels: Sequence[bool], chance: random.Random) -> list[int]:
    include = chance.choice([row for row, label in enumerate(labels) if label])
    exclude = chance.choice([row for row, label in enumerate(labels) if not label])
    read = [include, exclude]
    rest = [row for row in range(len(labels)) if row not in read]
    while rest:
        ordered = model.order(read, [labels[row] for row in read], rest)
        batch = ordered[: max(1, int(BATCH * len(read)))]
        read += batch
        taken = set(batch)
        rest = [row for row in rest if row not in taken]
    return read


def _wss(order: Sequence[int], labels: Sequence[bool]) -> float:
    wanted = 0.95 * sum(labels)
    found = 0
    for place, row in enumerate(order, start=1):
        found += labels[row]
        if found >= wanted:
            return 0.95 - place / len(order)
    return 0.0


def _found(order: Sequence[int], labels: Sequence[bool], count: int) -> float:
    return sum(labels[row] for row in order[:count]) / sum(labels)


def _show(name: str, measures: dict[str, Any]) -> None:
    print(f"{name:12}{measures['wss95']:>10.3f}{measures['tenth']:>16.3f}")


if __name__ == "__main__":
    raise SystemExit(main())
