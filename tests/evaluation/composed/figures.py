"""Figures for a composed sentence: shares, rates, lengths, counts and ratios."""

from __future__ import annotations

import random
from collections.abc import Sequence

#: The letters of a study's arms.
ARMS = "ABCD"
_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)


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
            self._order.sort(key=lambda arm: ARMS[arm] == higher)
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
