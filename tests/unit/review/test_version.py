"""The version is written in three files; a ledger must not name another than the citation."""

import tomllib
from pathlib import Path

import yaml

from pubmed.ledger import VERSION

PROJECT = Path(__file__).resolve().parents[3]


def test_ledger_package_and_citation_name_one_version():
    package = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    assert package["project"]["version"] == citation["version"] == VERSION
