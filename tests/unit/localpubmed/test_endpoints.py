"""Every endpoint, called and read by the real Bio.Entrez."""

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


class TestESearch:
    def test_lists_pmids_with_the_translation(self, answer: Answer, found: Any) -> None:
        reply = answer("esearch", db="pubmed", term="leukemia[mh]", retmax=100)
        assert sorted(map(int, reply["IdList"])) == found("leukemia[mh]")
        assert reply["Count"] == str(len(reply["IdList"])) == reply["RetMax"]
        assert reply["QueryTranslation"] == '"leukemia"[MeSH Terms]'
        assert "ErrorList" not in reply and "WarningList" not in reply

    def test_gives_twenty_at_first_and_pages_on(self, answer: Answer) -> None:
        whole = answer("esearch", db="pubmed", term="all[filter]", retmax=1000)["IdList"]
        assert len(whole) == 61
        pages: list[str] = []
        while page := answer("esearch", db="pubmed", term="all[filter]", retstart=len(pages))[
            "IdList"
        ]:
            assert len(page) <= 20
            pages += page
        assert pages == whole

    def test_reports_what_it_did_not_find(self, answer: Answer) -> None:
        reply = answer("esearch", db="pubmed", term='the AND zzz[ti] AND stroke[bad] OR "q r"[ti]')
        assert reply["ErrorList"]["PhraseNotFound"] == ["zzz"]
        assert reply["ErrorList"]["FieldNotFound"] == ["bad"]
        assert reply["WarningList"]["PhraseIgnored"] == ["the"]
        assert reply["WarningList"]["QuotedPhraseNotFound"] == ['"q r"']
        assert reply["WarningList"]["OutputMessage"] == ["No items found."]

    def test_says_the_same_in_json(self, body: Body) -> None:
        text = body("esearch", db="pubmed", term='zzz[ti] OR stroke OR "q r"[ti]', retmode="json")
        reply = json.loads(text)
        assert reply["header"] == {"type": "esearch", "version": "0.3"}
        result = reply["esearchresult"]
        assert result["errorlist"] == {"phrasesnotfound": ["zzz"], "fieldsnotfound": []}
        assert result["warninglist"]["quotedphrasesnotfound"] == ['"q r"']
        assert result["translationset"][0]["from"] == "stroke"
        assert int(result["count"]) == len(result["idlist"]) > 0

    def test_refuses_to_go_past_the_cap_with_the_raw_line_break(self, body: Body) -> None:
        text = body("esearch", db="pubmed", term="stroke", retstart=9999, retmode="json")
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)
        error = json.loads(text, strict=False)["esearchresult"]["ERROR"]
        assert error.startswith(
            "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. "
            "For PubMed, ESearch can only retrieve the first 9,999 records matching the query."
        )

    def test_bio_entrez_raises_its_errors(self, answer: Answer) -> None:
        with pytest.raises(RuntimeError, match="cannot be larger than 9998"):
            answer("esearch", db="pubmed", term="stroke", retstart=9999)
        assert answer("esearch", db="pubmed", term="stroke", retstart=9998)["IdList"] == []

    def test_a_page_over_the_cap_is_cut_and_said_to_be(self, answer: Answer) -> None:
        reply = answer("esearch", db="pubmed", term="stroke", retmax=10000)
        assert reply["WarningList"]["OutputMessage"] == ["Restrictions achieved"]

    @pytest.mark.parametrize(
        ("parameters", "message"),
        [
            ({"term": "(("}, "Search Backend failed: the query ends where a term is expected"),
            ({"term": ""}, "Empty term and query_key - nothing todo"),
            ({"term": "stroke", "db": "protein"}, "Invalid db name specified: protein"),
            ({"term": "#1"}, "Unable to obtain query #1"),
            ({"term": "stroke", "WebEnv": "MCID_gone"}, "Unable to obtain query #1"),
            ({"term": "stroke", "datetype": "ti"}, "Invalid datetype specified: ti"),
            (
                {"term": "stroke", "mindate": "x", "maxdate": "2010"},
                "Invalid date specified: x",
            ),
        ],
    )
    def test_errors_come_with_status_200(
        self, body: Body, parameters: dict[str, str], message: str
    ) -> None:
        given = {"db": "pubmed", "retmode": "json"} | parameters
        assert json.loads(body("esearch", **given))["esearchresult"] == {"ERROR": message}

    def test_dates_limit_a_search(self, answer: Answer, found: Any) -> None:
        def search(**dates: Any) -> list[int]:
            reply = answer("esearch", db="pubmed", term="humans[mh]", retmax=100, **dates)
            return sorted(map(int, reply["IdList"]))

        assert search(mindate="2010", maxdate="2012", datetype="crdt") == found(
            "humans[mh] AND 2010:2012[crdt]"
        )
        assert search(mindate="2010/02", maxdate="2012/07/03", datetype="pdat") == found(
            "humans[mh] AND 2010/02:2012/07/03[dp]"
        )
        assert search(mindate="2010", maxdate="2012") == found("humans[mh] AND 2010:2012[edat]")

    def test_half_a_date_range_is_ignored_and_said_to_be(self, answer: Answer) -> None:
        reply = answer("esearch", db="pubmed", term="stroke", mindate="2010")
        assert "mindate and maxdate only work together" in reply["WarningList"]["OutputMessage"][0]

    def test_reldate_counts_back_from_now(
        self, answer: Answer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763856000")
        reply = answer("esearch", db="pubmed", term="stroke", reldate=365, datetype="crdt")
        assert reply["QueryTranslation"].endswith("AND 2024/11/23:2025/11/23[Date - Create]")

    def test_a_field_parameter_tags_a_bare_term(self, answer: Answer) -> None:
        reply = answer("esearch", db="pubmed", term="stroke", field="title")
        assert reply["QueryTranslation"] == '"stroke"[Title]'

    def test_counts_alone(self, answer: Answer, body: Body) -> None:
        count = answer("esearch", db="pubmed", term="stroke")["Count"]
        assert answer("esearch", db="pubmed", term="stroke", rettype="count")["Count"] == count
        reply = json.loads(
            body("esearch", db="pubmed", term="stroke", rettype="count", retmode="json")
        )
        assert reply["esearchresult"] == {"count": count}

    def test_sorts(self, answer: Answer, index: Index) -> None:
        def order(sort: str) -> list[str]:
            return answer("esearch", db="pubmed", term="stroke", sort=sort, retmax=99)["IdList"]

        relevance = order("relevance")
        assert relevance == answer("esearch", db="pubmed", term="stroke", retmax=99)["IdList"]
        assert order("most+recent") == sorted(relevance, reverse=True)
        assert order("pub_date") != relevance
        assert all(
            sorted(order(sort)) == sorted(relevance) for sort in ("Author", "JournalName", "title")
        )

    def test_an_unknown_order_is_ignored_and_said_to_be(self, answer: Answer) -> None:
        reply = answer("esearch", db="pubmed", term="stroke", sort="colour")
        assert reply["WarningList"]["OutputMessage"] == ["Unknown sort schema 'colour' ignored"]

    def test_a_long_query_goes_by_post(self, answer: Answer, found: Any) -> None:
        term = " OR ".join(f"lenalidomide{number}[ti]" for number in range(100)) + " OR stroke[ti]"
        reply = answer("esearch", db="pubmed", term=term, retmax=99)
        assert sorted(map(int, reply["IdList"])) == found("stroke[ti]")


class TestHistory:
    def test_a_search_is_fetched_by_its_key(self, answer: Answer, body: Body) -> None:
        reply = answer("esearch", db="pubmed", term="stroke", usehistory="y", retmax=3)
        named = {"WebEnv": reply["WebEnv"], "query_key": reply["QueryKey"]}
        whole = pmids_in(body("efetch", db="pubmed", retmode="xml", **named))
        assert len(whole) == int(reply["Count"])
        assert whole[:3] == reply["IdList"]
        page = body("efetch", db="pubmed", retmode="xml", retstart=2, retmax=2, **named)
        assert pmids_in(page) == whole[2:4]

    def test_the_same_search_gets_the_same_session(self, answer: Answer) -> None:
        first, again = (
            answer("esearch", db="pubmed", term="stroke", usehistory="y") for _ in range(2)
        )
        assert (first["WebEnv"], first["QueryKey"]) == (again["WebEnv"], again["QueryKey"])
        other = answer("esearch", db="pubmed", term="aspirin", usehistory="y")
        assert other["WebEnv"] != first["WebEnv"]

    def test_searches_of_a_session_combine(self, answer: Answer, found: Any) -> None:
        env = answer("esearch", db="pubmed", term="stroke[ti]", usehistory="y")["WebEnv"]
        second = answer("esearch", db="pubmed", term="aspirin[tiab]", usehistory="y", WebEnv=env)
        assert (second["WebEnv"], second["QueryKey"]) == (env, "2")
        for query, parameters in (
            ("#1 AND #2", {}),
            ("stroke[ti]", {"query_key": "2"}),
        ):
            reply = answer("esearch", db="pubmed", term=query, WebEnv=env, retmax=99, **parameters)
            assert sorted(map(int, reply["IdList"])) == found("stroke[ti] AND aspirin[tiab]")

    def test_posted_pmids_are_kept_in_order(self, answer: Answer, body: Body) -> None:
        ids = ["99010003", "99000108", "99010000"]
        reply = answer("epost", db="pubmed", id=",".join(ids))
        named = {"WebEnv": reply["WebEnv"], "query_key": reply["QueryKey"]}
        assert pmids_in(body("efetch", db="pubmed", retmode="xml", **named)) == ids
        search = answer("esearch", db="pubmed", term="#1", WebEnv=reply["WebEnv"])
        assert sorted(search["IdList"]) == sorted(ids)

    def test_posting_names_what_is_no_pmid(self, answer: Answer) -> None:
        reply = answer("epost", db="pubmed", id="99010003,-1,abc")
        assert reply["InvalidIdList"] == ["-1", "abc"]
        assert reply["QueryKey"] == "1"

    def test_posting_has_limits(self, answer: Answer, body: Body) -> None:
        assert answer("epost", db="pubmed", id=",".join(map(str, range(1, 10_001))))["QueryKey"]
        status, text = refusal(body, "epost", db="pubmed", id=",".join(map(str, range(1, 10_002))))
        assert status == 400 and "Too many UIDs" in text
        assert refusal(body, "epost", db="pubmed", id="x")[0] == 400
        assert b"<ERROR>Wrong DB name</ERROR>" in body("epost", db="gene", id="1")
        assert b"Unable to obtain query #1" in body("epost", db="pubmed", id="1", WebEnv="gone")


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
