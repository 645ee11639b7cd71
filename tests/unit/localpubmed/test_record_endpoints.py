"""EFetch, ELink, ESummary, EInfo and ESpell, called and read by the real Bio.Entrez."""

from __future__ import annotations

import io
import json
import urllib.error
from collections.abc import Callable
from typing import Any

import pytest

from localpubmed.store import Index
from pubmed.parse import iter_articles

Answer = Callable[..., Any]
Body = Callable[..., bytes]


def pmids_in(data: bytes) -> list[str]:
    return [pmid for pmid, _, _ in iter_articles(io.BytesIO(data))]


def refusal(body: Body, *call: Any, **parameters: Any) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as caught:
        body(*call, **parameters)
    return caught.value.code, caught.value.read().decode()


class TestEFetch:
    def test_gives_the_very_bytes_of_the_corpus(self, body: Body, index: Index) -> None:
        data = body("efetch", db="pubmed", id="99000108,99020001", retmode="xml")
        assert all(raw in data for raw in index.xml([99000108, 99020001]))
        assert pmids_in(data) == ["99000108", "99020001"]

    def test_bio_entrez_reads_the_records_offline(self, answer: Answer) -> None:
        records = answer("efetch", db="pubmed", id=["99000108", "99020001"], retmode="xml")
        assert len(records["PubmedArticle"]) == len(records["PubmedBookArticle"]) == 1

    def test_leaves_out_pmids_that_are_not_there(self, body: Body) -> None:
        data = body("efetch", db="pubmed", id="5,99000108,6", retmode="xml")
        assert pmids_in(data) == ["99000108"]
        assert pmids_in(body("efetch", db="pubmed", id="5", retmode="xml")) == []

    def test_gives_each_pmid_once(self, body: Body) -> None:
        data = body("efetch", db="pubmed", id="99000108,99000108", retmode="xml")
        assert pmids_in(data) == ["99000108"]

    def test_many_pmids_go_by_post(self, body: Body, found: Any) -> None:
        ids = ",".join(map(str, [*range(1, 300), *found("all[filter]")]))
        assert len(pmids_in(body("efetch", db="pubmed", id=ids, retmode="xml"))) == 61

    def test_lists_pmids_alone(self, body: Body) -> None:
        text = body("efetch", db="pubmed", id="99010000,5,99000108", rettype="uilist")
        assert text == "99010000\n99000108\n"

    @pytest.mark.parametrize(
        ("parameters", "message"),
        [
            ({"id": "0"}, "ID list is empty! Possibly it has no correct IDs."),
            ({"id": "abc"}, "ID list is empty! Possibly it has no correct IDs."),
            ({}, "ID list is empty! Possibly it has no correct IDs."),
            ({"WebEnv": "MCID_gone", "query_key": "1"}, "Unable to obtain query #1"),
            ({"id": "1", "db": "gene"}, "Invalid db name specified: gene"),
        ],
    )
    def test_errors_come_with_status_400(
        self, body: Body, parameters: dict[str, str], message: str
    ) -> None:
        given = {"db": "pubmed", "retmode": "xml"} | parameters
        status, text = refusal(body, "efetch", **given)
        assert status == 400
        assert f"<eFetchResult>\n\t<ERROR>{message}</ERROR>\n</eFetchResult>" in text

    def test_errors_in_text_mode_have_plus_signs(self, body: Body) -> None:
        status, text = refusal(body, "efetch", db="pubmed", id="0", rettype="uilist")
        assert (status, text) == (400, "ID+list+is+empty!+Possibly+it+has+no+correct+IDs.")
        assert refusal(body, "efetch", db="pubmed", id="99000108", rettype="medline")[0] == 400

    def test_refuses_to_go_past_the_cap(self, answer: Answer, body: Body) -> None:
        reply = answer("esearch", db="pubmed", term="stroke", usehistory="y")
        named = {"WebEnv": reply["WebEnv"], "query_key": reply["QueryKey"]}
        status, text = refusal(body, "efetch", db="pubmed", retmode="xml", retstart=9999, **named)
        assert status == 400 and "'retstart' cannot be larger than 9998" in text


