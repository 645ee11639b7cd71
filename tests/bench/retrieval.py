"""Search and fetch 10,000 records from a service whose every reply takes 1.5 seconds.

The bound is what the allowed rate permits: requests / rate, and one reply time. That holds for
requests none of which needs another's answer, such as those of the fetch. A search over PubMed's
cap and its fetch are a chain of three replies: the count says that windows are needed, a window
says which PMIDs there are, and only then can these be fetched. At three requests a second the
waiting hides behind the rate; at ten it cannot, so the least time of the chain is printed too.
A loop over Biopython, one request after another, does the same fetch in the same run.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock
from urllib.request import Request

import Bio.Entrez
from tests.unit.pubmed.service import Service, listening

from pubmed.client import CAP, INTERVAL, INTERVAL_WITH_KEY, Client
from pubmed.inquiry import Question, ask
from pubmed.lane import Lane
from pubmed.retrieval import BATCH, fetch_all

RECORDS = 10_000
REPLY_S = 1.5
TARGET = 1.15
LOOP_BATCHES = 10


def main() -> None:
    """Print wall times over the bound, requests over the least possible, and PMIDs lost."""
    service = _service()
    with listening(service):
        for key, allowed, interval in (("without", 3, INTERVAL), ("with", 10, INTERVAL_WITH_KEY)):
            print(f"{key} an API key, {allowed} requests a second:")
            fetched = _measure(service, interval, allowed)
        pmids = [str(99_000_001 + number) for number in range(LOOP_BATCHES * BATCH)]
        loop = _sequential(service, pmids)
    whole = loop * RECORDS / BATCH / LOOP_BATCHES
    print(
        f"fetch in a sequential Biopython loop: {whole:.0f} s ({LOOP_BATCHES} batches in "
        f"{loop:.1f} s), {whole / fetched:.1f} times ours with a key"
    )


def _service() -> Service:
    first = datetime.date(2001, 1, 1)
    service = Service(delay=REPLY_S)
    for number in range(RECORDS):
        day = first + datetime.timedelta(days=number * 6000 // RECORDS)
        service.add(99_000_001 + number, created=day.isoformat())
    return service


def _measure(service: Service, interval: float, allowed: int) -> float:
    """Search and fetch once; return the seconds of the fetch."""
    client = Client(service.base_url, lane=Lane(interval))
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        answer = ask(client, Question("x[tiab]", datetime.date(2026, 11, 22)))
        searched = time.perf_counter()
        asked = client.requests
        snapshot = fetch_all(client, answer.pmids, Path(folder) / "raw", source="bench")
        fetched = time.perf_counter()
    batches = client.requests - asked
    for what, took, requests, replies, last in (
        ("search", searched - start, asked, 2, asked - 1),
        ("fetch", fetched - searched, batches, 1, batches),
        ("both", fetched - start, client.requests, 3, batches),
    ):
        bound = requests / allowed + REPLY_S
        # The last link of the chain is `last` requests, the first of which goes at once.
        possible = replies * REPLY_S + (last - 1) / allowed
        print(
            f"  {what}: {took:.1f} s, {took / bound:.2f} of the bound (target {TARGET}), "
            f"{took / possible:.2f} of the least for a chain of {replies} ({possible:.1f} s)"
        )
    least = math.ceil(RECORDS / CAP) + math.ceil(RECORDS / BATCH)
    given = {pmid for batch in snapshot.batches for pmid in batch.given}
    print(f"  requests: {client.requests} sent, {least} the least possible")
    print(f"  PMIDs lost: {RECORDS - len(given)}")
    return fetched - searched


def _sequential(service: Service, pmids: list[str]) -> float:
    start = time.perf_counter()
    with _redirected(service.base_url):
        for place in range(0, len(pmids), BATCH):
            ids = ",".join(pmids[place : place + BATCH])
            handle = Bio.Entrez.efetch(db="pubmed", id=ids, retmode="xml", email="a@example.org")
            io.BytesIO(handle.read())
    return time.perf_counter() - start


@contextlib.contextmanager
def _redirected(base_url: str) -> Iterator[None]:
    def request(url: str, **keywords: object) -> Request:
        return Request(f"{base_url}/{url.rpartition('/')[2]}", **keywords)  # type: ignore[arg-type]

    with mock.patch.object(Bio.Entrez, "Request", request):
        yield
