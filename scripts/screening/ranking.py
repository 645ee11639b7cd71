"""The order in which to read what is unclear, learnt from the decisions so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from review.errors import ReviewError

HUMAN_WEIGHT = 10.0
WORDS_SHOWN = 8
INCLUDES_TO_EXCLUDES = 9.8
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


class Indistinct(ReviewError):
    """No word tells the texts apart: all are empty, or all are alike."""


class Ranker:
    """A linear support vector machine over TF-IDF of words and pairs of words.

    The kind of model, and its settings, are those of ASReview's default (ELAS u4). Deterministic:
    the same texts and labels give the same scores. Importing it takes more than a second.

    Raises Indistinct where no word tells the texts apart.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=1, max_df=0.95)
        try:
            self._features = vectorizer.fit_transform(texts)
        except ValueError as error:  # it found no word, or none that is not in every text
            raise Indistinct(
                f"no word tells the {len(texts)} texts to rank apart",
                fix="Rank records with titles or abstracts that differ",
            ) from error
        self._names = vectorizer.get_feature_names_out()

    def learn(
        self, rows: Sequence[int], included: Sequence[bool], weights: Sequence[float]
    ) -> None:
        """Fit the model to labelled rows; both labels must occur.

        Together the includes count 9.8 times as much as the excludes, whatever their numbers.
        """
        import numpy as np
        from sklearn.svm import LinearSVC

        labels = np.asarray(included, dtype=int)
        balanced = np.asarray(weights, dtype=float)
        balanced[labels == 0] *= balanced[labels == 1].sum() / (
            INCLUDES_TO_EXCLUDES * balanced[labels == 0].sum()
        )
        balanced *= len(balanced) / balanced.sum()
        self._model = LinearSVC(C=0.11, loss="squared_hinge", random_state=0, max_iter=10_000)
        self._model.fit(self._features[list(rows)], labels, sample_weight=balanced)

    def values(self, rows: Sequence[int]) -> list[float]:
        """The scores of some rows."""
        scores = self._model.decision_function(self._features[list(rows)])
        return [round(float(value), _DIGITS) for value in scores]

    def words(self, row: int) -> tuple[str, ...]:
        """The words of one row that raise its score, the strongest first.

        Numbers and words such as "the" count too, but tell a reader nothing and are not shown.
        """
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        vector = self._features[row]
        parts = (vector.data * self._model.coef_[0][vector.indices]).round(_DIGITS)
        named = zip(parts.tolist(), self._names[vector.indices].tolist(), strict=True)
        telling = (
            part
            for part in named
            if part[0] > 0
            and all(
                len(w) > 2 and w.isalpha() and w not in ENGLISH_STOP_WORDS for w in part[1].split()
            )
        )
        strongest = sorted(telling, key=lambda part: (-part[0], part[1]))
        return tuple(word for _, word in strongest[:WORDS_SHOWN])


def score(texts: Sequence[str], examples: Sequence[Example]) -> list[Score] | None:
    """Score texts by what the examples teach; a human's decision weighs ten times a rule's.

    Returns None where there is nothing to learn: all examples have one label, or no word tells
    the texts apart.
    """
    if not texts or len({example.included for example in examples}) < 2:
        return None
    try:
        ranker = Ranker([*(example.text for example in examples), *texts])
    except Indistinct:
        return None
    ranker.learn(
        range(len(examples)),
        [example.included for example in examples],
        [HUMAN_WEIGHT if example.by_human else 1.0 for example in examples],
    )
    rows = range(len(examples), len(examples) + len(texts))
    return [
        Score(value, ranker.words(row))
        for row, value in zip(rows, ranker.values(rows), strict=True)
    ]
