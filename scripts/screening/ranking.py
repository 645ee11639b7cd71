"""The order in which to read what is unclear, learnt from the decisions so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HUMAN_WEIGHT = 10.0
WORDS_SHOWN = 8
# Scores are compared after rounding, so that the last bits of a sum cannot change the order.
_DIGITS = 6


@dataclass(frozen=True)
class Example:
    """A text that has been decided: whether it was included, and by whom."""

    text: str
    included: bool
    by_human: bool = False


@dataclass(frozen=True)
class Score:
    """A text's score, higher for likelier includes, and the words that raised it most."""

    value: float
    words: tuple[str, ...]


def score(texts: Sequence[str], examples: Sequence[Example]) -> list[Score] | None:
    """Score texts with a linear model of the examples; None where one label is missing.

    TF-IDF over words and pairs of words and a linear support vector machine with balanced
    classes, as in ASReview's default model; a human's decision weighs ten times a rule's.
    Deterministic: the same texts and examples give the same scores.
    """
    if not texts or len({example.included for example in examples}) < 2:
        return None
    # More than a second to import, so only where there is a queue to rank.
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(
        sublinear_tf=True, ngram_range=(1, 2), min_df=1, max_df=0.9, max_features=50_000
    )
    corpus = [*(example.text for example in examples), *texts]
    features = vectorizer.fit_transform(corpus)
    known, unknown = features[: len(examples)], features[len(examples) :]
    labels = np.array([example.included for example in examples], dtype=int)
    weights = np.array([HUMAN_WEIGHT if example.by_human else 1.0 for example in examples])
    for label in (0, 1):
        of_label = labels == label
        weights[of_label] *= weights.sum() / (2 * weights[of_label].sum())
    model = LinearSVC(C=0.11, loss="squared_hinge", random_state=0, max_iter=10_000)
    model.fit(known, labels, sample_weight=weights)
    coefficients = model.coef_[0]
    names = vectorizer.get_feature_names_out()
    scored = []
    for row in range(len(texts)):
        vector = unknown[row]
        parts = vector.data * coefficients[vector.indices]
        value = float(parts.sum() + model.intercept_[0])
        strongest = sorted(
            zip(np.round(parts, _DIGITS), names[vector.indices], strict=True), key=_strength
        )
        words = tuple(str(word) for part, word in strongest[:WORDS_SHOWN] if part > 0)
        scored.append(Score(round(value, _DIGITS), words))
    return scored


def _strength(part: tuple[float, str]) -> tuple[float, str]:
    return -part[0], part[1]
