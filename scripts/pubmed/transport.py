"""Sending a request until a whole, well-formed reply has come, or saying why none did.

What goes wrong on the way to PubMed is mostly transient: 429 and 5xx, dropped connections,
short bodies, empty or HTML replies with status 200. Each is retried with an exponential wait
and jitter, or after as long as Retry-After asks. A request that PubMed refuses is not.
"""

from __future__ import annotations

import email.utils
import http.client
import json
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

import tenacity

from pubmed.lane import Lane
from review.errors import ReviewError

Reply = TypeVar("Reply")

_CHUNK = 1 << 16
# A service that asks for more is closed, not busy.
_LONGEST_PAUSE = 600.0
_RETRIED_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


class Transient(Exception):
    """A reply that may be better next time; ``wait`` is how long the service asked to wait."""

    def __init__(self, what: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.wait = wait


class NoReplyError(ReviewError):
    """The service gave nothing usable, however often it was asked."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on: attempts, seconds of the first and the longest wait, time-outs."""

    attempts: int = 7
    first_wait: float = 1.0
    longest_wait: float = 60.0
    silence: float = 60.0
    whole_reply: float = 600.0
    sleep: Callable[[float], None] = field(default=time.sleep)


class Transport:
    """Sends requests down one lane; safe to use from several threads."""

    def __init__(self, base_url: str, lane: Lane, patience: Patience | None = None) -> None:
        self.lane = lane
        self.patience = patience or Patience()
        self.sent = 0
        self._counting = threading.Lock()
        self._host = urlsplit(base_url).hostname or ""
        self._opener = _opener(self._host)

    def send(self, request: Request, named: str, read: Callable[[bytes], Reply]) -> Reply:
        """Send until ``read`` accepts the body, and return what it made of it.

        ``named`` says in messages what was asked, without secrets. ``read`` raises Transient
        for a body worth asking for again, ReviewError for one that is not.
        Raises ReviewError when the request is refused or the last attempt has failed.
        """
        patience = self.patience
        backoff = tenacity.wait_random_exponential(
            multiplier=patience.first_wait, max=patience.longest_wait
        )

        def pause(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.wait if isinstance(error, Transient) else 0.0
            if asked:
                self.lane.hold(asked)
            return max(asked, backoff(state))

        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(patience.attempts),
            wait=pause,
            retry=tenacity.retry_if_exception_type(Transient),
            sleep=patience.sleep,
            reraise=True,
        )
        try:
            return retrying(lambda: read(self._exchange(request, named)))
        except ReviewError as error:
            if error.where:
                raise
            raise ReviewError(error.what, where=named, value=error.value, fix=error.fix) from None
        except Transient as error:
            raise NoReplyError(
                f"no usable reply after {patience.attempts} attempts at {self._host}; "
                f"the last one: {error}",
                where=named,
                fix="The service may be down, the network broken, or source.endpoint wrong. Run "
                "again later: what was already received is kept.",
            ) from None

    def _exchange(self, request: Request, named: str) -> bytes:
        self.lane.wait()
        with self._counting:
            self.sent += 1
        try:
            with self._opener.open(request, timeout=self.patience.silence) as reply:
                body = self._body(reply)
        except HTTPError as error:
            with error:
                raise _refusal(error, named) from None
        # URLError is an OSError, as are time-outs and connections refused, reset or dropped.
        except (OSError, http.client.HTTPException) as error:
            raise Transient(_connection_trouble(error)) from None
        return _decoded(body, reply.headers.get("Content-Encoding", ""))

    def _body(self, reply: http.client.HTTPResponse) -> bytes:
        """Read the body; the time limit is on the whole, for a reply that comes in drops."""
        deadline = time.monotonic() + self.patience.whole_reply
        chunks = []
        while chunk := reply.read1(_CHUNK):
            chunks.append(chunk)
            if time.monotonic() > deadline:
                raise Transient(f"the reply took more than {self.patience.whole_reply:g} s")
        body = b"".join(chunks)
        announced = reply.headers.get("Content-Length", "")
        if announced.isdecimal() and len(body) != int(announced):
            raise Transient(f"a reply of {len(body)} bytes where {announced} were announced")
        return body


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry the query, or the key, to a host that nobody configured."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def _opener(host: str) -> OpenerDirector:
    if is_loopback(host):  # a proxy could not reach this machine's own services
        return build_opener(_NoRedirect, ProxyHandler({}))
    return build_opener(_NoRedirect)


def is_loopback(host: str) -> bool:
    """Say whether a host name means this machine."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _decoded(body: bytes, encoding: str) -> bytes:
    """Unpack gzip or deflate; the body's own first bytes outrank a wrong header."""
    try:
        if body[:2] == b"\x1f\x8b":
            return _unzipped(body, 31)
        if encoding.strip().lower() == "deflate" and body[:1] != b"<":
            return _unzipped(body, zlib.MAX_WBITS)
    except zlib.error as error:
        raise Transient(f"a reply whose compression is damaged ({error})") from None
    return body


def _unzipped(body: bytes, window_bits: int) -> bytes:
    unpacker = zlib.decompressobj(window_bits)
    plain = unpacker.decompress(body) + unpacker.flush()
    if not unpacker.eof:
        raise Transient("a compressed reply that was cut short")
    return plain


def _connection_trouble(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError | socket.timeout):
        return "no answer within the time-out"
    if isinstance(reason, http.client.IncompleteRead):
        return "the connection was lost within the reply"
    return f"connection trouble ({type(reason).__name__}: {reason})"


def _refusal(error: HTTPError, named: str) -> Exception:
    said = _said(error)
    status = f"HTTP status {error.code}" + (f", saying: {said}" if said else "")
    if error.code in _RETRIED_STATUS:
        wait = _retry_after(error.headers.get("Retry-After", ""))
        if wait <= _LONGEST_PAUSE:
            return Transient(status, wait)
        return ReviewError(
            f"the service asks for a pause of {wait:.0f} seconds",
            where=named,
            fix="Run again after that time: what was already received is kept.",
        )
    if "api key" in said.lower():
        return ReviewError(
            "the service does not accept the API key",
            where=named,
            fix="Correct or unset the environment variable NCBI_API_KEY.",
        )
    return ReviewError(
        f"the service refused the request with {status}",
        where=named,
        fix="Check source.endpoint and the query.",
    )


def _said(error: HTTPError) -> str:
    try:
        body = error.read(4000)
    except (OSError, http.client.HTTPException):
        return ""
    text = body.decode("utf-8", "replace")
    found = re.search(r"<ERROR>(.*?)</ERROR>", text, re.DOTALL)
    if found:
        return " ".join(found[1].split())
    try:
        # Only the message: the reply also echoes the key, or the caller's address.
        return str(json.loads(text, strict=False).get("error", ""))
    except (ValueError, AttributeError):
        return ""


def _retry_after(value: str) -> float:
    """Read Retry-After: seconds, or an HTTP date; 0 when absent or not understood."""
    value = value.strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, moment.timestamp() - time.time())
