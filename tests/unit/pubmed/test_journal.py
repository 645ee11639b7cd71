"""A search that is killed asks, the next time, only for what it had not received."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import search
from pubmed.client import Client
from pubmed.journal import Journal
from review.errors import ReviewError

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
SEEDS = [str(pmid) for pmid in range(99000001, 99000021)]


def arguments(service, folder: Path, *more: str) -> list[str]:
    related = {"seeds": SEEDS, "links": ["similar", "cited_by"], "limit": 5}
    return [
        *("--endpoint", service.base_url, "--query", "x[tiab]", "--until", "2026-11-22"),
        *("--related", json.dumps(related), "--ledger", str(folder / "ledger.json")),
        *("--pmids", str(folder / "pmids.txt"), "--found", str(folder / "found.csv"), *more),
    ]


@pytest.fixture
def linked(service):
    """Give a service with twenty seeds, each of which has links."""
    service.add(*map(int, SEEDS), *range(99000100, 99000140))
    for seed in map(int, SEEDS):
        service.links[seed, "pubmed_pubmed"] = [99000100, 99000101]
        service.links[seed, "pubmed_pubmed_citedin"] = [99000110 + seed % 20]
    return service


def test_killed_at_any_moment_it_repeats_only_what_was_in_flight(linked, tmp_path) -> None:
    whole = tmp_path / "whole"
    search.main(arguments(linked, whole))
    needed = len(linked.requests)
    assert needed > 90
    linked.requests.clear()
    linked.delay = 0.05
    folder = tmp_path / "killed"
    command = [sys.executable, str(SCRIPTS / "search.py"), *arguments(linked, folder)]
    kills = 0
    for enough in (5, 30, 60):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        held = folder / "ledger.json.partial"
        while process.poll() is None and len(list(held.glob("*.reply"))) < enough:
            time.sleep(0.005)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
        assert not (folder / "ledger.json").exists()
    assert subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert kills == 3
    # At most sixteen requests are under way at once.
    assert len(linked.requests) <= needed + kills * 16
    for name in ("pmids.txt", "found.csv"):
        assert (folder / name).read_bytes() == (whole / name).read_bytes()
    assert not held.exists()


def test_refresh_takes_nothing_over(linked, make, tmp_path: Path) -> None:
    linked.faults = [None] * 40 + [make.status(404)] * 200
    with pytest.raises(ReviewError):
        search.main(arguments(linked, tmp_path))
    linked.faults.clear()
    linked.requests.clear()
    search.main(arguments(linked, tmp_path, "--refresh"))
    assert len(linked.requests) > 90


def test_a_reply_bears_the_time_at_which_it_was_asked_and_is_given_once(
    service, tmp_path, monkeypatch
) -> None:
    service.add(99000001)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763856000")
    client = Client(service.base_url)
    client.journal = Journal(tmp_path / "j", "s")
    client.search("x[tiab]")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763859600")
    service.add(99000002)
    client.journal = Journal(tmp_path / "j", "s")
    first, second = client.search("x[tiab]"), client.search("x[tiab]")
    assert (first.count, first.asked_at) == (1, "2025-11-23T00:00:00Z")
    assert (second.count, second.asked_at) == (2, "2025-11-23T01:00:00Z")


def test_what_was_asked_twice_is_held_twice(tmp_path: Path) -> None:
    asked = ("esearch", {"term": "x"})
    first = Journal(tmp_path / "j", "s")
    for body in (b"<a/>", b"<b/>"):
        first.keep(*asked, "2025-11-23T00:00:00Z", body)
    next((tmp_path / "j").glob("*.0001.reply")).unlink()  # it was still in flight
    second = Journal(tmp_path / "j", "s")
    held = second.take(*asked)
    assert held == ("2025-11-23T00:00:00Z", b"<b/>") and second.take(*asked) is None
    second.keep(*asked, "2025-11-23T00:00:00Z", b"<c/>")
    third = Journal(tmp_path / "j", "s")
    taken = [held[1] for _ in range(3) if (held := third.take(*asked))]
    assert taken == [b"<b/>", b"<c/>"]


def test_what_is_of_another_source_or_another_day_is_not_taken_over(tmp_path: Path) -> None:
    def held(source: str) -> bool:
        return bool(Journal(tmp_path / "j", source).take("esearch", {"term": "x"}))

    Journal(tmp_path / "j", "s").keep("esearch", {"term": "x"}, "2025-11-23T00:00:00Z", b"<a/>")
    assert held("s")
    yesterday = time.time() - 25 * 3600
    os.utime(tmp_path / "j" / "source.txt", (yesterday, yesterday))
    assert not held("s")
    Journal(tmp_path / "j", "s").keep("esearch", {"term": "x"}, "2025-11-23T00:00:00Z", b"<a/>")
    assert not held("other")


def test_a_question_that_is_wrong_is_asked_anew_once_mended(service, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="no record"):
        search.main(arguments(service, tmp_path)[:6] + arguments(service, tmp_path)[8:])
    service.add(99000001)
    assert search.main(arguments(service, tmp_path)[:6] + arguments(service, tmp_path)[8:]) == 0


def test_no_key_is_kept(service, tmp_path: Path) -> None:
    service.add(99000001)
    client = Client(service.base_url, email="a@example.org", api_key="secret-key")
    client.journal = Journal(tmp_path / "j", "s")
    client.search("x[tiab]")
    kept = [path for path in (tmp_path / "j").iterdir() if path.suffix == ".reply"]
    assert kept and all(b"secret-key" not in path.read_bytes() for path in kept)
