"""Read the outcomes, arms and facts of abstracts, over parsing the same records, in one process."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from extraction.facts.find import find_facts
from extraction.facts.words import load_fact_words
from extraction.lexicon import load_lexicon
from extraction.reader import read
from pubmed.articles import iter_elements
from pubmed.parse import record_of

ROOT = Path(__file__).resolve().parents[2]
NLM_FILE = ROOT / "tests" / "nlm" / "pubmed21n1298.xml.gz"
ABSTRACTS = 1000
TARGET = 150


def main() -> None:
    """Print abstracts per second of processor time, over the target and over parsing."""
    if not NLM_FILE.exists():
        print(f"not measured: {NLM_FILE.name} is not there (make nlm)")
        return
    started = time.process_time()
    parsed = (record_of(element) for _, element in iter_elements(NLM_FILE))
    records = list(itertools.islice((record for record in parsed if record.abstract), ABSTRACTS))
    parsing = time.process_time() - started
    vocabulary = ROOT / "references" / "vocabulary"
    lexicon, words = load_lexicon(vocabulary), load_fact_words(vocabulary)
    started = time.process_time()
    for record in records:
        read(record.abstract, lexicon, record.sections, record.title)
    outcomes = time.process_time() - started
    started = time.process_time()
    for record in records:
        find_facts(record, words)
    facts = time.process_time() - started
    rate = len(records) / (outcomes + facts)
    print(
        f"{len(records)} abstracts: outcomes {len(records) / outcomes:.0f}/s, "
        f"facts {len(records) / facts:.0f}/s, together {rate:.0f}/s"
    )
    print(f"together / target of {TARGET}/s: {rate / TARGET:.2f}")
    print(f"extraction / parsing: {(outcomes + facts) / parsing:.1f}")
