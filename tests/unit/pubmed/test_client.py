"""The client among the faults of a real service: the same answer, or a clear refusal."""

from __future__ import annotations

import contextlib
import datetime
import random
import socket
import time
from pathlib import Path
from urllib.request import Request

import pytest

from pubmed.client import Client, client_for
from pubmed.lane import Lane
from pubmed.retrieval import fetch_all
from pubmed.transport import Patience
from pubmed.utilities import request_for
from pubmed.windows import search_all
from review.errors import ReviewError

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
PMIDS = [str(pmid) for pmid in range(99000001, 99000031)]

SEARCH_FAULTS = [
    "429", "429 with Retry-After", "500", "502", "503", "dropped", "dropped mid-body",
    "short body", "empty 200", "HTML 200", "ERROR 200", "expired WebEnv",
    "expired WebEnv, XML", "rate limit 200", "JSON with a raw newline", "stalled",
    "wrong encoding", "gzip", "gzip unsaid", "gzip cut",
]  # fmt: skip
FETCH_FAULTS = [*SEARCH_FAULTS, "record missing", "record twice", "record foreign"]
# Those that leave a whole reply, and the one that is asked for again by the caller.
HARMLESS = ["gzip", "gzip unsaid", "wrong encoding", "record twice", "record missing"]


@pytest.mark.parametrize("name", SEARCH_FAULTS)
def test_search_survives_a_fault(service, client: Client, make, name: str) -> None:
    service.add(*map(int, PMIDS))
    service.faults = [make.faults[name], make.faults[name]]
    assert sorted(client.search("x[tiab]").pmids) == PMIDS


@pytest.mark.parametrize("name", FETCH_FAULTS)
def test_fetch_survives_a_fault(service, client: Client, make, tmp_path, name: str) -> None:
    service.add(*map(int, PMIDS))
    clean = fetch_all(client, PMIDS, tmp_path / "clean", source="s")
    service.faults = [make.faults[name]]
    faulty = fetch_all(client, PMIDS, tmp_path / "faulty", source="s")
    assert [batch.given for batch in faulty.batches] == [tuple(PMIDS)]
    assert not faulty.missing
    if name != "record twice":  # the extra copy is kept as received, and parsed once
        one, other = (tmp_path / name / "batch-0001.xml.gz" for name in ("clean", "faulty"))
        assert one.read_bytes() == other.read_bytes()
    assert clean.batches[0].asked == faulty.batches[0].asked


NAMED = {
    "429": "HTTP status 429, saying: API rate limit exceeded",
    "429 with Retry-After": "HTTP status 429, saying: API rate limit exceeded",
    "500": "HTTP status 500",
    "502": "HTTP status 502",
    "503": "HTTP status 503",
    "dropped": "connection trouble",
    "dropped mid-body": r"a reply of \d+ bytes where \d+ were announced|lost within the reply",
    "short body": "cut short|not well-formed|ends",
    "empty 200": "an empty reply",
    "HTML 200": "an HTML page instead of XML",
    "ERROR 200": "an error report: Search Backend failed: no answer",
    "expired WebEnv": "an error report: Unable to obtain query #1",
    "expired WebEnv, XML": "an error report: Unable to obtain query #1",
    "rate limit 200": "an error report: API rate limit exceeded",
    "JSON with a raw newline": "an error report: Search Backend failed: down",
    "stalled": "no answer within the time-out",
    "gzip cut": "a compressed reply that was cut short",
    "record foreign": r"records that were not asked for \(PMID 99999999\)",
}


@pytest.mark.parametrize("name", [name for name in FETCH_FAULTS if name not in HARMLESS])
def test_a_fault_that_stays_is_named(service, client: Client, make, name: str) -> None:
    service.add(*map(int, PMIDS))
    service.faults = [make.faults[name]] * 50
    said = rf"EFetch of 30 records.*no usable reply after 7.*the last one: .*(?:{NAMED[name]})"
    with pytest.raises(ReviewError, match=said):
        client.fetch(PMIDS)


def test_a_reply_that_comes_in_drops_is_given_up(service, waits, make) -> None:
    def dripping(handler, reply):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(100):
                handler.wfile.write(b" ")
                time.sleep(0.05)

    patience = Patience(attempts=2, silence=1.0, whole_reply=0.3, sleep=waits.append)
    client = Client(service.base_url, patience=patience)
    service.faults = [dripping] * 2
    with pytest.raises(ReviewError, match=r"the reply took more than 0\.3 s"):
        client.search("x[tiab]")


@pytest.mark.parametrize("seed", range(12))
def test_mixed_faults_change_nothing(service, waits, make, tmp_path, seed: int) -> None:
    service.add(*range(99000001, 99000121))
    pmids = [str(pmid) for pmid in range(99000001, 99000121)]
    dice = random.Random(seed)
    names = [name for name in FETCH_FAULTS if name != "stalled"]
    service.faults = [
        make.faults[dice.choice(names)] if dice.random() < 0.3 else None for _ in range(400)
    ]
    patience = Patience(attempts=20, silence=0.3, sleep=waits.append)
    client = Client(service.base_url, lane=Lane(0.0, sleep=waits.append), patience=patience)
    snapshot = fetch_all(client, pmids, tmp_path / "raw", source="s", batch_size=10)
    given = [pmid for batch in snapshot.batches for pmid in batch.given]
    assert sorted([*given, *snapshot.missing], key=int) == pmids
    assert not snapshot.missing


