import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import bibtexparser
import openpyxl
import pytest
import rispy
from rocrate.rocrate import ROCrate

import export
from reporting.references import ris
from reporting.revman import revman_csv
from reporting.spreadsheets import LONGEST_CELL, Sheet, workbook
from review.tables import harmless


@pytest.fixture
def exports(small_review, monkeypatch) -> Path:
    monkeypatch.chdir(small_review.home)
    arguments = ["--results", small_review.results, "--config", "config.yaml"]
    export.main([*map(str, arguments), "--out-dir", "exports"])
    return small_review.home / "exports"


def read_ris(path: Path) -> list[dict]:
    return rispy.loads(path.read_text(encoding="utf-8"))


def test_ris_holds_every_record_with_its_fields_and_label(exports, small_review):
    entries = read_ris(exports / "records.ris")
    assert [entry["accession_number"] for entry in entries] == list(small_review.records)
    first = entries[0]
    assert first["authors"] == ["Núñez, J. M.", "van der Berg, A.", "The Invented Study Group"]
    assert first["secondary_title"] == "Journal of Invented Trials"
    assert first["alternate_title2"] == "J Invent Trials"
    assert (first["start_page"], first["end_page"]) == ("101", "109")
    assert first["doi"] == "10.9999/invented.1"
    assert first["abstract"].startswith("Forty-two patients")
    assert first["notes"] == ["ASReview_relevant", "Living Review: include (rules)"]
    notes = {entry["accession_number"]: entry["notes"] for entry in entries}
    assert notes["99000003"][0] == "ASReview_irrelevant"
    assert notes["99000003"][1] == "Living Review: exclude: is_clinical (human)"
    assert notes["99000004"][0] == "ASReview_not_seen"


def test_a_record_cannot_write_ris_tags_of_its_own(small_review):
    record = small_review.records["99000001"]
    broken = type(record)(pmid="99000009", title="One\nER  - \nTY  - JOUR\rTI  - Two")
    entries = rispy.loads(ris([broken], {}))
    assert len(entries) == 1
    assert entries[0]["title"] == "One ER - TY - JOUR TI - Two"


