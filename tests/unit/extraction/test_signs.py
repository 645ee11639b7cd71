"""Signs only save work: a pattern with signs finds what it finds without them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import extraction
from extraction.text.normalise import normalise
from extraction.text.signs import Signed


def _of_grammar() -> dict[str, Signed]:
    modules = pkgutil.walk_packages(extraction.__path__, "extraction.")
    return {
        f"{module.name}.{name}": value
        for module in modules
        for name, value in vars(importlib.import_module(module.name)).items()
        if isinstance(value, Signed)
    }


def test_every_match_of_the_grammar_holds_its_signs() -> None:
    signed = _of_grammar()
    assert signed
    wordings = [
        normalise(line)
        for path in sorted(Path(__file__).parent.glob("*.yaml"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for name, pattern in signed.items():
        for text in wordings:
            found = [match.span() for match in pattern.finditer(text)]
            assert found == [match.span() for match in pattern.pattern.finditer(text)], (name, text)


def test_signs_are_looked_for_in_the_stretch_only() -> None:
    odds = Signed(r"\bodds? of [a-z]+", ("odd",))
    text = "the odds of relapse; the odds of death"
    assert [match.group() for match in odds.finditer(text, 20)] == ["odds of death"]
    assert odds.search(text, 0, 8) is None


def test_each_group_of_signs_is_needed_and_case_may_be_ignored() -> None:
    shouted = Signed(r"overall (?:survival|response)", ("overall",), ("surv",), flags=re.IGNORECASE)
    assert shouted.search("OVERALL SURVIVAL was long")
    assert shouted.search("overall response was high") is None  # the signs decide
