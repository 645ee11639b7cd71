"""What goes beside a search: concepts, blocks, known papers, files, PRISMA-S, dated standings."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import describe
import search
from pubmed.concepts import blocks_of_concepts, blocks_of_query, query_of
from pubmed.exported import read_export
from pubmed.inquiry import Question, ask
from pubmed.known import recall
from pubmed.ledger import ledger_of
from pubmed.parse import iter_elements, record_of
from pubmed.query import check_query
from pubmed.related import identifier_term
from pubmed.standing import standings
from pubmed.strategy import prisma_s_rows, strategy_text
from review.errors import ReviewError
from review.tables import read_table

UNTIL = datetime.date(2026, 11, 22)
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "pubmed"


def test_concepts_build_a_query_that_the_linter_accepts() -> None:
    concepts = {
        "population": {"mesh": ["Multiple Myeloma"], "words": ["myeloma*", "plasma cell tumour"]},
        "intervention": {"words": ["drug*", '"ad hoc"[ti]'], "types": ["Clinical Trial"]},
    }
    query = query_of(blocks_of_concepts(concepts))
    assert query == (
        '("Multiple Myeloma"[mh] OR myeloma*[tiab] OR "plasma cell tumour"[tiab]) AND '
        '(drug*[tiab] OR "ad hoc"[ti] OR "Clinical Trial"[pt])'
    )
    assert check_query(query) == []


def test_a_concept_without_a_term_is_named() -> None:
    with pytest.raises(ReviewError, match=r"search\.concepts\.outcome"):
        blocks_of_concepts({"outcome": {"words": []}})


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("a1[ti]", ["a1[ti]"]),
        ("(a1[ti] OR b1[ti]) AND c1[ti]", ["(a1[ti] OR b1[ti])", "c1[ti]"]),
        ("a1[ti] OR b1[ti] AND c1[ti]", ["a1[ti] OR b1[ti]", "c1[ti]"]),
        ("a1[ti] AND b1[ti] OR c1[ti]", ["a1[ti] AND b1[ti] OR c1[ti]"]),
        ("a1[ti] NOT (b1[ti] AND c1[ti])", ["a1[ti]", "(b1[ti] AND c1[ti])"]),
        ("((a1[ti] OR b1[ti]) AND c1[ti])", ["(a1[ti] OR b1[ti])", "c1[ti]"]),
        ("(a1[ti]) AND (b1[ti])", ["(a1[ti])", "(b1[ti])"]),
        ("((a1[ti]))", ["a1[ti]"]),
        ("(a1[ti] AND b1[ti] OR c1[ti])", ["a1[ti] AND b1[ti] OR c1[ti]"]),
    ],
)
def test_blocks_of_a_query_are_its_outermost_parts(query: str, texts: list[str]) -> None:
    assert [block.text for block in blocks_of_query(query)] == texts


class Scripted:
    """A source that knows which PMIDs each of a few terms finds."""

    def __init__(self, finds: dict[str, set[str]], everything: set[str]) -> None:
        self.finds = finds
        self.everything = everything

    def search(self, term: str, retmax: int = 9999):
        from pubmed.replies import SearchReply

        found = set(self.everything)
        for name, pmids in self.finds.items():
            if f"NOT {name}" in term:
                found -= pmids
            elif name in term:
                found &= pmids
        if term.endswith("[uid]") or "[uid] AND" in term:
            found &= {term.split("[uid]")[0]}
        listed = tuple(sorted(found, key=int))[:retmax]
        return SearchReply(len(found), listed, "read", ())

    def linked(self, pmid: str, link: str) -> list[str]:
        return []

    def spelling(self, phrase: str) -> str:
        return ""


def test_each_missed_paper_is_explained() -> None:
    source = Scripted(
        {"pop[ti]": {"1", "2", "3"}, "drug[ti]": {"1", "2", "4"}, "old[ti]": {"2"},
         "[crdt]": {"1", "2", "3", "4"}},
        {"1", "2", "3", "4", "5"},
    )  # fmt: skip
    query = "pop[ti] AND drug[ti] NOT old[ti]"
    question = Question(
        query, UNTIL, blocks=blocks_of_query(query), known=["1", "2", "3", "4", "5", "9", "x"]
    )
    answer = ask(source, question)
    told = {known.given: known.explanation for known in answer.known}
    assert told == {
        "1": "",
        "2": "excluded by NOT part 3: old[ti]",
        "3": "excluded by part 2: drug[ti]",
        "4": "excluded by part 1: pop[ti]",
        "5": "created after the search's day",
        "9": "the source holds no such record",
        "x": "neither a PMID nor a DOI",
    }
    assert recall(answer.known) == 1 / 5
    assert [(block.text, count) for block, count in answer.counts] == [
        ("pop[ti]", 3), ("drug[ti]", 3), ("old[ti]", 1),
    ]  # fmt: skip


def test_a_search_without_a_hit_tells_what_each_part_finds() -> None:
    source = Scripted({"pop[ti]": {"1", "2"}, "drug[ti]": {"3"}}, {"1", "2", "3"})
    query = "pop[ti] AND drug[ti]"
    with pytest.raises(ReviewError, match=r"no record created up to 2026-11-22") as caught:
        ask(source, Question(query, UNTIL, blocks=blocks_of_query(query)))
    assert "Each part alone finds: pop[ti]: 2; drug[ti]: 1." in caught.value.fix


def test_a_fault_of_the_query_is_told_before_a_seed_that_cannot_be_found() -> None:
    with pytest.raises(ReviewError, match="finds no record"):
        ask(Scripted({}, set()), Question("pop[ti]", UNTIL, seeds=["10.1000/none"]))


@pytest.mark.parametrize(
    ("given", "term"),
    [
        ("99000001", "99000001[uid]"),
        ("PMID: 99000001.", "99000001[uid]"),
        ("https://pubmed.ncbi.nlm.nih.gov/99000001/", "99000001[uid]"),
        ("10.1000/S0140(20)1-5", '"10.1000/S0140(20)1-5"[doi]'),
        ("https://doi.org/10.1000/a<1::b>3.0;2-2.", '"10.1000/a<1::b>3.0;2-2"[doi]'),
        ("doi 10.1000/x", '"10.1000/x"[doi]'),
        ('10.1000/x"[doi]OR"y', ""),
        ("PMC99000001", ""),
        ("0", ""),
        ("Smith 2011", ""),
    ],
)
def test_a_seed_is_known_however_it_was_copied(given: str, term: str) -> None:
    assert identifier_term(given) == term


WRAPPED = """
PMID- 99000002
OWN - NLM
STAT- MEDLINE
LID - 10.1000/j.inv.2011.08.015 [doi]
LID - S0000-0000(11)00815-5 [pii]
TI  - A title that is too long for one line of this form and therefore goes on in the
      next one, where a number such as
      PMID- 99000009 is part of the text.
