"""What can be mentioned in a sentence: the terminals of the grammar.

Every mention knows where it stands (offsets into the whole text) and what it says, and nothing of
what it belongs to: that is for the relations to find.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The units that a value which is a time may have.
TIME_UNITS = frozenset({"months", "years", "weeks", "days", "hours", "minutes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something said at `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Mention):
    """A number with its unit: `%`, a unit of time, a rate, `count`, or '' for a bare number.

    `operator` is the sign before it, where one is printed. `number` is None for a median not
    reached; `decimals` tells how many of them are printed. `events` of `total` are filled where a
    share is printed beside its counts; `with_error` marks one printed with its error
    (`67% \u00b1 4%`).
    """

    number: float | None
    unit: str
    operator: str = ""
    events: int | None = None
    total: int | None = None
    at: int = -1
    with_error: bool = False
    decimals: int = 0

    @property
    def not_reached(self) -> bool:
        """Whether the text says that there is no value yet."""
        return self.number is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Mention):
    """The words `95% CI` where the interval itself stands elsewhere."""

    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Mention):
    """A confidence or credible interval; a bound that was not reached is None.

    `level` is in per cent, None where the text does not say; `labelled` is False for a bare
    pair of numbers in brackets. `of_difference` is one that is said to be of a difference.
    """

    lower: float | None
    upper: float | None
    level: float | None = None
    labelled: bool = True
    of_difference: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PValue(Mention):
    """One p-value, or several given as a list (`P = .05, .01, and .2, respectively`)."""

    values: tuple[tuple[str, float], ...]
    one_sided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Mention):
    """One time point or several, in months (`1-, 2- and 3-year`)."""

    months: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Mention):
    """A number of patients given as `n = 12` or `12 patients`."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateUnit(Mention):
    """A unit printed apart from its numbers: `per 100 patient-years`."""

    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise(Mention):
    """A number that is no result: a dose, an age, a date, a range, a follow-up time."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Mention):
    """An endpoint of the vocabulary, of the abstract's own naming, or an adverse event."""

    id: str
    kind: str
    umbrella: bool = False
    hazard_of: str = ""
    hazard_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic(Mention):
    """A word for a statistic: `hazard_ratio`, `median`, `mean`, `difference`..."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmMention(Mention):
    """One or several arms of the study (`both groups` names all of them), by label."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Mention):
    """A grade of toxicity as it is added to a term: `grade 3-4`, `grade >=3`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup(Mention):
    """Words that narrow the patients down (`in women under 50`)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue(Mention):
    """Words that tell what a sentence is about: `design`, `background`, `exposure`..."""

    id: str
