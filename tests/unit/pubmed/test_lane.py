"""The lane: how fast requests leave, whoever asks, in however many processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pubmed.client import Client, client_for
from pubmed.lane import Lane, SharedLane
from pubmed.retrieval import fetch_all
from pubmed.transport import Patience

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


def test_retry_after_is_obeyed_and_holds_the_lane(service, make) -> None:
    service.add(99000001)
    waits: list[float] = []
    lane = Lane(0.0, clock=lambda: 0.0, sleep=waits.append)
    client = Client(
        service.base_url, lane=lane, patience=Patience(first_wait=0.001, sleep=waits.append)
    )
    service.faults = [make.status(429, b"", Retry_After="7")]
    client.search("x[tiab]")
    assert waits == [7.0, 7.0]  # the attempt itself, and whoever would have gone next


def test_ncbi_shares_a_lane_and_keeps_its_own_address(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("NCBI_API_KEY", raising=False)
    client = client_for("ncbi", email="a@example.org")
    assert client.base_url == "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
    lane = client._transport.lane
    assert isinstance(lane, SharedLane) and lane.interval >= 1 / 3
    monkeypatch.setenv("NCBI_API_KEY", "k")
    assert 0.1 <= client_for("ncbi", email="a@example.org")._transport.lane.interval < 0.2


def test_another_service_is_asked_down_a_lane_of_its_own(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("NCBI_API_KEY", "k")
    client = client_for("https://mirror.example.org/entrez/eutils/", email=None)
    lane = client._transport.lane
    assert isinstance(lane, SharedLane) and lane.interval >= 1 / 3
    assert "api_key" not in client._identity


def test_two_lanes_on_one_file_share_the_rate(tmp_path) -> None:
    now = [1000.0]
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(round(seconds, 3))

    lanes = [
        SharedLane(0.5, tmp_path / "ncbi.slot", clock=lambda: now[0], sleep=sleep) for _ in range(2)
    ]
    for lane in (lanes[0], lanes[1], lanes[0], lanes[1]):
        lane.wait()
    assert waits == [0.5, 1.0, 1.5]


def test_processes_share_the_lane_each_slot_once(tmp_path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from pubmed.lane import SharedLane\n"
        "waits = []\n"
        "lane = SharedLane(1.0, Path(sys.argv[2]), clock=lambda: 1000.0, sleep=waits.append)\n"
        "for _ in range(25): lane.wait()\n"
        "print(*waits)\n"
    )
    command = [sys.executable, "-c", program, str(SCRIPTS), str(tmp_path / "ncbi.slot")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    waits = [float(wait) for each in running for wait in each.communicate()[0].split()]
    # Whoever came first did not wait at all; after that each second was taken once.
    assert sorted(waits) == [float(slot) for slot in range(1, 75)]


def test_a_slot_from_the_far_future_is_not_waited_for(tmp_path) -> None:
    (tmp_path / "ncbi.slot").write_text("99999.0")
    waits: list[float] = []
    SharedLane(0.5, tmp_path / "ncbi.slot", clock=lambda: 0.0, sleep=waits.append).wait()
    assert waits == []


def test_requests_are_in_flight_together_each_in_a_slot_of_its_own(service, tmp_path) -> None:
    service.add(*range(99000001, 99000021))
    # The service answers only when four requests are waiting for it at once.
    service.meeting = threading.Barrier(4, timeout=20)
    waits: list[float] = []
    lane = Lane(0.05, clock=lambda: 0.0, sleep=waits.append)
    pmids = [str(pmid) for pmid in range(99000001, 99000021)]
    fetch_all(
        Client(service.base_url, lane=lane), pmids, tmp_path / "raw", source="s", batch_size=1
    )
    assert sorted(waits) == pytest.approx([0.05 * slot for slot in range(1, 20)])
