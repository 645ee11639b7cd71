"""The E-utilities over HTTP, on this machine only."""

from __future__ import annotations

import contextlib
import ipaddress
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from localpubmed import replies
from localpubmed.fetch import efetch, epost
from localpubmed.history import History
from localpubmed.links import elink
from localpubmed.parameters import Parameters
from localpubmed.replies import Reply
from localpubmed.search import esearch
from localpubmed.spelling import espell
from localpubmed.store import Index
from localpubmed.summary import einfo, esummary
from review.errors import ReviewError

BASE = "/entrez/eutils/"
_LARGEST_REQUEST = 16 << 20
_MOST_PARAMETERS = 20_000

Answer = Callable[[Index, History, Parameters], Reply]

_ENDPOINTS: dict[str, Answer] = {
    "esearch.fcgi": esearch,
    "efetch.fcgi": efetch,
    "epost.fcgi": epost,
    "elink.fcgi": elink,
    "esummary.fcgi": esummary,
    "espell.fcgi": lambda index, history, parameters: espell(index, parameters),
    "einfo.fcgi": lambda index, history, parameters: einfo(index, parameters),
}


class Service(ThreadingHTTPServer):
    """Answers for one index; each request in a thread of its own."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, index: Index, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen on a loopback address; port 0 takes a free one.

        Raises ReviewError for an address that other machines could reach, or a port in use.
        """
        self.index = index
        self.history = History(index.fingerprint)
        try:
            super().__init__((_loopback(host), port), _Handler)
        except OSError as error:
            raise ReviewError(
                f"cannot listen on port {port}: {error.strerror}",
                where="localpubmed",
                fix="Choose another port, or 0 for any that is free.",
            ) from error

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong on stderr, unless it is only that the caller hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """The address that stands in for ``https://eutils.ncbi.nlm.nih.gov/entrez/eutils/``."""
        return f"http://127.0.0.1:{self.server_address[1]}{BASE}"


@contextlib.contextmanager
def serving(index_path: str | Path, port: int = 0) -> Iterator[str]:
    """Serve an index for as long as the block runs; yields the service's base URL.

    Raises ReviewError when there is no index of this format at the path.
    """
    index = Index(index_path)
    service = Service(index, port=port)
    thread = threading.Thread(target=service.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service.url
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
        index.close()


def _loopback(host: str) -> str:
    name = "127.0.0.1" if host == "localhost" else host
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        address = None
    if address is None or address.version != 4 or not address.is_loopback:
        raise ReviewError(
            "the service listens on this machine only",
            where="localpubmed",
            value=host,
            fix="Use 127.0.0.1.",
        )
    return name


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = -1  # one segment for headers and a small body
    server: Service

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self._refuse(411, "a POST needs a Content-Length")
        elif int(length) > _LARGEST_REQUEST:
            self._refuse(413, "the request is too large")
        else:
            body = self.rfile.read(int(length)).decode("utf-8", "replace")
            self._answer("&".join(part for part in (urlsplit(self.path).query, body) if part))

    def _answer(self, query: str) -> None:
        path = urlsplit(self.path).path
        name = path[len(BASE) :] if path.startswith(BASE) else ""
        answer = _ENDPOINTS.get(name)
        if answer is None:
            self._refuse(404, f"no such service: {path}")
            return
        try:
            values = parse_qs(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
        except ValueError:
            self._refuse(400, "too many parameters")
            return
        self._send(answer(self.server.index, self.server.history, Parameters(values)))

    def _refuse(self, status: int, message: str) -> None:
        self.close_connection = True
        self._send(replies.plain(f"{message}\n", status))

    def _send(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep no log: requests can hold an API key."""
