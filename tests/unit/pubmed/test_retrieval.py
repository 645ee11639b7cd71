"""Fetching that can be killed: what is held is kept, what was in flight is asked again."""

from __future__ import annotations

import errno
import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pubmed.client import Client
from pubmed.retrieval import fetch_all, forget_partial, manifest_of, read_batches
from review.errors import ReviewError

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


def test_a_record_never_given_is_named(service, client: Client, tmp_path: Path) -> None:
    service.add(99000001, 99000002, 99000003)
    service.withheld = {99000002}
    snapshot = fetch_all(client, ["99000001", "99000002", "99000003"], tmp_path / "raw", source="s")
    assert snapshot.missing == ["99000002"]
    assert [batch.given for batch in snapshot.batches] == [("99000001", "99000003")]


@pytest.mark.parametrize("healed", [True, False])
def test_a_record_given_only_alone_is_kept(service, client: Client, tmp_path, healed) -> None:
    """A batch that is whole in the end replaces the one that was not."""
    service.add(99000001, 99000002)
    service.withheld = {99000002}

    class Shy:
        def fetch(self, pmids):
            alone = list(pmids) == ["99000002"]
            if alone or healed:
                service.withheld = set() if alone else service.withheld
            try:
                return client.fetch(pmids)
            finally:
                if not healed:
                    service.withheld = {99000002}

    snapshot = fetch_all(Shy(), ["99000001", "99000002"], tmp_path / "raw", source="s")
    assert not snapshot.missing
    given = [batch.given for batch in snapshot.batches]
    assert given == ([("99000001", "99000002")] if healed else [("99000001",), ("99000002",)])


def test_a_source_that_gives_nothing_is_an_error(service, client: Client, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="gave none of the 2 records"):
        fetch_all(client, ["99000001", "99000002"], tmp_path / "raw", source="s")
    assert not (tmp_path / "raw").exists()


def test_bytes_are_kept_as_received(service, client: Client, tmp_path: Path) -> None:
    service.add(99000001)
    fetch_all(client, ["99000001"], tmp_path / "raw", source="s")
    packed = (tmp_path / "raw" / "batch-0001.xml.gz").read_bytes()
    assert gzip.decompress(packed) == service.efetch({"id": "99000001"})
    assert packed[4:8] == b"\0\0\0\0"


def test_an_interrupted_fetch_asks_only_for_the_rest(service, client, make, tmp_path) -> None:
    service.add(*range(99000001, 99000041))
    pmids = [str(pmid) for pmid in range(99000001, 99000041)]
    service.faults = [None, None, *[make.status(404)] * 9]
    with pytest.raises(ReviewError):
        fetch_all(client, pmids, tmp_path / "raw", source="s", batch_size=10, in_flight=1)
    assert not (tmp_path / "raw").exists()
    service.requests.clear()
    service.faults.clear()
    snapshot = fetch_all(client, pmids, tmp_path / "raw", source="s", batch_size=10)
    assert service.sent("efetch") == 2
    assert [pmid for batch in snapshot.batches for pmid in batch.given] == pmids
    forget_partial(tmp_path / "raw")
    assert not (tmp_path / "raw.partial").exists()


def test_what_another_state_of_the_source_gave_is_not_taken_over(
    service, client, make, tmp_path
) -> None:
    service.add(99000001, 99000002)
    service.faults = [None, make.status(404)]
    pmids = ["99000001", "99000002"]
    with pytest.raises(ReviewError):
        fetch_all(client, pmids, tmp_path / "raw", source="old", batch_size=1, in_flight=1)
    service.requests.clear()
    fetch_all(client, pmids, tmp_path / "raw", source="new", batch_size=1)
    assert service.sent("efetch") == 2


def test_a_held_batch_that_was_damaged_is_fetched_again(service, client, make, tmp_path) -> None:
    service.add(99000001, 99000002)
    service.faults = [None, make.status(404)]
    pmids = ["99000001", "99000002"]
    with pytest.raises(ReviewError):
        fetch_all(client, pmids, tmp_path / "raw", source="s", batch_size=1, in_flight=1)
    (tmp_path / "raw.partial" / "batch-0001.xml.gz").write_bytes(b"half a fi")
    snapshot = fetch_all(client, pmids, tmp_path / "raw", source="s", batch_size=1)
    assert not snapshot.missing and len(snapshot.batches) == 2
    manifest = manifest_of(snapshot, endpoint="ncbi")
    for batch, path in read_batches(manifest, tmp_path / "raw"):
        assert batch.asked[0].encode() in gzip.decompress(path.read_bytes())


def test_killed_at_any_moment_it_repeats_only_what_was_in_flight(service, tmp_path: Path) -> None:
    service.add(*range(99000001, 99000401))
    service.delay = 0.05
    pmids = [str(pmid) for pmid in range(99000001, 99000401)]
    (tmp_path / "pmids.txt").write_text("".join(f"{pmid}\n" for pmid in pmids))
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from pubmed.client import Client\n"
        "from pubmed.lane import Lane\n"
        "from pubmed.retrieval import fetch_all, forget_partial, manifest_of, read_batches\n"
        "client = Client(sys.argv[2], lane=Lane(0.01))\n"
        "pmids = Path(sys.argv[3], 'pmids.txt').read_text().split()\n"
        "raw = Path(sys.argv[3], 'raw')\n"
        "fetch_all(client, pmids, raw, source='s', batch_size=5, in_flight=4)\n"
    )
    command = [sys.executable, "-c", program, str(SCRIPTS), service.base_url, str(tmp_path)]
    kills = 0
    for enough in (8, 30, 55):
        process = subprocess.Popen(command)
        held = tmp_path / "raw.partial"
        while process.poll() is None and len(list(held.glob("*.json"))) < enough:
            time.sleep(0.005)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
        assert not (tmp_path / "raw").exists()
    assert subprocess.run(command, check=False).returncode == 0
    assert kills == 3
    assert len(list((tmp_path / "raw").glob("*.xml.gz"))) == 80
    # 80 batches; each kill can cost at most the four that were in flight.
    assert service.sent("efetch") <= 80 + 4 * kills


def test_a_full_disk_is_a_clear_error_and_corrupts_nothing(
    service, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.add(*range(99000001, 99000011))
    pmids = [str(pmid) for pmid in range(99000001, 99000011)]
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > 9:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReviewError, match=r"no space left on device.*Free some space"):
        fetch_all(client, pmids, tmp_path / "raw", source="s", batch_size=2, in_flight=1)
    assert not (tmp_path / "raw").exists()
    monkeypatch.setattr(os, "fsync", real)
    snapshot = fetch_all(client, pmids, tmp_path / "raw", source="s", batch_size=2)
    assert [pmid for batch in snapshot.batches for pmid in batch.given] == pmids
