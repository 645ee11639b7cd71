from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from reporting.evidence import Evidence

_FILE = Path(__file__).parents[2] / "fixtures" / "reporting" / "small_review.py"
_SPEC = importlib.util.spec_from_file_location("small_review", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
fixture = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fixture)


@pytest.fixture
def small_review(tmp_path: Path) -> Evidence:
    return fixture.build(tmp_path)


@pytest.fixture
def empty_review(tmp_path: Path) -> Evidence:
    decided = {each.pmid: ("exclude", "is_clinical") for each in fixture.RECORDS}
    return fixture.build(tmp_path, decided=decided)


@pytest.fixture(scope="session")
def build_review() -> Callable[[Path], Evidence]:
    """Return what builds the small review in a folder of the test's choice."""
    return fixture.build


@pytest.fixture
def write_csv() -> Callable[[Path, list[dict[str, object]]], None]:
    """Return what writes a table with the columns of its schema."""
    return fixture.write_csv