def test_bibtex_reads_back(exports, small_review):
    library = bibtexparser.parse_string((exports / "included.bib").read_text(encoding="utf-8"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["pmid99000001", "pmid99000002"]
    fields = {field.key: field.value for field in library.entries[0].fields}
    assert fields["title"] == "{The drug against nothing: a randomised trial}"
    assert fields["author"] == "Núñez, J. M. and van der Berg, A. and {The Invented Study Group}"
    attacked = {field.key: field.value for field in library.entries[1].fields}["title"]
    assert r"\textbackslash{}LaTeX" in attacked
    assert r"\$\{x\}" in attacked


def test_csl_json_holds_the_included_reports(exports):
    items = json.loads((exports / "included.csl.json").read_text(encoding="utf-8"))
    assert [item["PMID"] for item in items] == ["99000001", "99000002"]
    assert items[0]["author"][0] == {"family": "Núñez", "given": "J M"}
    assert items[0]["issued"] == {"date-parts": [[2011, 3]]}


def test_the_screening_file_carries_labels(exports):
    with open(exports / "screening.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {row["pmid"]: row["included"] for row in rows} == {
        "99000001": "1",
        "99000002": "1",
        "99000003": "0",
        "99000004": "",
    }


def test_no_cell_of_the_outcomes_is_a_formula(exports, small_review):
    with open(exports / "outcomes.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len(small_review.outcomes)
    assert rows[1]["arm"] == "'=SUM(A1)"
    assert rows[0]["value"] == "0.61"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@cmd", "'@cmd"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("-1.5", "-1.5"),
        ("-5 months", "'-5 months"),
        ("plain", "plain"),
        (None, ""),
    ],
)
def test_formulas_become_text_and_numbers_stay(cell, written):
    assert harmless(cell) == written


def test_the_workbook_has_no_formula_and_explains_its_columns(exports):
    book = openpyxl.load_workbook(exports / "review.xlsx")
    assert {"About", "Outcomes", "Decisions", "Data dictionary"} <= set(book.sheetnames)
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    outcomes = list(book["Outcomes"].values)
    named = dict(zip(outcomes[0], outcomes[2], strict=True))
    assert named["arm"] == "=SUM(A1)"
    assert named["value"] == 14.1
    explained = {(row[0], row[1]): row[3] for row in book["Data dictionary"].values}
    assert explained["Outcomes", "quote"]


def test_a_workbook_keeps_long_and_strange_cells_readable():
    rows = [{"a": "x" * 100_000, "b": "\x00\u202e"}]
    data = workbook([("What", "test")], [Sheet("S", "", ["a", "b"], rows)], "2026-11-22")
    _, (long, strange) = openpyxl.load_workbook(io.BytesIO(data))["S"].values
    assert len(long) == LONGEST_CELL
    assert long.endswith("characters]")
    assert strange == "⟨U+0000⟩⟨U+202E⟩"


def test_revman_gets_log_ratios_and_no_meta_analyses():
    key = {"comparison": "a", "endpoint": "OS", "statistic": "hazard_ratio"}
    about = {"label": "A", "endpoint_label": "survival", "experimental": "x", "control": "y"}
    other = {**key, "comparison": "b", **about}
    pooled = [other, {**key, "endpoint": "PFS", **about}, {**key, **about}]
    study = {
        **key, "study_label": "=Trial", "year": 2012, "yi": -0.5, "se": 0.2, "pmid": "99000001",
        "events_experimental": None, "events_control": None, "n_experimental": 10,
        "n_control": 11, "role": "pooled", "weight": 40.0, "estimate": 0.61, "ci_lower": 0.4,
        "ci_upper": 0.9,
    }  # fmt: skip
    text = revman_csv(pooled, [study, {**study, "role": "context"}])
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["GIV Mean"], row["GIV SE"], row["Experimental N"]) == ("-0.5", "0.2", "10")
    assert (row["Mean"], row["CI start"], row["Variance"]) == ("0.61", "0.4", "0.04")
    assert (row["Analysis group"], row["Analysis number"]) == ("2", "2")
    assert row["Analysis group name"] == "A"
    assert row["Study"] == "'=Trial"


def test_the_crate_names_every_file_with_its_checksum(exports):
    crate = ROCrate(exports)
    listed = {entity.id: entity for entity in crate.data_entities}
    on_disk = {
        path.relative_to(exports).as_posix()
        for path in exports.rglob("*")
        if path.is_file() and path.name != "ro-crate-metadata.json"
    }
    assert set(listed) == on_disk
    for place, entity in listed.items():
        if place != "provenance/Snakefile":
            digest = hashlib.sha256((exports / place).read_bytes()).hexdigest()
            assert entity["sha256"] == digest
    assert crate.mainEntity.id == "provenance/Snakefile"
    (run,) = crate.get_by_type("CreateAction")
    assert [entity.id for entity in run["object"]] == ["provenance/config.yaml"]


def test_the_same_run_gives_the_same_bytes(exports, small_review, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    arguments = ["--results", small_review.results, "--config", "config.yaml"]
    export.main([*map(str, arguments), "--out-dir", "again"])
    for path in sorted(exports.rglob("*")):
        if path.is_file():
            again = small_review.home / "again" / path.relative_to(exports)
            assert again.read_bytes() == path.read_bytes(), path.name
    assert zipfile.ZipFile(exports / "review.xlsx").testzip() is None


def test_a_review_without_an_eligible_record_is_exported(empty_review, monkeypatch):
    monkeypatch.chdir(empty_review.home)
    arguments = ["--results", empty_review.results, "--config", "config.yaml"]
    export.main([*map(str, arguments), "--out-dir", "exports"])
    folder = empty_review.home / "exports"
    assert json.loads((folder / "included.csl.json").read_text()) == []
    assert len(read_ris(folder / "records.ris")) == 4