AB  - BACKGROUND: Nothing was known. METHODS:
      We looked. PMID- 99000008
AID - 10.1000/j.inv.2011.08.015 [doi]
SO  - J Invent. 2011 Aug 15;1(2):3-4. doi: 10.1000/j.inv.2011.08.015.

PMID- 99000001
OWN - NLM
TI  - [Translated title].
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_an_export_of_pubmed_is_read_with_wrapped_lines_and_any_line_ends(tmp_path, ends, start):
    path = tmp_path / "pubmed-inventions-set.txt"
    path.write_bytes((start + WRAPPED.replace("\n", ends)).encode())
    assert read_export(path).pmids == ("99000001", "99000002")


@pytest.mark.parametrize(
    ("name", "text", "pmids"),
    [
        ("a.nbib", "PMID- 99000002\nTI  - One\n\nPMID- 99000001\nTI  - Two\n", 2),
        ("b.nbib", "\ufeffPMID- 99000002\r\nTI  - One\r\n\r\n\r\nPMID- 99000001\r\n", 2),
        ("c.txt", "99000001\n\n99000002\n99000001\n", 2),
    ],
)
def test_exports_are_known_by_their_content(tmp_path, name: str, text: str, pmids: int) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    assert read_export(tmp_path / name).pmids == ("99000001", "99000002")[:pmids]


def test_an_export_may_be_xml() -> None:
    assert read_export(FIXTURES / "book-among-articles.xml").pmids == ("99010901", "99010950")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("PMID- 1\nTI  - One\n\nTI  - Two\n", "record 2 has no PMID"),
        ("title,year\nOne,2001\n", "line 1: neither PubMed XML"),
        ("OWN - NLM\nPMID- 1 2\n", "record 1 has no PMID"),
        ("\n", "no record in the file"),
        ("PMID- 1\nTI  - na\xefve\n", "not UTF-8 text at byte 16"),
    ],
)
def test_exports_that_cannot_be_read_are_named(tmp_path, text: str, says: str) -> None:
    (tmp_path / "x.nbib").write_text(text, encoding="latin-1")
    with pytest.raises(ReviewError, match=says):
        read_export(tmp_path / "x.nbib")


