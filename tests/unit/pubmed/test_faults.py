"""Search, links and fetch through a faulty proxy: as with no fault, or a named error."""

from __future__ import annotations

import datetime
import random
import time
from pathlib import Path

import pytest

from pubmed.client import Client
from pubmed.inquiry import Answer, Question, ask
from pubmed.lane import Lane
from pubmed.retrieval import Snapshot, fetch_all, manifest_of, read_batches
from pubmed.snapshot import Account, records_of
from pubmed.transport import Patience
from review.errors import ReviewError
from review.records import Record

QUESTION = Question(
    query="inventine[tiab]",
    until=datetime.date(2011, 11, 30),
    seeds=["99000005"],
    links=["similar", "references"],
    limit=7,
)
# A client that waits this long for the next byte gives up sooner than a stalled reply comes.
SILENCE = 0.4


@pytest.fixture
def faults(make) -> dict[str, object]:
    """Give every fault there is by its name."""
    assert len(make.faults) >= 21
    return make.faults


def whole_run(url: str, folder: Path) -> tuple[Answer, Snapshot, list[Record]]:
    """Search, fetch and parse, with a fiftieth of the usual waits between attempts."""
    patience = Patience(
        attempts=12, silence=SILENCE, sleep=lambda seconds: time.sleep(seconds / 50)
    )
    client = Client(url, lane=Lane(0.0, sleep=lambda seconds: None), patience=patience)
    answer = ask(client, QUESTION)
    snapshot = fetch_all(client, answer.pmids, folder / "raw", source="s", batch_size=9)
    manifest = manifest_of(snapshot, endpoint="local")
    account = Account(answer.pmids, {entry["pmid"]: "never" for entry in manifest["missing"]})
    return answer, snapshot, list(records_of(read_batches(manifest, folder / "raw"), account))


@pytest.fixture
def clean(proxy, tmp_path: Path) -> tuple[Answer, Snapshot, list[Record]]:
    made = whole_run(proxy.base_url, tmp_path / "clean")
    assert len(made[0].pmids) > 50 and len(made[2]) == len(made[0].pmids)
    return made


def same(faulty, clean) -> None:
    assert faulty[0].found == clean[0].found
    assert faulty[0].search.count == clean[0].search.count
    assert faulty[1].missing == clean[1].missing == []
    assert faulty[2] == clean[2]


# Named here too, so that none is lost without notice.
@pytest.mark.parametrize(
    "name",
    [
        *("429", "429 with Retry-After", "500", "502", "503", "refused", "dropped"),
        *("dropped mid-body", "short body", "empty 200", "HTML 200", "ERROR 200"),
        *("expired WebEnv", "expired WebEnv, XML", "rate limit 200", "JSON with a raw newline"),
        *("stalled", "wrong encoding", "gzip", "gzip unsaid", "gzip cut"),
        *("wrong Count", "record missing", "record twice", "record foreign"),
    ],
)
def test_each_fault_once_in_every_place_changes_nothing(
    proxy, clean, faults, tmp_path, name
) -> None:
    proxy.faults = [fault for _ in range(40) for fault in (faults[name], None)]
    same(whole_run(proxy.base_url, tmp_path / "faulty"), clean)


@pytest.mark.parametrize("seed", range(20))
def test_any_mixture_changes_nothing_or_is_named(proxy, clean, faults, tmp_path, seed) -> None:
    dice = random.Random(seed)
    share = dice.choice([0.1, 0.3, 0.6])
    proxy.faults = [
        faults[dice.choice(sorted(faults))] if dice.random() < share else None for _ in range(2000)
    ]
    try:
        faulty = whole_run(proxy.base_url, tmp_path / "faulty")
    except ReviewError as error:
        # At such a rate a request can run out of attempts, or the counts never agree.
        assert share > 0.1 and error.where
        assert not (tmp_path / "faulty" / "raw").exists()
    else:
        same(faulty, clean)
