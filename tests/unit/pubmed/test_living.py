"""A search run again on a later day: what is new, what was indexed since, and what fell since."""

from __future__ import annotations

import datetime
import json
import socket
from pathlib import Path

import pytest

import describe
import fetch
import parse
import search
from localpubmed.build import build_index
from localpubmed.service import serving
from review.records import read_records
from review.tables import read_table

MESH = (
    "<MeshHeadingList><MeshHeading><DescriptorName UI='D1'>Inventions</DescriptorName>"
    "</MeshHeading></MeshHeadingList>"
)


def indexed(record: str, day: str) -> str:
    """Return a record that got its MeSH on a day."""
    year, month, date = day.split("-")
    stamp = (
        f'<PubMedPubDate PubStatus="medline"><Year>{year}</Year><Month>{month}</Month>'
        f"<Day>{date}</Day></PubMedPubDate></History>"
    )
    return record.replace("</History>", stamp)


class Review:
    """A review of a corpus that grows, over a service at one address."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def run(self, name: str, corpus: list[Path], until: str, since: str = "") -> Path:
        """Search, fetch and parse on the day ``until``; return the folder of what came of it."""
        seconds = datetime.datetime.fromisoformat(f"{until}T12:00:00+00:00").timestamp()
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(seconds)))
        out = self.folder / name
        out.mkdir()
        build_index(corpus, out / "index.sqlite")
        with serving(out / "index.sqlite", self.port) as url:
            service = ["--endpoint", url]
            search.main(
                [
                    *(*service, "--query", "Inventions[mh]", "--until", until),
                    *(("--since", since) if since else ()),
                    *("--ledger", str(out / "ledger.json"), "--pmids", str(out / "pmids.txt")),
                    *("--found", str(out / "found.csv")),
                ]
            )
            fetch.main(
                [
                    *(*service, "--pmids", str(out / "pmids.txt"), "--out-dir", str(out / "raw")),
                    *("--manifest", str(out / "m.json"), "--held", str(self.folder / "held")),
                ]
            )
        parse.main(
            [
                *("--pmids", str(out / "pmids.txt"), "--raw", str(out / "raw")),
                *("--manifest", str(out / "m.json"), "--records", str(out / "records.parquet")),
                *("--missing", str(out / "missing.csv"), "--standing", str(out / "standing.csv")),
            ]
        )
        return out


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    return Review(tmp_path, monkeypatch)


@pytest.fixture
def files(tmp_path: Path, make) -> tuple[Path, Path]:
    """Give a corpus of 2011, and the file that updates it in 2012."""
    old, bare = ("2011-03-01", "2011-11-01")
    baseline, update = tmp_path / "1.xml", tmp_path / "2.xml"
    baseline.write_bytes(
        make.article_set(
            make.article(99000001, created=bare),  # not indexed yet
            *(
                indexed(make.article(pmid, created=old, citation_extra=MESH), "2011-05-01")
                for pmid in range(99000002, 99000012)
            ),
        )
    )
    # The notice has come, and the date of revision has stayed: PubMed promises nothing else.
    fallen = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>'
        "J Invent. 2012 Apr 2;3:4</RefSource></CommentsCorrections></CommentsCorrectionsList>"
    )
    update.write_bytes(
        make.article_set(
            indexed(make.article(99000001, created=bare, citation_extra=MESH), "2012-02-03"),
            indexed(
                make.article(
                    99000002,
                    created=old,
                    citation_extra=MESH + fallen,
                    types=("Journal Article", "Retracted Publication"),
                ),
                "2011-05-01",
            ),
            indexed(
                make.article(99000020, created="2012-03-01", citation_extra=MESH), "2012-04-01"
            ),
        )
    )
    return baseline, update


def test_an_update_finds_what_is_new_and_what_was_indexed_since(review, files) -> None:
    baseline, update = files
    before = review.run("before", [baseline], "2012-01-01")
    after = review.run("after", [baseline, update], "2012-06-01", since="2012-01-01")
    was, now = ((folder / "pmids.txt").read_text().split() for folder in (before, after))
    assert "99000001" not in was
    assert sorted(set(now) - set(was)) == ["99000001", "99000020"]
    told = json.loads((after / "ledger.json").read_text())["update"]
    assert (told["since"], told["count"], told["created"], told["indexed"]) == (
        "2012-01-01", 2, 1, 1,
    )  # fmt: skip
    assert "2012/01/01:3000[mhda]" in told["term"] and "2012/01/01:3000[crdt]" in told["term"]


def test_a_retraction_since_is_seen_though_the_record_bears_no_later_date(review, files) -> None:
    baseline, update = files
    before = review.run("before", [baseline], "2012-01-01")
    after = review.run("after", [baseline, update], "2012-06-01")
    status = {
        folder: {record.pmid: record.status for record in read_records(folder / "records.parquet")}
        for folder in (before, after)
    }
    assert status[before]["99000002"] == "current"
    assert status[after]["99000002"] == "retracted"
    assert {status[after][pmid] for pmid in status[before] if pmid != "99000002"} == {"current"}
    row = next(row for row in read_table(after / "standing.csv", "standing"))
    assert (row["pmid"], row["state"], row["since"]) == ("99000002", "retracted", "2012-04-02")
    # What stands as it stood was not fetched again.
    manifest = json.loads((after / "m.json").read_text())
    new = [batch for batch in manifest["batches"] if batch["received_at"] > "2012-05"]
    assert [batch["asked"] for batch in new] == [["99000001", "99000002", "99000020"]]


def test_an_update_is_described_for_the_authors(review, files, tmp_path: Path) -> None:
    baseline, update = files
    after = review.run("after", [baseline, update], "2012-06-01", since="2012-01-01")
    describe.main(
        [
            *("--ledger", str(after / "ledger.json"), "--prisma-s", str(after / "p.csv")),
            *("--strategy", str(after / "s.txt")),
        ]
    )
    rows = {row["name"]: row["reported"] for row in read_table(after / "p.csv", "prisma_s")}
    assert "Update of the search of 2012-01-01: 2 records" in rows["Updates"]
    text = (after / "s.txt").read_text()
    assert "records created or given MeSH since" in text and "[mhda]) — 2" in text


def test_nothing_new_is_no_error(review, files) -> None:
    after = review.run("after", [files[0]], "2012-06-01", since="2012-01-01")
    told = json.loads((after / "ledger.json").read_text())["update"]
    assert (told["count"], told["created"], told["indexed"]) == (0, 0, 0)


def test_a_revision_that_reached_the_source_late_is_fetched(review, files, make) -> None:
    # Made four days before the first fetch, and seen after it.
    revised = "<DateRevised><Year>2011</Year><Month>12</Month><Day>28</Day></DateRevised>"
    late = review.folder / "3.xml"
    late.write_bytes(
        make.article_set(
            indexed(
                make.article(
                    99000003,
                    created="2011-03-01",
                    abstract="Mended.",
                    citation_extra=MESH + revised,
                ),
                "2011-05-01",
            )
        )
    )
    review.run("before", [files[0]], "2012-01-01")
    after = review.run("after", [files[0], late], "2012-06-01")
    texts = {record.pmid: record.abstract for record in read_records(after / "records.parquet")}
    assert texts["99000003"] == "Mended." and texts["99000004"] != "Mended."
