"""Measure extraction on sentences composed of parts, so that each part is met in all company.

`composed/tune/` and `composed/report/` hold layouts (sentences with slots, and the results that
each states) and the parts that fill the slots. What an abstract words in a way of its own is met
once in a hundred abstracts; here every lead, verb, name of a group and bracket stands in every
layout, and a part that ends the reading shows by its share of values read. Those of `report` were
written by one who knew no rule, and read by none who wrote one. The same seed composes the same
sentences.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from tests.evaluation.composed.sentences import (  # noqa: E402
    NO_ARM,
    SHARED,
    Sentence,
    compose,
    load_kind,
)

from extraction.coherence import check  # noqa: E402
from extraction.lexicon import Lexicon, load_lexicon  # noqa: E402
from extraction.reader import read  # noqa: E402

FOLDER = Path(__file__).parent / "composed"
FLOORS = {
    "tune": {"read": 0.88, "arm": 0.97, "interval": 0.97, "p": 0.90, "false": 0.05},
    "report": {"read": 0.70, "arm": 0.95, "interval": 0.95, "p": 0.80, "false": 0.15},
}
#: A part of which less is read is printed by --list.
WEAK = 0.9


def judge(text: str, sentence: Sentence, lexicon: Lexicon) -> tuple[Counter[str], list[str]]:
    """Counts of what a sentence states and of what is read of it, and what is wrong in words."""
    reading = read(text, lexicon)
    left = [checked.finding for checked in check(reading.findings)]
    names = defaultdict(set, {arm.label: {arm.label, *arm.names} for arm in reading.arms.arms})
    counts: Counter[str] = Counter(sentences=1, stated=len(sentence.expected))
    wrong = []
    for row in sentence.expected:
        fits = [
            finding
            for finding in left
            if finding.value.number == row.value
            and finding.statistic in row.statistic.split("|")
            and re.search(row.endpoint, finding.endpoint, re.IGNORECASE)
        ]
        if not fits:
            wrong.append(f"missed {row.value} {row.endpoint} {row.statistic} of {row.arm}")
            continue
        finding = fits[0]
        left.remove(finding)
        counts["read"] += 1
        if row.arm and row.arm != NO_ARM:
            counts["of an arm"] += 1
        if row.arm is not None and finding.arm:
            counts["arm"] += 1
            right = _is_called(row.arm, names[finding.arm], sentence.arms) and (
                not row.comparator
                or _is_called(row.comparator, names[finding.comparator], sentence.arms)
            )
            if row.arm == NO_ARM:
                named = {name.lower() for name in names[finding.arm] | {finding.arm}}
                right = named.isdisjoint(arm.lower() for arm in sentence.arms)
            counts["arm right"] += right
            if not right:
                wrong.append(f"arm of {row.value} is {finding.arm}|{finding.comparator}")
        elif row.arm and row.arm != NO_ARM:
            wrong.append(f"no arm for {row.value}")
        interval = finding.interval and (finding.interval.lower, finding.interval.upper)
        if row.interval or interval:
            counts["interval"] += 1
            counts["interval right"] += interval == row.interval
            if interval != row.interval:
                wrong.append(f"interval of {row.value} is {interval}")
        p = finding.p and float(finding.p[1])
        if row.p is not None or p is not None:
            counts["p"] += 1
            counts["p right"] += p == row.p
            if p != row.p:
                wrong.append(f"p of {row.value} is {p}, not {row.p}")
    counts["false"] = len(left)
    wrong += [
        f"false {finding.value.number} {finding.endpoint} {finding.statistic} [{finding.arm}]"
        for finding in left
    ]
    return counts, wrong


def _is_called(arm: str, names: set[str], arms: Sequence[str]) -> bool:
    """Whether some names are those of one of the arms, in other words too that tell it alone.

    `immediate` is `immediate treatment`; `axolan` is not `axolan plus benetin` beside `axolan`.
    """

    def may_be(name: str, other: str) -> bool:
        its, others = set(name.lower().split()), set(other.lower().split())
        return ("no" in its) == ("no" in others) and (its <= others or others <= its)

    return any(
        name.lower() == arm.lower() or [other for other in arms if may_be(name, other)] == [arm]
        for name in names
    )


def main(argv: list[str] | None = None) -> int:
    """Print the figures of each kind; 1 where one of a half is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="files of a half (their stems); all without")
    parser.add_argument("--half", choices=["tune", "report", "all"], default="all")
    parser.add_argument("--number", type=int, default=1000, help="sentences of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print the parts that read badly, too")
    parser.add_argument("--show", nargs=2, metavar=("SLOT", "PART"), help="what a part spoils")
    options = parser.parse_args(argv)
    lexicon = load_lexicon(ROOT / "references" / "vocabulary")
    halves = [half for half in FLOORS if options.half in (half, "all")]
    return max([_figures_of_half(half, options, lexicon) for half in halves])


def _figures_of_half(half: str, options: argparse.Namespace, lexicon: Lexicon) -> int:
    total: Counter[str] = Counter()
    print(f"composed sentences, half {half} (results stated, then shares of them):")
    for path in sorted((FOLDER / half).glob("*.yaml")):
        if path.stem != SHARED and (not options.kinds or path.stem in options.kinds):
            total += _measure(path, options, lexicon)
    print(_line("all", total))
    if options.kinds:
        return 0
    figures = _figures(total)
    under = [
        name
        for name, floor in FLOORS[half].items()
        if (figures[name] > floor if name == "false" else figures[name] < floor)
    ]
    for name in under:
        print(f"UNDER ITS FLOOR: {name} {figures[name]:.3f}, {FLOORS[half][name]}")
    return 1 if under else 0


def _measure(path: Path, options: argparse.Namespace, lexicon: Lexicon) -> Counter[str]:
    """Print and return what is read of the sentences of one kind."""
    kind = load_kind(path)
    rng = random.Random(f"{options.seed} {path.stem}")
    total: Counter[str] = Counter()
    by_part: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for _ in range(options.number):
        text, sentence = compose(kind, rng)
        counts, wrong = judge(text, sentence, lexicon)
        total += counts
        for part in sentence.chosen.items():
            by_part[part] += counts
        if options.show and sentence.chosen.get(options.show[0]) == options.show[1] and wrong:
            print(sentence.text, *wrong, sep="\n    ")
    if not options.show:
        print(_line(path.stem.replace("_", " "), total))
        if options.list:
            print(*_weak_parts(by_part), sep="\n")
    return total


def _weak_parts(by_part: Mapping[tuple[str, str], Counter[str]]) -> Iterator[str]:
    """A line for each part that reads badly, those of one slot together, the worst first."""
    for (slot, part), counts in sorted(
        by_part.items(), key=lambda item: (item[0][0], _figures(item[1])["read"])
    ):
        if _figures(counts)["read"] < WEAK:
            yield _line(f"  {slot}: {part}", counts)


def _figures(counts: Counter[str]) -> dict[str, float]:
    return {
        "read": _share(counts["read"], counts["stated"]),
        "named": _share(counts["arm"], counts["of an arm"]),
        **{
            part: _share(counts[f"{part} right"], counts[part]) for part in ("arm", "interval", "p")
        },
        "false": counts["false"] / counts["read"] if counts["read"] else 0.0,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _line(name: str, counts: Counter[str]) -> str:
    figures = "  ".join(f"{key} {value:.2f}" for key, value in _figures(counts).items())
    return f"{name[:52]:<52} {counts['stated']:>6}  {figures}"


if __name__ == "__main__":
    raise SystemExit(main())
