"""The comparisons of a review: which contrasts may be pooled, and the rules for pooling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import load_yaml
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


def load_comparisons(path: str | Path | None) -> tuple[Rules, list[Comparison]]:
    """Read a comparisons file; without one there is nothing to compare.

    Raises ReviewError for a file that does not fit its schema, an id used twice, or ratios
    asked of single arms and the other way round.
    """
    if path is None:
        return Rules(), []
    document = load_yaml(path, "comparisons") or {}
    rules = _rules(document.get("rules") or {})
    comparisons = [_comparison(entry) for entry in document.get("comparisons") or []]
    _check(comparisons, str(path))
    return rules, comparisons


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