class TestELink:
    def test_similar_records_begin_with_the_record_itself(self, answer: Answer) -> None:
        (reply,) = answer(
            "elink", dbfrom="pubmed", db="pubmed", id="99010006", cmd="neighbor_score",
            linkname="pubmed_pubmed",
        )  # fmt: skip
        assert reply["IdList"] == ["99010006"]
        (links,) = reply["LinkSetDb"]
        assert links["LinkName"] == "pubmed_pubmed"
        assert links["Link"][0]["Id"] == "99010006"
        scores = [int(link["Score"]) for link in links["Link"]]
        assert scores == sorted(scores, reverse=True) and len(scores) > 10

    def test_similar_records_share_words(self, answer: Answer, body: Body) -> None:
        (reply,) = answer("elink", dbfrom="pubmed", id="99010006", linkname="pubmed_pubmed")
        nearest = [link["Id"] for link in reply["LinkSetDb"][0]["Link"]][1:4]
        text = body("efetch", db="pubmed", id=",".join(nearest), retmode="xml").decode().lower()
        title = body("efetch", db="pubmed", id="99010006", retmode="xml").decode().lower()
        words = {word for word in ("lenalidomide", "aspirin", "myeloma", "stroke") if word in title}
        assert any(word in text for word in words)

    def test_citing_and_cited_records_mirror_each_other(self, answer: Answer, found: Any) -> None:
        def linked(pmid: int, name: str) -> list[int]:
            (reply,) = answer("elink", dbfrom="pubmed", id=str(pmid), linkname=name)
            return [int(x["Id"]) for links in reply["LinkSetDb"] for x in links["Link"]]

        cited = {
            (pmid, reference)
            for pmid in found("all[filter]")
            for reference in linked(pmid, "pubmed_pubmed_refs")
        }
        assert len(cited) > 20
        for _, reference in sorted(cited)[:10]:
            citing = {(pmid, reference) for pmid in linked(reference, "pubmed_pubmed_citedin")}
            assert citing == {pair for pair in cited if pair[1] == reference}

    def test_separate_ids_make_separate_sets(self, answer: Answer) -> None:
        ids = ["99010006", "99000108"]
        assert [s["IdList"] for s in answer("elink", dbfrom="pubmed", id=ids)] == [[i] for i in ids]
        (together,) = answer("elink", dbfrom="pubmed", id=",".join(ids))
        assert together["IdList"] == ids

    def test_all_kinds_of_links_come_unless_one_is_named(self, answer: Answer) -> None:
        names: set[str] = set()
        for reply in answer("elink", dbfrom="pubmed", id=["99010006", "99000108", "99010000"]):
            names |= {links["LinkName"] for links in reply["LinkSetDb"]}
        assert names == {"pubmed_pubmed", "pubmed_pubmed_citedin", "pubmed_pubmed_refs"}

    def test_a_record_that_is_not_there_has_no_links(self, answer: Answer) -> None:
        (reply,) = answer("elink", dbfrom="pubmed", id="5")
        assert reply["LinkSetDb"] == []

    def test_says_the_same_in_json(self, body: Body) -> None:
        text = body(
            "elink", dbfrom="pubmed", id="99010006", retmode="json", linkname="pubmed_pubmed"
        )
        (links,) = json.loads(text)["linksets"]
        assert links["ids"] == ["99010006"]
        assert links["linksetdbs"][0]["links"][0] == "99010006"

    def test_links_can_go_into_the_history(self, answer: Answer, body: Body) -> None:
        (reply,) = answer(
            "elink",
            dbfrom="pubmed",
            id="99010006",
            cmd="neighbor_history",
            linkname="pubmed_pubmed",
        )
        key = reply["LinkSetDbHistory"][0]["QueryKey"]
        data = body("efetch", db="pubmed", retmode="xml", WebEnv=reply["WebEnv"], query_key=key)
        assert pmids_in(data)[0] == "99010006"

    @pytest.mark.parametrize(
        "parameters",
        [
            {"id": "1", "linkname": "pubmed_gene"},
            {"id": "1", "cmd": "prlinks"},
            {"id": "1", "db": "gene"},
            {"id": "abc"},
        ],
    )
    def test_what_it_does_not_know_is_an_error(
        self, body: Body, parameters: dict[str, str]
    ) -> None:
        status, text = refusal(body, "elink", dbfrom="pubmed", **parameters)
        assert status == 400 and "<ERROR>" in text


