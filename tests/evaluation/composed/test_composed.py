"""Every layout and part composes, to the same sentences from the same seed, true to its rows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.evaluation.composed.sentences import SHARED, compose, load_kind

FILES = [path for path in sorted(Path(__file__).parent.glob("*/*.yaml")) if path.stem != SHARED]
BY_HALF = [f"{path.parent.name} {path.stem}" for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=BY_HALF)
def test_sentences_state_their_results(path: Path) -> None:
    kind, rng = load_kind(path), random.Random(1)
    layouts = set()
    for _ in range(60 * len(kind.layouts)):
        text, sentence = compose(kind, rng)
        layouts.add(sentence.chosen["layout"])
        assert sentence.expected
        assert text.endswith(sentence.text)
        assert "{" not in text and "}" not in text, text
        assert "  " not in text, text
    assert layouts == set(kind.layouts)


@pytest.mark.parametrize("path", FILES, ids=BY_HALF)
def test_one_seed_composes_the_same_sentences(path: Path) -> None:
    kind = load_kind(path)
    first, again = ([compose(kind, random.Random(seed))[0] for seed in range(9)] for _ in "12")
    assert first == again
    assert len(set(first)) > 1
