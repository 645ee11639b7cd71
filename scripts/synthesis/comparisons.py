"""The comparisons of a review: which contrasts may be pooled, and the rules for pooling."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import check, nearest, read_yaml
from synthesis.arms import Pattern


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of the comparisons file; the defaults are those its schema describes."""

    interval_level: float = 95.0
    pool_from: int = 2
    predict_from: int = 3
    small_study_check_from: int = 10
    sources: tuple[str, ...] = ("interval", "events", "percentages")
    p_values: str = "never"
    subgroups: str = "never"
    arm_size: str = "stated"
    flags_left_out: tuple[str, ...] = ()
    flags_to_confirm: tuple[str, ...] = ()
    flags_of_concern: tuple[str, ...] = ()
    not_drugs: tuple[str, ...] = ()
    preference: tuple[str, ...] = ("whole_population", "follow_up", "source", "latest_time_point")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison; the order of its patterns is the order of preference."""

    label: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is pooled in a comparison: endpoint names in order of preference, and a statistic."""

    id: str
    label: str
    names: tuple[str, ...]
    statistic: str
    better: str
    event: str
    pool: bool = True
    rates: str = "without_event"

    def preference(self, endpoint: str) -> int | None:
        """Return the place of an outcome's endpoint among the names, or None."""
        fits = (i for i, name in enumerate(self.names) if fnmatchcase(endpoint, name))
        return next(fits, None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One contrast; without a control it is about single arms."""

    id: str
    label: str
    theme: str
    experimental: Side
    control: Side | None
    studies: Mapping[str, tuple[str, ...]]
    endpoints: tuple[Endpoint, ...]
    pool: bool
    why_not: str


def load_comparisons(
    path: str | Path | None, drugs: Collection[str] | None = None
) -> tuple[Rules, list[Comparison]]:
    """Read a comparisons file; without one there is nothing to compare.

    ``drugs`` are the ids of the drug vocabulary, None where they are not known. Raises
    ReviewError for a file that does not fit its schema or holds no comparison, an id used
    twice, a drug that is not in the vocabulary, or ratios asked of single arms and the other
    way round.
    """
    if path is None:
        return Rules(), []
    document = load_list(path, "comparisons")
    rules = _rules(document.get("rules") or {})
    comparisons = [_comparison(entry) for entry in document["comparisons"]]
    _check(comparisons, str(path))
    if drugs is not None:
        _check_drugs(rules, comparisons, drugs, str(path))
    return rules, comparisons


def load_list(path: str | Path, name: str) -> dict[str, Any]:
    """Read a comparisons or claims file, ``name`` being its schema and the list it must hold.

    Raises ReviewError where that list is empty: a file that is named and says nothing is a
    mistake, and would leave the report without what was asked for.
    """
    document, places = read_yaml(path)
    check(document, name, where=str(path), places=places)
    if not (document or {}).get(name):
        raise ReviewError(
            f"holds no {name}",
            where=str(path),
            fix=f"Write one, or set synthesis.{name} to null if the review has none.",
        )
    return dict(document)


def _rules(given: Mapping[str, Any]) -> Rules:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
    return Rules(**values)


def _comparison(entry: Mapping[str, Any]) -> Comparison:
    return Comparison(
        id=entry["id"],
        label=entry["label"],
        theme=entry.get("theme", ""),
        experimental=_side(entry["experimental"]),
        control=_side(entry["control"]) if "control" in entry else None,
        studies={name: tuple(values) for name, values in (entry.get("studies") or {}).items()},
        endpoints=tuple(_endpoint(given) for given in entry["endpoints"]),
        pool=entry.get("pool", True),
        why_not=entry.get("why_not", ""),
    )


def _side(given: Mapping[str, Any]) -> Side:
    return Side(given["label"], tuple(Pattern.from_mapping(arm) for arm in given["arms"]))


def _endpoint(given: Mapping[str, Any]) -> Endpoint:
    return Endpoint(
        id=given["id"],
        label=given["label"],
        names=tuple(given.get("names") or [given["id"]]),
        statistic=given["statistic"],
        better=given["better"],
        event=given.get("event", ""),
        pool=given.get("pool", True),
        rates=given.get("rates", "without_event"),
    )


def _check(comparisons: list[Comparison], where: str) -> None:
    seen: set[str] = set()
    for comparison in comparisons:
        if comparison.id in seen:
            raise ReviewError(
                "two comparisons have the same id",
                where=where,
                value=comparison.id,
                fix="Give each comparison an id of its own.",
            )
        seen.add(comparison.id)
        ids = [endpoint.id for endpoint in comparison.endpoints]
        for endpoint in comparison.endpoints:
            single = endpoint.statistic in ("proportion", "incidence_rate")
            if ids.count(endpoint.id) > 1:
                raise ReviewError(
                    f"comparison '{comparison.id}' has two endpoints of one id",
                    where=where,
                    value=endpoint.id,
                    fix="Give each endpoint of a comparison an id of its own.",
                )
            if single != (comparison.control is None):
                raise ReviewError(
                    f"comparison '{comparison.id}' asks for a {endpoint.statistic}"
                    f" {'with' if single else 'without'} a control",
                    where=where,
                    value=endpoint.id,
                    fix="Ratios need a control; proportions and rates are of single arms.",
                )


def _check_drugs(
    rules: Rules, comparisons: list[Comparison], drugs: Collection[str], where: str
) -> None:
    """Refuse the id of a drug that no arm can ever have: its pattern would fit nothing."""
    named = [(drug, "rules, not_drugs") for drug in rules.not_drugs]
    for comparison in comparisons:
        for side in filter(None, (comparison.experimental, comparison.control)):
            for pattern in side.patterns:
                wanted = pattern.all | pattern.any | pattern.none | (pattern.only or frozenset())
                named += [(drug, f"comparison '{comparison.id}'") for drug in sorted(wanted)]
    for drug, place in named:
        if drug not in drugs:
            raise ReviewError(
                "names a drug that is not in the vocabulary",
                where=f"{where}, {place}",
                value=drug,
                fix=nearest(drug, drugs),
            )
