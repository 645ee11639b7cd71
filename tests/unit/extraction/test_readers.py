"""The readers of what a series is a value of: each alone, and the order in which they stand."""

from __future__ import annotations

import pytest

from extraction.claims.candidates import FIRST, LAST
from extraction.claims.place import NOTHING, Claim, Context, Place
from extraction.claims.readers import READERS
from extraction.clauses.wording import Wording
from extraction.lexicon import Lexicon
from extraction.reader import read
from extraction.series.find import find_series


def first_place(text: str, lexicon: Lexicon) -> Place:
    """The place of the first series of a text of one sentence, nothing claimed before it."""
    line = read(text, lexicon).lines[0]
    return Place(Wording(line), find_series(line), 0, [], Context())


def says(name: str, text: str, lexicon: Lexicon) -> Claim | str | None:
    """What the reader of that name says of the first series of a text."""
    reader = next(reader for reader in READERS if reader.read.__name__ == name)
    verdict = reader.read(first_place(text, lexicon))
    return "nothing" if verdict is NOTHING else verdict  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("at_baseline", "Of them, 94% had relapsed twice at baseline."),
        ("reasons", "The reasons for stopping were progression (48%) and toxicity (9%)."),
        ("change", "The new drug lowered mortality by 12% in these women."),
    ],
)
def test_what_is_no_result(name: str, text: str, lexicon: Lexicon) -> None:
    assert says(name, text, lexicon) == "nothing"


@pytest.mark.parametrize(
    ("name", "text", "endpoint"),
    [
        ("labelled_difference", "For overall survival the difference was 0.5 months.", "OS"),
        ("in_own_words", "The odds ratio for arm swelling was 0.5 (95% CI 0.3-0.8).", "swelling"),
        ("told", "They had higher odds of arm swelling (OR 2.1; 95% CI 1.3-3.4).", "swelling"),
        ("in_event_list", "Adverse events included dry lips (17%) and sore gums (9%).", "dry lips"),
        ("of_named_list", "Dry lips, sore gums and hiccups were seen in 9%, 13% and 4%.", "lips"),
        ("announced_by_clause", "A positive swab was found in 51% v 42% of women.", "swab"),
    ],
)
def test_a_reader_alone(name: str, text: str, endpoint: str, lexicon: Lexicon) -> None:
    claim = says(name, text, lexicon)
    assert isinstance(claim, Claim)
    assert endpoint in claim.endpoint.id


@pytest.mark.parametrize("name", [reader.read.__name__ for reader in READERS])
def test_a_reader_leaves_what_is_not_its_own(name: str, lexicon: Lexicon) -> None:
    assert says(name, "The samples were kept (12%) for years.", lexicon) is None


def test_every_reader_stands_once_and_says_why() -> None:
    assert len({reader.read for reader in READERS}) == len(READERS)
    assert all(reader.reads and reader.here for reader in READERS)
    assert len({reader.read for reader in (*FIRST, *LAST)}) == len(FIRST) + len(LAST)
