"""The service as a server: this machine only, several callers at once, no bad request fatal."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import serve
from localpubmed.service import Service, serving
from localpubmed.store import Index
from review.errors import ReviewError

CORPUS = Path(__file__).resolve().parents[2] / "fixtures" / "localpubmed" / "corpus"


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as reply:
        data: bytes = reply.read()
        return data


def connection_to(url: str) -> http.client.HTTPConnection:
    parts = urllib.parse.urlsplit(url)
    return http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)


def test_it_stands_in_for_eutils_on_loopback(url: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/entrez/eutils/", url)


@pytest.mark.parametrize("host", ["0.0.0.0", "", "192.0.2.7", "example.org", "::", "::1"])
def test_any_other_address_is_refused(index: Index, host: str) -> None:
    with pytest.raises(ReviewError, match="this machine only"):
        Service(index, host)


def test_a_port_in_use_is_named(index: Index, url: str) -> None:
    port = urllib.parse.urlsplit(url).port
    with pytest.raises(ReviewError, match=f"cannot listen on port {port}"):
        Service(index, port=port or 0)


def test_it_serves_as_long_as_the_block_runs(index_path: Path) -> None:
    with serving(index_path) as url:
        assert b"<DbName>pubmed</DbName>" in get(f"{url}einfo.fcgi")
    with pytest.raises(OSError):
        get(f"{url}einfo.fcgi")


def test_an_index_that_is_not_there_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="there is no index"), serving(tmp_path / "no.sqlite"):
        pass


def test_many_callers_at_once_get_what_one_gets(url: str) -> None:
    calls = [
        f"{url}{name}"
        for name in (
            "esearch.fcgi?db=pubmed&term=stroke&usehistory=y",
            "esearch.fcgi?db=pubmed&term=leukemia+survival&retmode=json",
            "efetch.fcgi?db=pubmed&retmode=xml&id=99000108,99010000",
            "elink.fcgi?dbfrom=pubmed&id=99010006&cmd=neighbor_score",
            "esummary.fcgi?db=pubmed&id=99000108",
        )
    ] * 12
    one_by_one = {call: get(call) for call in sorted(set(calls))}
    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(get, calls)) == [one_by_one[call] for call in calls]


def test_get_and_post_are_answered_alike(url: str) -> None:
    parameters = urllib.parse.urlencode({"db": "pubmed", "term": "Sánchez[au]"}).encode()
    posted = get(f"{url}esearch.fcgi?{parameters.decode()}")
    with urllib.request.urlopen(f"{url}esearch.fcgi", parameters, timeout=30) as reply:
        assert reply.read() == posted
    assert b"<Count>0<" not in posted


def test_one_connection_carries_many_calls(url: str) -> None:
    connection = connection_to(url)
    for _ in range(3):
        connection.request("GET", "/entrez/eutils/einfo.fcgi")
        assert connection.getresponse().read()
    connection.request("GET", "/elsewhere")
    reply = connection.getresponse()
    assert (reply.status, reply.read()) == (404, b"no such service: /elsewhere\n")
    connection.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Length": "x"}, 411),
        ({"Content-Length": "99999999999"}, 413),
        ({"Content-Length": "-5"}, 411),
    ],
)
def test_a_bad_length_is_refused(url: str, headers: dict[str, str], status: int) -> None:
    connection = connection_to(url)
    connection.putrequest("POST", "/entrez/eutils/esearch.fcgi")
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


def test_nonsense_is_survived(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    for sent in (b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"DELETE /entrez/eutils/ HTTP/1.1\r\n\r\n"):
        with socket.create_connection((str(parts.hostname), parts.port or 0), timeout=30) as raw:
            raw.sendall(sent)
            raw.shutdown(socket.SHUT_WR)
            raw.recv(4096)
    crowded = "&".join(f"x{number}=1" for number in range(20_001)).encode()
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(f"{url}esearch.fcgi", crowded, timeout=30)
    strange = urllib.parse.quote_from_bytes(b"\xff\xfe[ti]")
    assert b"<eSearchResult>" in get(f"{url}esearch.fcgi?db=pubmed&term={strange}")
    huge = "9" * 5000
    assert b"<Count>" in get(f"{url}esearch.fcgi?db=pubmed&term=stroke&retmax={huge}")
    assert b"<Count>0<" in get(f"{url}esearch.fcgi?db=pubmed&term={huge}%5Buid%5D")


def test_by_hand_it_serves_a_corpus_until_interrupted() -> None:
    command = [sys.executable, str(Path(serve.__file__)), "--corpus", str(CORPUS)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        # A test run in the background hands down that interrupts are ignored; a person's shell
        # does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = re.search(r"http://\S+", line)
        assert url, line
        assert b"<Count>61</Count>" in get(f"{url[0]}einfo.fcgi?db=pubmed")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
