"""Read texts that repeat one fragment, over a target of seconds for 100 kB, and how this grows."""

from __future__ import annotations

import time
from pathlib import Path

import yaml

from extraction.coherence import check
from extraction.lexicon import Lexicon, load_lexicon
from extraction.reader import read

ROOT = Path(__file__).resolve().parents[2]
FRAGMENTS = ROOT / "tests" / "fixtures" / "extraction" / "fragments.yaml"
HEAD = "Patients were randomised to A or B. "
#: Characters of the longer text, and of the shorter that it is compared with.
LONG, SHORT = 80_000, 20_000
#: Seconds of processor time for 100 kB of any text.
TARGET = 1.0
SHOWN = 8


def main() -> None:
    """Print the fragments that take longest, and those that grow most."""
    lexicon = load_lexicon(ROOT / "references" / "vocabulary")
    read(HEAD, lexicon)
    measured = []
    for fragment in yaml.safe_load(FRAGMENTS.read_text(encoding="utf-8")):
        short, long = (_seconds(fragment, size, lexicon) for size in (SHORT, LONG))
        measured.append((long * 100_000 / LONG, long / short, fragment))
    print(f"{len(measured)} fragments, each repeated to {LONG // 1000} kB; the slowest:")
    for seconds, growth, fragment in sorted(measured, reverse=True)[:SHOWN]:
        print(f"  {seconds:.2f} s for 100 kB, {growth:.1f} times that of a quarter: {fragment!r}")
    print(f"slowest / target of {TARGET:.0f} s for 100 kB: {max(measured)[0] / TARGET:.2f}")
    most = max(growth for _, growth, _ in measured)
    print(f"largest growth / that of the text: {most * SHORT / LONG:.2f}")


def _seconds(fragment: str, size: int, lexicon: Lexicon) -> float:
    text = HEAD + fragment * (size // len(fragment))
    started = time.process_time()
    check(read(text, lexicon).findings)
    return time.process_time() - started
