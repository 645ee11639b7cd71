"""The results of real trials are annotated as the README says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.evaluation.extraction_rows import STATISTICS

ABSTRACTS: list[dict[str, Any]] = [
    abstract
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for abstract in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("abstract", ABSTRACTS, ids=lambda abstract: str(abstract["pmid"]))
def test_every_row_is_complete_and_none_is_a_publishers_text(abstract: dict[str, Any]) -> None:
    assert set(abstract) == {"half", "pmid", "rows"}
    assert abstract["half"] in ("tune", "report")
    for row in abstract["rows"]:
        assert set(row) <= {"endpoint", "statistic", "value", "arm", "interval", "p"}, row
        assert set(row["statistic"].split("|")) <= set(STATISTICS), row
        assert row["value"] == "not reached" or row["value"] >= 0, row
        low, high = row.get("interval", (0, 0))
        assert low <= high, row
        assert 0 <= row.get("p", 0) <= 1, row


def test_no_trial_stands_twice() -> None:
    pmids = [abstract["pmid"] for abstract in ABSTRACTS]
    assert len(set(pmids)) == len(pmids)
