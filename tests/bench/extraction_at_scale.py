"""Read the outcomes, arms and facts of abstracts, over parsing the same records, in one process."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from pathlib import Path

from extraction.facts.find import find_facts
from extraction.facts.words import FactWords, load_fact_words
from extraction.lexicon import Lexicon, load_lexicon
from extraction.reader import read
from pubmed.articles import iter_elements
from pubmed.parse import record_of
from review.records import Record

ROOT = Path(__file__).resolve().parents[2]
NLM_FILE = ROOT / "tests" / "nlm" / "pubmed21n1298.xml.gz"
ABSTRACTS = 1000
TARGET = 150


def main() -> None:
    """Print abstracts per second of processor time, first and once more."""
    if not NLM_FILE.exists():
        print(f"not measured: {NLM_FILE.name} is not there (make nlm)")
        return
    started = time.process_time()
    parsed = (record_of(element) for _, element in iter_elements(NLM_FILE))
    records = list(itertools.islice((record for record in parsed if record.abstract), ABSTRACTS))
    parsing = time.process_time() - started
    vocabulary = ROOT / "references" / "vocabulary"
    lexicon, words = load_lexicon(vocabulary), load_fact_words(vocabulary)
    for name in ("first, patterns made on the way", "once more, all patterns made"):
        outcomes, facts = _seconds(records, lexicon, words)
        rate = len(records) / (outcomes + facts)
        print(
            f"{len(records)} abstracts {name}: outcomes {len(records) / outcomes:.0f}/s, "
            f"facts {len(records) / facts:.0f}/s, together {rate:.0f}/s; "
            f"{rate / TARGET:.2f} of the target of {TARGET}/s; "
            f"{(outcomes + facts) / parsing:.1f} times parsing"
        )


def _seconds(records: Sequence[Record], lexicon: Lexicon, words: FactWords) -> tuple[float, float]:
    """Seconds of processor time for the outcomes and arms of records, and for their facts."""
    started = time.process_time()
    for record in records:
        read(record.abstract, lexicon, record.sections, record.title)
    outcomes = time.process_time()
    for record in records:
        find_facts(record, words)
    return outcomes - started, time.process_time() - outcomes