def test_the_verb_writes_what_a_librarian_asks_for(service, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763856000")
    service.add(*range(99000001, 99000011))
    export = tmp_path / "mine.txt"
    export.write_text("99000003\n99000777\n")
    known = tmp_path / "known.yaml"
    known.write_text('known:\n  - {id: "99000004"}\n  - {id: "99000999"}\n')
    out = {
        name: str(tmp_path / name)
        for name in ("l.json", "p.txt", "f.csv", "k.csv", "s.csv", "q.txt")
    }
    search.main(
        [
            *("--endpoint", service.base_url, "--until", "2026-11-22"),
            *("--concepts", '{"population": {"words": ["one"]}, "drug": {"words": ["two"]}}'),
            *("--files", str(export), "--known", str(known)),
            *("--ledger", out["l.json"], "--pmids", out["p.txt"], "--found", out["f.csv"]),
            *("--known-out", out["k.csv"]),
        ]
    )
    stated = json.dumps({"contacts": "Two manufacturers were asked.", "peer_review": None})
    describe.main(
        [
            *("--ledger", out["l.json"], "--stated", stated),
            *("--prisma-s", out["s.csv"], "--strategy", out["q.txt"]),
        ]
    )
    ledger = json.loads(Path(out["l.json"]).read_text())
    assert ledger["query"] == "(one[tiab]) AND (two[tiab])"
    assert [block["name"] for block in ledger["blocks"]] == ["population", "drug"]
    assert ledger["files"][0]["new_to_search"] == 1
    assert ledger["known"] == {"listed": 2, "held_by_source": 1, "found": 1, "recall": 1.0}
    assert {"pmid": "99000777", "via": "file", "seed_pmid": None} in read_table(
        out["f.csv"], "found"
    )
    rows = read_table(out["s.csv"], "prisma_s")
    assert [row["item"] for row in rows] == list(range(1, 17))
    told = {row["name"]: (row["stated_by"], row["reported"]) for row in rows}
    assert told["Contacts"] == ("the authors", "Two manufacturers were asked.")
    assert told["Peer review"] == ("for the authors", "To be stated by the authors.")
    assert told["Study registries"][0] == "for the authors"
    assert told["Total records"][0] == "the ledger"
    text = Path(out["q.txt"]).read_text()
    assert "(one[tiab]) AND (two[tiab])" in text and "2025-11-23T00:00:00Z" in text
    assert "#2 drug: (two[tiab]) — 10" in text


def test_prisma_s_and_the_text_come_from_the_ledger_alone() -> None:
    source = Scripted({}, {"1", "2"})
    ledger = ledger_of(ask(source, Question("x[ti] AND review[pt]", UNTIL)), endpoint="ncbi")
    rows = {row["name"]: row["reported"] for row in prisma_s_rows(ledger, {})}
    assert "NCBI" in rows["Database name"]
    assert rows["Search filters"] == "Fields used as filters in the query: [pt]."
    assert rows["Total records"] == "2 by the search, 0 more by other means, 2 in all."
    assert "2 records" in strategy_text(ledger)


def test_standings_are_dated_by_their_notice() -> None:
    def of(name: str) -> list[tuple[str, str, str]]:
        _, element = next(iter(iter_elements(FIXTURES / f"{name}.xml")))
        found = standings(record_of(element))
        return [(each.state, each.since, each.notice_pmid) for each in found]

    assert of("retracted") == [
        ("retracted", "2013-05-04", "99000021"),
        ("corrected", "2012-01", ""),
    ]
    assert of("expression-of-concern") == [("expression_of_concern", "2013-05-04", "99000023")]
    assert of("retracted-by-words-only") == []


def test_the_known_studies_of_the_default_review_are_readable() -> None:
    listed = search._known(str(FIXTURES.parents[2] / "references" / "known-studies.yaml"))
    assert len(listed) == len(set(listed)) > 5
    assert all(known.isdecimal() for known in listed)
