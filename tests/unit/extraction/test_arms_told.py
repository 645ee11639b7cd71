"""Whom a text compares, worded in many ways (arms.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extraction.lexicon import Lexicon
from extraction.reader import read
from vocabulary.match import fold

CASES = yaml.safe_load(Path(__file__).with_name("arms.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['item']}: {case['text'][:30]}")
def test_arms(lexicon: Lexicon, case: dict[str, Any]) -> None:
    arms = read(case["text"], lexicon).arms.arms
    told = {arm.label: arm.names for arm in arms}
    found = {}
    for entry in case["arms"]:
        names = {fold(name) for name in entry.split(" | ")}
        owners = [arm for arm in arms if names <= {fold(name) for name in arm.names}]
        assert len(owners) == 1, f"{entry} in {told}"
        found[entry.split(" | ")[0]] = owners[0]
    assert len({id(arm) for arm in found.values()}) == len(arms) == len(case["arms"]), told
    sizes = case.get("sizes", {})
    assert {name: found[name].n for name in sizes} == sizes
