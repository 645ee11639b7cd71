"""Whose each value is, of two arms or more: by the order before, by the side left, or nobody's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from extraction.finding import Finding

Read = Callable[[str], list[Finding]]

_AMOUNTS = {"hazard_ratio", "odds_ratio", "risk_ratio", "median", "rate_at", "proportion"}
CASES = [
    (text["told"], case["says"], case["whose"])
    for file in sorted(Path(__file__).parent.glob("whose_of_*.yaml"))
    for text in yaml.safe_load(file.read_text(encoding="utf-8"))
    for case in text["then"]
]


@pytest.mark.parametrize(("told", "says", "whose"), CASES, ids=[says for _, says, _ in CASES])
def test_each_value_has_its_arm(
    findings: Read, told: str, says: str, whose: list[tuple[float, str | None]]
) -> None:
    read = [f for f in findings(f"{told} {says}") if f.statistic in _AMOUNTS]
    own = sorted((f for f in read if f.value.start > len(told)), key=lambda f: f.value.start)
    assert [[f.value.number, f.arm or None] for f in own] == whose
