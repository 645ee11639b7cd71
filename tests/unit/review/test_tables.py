"""Tables: what is written reads back, and a bad cell is named."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from review import schema as schema_module
from review import tables
from review.errors import ReviewError

SCHEMAS = schema_module.SCHEMAS
ROW_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["pmid"],
    "properties": {
        "pmid": {"type": "string"},
        "n": {"type": "integer"},
        "value": {"type": "number"},
        "secondary": {"type": "boolean"},
        "themes": {"type": "array", "items": {"type": "string", "minLength": 1}},
        "quote": {"type": "string"},
    },
}


@pytest.fixture(autouse=True, scope="module")
def a_schema(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schemas")
    (folder / "tables").mkdir()
    (folder / "tables" / "sample.schema.yaml").write_text(
        yaml.safe_dump(ROW_SCHEMA, sort_keys=False)
    )
    saved, schema_module.SCHEMAS = schema_module.SCHEMAS, folder
    yield
    schema_module.SCHEMAS = saved
    schema_module.load_schema.cache_clear()


# A carriage return or a NUL cannot stand in parsed XML text.
TEXT = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), min_size=1)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"pmid": TEXT},
        optional={
            "n": st.integers(),
            "value": st.floats(allow_nan=False, allow_infinity=False),
            "secondary": st.booleans(),
            "themes": st.lists(TEXT.filter(lambda t: not t.endswith("\\")), min_size=1),
            "quote": TEXT,
        },
    )
)


@given(rows=ROWS)
def test_what_is_written_reads_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "t.csv"
    tables.write_table(path, rows, "sample")
    empty = {"n": None, "value": None, "secondary": None, "themes": [], "quote": None}
    assert tables.read_table(path, "sample") == [{**empty, **row} for row in rows]


def test_columns_follow_the_schema_and_lines_follow_rfc_4180(tmp_path):
    path = tmp_path / "t.csv"
    tables.write_table(path, [{"quote": 'a "b"', "pmid": "1", "value": 57.0}], "sample")
    assert path.read_bytes() == b'pmid,n,value,secondary,themes,quote\r\n1,,57,,,"a ""b"""\r\n'


@pytest.mark.parametrize(
    ("row", "named"),
    [({"pmid": 7}, "pmid"), ({"n": 1}, "pmid"), ({"pmid": "1", "colour": "red"}, "colour")],
)
def test_a_row_that_does_not_fit_is_named_and_nothing_is_written(tmp_path, row, named):
    with pytest.raises(ReviewError, match=f"row 2.*{named}"):
        tables.write_table(tmp_path / "t.csv", [{"pmid": "1"}, row], "sample")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_table_that_a_spreadsheet_parted_by_other_signs_is_told(tmp_path, sign):
    path = tmp_path / "t.csv"
    path.write_text(sign.join(ROW_SCHEMA["properties"]) + "\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=r"line 1: the cells are not parted by commas"):
        tables.read_table(path, "sample")


def test_a_misspelt_header_is_named_with_the_line(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("pmid,n,valeu,secondary,themes,quote\n")
    with pytest.raises(ReviewError, match=r"line 1: missing columns value; unknown columns valeu"):
        tables.read_table(path, "sample")


def test_a_number_is_finite(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("pmid,n,value,secondary,themes,quote\n1,2,nan,true,a,b\n")
    with pytest.raises(ReviewError, match=r"line 2: column 'value' does not hold a number"):
        tables.read_table(path, "sample")


def test_a_cell_of_the_wrong_type_is_named_with_its_line(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("pmid,n,value,secondary,themes,quote\n1,2,3,true,a,b\n1,two,3,true,a,b\n")
    with pytest.raises(
        ReviewError, match=r"line 3: column 'n' does not hold a whole number \(got 'two'"
    ):
        tables.read_table(path, "sample")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (
            "correct,,99000001,AB,",
            r"line 2: the row: the key 'reason' is missing. It should be: Why",
        ),
        ("corect,,99000001,AB,misread", r"line 2: action: 'corect'.*Did you mean 'correct'"),
        ("remove,12,,AB,misread", r"line 2: outcome_id: '12' does not have the form"),
    ],
)
def test_a_row_that_a_person_wrote_must_fit_the_schema(tmp_path, monkeypatch, cells, says):
    monkeypatch.setattr(schema_module, "SCHEMAS", SCHEMAS)
    schema_module.load_schema.cache_clear()
    names = tables.columns("corrections")
    keys = ("action", "outcome_id", "pmid", "reviewer", "reason")
    given = dict(zip(keys, cells.split(","), strict=True))
    path = tmp_path / "corrections.csv"
    row = ",".join(given.get(name, "") for name in names)
    path.write_text(f"{','.join(names)}\n{row}\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=says):
        tables.read_table(path, "corrections", by_hand=True)


def test_text_that_is_not_utf_8_is_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"pmid,n,value,secondary,themes,quote\n1,2,3,true,a,na\xefve\n")
    with pytest.raises(ReviewError, match=r"t\.csv: not UTF-8 text at byte \d+"):
        tables.read_table(path, "sample")


def test_rows_go_to_the_disk_as_they_come_and_the_name_only_to_a_whole_table(tmp_path):
    path = tmp_path / "sample.csv"
    with tables.open_table(path, "sample") as write:
        for number in range(5000):
            write({"pmid": str(99000001 + number), "quote": "words " * 20})
        aside = next(tmp_path.iterdir())
        assert aside.stat().st_size > 100_000
        assert not path.exists()
    assert len(tables.read_table(path, "sample")) == 5000
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_left_half_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "sample.csv"
    tables.write_table(path, [{"pmid": "99000001"}], "sample")
    with pytest.raises(KeyError), tables.open_table(path, "sample") as write:
        write({"pmid": "99000002"})
        raise KeyError
    assert tables.read_table(path, "sample")[0]["pmid"] == "99000001"
    assert list(tmp_path.iterdir()) == [path]
