"""ESearch, EPost and the history, called and read by the real Bio.Entrez."""

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
