"""The vocabulary of the default review, and a way to read a sentence as an abstract's results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.coherence import check
from extraction.finding import Finding
from extraction.lexicon import Lexicon, load_lexicon
from extraction.reader import read

REFERENCES = Path(__file__).parents[3] / "references"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The vocabulary of the default review."""
    return load_lexicon(REFERENCES / "vocabulary")


@pytest.fixture(scope="session")
def findings(lexicon: Lexicon) -> Callable[[str], list[Finding]]:
    """Read a text and return its findings, each once."""

    def read_text(text: str) -> list[Finding]:
        return [kept.finding for kept in check(read(text, lexicon).findings)]

    return read_text
