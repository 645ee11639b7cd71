"""Two whole NLM files: time to index against time to parse, to reopen, and to answer."""

from __future__ import annotations

import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted((PROJECT / "tests" / "nlm").glob("pubmed2*.xml.gz"))
INDEX_TARGET = 2.5
REOPEN_TARGET_S = 1.0
QUERY_TARGET_MS = 50.0
QUERIES = 100
_PARSE = (
    "import sys; sys.path.insert(0, 'scripts')\n"
    "from pubmed.parse import iter_articles, record_of\n"
    "for path in sys.argv[1:]:\n"
    "    for _, _, element in iter_articles(path): record_of(element)\n"
)


def main() -> None:
    """Print each measure over its target."""
    if not FILES:
        print("skipped: run `make nlm` first, which gets the two files")
        return
    with tempfile.TemporaryDirectory() as name:
        index = Path(name) / "index.sqlite"
        files = [str(path) for path in FILES]
        build = ["scripts/index.py", "--corpus", *files, "--out", str(index)]
        parsing, _ = _run("-c", _PARSE, *files)
        indexing, memory = _run(*build)
        ratio = indexing / parsing
        size = index.stat().st_size / 1e6
        print(
            f"index {len(files)} files: {indexing:.1f} s, {ratio:.2f} times parsing "
            f"({parsing:.1f} s), {ratio / INDEX_TARGET:.2f} of the target; "
            f"{memory:.0f} MB of memory at most, {size:.0f} MB on disk"
        )
        again, _ = _run(*build)
        print(f"reopen: {again:.2f} s, {again / REOPEN_TARGET_S:.2f} of the target")
        _answers(index)


def _run(*arguments: str) -> tuple[float, float]:
    """Return the wall time of a Python run in seconds and its peak memory in MB."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=PROJECT, check=True, capture_output=True)
    took = time.perf_counter() - start
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _answers(index: Path) -> None:
    from localpubmed.service import serving

    with serving(index) as url:
        for name, least, most in (("usual", 40, 4_000), ("high", 2_000, 10**9)):
            words = _words(url, least, most)
            times = [_time(lambda query=query: _search(url, query)) for query in _queries(words)]
            median = statistics.median(times) * 1000
            print(
                f"ten terms of {name} frequency: median {median:.1f} ms, "
                f"{median / QUERY_TARGET_MS:.2f} of the target; slowest {max(times) * 1000:.0f} ms"
            )


def _time(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _search(url: str, term: str) -> str:
    parameters = urllib.parse.urlencode({"db": "pubmed", "retmax": 9999, "term": term}).encode()
    with urllib.request.urlopen(f"{url}esearch.fcgi", parameters) as reply:
        text: str = reply.read().decode("utf-8")
        return text


def _words(url: str, least: int, most: int) -> list[str]:
    """Return words of the corpus that between ``least`` and ``most`` records hold."""
    found = []
    for word in _CANDIDATES.split():
        match = re.search(r"<Count>(\d+)</Count>", _search(url, f"{word}[tiab]"))
        if match and least <= int(match[1]) <= most:
            found.append(word)
    return found


def _queries(words: list[str]) -> list[str]:
    """Return Boolean queries of ten terms: three blocks of synonyms, then an exclusion."""
    chance = random.Random(20261122)
    queries = []
    for _ in range(QUERIES):
        chosen = [f"{word}[tiab]" for word in chance.choices(words, k=8)]
        blocks = (chosen[:3], chosen[3:6], chosen[6:])
        joined = " AND ".join(f"({' OR '.join(block)})" for block in blocks)
        queries.append(f"{joined} AND humans[mh] NOT review[pt]")
    return queries


_CANDIDATES = """
patients treatment study cells effect results cancer therapy disease clinical analysis blood
human response increased tumor protein rats activity growth acute chronic liver renal cardiac
infection surgery diagnosis mortality survival risk women children dose plasma serum covid
vaccine pain stroke diabetes hypertension insulin leukemia lymphoma myeloma transplantation
chemotherapy randomized placebo trial cohort antibody antigen receptor enzyme bone lung kidney
heart brain muscle skin pregnancy infant aspirin metformin dexamethasone hydroxychloroquine
"""
