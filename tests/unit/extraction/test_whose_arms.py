"""Whose each value is where a text names its arms in one of many ways (whose_*.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extraction.coherence import check
from extraction.lexicon import Lexicon
from extraction.reader import read

CASES = [
    case
    for name in ("whose_arms", "whose_sums", "whose_word_forms")
    for case in yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_whose(lexicon: Lexicon, case: dict[str, Any]) -> None:
    """Each value belongs to the arm that one of its names tells; `""` is nobody's."""
    reading = read(case["text"], lexicon)
    names = {arm.label: " ".join(arm.names).lower() for arm in reading.arms.arms}
    told = {
        kept.finding.value.number: names.get(kept.finding.arm, "")
        for kept in check(reading.findings)
    }
    for value, arm in case["of"].items():
        owner = told.get(value, "not read")
        wanted = arm.lower().split("|")
        named = any(name in owner.split(" ") or (name and name in owner) for name in wanted)
        assert named or owner == arm
        unwanted = case.get("not", {}).get(value)
        assert unwanted is None or unwanted.lower() not in told.get(value, "")
