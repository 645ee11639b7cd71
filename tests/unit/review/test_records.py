"""Records survive Parquet whole, in order, and to the same bytes."""

import pytest

from review.errors import ReviewError
from review.records import (
    Correction,
    MeshHeading,
    Record,
    Section,
    iter_records,
    read_records,
    write_records,
)

FULL = Record(
    pmid="99000002",
    title="A title",
    abstract="One.\nTwo.",
    sections=(Section("AIM", "OBJECTIVE", 0, 4), Section("", "", 5, 9)),
    year=2011,
    authors=("Doe J", "A Study Group"),
    mesh=(MeshHeading("Multiple Myeloma", True, ("drug therapy",)),),
    corrections=(Correction("RetractionIn", "99000003", "J Test. 2012"),),
    languages=("eng",),
)


def test_a_record_reads_back_equal_and_twice_the_same_bytes(tmp_path):
    records = [Record(pmid="7"), FULL]
    write_records(tmp_path / "a.parquet", records)
    write_records(tmp_path / "b.parquet", iter(records))
    assert read_records(tmp_path / "a.parquet") == records
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_of_a_record_only_some_fields_may_be_read(tmp_path):
    write_records(tmp_path / "a.parquet", [FULL])
    (record,) = iter_records(tmp_path / "a.parquet", ["pmid", "title", "mesh", "year"])
    assert record == Record(pmid=FULL.pmid, title=FULL.title, mesh=FULL.mesh, year=FULL.year)


def test_no_records_make_an_empty_table(tmp_path):
    write_records(tmp_path / "a.parquet", [])
    assert read_records(tmp_path / "a.parquet") == []


@pytest.mark.parametrize("pmids", [("10", "9"), ("9", "9")])
def test_records_out_of_order_or_twice_are_refused(tmp_path, pmids):
    with pytest.raises(ReviewError, match="PMID 9 follows"):
        write_records(tmp_path / "a.parquet", [Record(pmid=pmid) for pmid in pmids])
    assert list(tmp_path.iterdir()) == []
