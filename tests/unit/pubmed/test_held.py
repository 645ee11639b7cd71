"""A second fetch asks only for what is new or was revised; --refresh asks for everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fetch
import parse
from review.records import read_records


@pytest.fixture(autouse=True)
def _a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763856000")


def fetched(service, folder: Path, pmids: range | list[int], *more: str) -> list[str]:
    """Fetch and parse; return the PMIDs that EFetch was asked for."""
    folder.mkdir(exist_ok=True)
    (folder / "pmids.txt").write_text("".join(f"{pmid}\n" for pmid in pmids))
    service.requests.clear()
    fetch.main(
        [
            *("--endpoint", service.base_url, "--pmids", str(folder / "pmids.txt")),
            *("--out-dir", str(folder / "raw"), "--manifest", str(folder / "manifest.json")),
            *("--held", str(folder.parent / "held"), *more),
        ]
    )
    parse.main(
        [
            *("--pmids", str(folder / "pmids.txt"), "--raw", str(folder / "raw")),
            *("--manifest", str(folder / "manifest.json")),
            *("--records", str(folder / "records.parquet")),
            *("--missing", str(folder / "missing.csv")),
        ]
    )
    return [
        pmid
        for utility, _, asked, _ in service.requests
        if utility == "efetch"
        for pmid in asked["id"].split(",")
    ]


def titles(folder: Path) -> dict[str, str]:
    return {record.pmid: record.title for record in read_records(folder / "records.parquet")}


def test_unrevised_records_are_not_fetched_again(service, make, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000500))
    first = fetched(service, tmp_path / "one", range(99000001, 99000301))
    assert len(first) == 300
    # Wanted no more: the first ten. New: the last fifty, and one among the old. Revised: two.
    service.revised = {99000050, 99000250}
    service.texts[99000050] = make.article(99000050, title="A title, revised")
    wanted = [*range(99000011, 99000301), *range(99000400, 99000450)]
    second = fetched(service, tmp_path / "two", wanted)
    assert second == ["99000050", "99000250", *map(str, range(99000400, 99000450))]
    made = titles(tmp_path / "two")
    assert sorted(made, key=int) == [str(pmid) for pmid in wanted]
    assert made["99000050"] == "A title, revised" and made["99000051"] == "A title"


def test_a_third_fetch_builds_on_the_second(service, make, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000101))
    fetched(service, tmp_path / "one", range(99000001, 99000051))
    service.revised = {99000007}
    fetched(service, tmp_path / "two", range(99000001, 99000101))
    service.revised = set()
    assert fetched(service, tmp_path / "three", range(99000001, 99000101)) == []
    assert len(titles(tmp_path / "three")) == 100


def test_refresh_asks_for_everything(service, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000011))
    fetched(service, tmp_path / "one", range(99000001, 99000011))
    assert len(fetched(service, tmp_path / "two", range(99000001, 99000011), "--refresh")) == 10


def test_held_files_of_another_endpoint_or_damaged_are_not_used(service, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000011))
    fetched(service, tmp_path / "one", range(99000001, 99000011))
    (tmp_path / "held" / "batch-0001.xml.gz").unlink()
    (tmp_path / "held" / "batch-0001.xml.gz").write_bytes(b"damaged")
    assert len(fetched(service, tmp_path / "two", range(99000001, 99000011))) == 10
    manifest = tmp_path / "held" / "manifest.json"
    changed = json.loads(manifest.read_text()) | {"endpoint": "ncbi"}
    manifest.write_text(json.dumps(changed))
    assert len(fetched(service, tmp_path / "three", range(99000001, 99000011))) == 10
