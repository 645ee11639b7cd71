"""The invented abstracts are annotated as their README says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.evaluation.extraction_rows import STATISTICS

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
#: Numbers may be told in words: `none of them`.
IN_WORDS = {
    0: "none|no|nobody|nil|nought",
    16: "sixteen",
    50: "half",
    81: "eighty-one",
    91: "ninety-one",
}


def abstracts() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{path.stem} {number}", abstract)
        for path in FILES
        for number, abstract in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
    ]


@pytest.mark.parametrize(
    ("name", "abstract"), abstracts(), ids=lambda x: x if isinstance(x, str) else ""
)
def test_every_row_is_of_its_text(name: str, abstract: dict[str, Any]) -> None:
    text = abstract["text"].lower().replace("·", ".").replace(",", "").replace("\u2212", "-")
    assert abstract["half"] in ("tune", "report")
    for row in abstract["rows"]:
        assert set(row) <= {"endpoint", "statistic", "value", "arm", "interval", "p"}, row
        assert row["statistic"] in STATISTICS, row
        numbers = [row["value"], *row.get("interval", ()), *([row["p"]] if "p" in row else [])]
        for number in numbers:
            assert number == "not reached" or _stands(number, text), (name, row, number)
        low, high = row.get("interval", (0, 0))
        assert low <= high, row
        for arm in row.get("arm", ()):
            assert arm.lower().replace(",", "") in text, (name, row, arm)


def _stands(number: float, text: str) -> bool:
    printed = f"{number:f}".rstrip("0").rstrip(".")
    whole, _, decimals = printed.partition(".")
    digits = re.escape(decimals) + "0*" if decimals else r"0*(?!\d)"
    start = "0?" if whole == "0" else re.escape(whole)
    dot = r"\." if decimals else r"\.?"
    words = IN_WORDS.get(number)
    return bool(re.search(rf"(?<!\d){start}{dot}{digits}", text)) or bool(
        words and re.search(rf"\b({words})\b", text)
    )


def test_no_abstract_stands_twice() -> None:
    texts = [abstract["text"] for _, abstract in abstracts()]
    assert len(set(texts)) == len(texts)
