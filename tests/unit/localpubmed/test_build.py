"""Building an index: the same bytes each time, the right version of each record, clear errors."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import index as verb
from localpubmed.build import build_index
from localpubmed.history import History
from localpubmed.links import elink
from localpubmed.match import code
from localpubmed.parameters import Parameters
from localpubmed.query import parse
from localpubmed.store import Index
from localpubmed.translate import translate
from review.errors import ReviewError

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "localpubmed"
CORPUS = FIXTURES / "corpus"
VERSIONS = FIXTURES / "versions-and-deletions"


def found(path: Path, query: str) -> list[int]:
    opened = Index(path)
    try:
        meaning = translate(parse(query), opened.exists, today=date(2026, 1, 1), earlier={})
        return sorted(opened.search(meaning.match, "most recent")[1])
    finally:
        opened.close()


def gzipped(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(source.read_bytes(), mtime=0))
    return target


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path, index_path: Path) -> None:
    script = Path(verb.__file__)
    for number, (seed, zone) in enumerate((("1", "Asia/Tokyo"), ("2", "America/Lima"))):
        out = tmp_path / f"{number}.sqlite"
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, str(script), "--corpus", str(CORPUS), "--out", str(out)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        assert out.read_bytes() == index_path.read_bytes()


def test_files_and_folders_plain_and_gzipped_are_one_corpus(tmp_path: Path) -> None:
    gzipped(CORPUS / "articles-2.xml", tmp_path / "corpus" / "deeper" / "two.xml.gz")
    (tmp_path / "corpus" / "notes.txt").write_text("not XML")
    out = tmp_path / "index.sqlite"
    counts = build_index([CORPUS / "articles-1.xml", tmp_path / "corpus"], out)
    assert (counts.files, counts.records, counts.superseded, counts.deleted) == (2, 61, 0, 0)
    assert found(out, "sedation[tiab]") == [99020001]


def test_a_file_named_twice_counts_once(tmp_path: Path) -> None:
    counts = build_index([CORPUS, CORPUS / "articles-1.xml"], tmp_path / "index.sqlite")
    assert (counts.files, counts.superseded) == (2, 0)


def test_an_index_of_the_same_files_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "index.sqlite"
    assert not build_index([CORPUS], out).unchanged
    written = out.stat().st_ino
    again = build_index([CORPUS], out)
    assert again.unchanged and again.records == 61
    assert out.stat().st_ino == written
    build_index([CORPUS / "articles-1.xml"], out)
    assert found(out, "all[filter]") != [] and out.stat().st_ino != written


def test_what_is_no_index_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "index.sqlite"
    out.write_bytes(b"something else")
    assert build_index([CORPUS], out).records == 61
    assert found(out, "sedation[tiab]") == [99020001]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("versions") / "index.sqlite"
    counts = build_index([VERSIONS], path)
    assert (counts.records, counts.superseded, counts.deleted) == (4, 3, 1)
    return path


class TestVersions:
    def test_the_highest_version_counts_wherever_it_stands(self, out: Path) -> None:
        assert found(out, "walnut[ti]") == [99030001]
        assert found(out, "hazelnut[ti]") == []

    def test_of_equal_versions_the_later_counts(self, out: Path) -> None:
        assert found(out, "almond[ti]") == [99030002]
        assert found(out, "cashew[ti]") == []

    def test_two_versions_in_one_block(self, out: Path) -> None:
        assert found(out, "pecan[ti]") == [99030003]
        assert found(out, "pistachio[ti]") == []

    def test_deleted_records_go_unless_they_come_again_later(self, out: Path) -> None:
        assert found(out, "chestnut[ti]") == []
        assert found(out, "99030004[uid]") == []
        assert found(out, "acorn[ti]") == [99030005]

    def test_the_xml_is_that_of_the_version_that_counts(self, out: Path) -> None:
        opened = Index(out)
        texts = b"".join(opened.xml([99030001, 99030002, 99030003, 99030004, 99030005]))
        opened.close()
        for word in (b"Walnut", b"Almond", b"Pecan", b"Acorn"):
            assert texts.count(word) == 1
        for word in (b"Hazelnut", b"Cashew", b"Pistachio", b"Chestnut"):
            assert word not in texts

    def test_citations_of_a_replaced_version_are_gone(self, out: Path) -> None:
        opened = Index(out)
        assert opened.citing(99030005) == [99030001]
        assert opened.citing(99030002) == []
        opened.close()

    def test_no_word_of_a_removed_version_is_left(self, out: Path) -> None:
        with sqlite3.connect(out) as connection:
            terms = {row[0] for row in connection.execute("SELECT term FROM vocabulary")}
        assert not terms & {"hazelnut", "cashew", "pistachio", "chestnut"}


class TestRefusals:
    def refused(self, tmp_path: Path, *corpus: Path) -> str:
        out = tmp_path / "out" / "index.sqlite"
        with pytest.raises(ReviewError) as caught:
            build_index(corpus, out)
        assert not out.exists()
        assert not out.parent.exists() or list(out.parent.iterdir()) == []
        assert caught.value.fix
        return str(caught.value)

    def test_no_path_at_all(self, tmp_path: Path) -> None:
        assert "no corpus was named" in self.refused(tmp_path)

    def test_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        message = self.refused(tmp_path, tmp_path / "nowhere")
        assert "nowhere: corpus not found" in message and "source.corpus" in message

    def test_a_folder_without_xml(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "empty" / "read.me").write_text("nothing")
        assert "holds no .xml or .xml.gz file" in self.refused(tmp_path, tmp_path / "empty")

    def test_a_file_of_another_kind(self, tmp_path: Path) -> None:
        (tmp_path / "records.ris").write_text("TY  - JOUR")
        assert "not an .xml or .xml.gz file" in self.refused(tmp_path, tmp_path / "records.ris")

    def test_malformed_xml_by_file_and_position(self, tmp_path: Path) -> None:
        text = (CORPUS / "articles-1.xml").read_text("utf-8")
        broken = tmp_path / "broken.xml"
        broken.write_text(text.replace("</Journal>", "</Jornal>", 2), "utf-8")
        message = self.refused(tmp_path, broken)
        assert "broken.xml" in message and "line" in message

    def test_truncated_xml(self, tmp_path: Path) -> None:
        cut = tmp_path / "cut.xml"
        cut.write_bytes((CORPUS / "articles-1.xml").read_bytes()[:50_000])
        message = self.refused(tmp_path, CORPUS / "articles-2.xml", cut)
        assert "cut.xml" in message and "after PMID" in message

    def test_truncated_gzip(self, tmp_path: Path) -> None:
        whole = gzipped(CORPUS / "articles-1.xml", tmp_path / "whole.xml.gz")
        cut = tmp_path / "cut.xml.gz"
        cut.write_bytes(whole.read_bytes()[:5_000])
        assert "cut.xml.gz" in self.refused(tmp_path, cut)

    def test_other_xml(self, tmp_path: Path) -> None:
        (tmp_path / "page.xml").write_text("<html><body/></html>")
        assert "page.xml: not PubMed XML" in self.refused(tmp_path, tmp_path / "page.xml")

    def test_entities(self, tmp_path: Path) -> None:
        text = (CORPUS / "articles-2.xml").read_text("utf-8")
        bomb = '<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]>'
        rest = text.partition("<PubmedArticleSet>")[2]
        (tmp_path / "bomb.xml").write_text(
            f'<?xml version="1.0"?>{bomb}<PubmedArticleSet>{rest}', "utf-8"
        )
        assert "entities" in self.refused(tmp_path, tmp_path / "bomb.xml")

    def test_an_index_that_stood_there_stays(self, tmp_path: Path) -> None:
        out = tmp_path / "index.sqlite"
        build_index([CORPUS], out)
        before = out.read_bytes()
        cut = tmp_path / "cut.xml"
        cut.write_bytes((CORPUS / "articles-1.xml").read_bytes()[:50_000])
        with pytest.raises(ReviewError):
            build_index([cut], out)
        assert out.read_bytes() == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.xml", "index.sqlite"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "index.sqlite"
    build = f"{sys.executable} {verb.__file__} --corpus {CORPUS} --out {out}"
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 100; exec {build}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {out}: the index cannot be written:")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_goes_with_the_next_one(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from localpubmed import build\n"
        "build._Builder.finish = lambda self: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build.build_index([sys.argv[2]], Path(sys.argv[3], 'index.sqlite'))\n"
    )
    scripts = str(Path(verb.__file__).parent)
    arguments = [sys.executable, "-c", program, scripts, str(CORPUS), str(tmp_path)]
    assert subprocess.run(arguments, check=False).returncode == -9
    left = [path.name for path in tmp_path.iterdir()]
    assert left and "index.sqlite" not in left
    build_index([CORPUS], tmp_path / "index.sqlite")
    assert [path.name for path in tmp_path.iterdir()] == ["index.sqlite"]


@pytest.mark.parametrize("odd", ["9" * 40, "٣٤٥", "00099030002", "PMC123", "-1", "1.5"])
def test_a_cited_pmid_of_odd_form_harms_nothing(tmp_path: Path, odd: str) -> None:
    text = (VERSIONS / "1-baseline.xml").read_text("utf-8")
    listed = (
        f"<ReferenceList><Reference><Citation>Some paper.</Citation><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{odd}</ArticleId></ArticleIdList></Reference>'
        "</ReferenceList></PubmedData>"
    )
    (tmp_path / "odd.xml").write_text(text.replace("</PubmedData>", listed, 1), "utf-8")
    build_index([tmp_path / "odd.xml"], tmp_path / "index.sqlite")
    opened = Index(tmp_path / "index.sqlite")
    history, parameters = History(opened.fingerprint), {"id": ["99030001"], "db": ["pubmed"]}
    reply = elink(opened, history, Parameters(parameters | {"linkname": ["pubmed_pubmed_refs"]}))
    opened.close()
    assert reply.status == 200 and b"<ERROR>" not in reply.body
    assert (b"<Id>99030002</Id>" in reply.body) == odd.endswith("99030002")


class TestOpening:
    def test_no_index(self, tmp_path: Path) -> None:
        with pytest.raises(ReviewError, match="there is no index"):
            Index(tmp_path / "index.sqlite")

    def test_no_index_but_another_file(self, tmp_path: Path) -> None:
        (tmp_path / "index.sqlite").write_text("hello")
        with pytest.raises(ReviewError, match="not an index"):
            Index(tmp_path / "index.sqlite")

    def test_an_index_of_another_format(self, tmp_path: Path) -> None:
        out = tmp_path / "index.sqlite"
        build_index([CORPUS], out)
        with sqlite3.connect(out) as connection:
            connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
        with pytest.raises(ReviewError, match="another format"):
            Index(out)


def test_every_record_is_found_by_its_code(index: Index) -> None:
    assert index.search(code("every_record"), "pmid")[0] == index.records == 61


def test_the_verb_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--corpus", str(CORPUS), "--out", str(tmp_path / "index.sqlite")]
    assert verb.main(arguments) == 0
    assert verb.main(arguments) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "indexed: 61 records from 2 files; 0 superseded, 0 deleted"
    assert second == "unchanged: 61 records from 2 files; 0 superseded, 0 deleted"
