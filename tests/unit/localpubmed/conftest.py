"""One small index of invented records, and the service that serves it."""

from __future__ import annotations

import datetime
import io
import time
import types
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from Bio import Entrez

from localpubmed.build import build_index
from localpubmed.query import parse
from localpubmed.service import serving
from localpubmed.store import Index
from localpubmed.translate import Translation, translate

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "localpubmed"
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="session")
def index_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("localpubmed") / "index.sqlite"
    build_index([FIXTURES / "corpus"], path)
    return path


@pytest.fixture(scope="session")
def index(index_path: Path) -> Iterator[Index]:
    opened = Index(index_path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def meaning(index: Index) -> Callable[[str], Translation]:
    def translated(query: str) -> Translation:
        return translate(parse(query), index.exists, today=TODAY, earlier={})

    return translated


@pytest.fixture(scope="session")
def found(index: Index, meaning: Callable[[str], Translation]) -> Callable[[str], list[int]]:
    def pmids(query: str) -> list[int]:
        return sorted(index.search(meaning(query).match, "most recent")[1])

    return pmids


@pytest.fixture(scope="session")
def url(index_path: Path) -> Iterator[str]:
    with serving(index_path) as base:
        yield base


@pytest.fixture
def entrez(url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return Bio.Entrez, its calls redirected to the service, which has no base-URL setting."""
    request = urllib.request.Request

    def redirected(address: str, *values: Any, **named: Any) -> urllib.request.Request:
        ours = address.replace("https://eutils.ncbi.nlm.nih.gov/entrez/eutils/", url)
        assert ours.startswith(url)
        return request(ours, *values, **named)

    monkeypatch.setattr(Entrez, "Request", redirected)
    monkeypatch.setattr(Entrez, "email", "someone@example.org")
    unhurried = types.SimpleNamespace(time=time.time, sleep=lambda seconds: None)
    monkeypatch.setattr(Entrez, "time", unhurried)  # the pause between calls is for NCBI
    monkeypatch.setattr(Entrez, "max_tries", 1)
    return Entrez


@pytest.fixture
def answer(entrez: Any) -> Callable[..., Any]:
    """Call a Bio.Entrez function by name and return its answer as Bio.Entrez parses it."""

    def called(function: str, **parameters: Any) -> Any:
        with getattr(entrez, function)(**parameters) as reply:
            return entrez.read(io.BytesIO(reply.read()))

    return called


@pytest.fixture
def body(entrez: Any) -> Callable[..., bytes]:
    """Call a Bio.Entrez function by name and return the bytes of its answer."""

    def called(function: str, **parameters: Any) -> bytes:
        with getattr(entrez, function)(**parameters) as reply:
            data: bytes = reply.read()
            return data

    return called