def test_a_wrong_count_never_passes_for_a_whole(service, client: Client, make) -> None:
    service.add(*map(int, PMIDS))
    service.faults = [make.faults["wrong Count"]] * 50
    with pytest.raises(ReviewError, match="counts 730 records but lists 30"):
        search_all(client.search, "x[tiab]", datetime.date(2026, 11, 22))


def test_a_pause_of_hours_is_said_instead_of_slept(service, client, waits, make) -> None:
    service.faults = [make.status(503, b"", Retry_After="7200")]
    with pytest.raises(ReviewError, match="pause of 7200 seconds"):
        client.search("x[tiab]")
    assert waits == []


def test_an_error_that_will_stay_names_the_request(service, client: Client, make) -> None:
    body = b"<eSearchResult><ERROR>Invalid db name specified: pubmet</ERROR></eSearchResult>"
    service.faults = [make.instead(body)]
    with pytest.raises(ReviewError, match=r"ESearch for 'x\[tiab\]': .*pubmet"):
        client.search("x[tiab]")
    assert len(service.requests) == 1


def test_waits_grow_and_differ(service, waits, make) -> None:
    service.faults = [make.status(503)] * 50
    client = Client(service.base_url, patience=Patience(attempts=9, sleep=waits.append))
    with pytest.raises(ReviewError):
        client.search("x[tiab]")
    assert len(waits) == 8 and len(set(waits)) == 8
    assert all(wait <= min(60, 2**number) for number, wait in enumerate(waits))


def test_a_refused_connection_is_retried_then_named(waits) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}", patience=Patience(sleep=waits.append))
    with pytest.raises(ReviewError, match=r"attempts at 127\.0\.0\.1; .*connection trouble"):
        client.search("x[tiab]")
    assert len(waits) == 6


def test_a_refused_request_is_not_repeated(service, client: Client, make) -> None:
    body = b"<?xml version='1.0'?><eFetchResult><ERROR>ID list is empty!</ERROR></eFetchResult>"
    service.faults = [make.status(400, body)]
    with pytest.raises(ReviewError, match=r"HTTP status 400, saying: ID list is empty!"):
        client.fetch(["99000001"])
    assert len(service.requests) == 1


def test_a_redirect_is_refused(service, client: Client, make) -> None:
    service.faults = [make.status(302, b"", Location="http://elsewhere.example/")]
    with pytest.raises(ReviewError, match="HTTP status 302"):
        client.search("x[tiab]")


def test_the_api_key_stands_in_no_url_and_no_message(service, make, caplog) -> None:
    key = "0123456789abcdef0123456789abcdef0123"
    client = Client(service.base_url, email="a@example.org", api_key=key)
    service.add(99000001)
    client.search("x[tiab]")
    _, method, asked, _ = service.requests[0]
    assert method == "POST" and key not in asked["path"] and asked["api_key"] == key
    echo = b'{"error":"API key invalid","api-key":"' + key.encode() + b'"}'
    service.faults = [make.status(400, echo)]
    with pytest.raises(ReviewError, match="NCBI_API_KEY") as caught:
        client.search("x[tiab]")
    assert key not in str(caught.value) and key not in caplog.text


def test_every_request_says_who_asks(service) -> None:
    service.add(99000001)
    Client(service.base_url, email="a@example.org").search("x[tiab]")
    _, _, asked, _ = service.requests[0]
    assert (asked["tool"], asked["email"]) == ("living-review", "a@example.org")


def test_ncbi_needs_an_email() -> None:
    with pytest.raises(ReviewError, match=r"source\.email"):
        client_for("ncbi", email=None)


def test_ncbi_by_its_address_is_told_its_name() -> None:
    with pytest.raises(ReviewError, match=r"source\.endpoint: this is NCBI itself.*to ncbi"):
        client_for("https://eutils.ncbi.nlm.nih.gov/entrez/eutils/", email="a@example.org")


def test_long_queries_and_id_lists_are_posted(service, client: Client) -> None:
    service.add(*range(99000001, 99000301))
    client.search(" OR ".join(["word[tiab]"] * 200))
    client.fetch([str(pmid) for pmid in range(99000001, 99000201)])
    assert [method for _, method, *_ in service.requests] == ["POST", "POST"]


def test_biopython_is_left_as_it_was() -> None:
    import Bio.Entrez

    before = Bio.Entrez._open
    made = request_for(
        "esearch", "http://127.0.0.1:1/x", {"db": "pubmed", "term": "a", "email": ""}
    )
    assert isinstance(made, Request)
    assert made.full_url.startswith("http://127.0.0.1:1/x/esearch.fcgi?")
    assert Bio.Entrez._open is before
