"""The verbs one after another, on a service that anyone could run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fetch
import link
import parse
import search
from review.errors import ReviewError
from review.records import read_records
from review.tables import read_table


@pytest.fixture(autouse=True)
def _a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763856000")


def run_search(service, folder: Path, **related) -> int:
    return search.main(
        [
            "--endpoint", service.base_url, "--query", '"invented disease"[tiab]',
            "--until", "2026-11-22",
            "--related", json.dumps({"seeds": [], "links": [], "limit": 5} | related),
            "--ledger", str(folder / "ledger.json"), "--pmids", str(folder / "pmids.txt"),
            "--found", str(folder / "found.csv"),
        ]
    )  # fmt: skip


def run_fetch(service, folder: Path) -> int:
    return fetch.main(
        [
            "--endpoint", service.base_url, "--pmids", str(folder / "pmids.txt"),
            "--out-dir", str(folder / "raw"), "--manifest", str(folder / "manifest.json"),
        ]
    )  # fmt: skip


def run_parse(folder: Path) -> int:
    return parse.main(
        [
            "--pmids", str(folder / "pmids.txt"), "--raw", str(folder / "raw"),
            "--manifest", str(folder / "manifest.json"),
            "--records", str(folder / "records.parquet"), "--missing", str(folder / "missing.csv"),
        ]
    )  # fmt: skip


def run_link(folder: Path) -> int:
    return link.main(
        ["--records", str(folder / "records.parquet"), "--out", str(folder / "studies.csv")]
    )


def test_every_pmid_found_is_parsed_or_named(service, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000452))
    service.withheld = {99000007}
    service.links = {(99000001, "pubmed_pubmed"): [99000001, 99000500, 99000002]}
    service.add(99000500, created="2012-01-01")

    assert run_search(service, tmp_path, seeds=["99000001"], links=["similar"]) == 0
    assert run_fetch(service, tmp_path) == 0
    assert run_parse(tmp_path) == 0
    assert run_link(tmp_path) == 0

    pmids = (tmp_path / "pmids.txt").read_text().split()
    assert pmids == sorted(pmids, key=int) and len(pmids) == 452
    records = read_records(tmp_path / "records.parquet")
    missing = read_table(tmp_path / "missing.csv", "missing")
    assert [row["pmid"] for row in missing] == ["99000007"]
    assert {record.pmid for record in records} | {"99000007"} == set(pmids)
    found = read_table(tmp_path / "found.csv", "found")
    assert {"pmid": "99000500", "via": "similar", "seed_pmid": "99000001"} in found
    assert len(read_table(tmp_path / "studies.csv", "studies")) == len(records)


def test_related_records_are_those_of_the_day_newest_citations_first(service, tmp_path) -> None:
    service.add(99000001)
    service.add(99000010, 99000011, 99000012, 99000013)
    service.add(99000014, created="2026-11-23")  # the day after
    links = [99000011, 99000014, 99000013, 99000010, 99000012, 99000001, 99000777]
    service.links = {
        (99000001, "pubmed_pubmed"): links,
        (99000001, "pubmed_pubmed_citedin"): links,
    }
    run_search(service, tmp_path, seeds=["99000001"], links=["similar", "cited_by"], limit=2)
    found = read_table(tmp_path / "found.csv", "found")
    taken = {(row["via"], row["pmid"]) for row in found if row["via"] != "search"}
    assert taken == {
        ("similar", "99000011"), ("similar", "99000013"),
        ("cited_by", "99000013"), ("cited_by", "99000012"),
    }  # fmt: skip
    ledger = json.loads((tmp_path / "ledger.json").read_text())
    assert [entry["available"] for entry in ledger["related"]] == [4, 4]


def test_ledger_reconciles_and_names_no_port(service, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000031))
    run_search(service, tmp_path)
    ledger = json.loads((tmp_path / "ledger.json").read_text())
    assert ledger["totals"] == {
        "count": 30, "windows": 1, "sum_of_windows": 30, "pmids_by_search": 30,
        "pmids_by_other_means_only": 0, "pmids": 30,
    }  # fmt: skip
    assert ledger["windows"][0]["query_translation"] == "read as it stands"
    assert ledger["windows"][0]["asked_at"] == "2025-11-23T00:00:00Z"


def test_same_source_same_bytes(service, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000650))
    for name in ("one", "two"):
        folder = tmp_path / name
        run_search(service, folder)
        run_fetch(service, folder)
        run_parse(folder)
    for path in sorted((tmp_path / "one").rglob("*")):
        if path.is_file():
            twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert path.read_bytes() == twin.read_bytes(), path.name


def test_a_raw_file_that_was_changed_is_refused(service, tmp_path: Path) -> None:
    service.add(99000001)
    run_search(service, tmp_path)
    run_fetch(service, tmp_path)
    (tmp_path / "raw" / "batch-0001.xml.gz").write_bytes(b"tampered with")
    with pytest.raises(ReviewError, match=r"batch-0001.xml.gz: .*SHA-256"):
        run_parse(tmp_path)


def test_a_pmid_that_nobody_accounts_for_is_refused(service, tmp_path: Path) -> None:
    service.add(99000001)
    run_search(service, tmp_path)
    run_fetch(service, tmp_path)
    (tmp_path / "pmids.txt").write_text("99000001\n99000002\n")
    with pytest.raises(ReviewError, match=r"neither parsed nor named missing.*99000002"):
        run_parse(tmp_path)


def test_no_hit_is_an_error_that_leaves_nothing(service, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r'no record .*read as it stands.*"invented disease"'):
        run_search(service, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("seed", ["99000009", "10.1000/none", "Smith 2011"])
def test_a_seed_that_cannot_be_found_is_named(service, tmp_path: Path, seed: str) -> None:
    service.add(99000001)
    with pytest.raises(ReviewError, match=f"seeds: the seed cannot be found.*'{seed}'"):
        run_search(service, tmp_path, seeds=[seed], links=["similar"])


def test_the_way_to_ncbi_names_who_asks_and_hides_the_key(
    service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "0123456789abcdef0123456789abcdef0123"
    monkeypatch.setattr("pubmed.client.NCBI", service.base_url)
    monkeypatch.setenv("NCBI_API_KEY", key)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    service.add(99000001, 99000002)
    service.links = {(99000001, "pubmed_pubmed"): [99000002]}
    common = ["--endpoint", "ncbi", "--email", "a@example.org"]
    related = '{"seeds": ["99000001"], "links": ["similar"], "limit": 3}'
    out = tmp_path / "out"
    search.main(
        [
            *(*common, "--query", "x[tiab]", "--until", "2026-11-22", "--related", related),
            *("--ledger", str(out / "ledger.json"), "--pmids", str(out / "pmids.txt")),
            *("--found", str(out / "found.csv")),
        ]
    )
    fetch.main(
        [
            *(*common, "--pmids", str(out / "pmids.txt"), "--out-dir", str(out / "raw")),
            *("--manifest", str(out / "manifest.json"), "--held", str(tmp_path / "held")),
        ]
    )
    assert json.loads((out / "ledger.json").read_text())["endpoint"] == "ncbi"
    assert {utility for utility, *_ in service.requests} == {"esearch", "elink", "efetch"}
    for _, method, asked, _ in service.requests:
        assert (asked["tool"], asked["email"]) == ("living-review", "a@example.org")
        assert method == "POST" and key not in asked["path"] and asked["api_key"] == key
        # History expires, and nothing but XML can be read back from disk.
        assert asked["retmode"] == "xml" and not {"usehistory", "WebEnv"} & asked.keys()
    printed = capsys.readouterr()
    assert key not in printed.out + printed.err
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes(), path


def test_ncbi_without_an_email_is_refused_before_any_request(service, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"source\.email: NCBI requires"):
        fetch_arguments = ["--endpoint", "ncbi", "--pmids", str(tmp_path / "pmids.txt")]
        (tmp_path / "pmids.txt").write_text("99000001\n")
        folder = ["--out-dir", str(tmp_path / "raw"), "--manifest", str(tmp_path / "m.json")]
        fetch.main([*fetch_arguments, *folder])


# The second is a kind that PubMed does not have today.
@pytest.mark.parametrize("kind", ["OutputMessage", "TermChanged"])
def test_a_list_that_pubmed_cut_silently_stops_the_search(
    service, tmp_path: Path, kind: str
) -> None:
    service.add(*range(99000001, 99000031))
    service.complaints = f"<WarningList><{kind}>Restrictions achieved</{kind}></WarningList>"
    with pytest.raises(ReviewError, match="Restrictions achieved"):
        run_search(service, tmp_path)
