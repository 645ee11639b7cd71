from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import report
from reporting.screening_page import screening_page

QMD = Path(report.__file__).parents[1] / "reports" / "review.qmd"
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking"]

_FILE = Path(__file__).parents[1] / "fixtures" / "reporting" / "small_review.py"
_SPEC = importlib.util.spec_from_file_location("small_review", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
fixture = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fixture)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no browser: install Debian's chromium to run the tests in a browser")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


def rendered(home: Path, renderer: str, **options: Any) -> Path:
    """Render a small review; ``options`` are those of the fixture. Skips where Quarto is absent."""
    if renderer == "quarto" and shutil.which("quarto") is None:
        pytest.skip("no quarto on PATH: install Quarto to run the tests on its rendering")
    evidence = fixture.build(home, **options)
    out = home / "index.html"
    arguments = ["--qmd", QMD, "--results", evidence.results, "--config", home / "config.yaml"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        report.main([*map(str, arguments), "--renderer", renderer, "--out", str(out)])
    return out


@pytest.fixture(scope="session", params=["pandoc", "quarto"])
def report_file(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Render the small review once with each renderer."""
    return rendered(tmp_path_factory.mktemp("review"), request.param)


@pytest.fixture(scope="session", params=["pandoc", "quarto"])
def long_report_file(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path:
    """Render a review with so many excluded records that their table is paged."""
    return rendered(tmp_path_factory.mktemp("long"), request.param, more=1_000)


@pytest.fixture(scope="session")
def queue_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the screening page of a review that leaves three records to a human."""
    decided = {"99000001": ("include", "")}
    decided |= {f"9900000{number}": ("unclear", "") for number in (2, 3, 4)}
    home = tmp_path_factory.mktemp("queue")
    evidence = fixture.build(home, decided=decided, by_human="99000001")
    out = evidence.home / "screening.html"
    out.write_text(screening_page(evidence, QMD.parent / "style"), encoding="utf-8")
    return out


class Watched:
    """A page that remembers what went wrong on it and what it asked of the network."""

    def __init__(self, page: Any, file: Path) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())

    @property
    def foreign(self) -> list[str]:
        """Requests beyond the page itself."""
        return [url for url in self.requests if url.startswith(("http", "ws", "ftp"))]


@pytest.fixture
def opened(browser: Any, report_file: Path, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """The report in a new page; parametrise indirectly with browser context options."""
    context = browser.new_context(**getattr(request, "param", {}))
    yield Watched(context.new_page(), report_file)
    context.close()


@pytest.fixture
def queue(browser: Any, queue_file: Path) -> Iterator[Watched]:
    """The screening page in a new page."""
    context = browser.new_context()
    yield Watched(context.new_page(), queue_file)
    context.close()


@pytest.fixture
def long_report(browser: Any, long_report_file: Path) -> Iterator[Watched]:
    """The report with a paged table in a new page."""
    context = browser.new_context()
    yield Watched(context.new_page(), long_report_file)
    context.close()