class TestESummary:
    def test_sums_up_each_record(self, answer: Answer) -> None:
        article, book = answer("esummary", db="pubmed", id="99010000,99020001")
        assert article["Title"] == "Does metformin work in leukaemia?"
        assert article["Source"] == "Blood"
        assert article["LastAuthor"] == "Smithson K"
        assert article["LangList"] == ["English"]
        assert article["ArticleIds"]["doi"] == "10.9999/inv.2005.000"
        assert article["HasAbstract"] == 1
        assert book["Title"] == "Thalidomide and its story"

    def test_says_the_same_in_json_and_names_the_missing(self, body: Body) -> None:
        text = body("esummary", db="pubmed", id="99010000,5", retmode="json")
        result = json.loads(text)["result"]
        assert result["uids"] == ["99010000"]
        assert result["99010000"]["fulljournalname"] == "Blood"
        assert result["5"]["error"] == "cannot get document summary"

    def test_names_the_missing_in_xml(self, body: Body) -> None:
        text = body("esummary", db="pubmed", id="5").decode()
        assert "<ERROR>UID=5: cannot get document summary</ERROR>" in text

    def test_an_empty_list_is_an_error(self, body: Body) -> None:
        assert b"<ERROR>ID list is empty!" in body("esummary", db="pubmed", id="0")
        assert b"ID list is empty!" in body("esummary", db="pubmed", id="0", retmode="json")


class TestEInfo:
    def test_there_is_one_database(self, answer: Answer) -> None:
        assert answer("einfo")["DbList"] == ["pubmed"]

    def test_describes_fields_and_links(self, answer: Answer) -> None:
        info = answer("einfo", db="pubmed")["DbInfo"][0]
        assert info["Count"] == "61"
        fields = {field["Name"]: field for field in info["FieldList"]}
        assert fields["CRDT"]["IsDate"] == "Y"
        assert fields["LANG"]["FullName"] == "Language"
        assert int(fields["PTYP"]["TermCount"]) > 3
        assert {link["Name"] for link in info["LinkList"]} >= {"pubmed_pubmed_citedin"}

    def test_other_databases_are_an_error(self, body: Body) -> None:
        assert b"<ERROR>Can not retrieve DbInfo for db=gene</ERROR>" in body("einfo", db="gene")


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        ("esearch", {"db": "pubmed", "term": '<b>&"zzz'.replace('"', "")}),
        ("elink", {"dbfrom": "pubmed", "id": "1", "linkname": "<&>"}),
        ("einfo", {"db": "<&>"}),
    ],
)
def test_what_the_caller_sends_comes_back_escaped(
    entrez: Any, function: str, parameters: dict[str, str]
) -> None:
    try:
        with getattr(entrez, function)(**parameters) as reply:
            data = reply.read()
    except urllib.error.HTTPError as error:
        data = error.read()
    assert b"&lt;" in data and b"&amp;" in data and b"<&" not in data


class TestESpell:
    @pytest.mark.parametrize(
        ("asked", "better"),
        [
            ("leukemai", "leukemia"),
            ("lekemia[mh] AND stroke[ti]", "leukemia[mh] AND stroke[ti]"),
            ("leukemia", ""),
            ("zzyzxqq", ""),
            ("a & <b>", ""),
            ("", ""),
        ],
    )
    def test_gives_the_word_of_the_corpus_that_was_meant(
        self, answer: Answer, asked: str, better: str
    ) -> None:
        reply = answer("espell", db="pubmed", term=asked)
        assert (reply["Query"], reply["CorrectedQuery"]) == (asked, better)
