"""The view for checking prints every mention and what was made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import show
from extraction.lexicon import Lexicon
from review.errors import ReviewError
from review.records import Record, write_records

VOCABULARY = Path(__file__).parents[3] / "references" / "vocabulary"


def test_a_record_is_shown_with_its_mentions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lexicon: Lexicon
) -> None:
    abstract = (
        "Patients were randomly assigned to zetamab or placebo. Median OS was 31.0 v 25.0 months "
        "(HR, 0.80; 95% CI, 0.70 to 0.90; P = .002)."
    )
    table = tmp_path / "records.parquet"
    write_records(table, [Record(pmid="99000001", title="A trial", abstract=abstract)])
    options = ["--pmid=99000001", f"--records={table}", f"--vocabulary={VOCABULARY}"]
    assert show.main(options) == 0
    told = capsys.readouterr().out
    assert "<<31.0>> v <<25.0 months>>" in told
    assert "Endpoint: id='OS'" in told
    assert "=> OS hazard_ratio 0.8 ratio" in told and "interval 0.7 to 0.9" in told


def test_an_unknown_pmid_is_an_error(tmp_path: Path) -> None:
    table = tmp_path / "records.parquet"
    write_records(table, [Record(pmid="99000001", title="A trial", abstract="")])
    with pytest.raises(ReviewError, match="no record has this PMID"):
        show.main(["--pmid=7", f"--records={table}", f"--vocabulary={VOCABULARY}"])
