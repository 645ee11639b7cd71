"""The service, the proxy with its faults, and a client that does not wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.pubmed.faults import FAULTS, instead, status
from tests.unit.pubmed.service import Proxy, Service, article, article_set, listening

from pubmed.client import Client
from pubmed.lane import Lane
from pubmed.transport import Patience

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "pubmed"


@pytest.fixture
def service() -> Iterator[Service]:
    with listening(Service()) as stub:
        yield stub


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of 90 invented records, as localpubmed serves it."""
    from localpubmed.build import build_index

    folder = tmp_path_factory.mktemp("corpus")
    records = [
        article(
            99000000 + number,
            title=f"Upkeep with inventine, report {number}",
            abstract=f"Invented disease number {number % 7} was treated with inventine.",
            created=f"2011-{1 + number % 12:02d}-{1 + number % 28:02d}",
        )
        for number in range(1, 91)
    ]
    (folder / "corpus.xml").write_bytes(article_set(*records))
    build_index([str(folder / "corpus.xml")], str(folder / "index.sqlite"))
    return folder / "index.sqlite"


@pytest.fixture
def proxy(corpus: Path) -> Iterator[Service]:
    """Give a proxy that stands before localpubmed."""
    from localpubmed.service import serving

    with serving(corpus) as upstream, listening(Proxy(upstream=upstream)) as stub:
        yield stub


@pytest.fixture
def waits() -> list[float]:
    """The seconds that a client would have slept between attempts."""
    return []


@pytest.fixture
def client(service: Service, waits: list[float]) -> Client:
    lane = Lane(0.0, sleep=waits.append)
    return Client(service.base_url, lane=lane, patience=Patience(silence=0.3, sleep=waits.append))


@pytest.fixture
def make():
    """Names of this file that tests build records and faults with."""
    from types import SimpleNamespace

    return SimpleNamespace(
        article=article, article_set=article_set, faults=FAULTS, fixtures=FIXTURES, status=status,
        instead=instead,
    )  # fmt: skip
