"""Faults that strike between the service and the client: what each makes of a reply."""

from __future__ import annotations

import gzip
import re
import threading
import time

from tests.unit.pubmed.service import Fault, Handler, Reply, article


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, reply: (code, named, body)


def instead(body: bytes, content_type: str = "text/xml") -> Fault:
    return lambda handler, reply: (200, {"Content-Type": content_type}, body)


def dropped(handler: Handler, reply: Reply) -> None:
    """Close without a word."""


def refused(handler: Handler, reply: Reply) -> None:
    """Close without a word, and refuse whoever comes next."""
    threading.Thread(target=handler.server.refuse_for, args=(0.05,), daemon=True).start()


def dropped_mid_body(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Length": str(len(reply[2]))}, reply[2][:-40]


def short_body(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Length": ""}, reply[2][: len(reply[2]) // 2]


def stalled(handler: Handler, reply: Reply) -> None:
    time.sleep(0.6)


def wrong_encoding(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Encoding": "gzip"}, reply[2]


def zipped(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Encoding": "gzip"}, gzip.compress(reply[2])


def zipped_unsaid(handler: Handler, reply: Reply) -> Reply:
    return reply[0], reply[1], gzip.compress(reply[2])


def zipped_and_cut(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Encoding": "gzip"}, gzip.compress(reply[2])[:-15]


def without_a_record(handler: Handler, reply: Reply) -> Reply:
    return (
        reply[0],
        reply[1],
        re.sub(rb"<PubmedArticle>.*?</PubmedArticle>", b"", reply[2], count=1, flags=re.S),
    )


def with_a_record_twice(handler: Handler, reply: Reply) -> Reply:
    return (
        reply[0],
        reply[1],
        re.sub(rb"(<PubmedArticle>.*?</PubmedArticle>)", rb"\1\1", reply[2], count=1, flags=re.S),
    )


def with_a_foreign_record(handler: Handler, reply: Reply) -> Reply:
    foreign = article(99999999).encode()
    return (
        reply[0],
        reply[1],
        reply[2].replace(b"<PubmedArticleSet>", b"<PubmedArticleSet>" + foreign),
    )


def wrong_count(handler: Handler, reply: Reply) -> Reply:
    return reply[0], reply[1], re.sub(rb"<Count>(\d+)", rb"<Count>7\1", reply[2])


ERROR_REPORT = (
    b"<?xml version='1.0'?><eFetchResult><ERROR>Search Backend failed: no answer</ERROR>"
    b"</eFetchResult>"
)
WEBENV_REPORT = b'{"esearchresult":{"ERROR":"Unable to obtain query #1"}}'
RATE_REPORT = (
    b'{"error":"API rate limit exceeded","api-key":"198.51.100.7","count":"4","limit":"3"}'
)

FAULTS: dict[str, Fault] = {
    "429": status(429, RATE_REPORT),
    "429 with Retry-After": status(429, RATE_REPORT, Retry_After="1"),
    "500": status(500),
    "502": status(502, b"<html>Bad gateway</html>"),
    "503": status(503),
    "refused": refused,
    "dropped": dropped,
    "dropped mid-body": dropped_mid_body,
    "short body": short_body,
    "empty 200": instead(b""),
    "HTML 200": instead(b"<!DOCTYPE html><html><body>Maintenance</body></html>", "text/html"),
    "ERROR 200": instead(ERROR_REPORT),
    "expired WebEnv": instead(WEBENV_REPORT, "application/json"),
    "expired WebEnv, XML": instead(
        ERROR_REPORT.replace(b"Search Backend failed: no answer", b"Unable to obtain query #1")
    ),
    "rate limit 200": instead(RATE_REPORT, "application/json"),
    "JSON with a raw newline": instead(
        b'{"esearchresult":{"ERROR":"Search Backend failed:\n down"}}'
    ),
    "stalled": stalled,
    "wrong encoding": wrong_encoding,
    "gzip": zipped,
    "gzip unsaid": zipped_unsaid,
    "gzip cut": zipped_and_cut,
    "record missing": without_a_record,
    "record twice": with_a_record_twice,
    "record foreign": with_a_foreign_record,
    "wrong Count": wrong_count,
}
