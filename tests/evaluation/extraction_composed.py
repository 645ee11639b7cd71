"""Measure extraction on sentences composed of parts, so that each part is met in all company.

`composed/*.yaml` hold layouts (sentences with slots, and the results that each states) and the
parts that fill the slots. What an abstract words in a way of its own is met once in a hundred
abstracts; here every lead, verb, name of a group and bracket stands in every layout, and a part
that ends the reading shows by its share of values read. The same seed composes the same sentences.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from extraction.coherence import check  # noqa: E402
from extraction.lexicon import Lexicon, load_lexicon  # noqa: E402
from extraction.reader import read  # noqa: E402

FOLDER = Path(__file__).parent / "composed"
#: The file with the parts that all kinds share; the others name a kind of result each.
SHARED = "shared"
FLOORS = {"read": 0.80, "arm": 0.97, "interval": 0.95, "p": 0.85, "false": 0.05}
#: A part of which less is read is printed without --all.
WEAK = 0.9
#: A part of this name stands in half of the sentences that have its slot.
NOTHING = "none"
_OPENS = re.compile(r"\A[a-z]|(?<=\. )[a-z]")
_SLOT = re.compile(r"\{(\w+)(?::([A-D])(\d?))?\}")
_ARMS = "ABCD"
_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_PAIR = 2
#: What a row says of the arm of patients who are none (`women`): any name but one of the trial's.
_NO_ARM = "!"
#: Where an introduction names the arms, with the word before the last of them (`or` without).
_JOINED = re.compile(r"\{(and|or|with|versus|)\}")
#: What is called a group or arm by its own name needs neither article nor noun.
_NUMBERED = re.compile(
    r"(?:\bthe )?(?P<group>\b(?:group|arm) \w)\b(?: (?:groups?|arms?)\b|-group\b)?"
)


@dataclass(frozen=True)
class Arms:
    """The arms of a study as its sentences call them, and as its introduction does."""

    names: Sequence[str]
    told: Sequence[str]


@dataclass(frozen=True)
class Kind:
    """What sentences of one file are composed of."""

    arms: Sequence[Arms]
    layouts: Mapping[str, dict[str, Any]]
    parts: Mapping[str, Mapping[str, Any]]
    #: By slot, what an endpoint is called, with the pattern that its name in a row must hold.
    endpoints: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Expected:
    """A result that a composed sentence states; `arm` is None where it does not matter.

    `!` is any name but that of an arm of the trial.
    """

    value: float | None
    statistic: str
    endpoint: str
    arm: str | None
    comparator: str
    interval: tuple[float | None, ...] | None
    p: float | None


@dataclass
class Sentence:
    """A composed sentence: the parts it is made of and what it states."""

    chosen: dict[str, str]
    text: str = ""
    arms: Sequence[str] = ()
    rows: list[str] = field(default_factory=list)
    with_p: list[str] = field(default_factory=list)
    with_interval: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)


class Figures:
    """The figures of one sentence by slot, as printed and as numbers.

    `a`, `b` are shares of the first and second arm, printed in one style; `ra` a rate, `ma` a
    length, `na` a count and `Na` a size, `wa` a count in words; `t` is the sum of the counts and
    `s` that of the counts in words; `r`, `l`, `u` and `p` a ratio, its interval and its p;
    `h` is the ratio turned round; `x` is the difference of both shares, `diff` that of the rates.
    `l` and `u` before another slot are its interval (`lra`), `era` is the standard error of a rate
    and `NR` (in rows alone) a median not reached. A digit behind tells the measure (`a2`); rates
    fall from one to the next. `none`, `one` and `two` may stand for themselves in a row. The arm
    named by `higher` has the larger figures.
    """

    def __init__(self, style: str, higher: str | None, arms: int, rng: random.Random) -> None:
        self._style, self._rng = style, rng
        self._order = rng.sample(range(arms), arms)
        if higher:
            self._order.sort(key=lambda arm: _ARMS[arm] == higher)
        self.printed: dict[str, str] = {}
        self.numbers: dict[str, float] = {"none": 0, "one": 1, "two": 2}
        rates = sorted(rng.sample(range(36, 90, 4), arms))
        for index, measure in enumerate(("", "2", "3")):
            self._measure(measure, [rate - 11 * index for rate in rates])

    def _measure(self, measure: str, rates: Sequence[int]) -> None:
        rng, arms = self._rng, len(self._order)
        shares = sorted(rng.sample(range(6, 60, 4), arms))
        months = sorted(rng.sample(range(40, 400, 9), arms))
        for arm, share, rate, length in zip(self._order, shares, rates, months, strict=True):
            slot, size = f"{'abcd'[arm]}{measure}", rng.randint(80, 120)
            count = round(share * size / 100)
            whole, exact = f"{100 * count / size:.0f}", f"{100 * count / size:.1f}"
            value = self._style.format(n=count, N=size, p=whole, d=exact)
            self._add(slot, value, float(exact if exact in value else whole))
            self._add(f"r{slot}", f"{rate}", rate)
            self._add(f"er{slot}", f"{rng.randint(15, 48) / 10}", 0)
            self._around(f"r{slot}", rate, 6, 0)
            self._add(f"m{slot}", f"{length / 10:.1f}", length / 10)
            self._around(f"m{slot}", length / 10, length / 50, 1)
            self._add(f"n{slot}", f"{count}", count)
            self._add(f"N{slot}", f"{size}", size)
        difference = abs(self.numbers[f"a{measure}"] - self.numbers[f"b{measure}"])
        self._add(f"x{measure}", f"{difference:.1f}", float(f"{difference:.1f}"))
        self._around(f"x{measure}", difference, 0.9, 1)
        few = sorted(random.Random(str(months)).sample(range(2, len(_WORDS)), arms))
        for arm, word in zip(self._order, few, strict=True):
            self._add(f"w{'abcd'[arm]}{measure}", _WORDS[word], word)
        for slot, of_arm in (("t", "n"), ("s", "w")):
            total = sum(self.numbers[f"{of_arm}{arm}{measure}"] for arm in "abcd"[:arms])
            self._add(f"{slot}{measure}", f"{total:.0f}", total)
        below_one = self._order[-1] != 0
        ratio = rng.randint(45, 88) / 100 if below_one else rng.randint(120, 190) / 100
        for slot, number in (("", ratio), ("h", round(1 / ratio, 2))):
            for bound, times in (("l", 0.8), ("u", 1.11)):
                limit = f"{number * times:.2f}"
                self._add(f"{bound}{slot}{measure}", limit, float(limit))
            self._add(f"{slot or 'r'}{measure}", f"{number:.2f}", number)
        of_arm = dict(zip(self._order, rates, strict=True))
        difference = of_arm[0] - of_arm[1]
        self._add(f"diff{measure}", f"{difference}", difference)
        self._around(f"diff{measure}", difference, abs(difference) - 1, 0)
        p = f"{rng.randint(1, 49) / 1000:.3f}"
        self._add(f"p{measure}", p.lstrip(rng.choice(["0", ""])), float(p))

    def _around(self, slot: str, number: float, width: float, decimals: int) -> None:
        for bound, at in (("l", number - width), ("u", number + width)):
            printed = f"{at:.{decimals}f}"
            self._add(f"{bound}{slot}", printed, float(printed))

    def _add(self, slot: str, printed: str, number: float) -> None:
        self.printed[slot], self.numbers[slot] = printed, round(number, 3)


def load_kind(path: Path) -> Kind:
    """The layouts of a file with its own parts and those that all share."""
    shared = yaml.safe_load((path.parent / f"{SHARED}.yaml").read_text(encoding="utf-8"))
    own = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Kind(
        [_arms(arms) for arms in own.get("arms", shared["arms"])],
        own["layouts"],
        {**shared["parts"], **own.get("parts", {})},
        {**shared["endpoints"], **own.get("endpoints", {})},
    )


def _arms(arms: Any) -> Arms:
    """Arms as a list of names, or as these with what the introduction says instead."""
    if isinstance(arms, dict):
        return Arms(arms["names"], arms["told"])
    return Arms(arms, arms)


def compose(kind: Kind, rng: random.Random) -> tuple[str, Sentence]:
    """An abstract of two sentences, and the second: a layout with a part in each of its slots."""
    name = rng.choice(list(kind.layouts))
    layout = kind.layouts[name]
    its_arms = layout.get("arms", _PAIR)
    if isinstance(its_arms, int):
        chosen = rng.choice([arms for arms in kind.arms if len(arms.names) == its_arms])
    else:
        chosen = _arms(its_arms)
    arms, told = chosen.names, chosen.told
    style = rng.choice(list(kind.parts["value"]))
    sentence = Sentence({"layout": name, "arms": arms[0]}, layout["text"], arms)
    sentence.rows += layout["rows"]
    sentence.with_p += layout.get("p", ())
    figures = Figures(kind.parts["value"][style], layout.get("higher"), len(arms), rng)
    while any(_is_part(match[1], kind) for match in _SLOT.finditer(sentence.text)):
        sentence.text = _SLOT.sub(
            lambda slot: _filled(slot, sentence, arms, kind, rng), sentence.text
        )
    if any(slot[1] in ("a", "b", "c", "d") for slot in _SLOT.finditer(sentence.text)):
        sentence.chosen["value"] = style
    sentence.text = _SLOT.sub(lambda slot: figures.printed[slot[1]], sentence.text)
    sentence.text = _NUMBERED.sub(r"\g<group>", sentence.text)
    sentence.text = _OPENS.sub(lambda opens: opens[0].upper(), sentence.text)
    sentence.expected = [_expected(row, figures, arms, kind, sentence) for row in sentence.rows]
    intro = rng.choice(list(kind.parts["intro"]))
    introduction = _JOINED.sub(lambda slot: _joined(told, slot[1]), kind.parts["intro"][intro])
    return f"{introduction} {sentence.text}", sentence


def _joined(told: Sequence[str], word: str) -> str:
    """The arms as an introduction lists them; only two stand `with` or `versus` one another."""
    if len(told) > _PAIR and word not in ("", "or"):
        word = "and"
    return f"{', '.join(told[:-1])} {word or 'or'} {told[-1]}"


def _is_part(slot: str, kind: Kind) -> bool:
    return slot in kind.parts or slot in kind.endpoints or slot in _ARMS


def _filled(
    slot: re.Match[str], sentence: Sentence, arms: Sequence[str], kind: Kind, rng: random.Random
) -> str:
    """What stands in a slot; the same part wherever a slot stands more than once.

    In a part `{}` is the name of the arm, and `*` its letter with the digit of the measure.
    """
    name, arm = slot[1], slot[2]
    if name in _ARMS:
        return arms[_ARMS.index(name)]
    if name in kind.endpoints:
        return sentence.chosen.setdefault(name, rng.choice(list(kind.endpoints[name])))
    if name not in kind.parts:
        return slot[0]
    first = name not in sentence.chosen
    if first:
        without = NOTHING in kind.parts[name] and rng.random() < 0.5
        sentence.chosen[name] = NOTHING if without else rng.choice(list(kind.parts[name]))
    part = kind.parts[name][sentence.chosen[name]]
    if isinstance(part, dict):
        if first:
            sentence.rows += part.get("rows", ())
            sentence.with_p += part.get("p", ())
            sentence.with_interval += part.get("interval", ())
        part = part["text"]
    if not arm:
        return str(part)
    return str(part).replace("{}", arms[_ARMS.index(arm)]).replace("*", f"{arm.lower()}{slot[3]}")


def _expected(
    row: str, figures: Figures, arms: Sequence[str], kind: Kind, sentence: Sentence
) -> Expected:
    """The result that a row tells: slot of the value, statistic, endpoint, arm, `ci` and `p`.

    The endpoint is a slot, `@` for that of the first row, or `=` and a pattern, `_` for a space;
    the arm a letter, two letters with a stroke between, `-` where the sentence names none, `!`
    where those whom it names are no arm of the trial, and `*` where it does not matter.
    """
    slot, statistic, endpoint, arm, *more = row.split()
    measure = slot[-1] if slot[-1].isdigit() else ""
    if endpoint == "@":
        endpoint = sentence.rows[0].split()[2]
    if endpoint.startswith("="):
        pattern = endpoint[1:].replace("_", " ")
    else:
        pattern = kind.endpoints[endpoint][sentence.chosen[endpoint]]
    sides = [""] if arm in "*-" else [_arm_of(letter, arms) for letter in arm.split("/")]
    own = f"l{slot}" in figures.numbers
    bounds = tuple(figures.numbers[f"{end}{slot if own else measure}"] for end in "lu")
    bounded = "ci" in more or (slot.isalpha() and _kind_of(slot) in sentence.with_interval)
    return Expected(
        figures.numbers.get(slot),
        statistic,
        pattern,
        None if arm == "*" else sides[0],
        sides[-1] if len(sides) > 1 else "",
        bounds if bounded else None,
        figures.numbers[f"p{measure}"] if "p" in more or slot in sentence.with_p else None,
    )


def _arm_of(letter: str, arms: Sequence[str]) -> str:
    return letter if letter == _NO_ARM else arms[_ARMS.index(letter)]


def _kind_of(slot: str) -> str:
    """What a part calls the slots that it prints an interval of: `r` or, of each arm, `r*`."""
    return re.sub(r"(?<=.)[a-d]\d?$", "*", slot).rstrip("23")


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
        if row.arm and row.arm != _NO_ARM:
            counts["of an arm"] += 1
        if row.arm is not None and finding.arm:
            counts["arm"] += 1
            right = _is_called(row.arm, names[finding.arm], sentence.arms) and (
                not row.comparator
                or _is_called(row.comparator, names[finding.comparator], sentence.arms)
            )
            if row.arm == _NO_ARM:
                named = {name.lower() for name in names[finding.arm] | {finding.arm}}
                right = named.isdisjoint(arm.lower() for arm in sentence.arms)
            counts["arm right"] += right
            if not right:
                wrong.append(f"arm of {row.value} is {finding.arm}|{finding.comparator}")
        elif row.arm and row.arm != _NO_ARM:
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
    """Print the figures and the weak parts of each kind; 1 where a figure is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="files of composed/ (their stems); all without")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--number", type=int, default=1500, help="sentences of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="print every part, not the weak alone")
    parser.add_argument("--show", nargs=2, metavar=("SLOT", "PART"), help="what a part spoils")
    options = parser.parse_args(argv)
    lexicon = load_lexicon(ROOT / "references" / "vocabulary")
    total: Counter[str] = Counter()
    for path in sorted(options.folder.glob("*.yaml")):
        if path.stem != SHARED and (not options.kinds or path.stem in options.kinds):
            total += _measure(path, options, lexicon)
    print(_line("all composed sentences", total))
    figures = _figures(total)
    under = {
        name: floor
        for name, floor in FLOORS.items()
        if (figures[name] > floor if name == "false" else figures[name] < floor)
    }
    for name, floor in under.items():
        print(f"UNDER ITS FLOOR: {name} {figures[name]:.3f}, {floor}")
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
        print(*_lines_of_parts(by_part, options.all), sep="\n")
    return total


def _lines_of_parts(
    by_part: Mapping[tuple[str, str], Counter[str]], with_all: bool
) -> Iterator[str]:
    for (slot, part), counts in sorted(
        by_part.items(), key=lambda item: (item[0][0], _figures(item[1])["read"])
    ):
        if with_all or _figures(counts)["read"] < WEAK:
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
