"""Measure extraction against gold rows annotated on real abstracts, and against PICO spans.

The gold holds numbers and offsets only; the texts are not part of the project. Those of gold_nlm/
are in an NLM file that anybody can get (`make nlm`): studies of cancer as they came in 2021, read
as the workflow reads them. Those of gold/ are trials in breast cancer with span annotations of
others: give their folder (one PMID.txt each) by --texts or EXTRACTION_TEXTS. Those of gold_pmc/ are
open-access trials in cancer other than of the breast and some in other fields: give a folder of
their JATS files (PMC1234.nxml, as in the Evidence Inference corpus) by --articles or
EXTRACTION_ARTICLES. What is not there is not measured. A row counts where it stands on the gold's
value with the same endpoint and statistic.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import itertools
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from tests.evaluation.jats import text_of  # noqa: E402

from extraction.coherence import check  # noqa: E402
from extraction.finding import Finding  # noqa: E402
from extraction.lexicon import Lexicon, load_lexicon  # noqa: E402
from extraction.reader import Reading, read  # noqa: E402
from pubmed.parse import iter_elements, pmid_of, record_of  # noqa: E402

GOLD = Path(__file__).parent / "gold"
GOLD_NLM = Path(__file__).parent / "gold_nlm"
GOLD_PMC = Path(__file__).parent / "gold_pmc"
NLM_FILE = ROOT / "tests" / "nlm" / "pubmed21n1298.xml.gz"
CORE = ("hazard_ratio", "odds_ratio", "risk_ratio", "median", "rate_at", "proportion")
FLOORS = {
    "NLM file": {"precision": 0.84, "recall": 0.73, "arm": 0.75, "interval": 0.95, "p": 0.85},
    "open access": {"precision": 0.79, "recall": 0.71, "arm": 0.85, "interval": 0.95, "p": 0.79},
    "trials": {"precision": 0.92, "recall": 0.86, "arm": 0.95, "interval": 0.97, "p": 0.92},
}
_SAME_WORD = {
    "pathologic": "pathological", "mortality": "death", "deaths": "death", "fractures": "fracture",
    "died": "death", "relapse": "recurrence", "relapses": "recurrence", "diarrhea": "diarrhoea",
    "anemia": "anaemia", "arthritis": "arthralgia", "toxicity": "event", "flashes": "flushes",
    "lymphedema": "lymphoedema", "leucopenia": "leukopenia",
}  # fmt: skip
#: A hazard or a rate of death of any cause is one of overall survival.
_DEATH_OF_ANY_CAUSE = frozenset(
    f"other:{words}" for words in ("death", "mortality", "all-cause mortality", "overall mortality")
)
_NO_WORDS = frozenset(
    [
        "rate",
        "rates",
        "of",
        "the",
        "or",
        "and",
        "a",
        "any",
        "grade",
        "in",
        "all",
        "other",
        "free",
        "survival",
        "time",
        "to",
    ]
)
_ARM_NOISE = frozenset(
    [
        "the",
        "arm",
        "group",
        "arms",
        "groups",
        "of",
        "with",
        "plus",
        "alone",
        "and",
        "patients",
        "treatment",
        "therapy",
        "in",
        "to",
    ]
)


@dataclass(frozen=True)
class Gold:
    """One gold row."""

    cells: dict[str, str]

    @property
    def place(self) -> tuple[int, int]:
        """Where its value stands."""
        return int(self.cells["start"]), int(self.cells["end"])

    def moved(self, by: int) -> Gold:
        """The same row with its offsets counted from elsewhere."""
        start, end = self.place
        return Gold({**self.cells, "start": str(start + by), "end": str(end + by)})

    def __getitem__(self, name: str) -> str:
        cell = self.cells[name]
        # Some annotators write `all` for the whole study, where others name no arm.
        return "" if name == "arm" and cell == "all" else cell


@dataclass(frozen=True)
class Annotated:
    """An abstract as it was read, and its gold rows with offsets into the same text."""

    pmid: str
    text: str
    reading: Reading
    gold: Sequence[Gold]


@dataclass
class Tally:
    """Counts of one endpoint or statistic."""

    gold: int = 0
    hit: int = 0
    false: int = 0


def main(argv: list[str] | None = None) -> int:
    """Print the tables; 1 where a figure is under its floor."""
    options = _parse(argv)
    lexicon = load_lexicon(ROOT / "references" / "vocabulary")
    held = True
    if NLM_FILE.exists():
        held &= _measure("NLM file", _of_nlm(lexicon, options.half), lexicon, options)
    else:
        print(f"extraction: {NLM_FILE.name} is not there (make nlm); not measured on it")
    if options.texts and Path(options.texts).is_dir():
        texts = Path(options.texts)
        held &= _measure("trials", _of_texts(texts, lexicon, options), lexicon, options)
        _measure_pico(texts, lexicon)
    else:
        print("extraction: no texts of trials here (--texts or EXTRACTION_TEXTS); not measured")
    if options.articles and Path(options.articles).is_dir():
        articles = _of_articles(Path(options.articles), lexicon, options)
        held &= _measure("open access", articles, lexicon, options)
    else:
        print("extraction: no open-access articles here (--articles or EXTRACTION_ARTICLES)")
    return 0 if held else 1


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--texts", default=os.environ.get("EXTRACTION_TEXTS"), help="folder of PMID.txt"
    )
    parser.add_argument(
        "--articles", default=os.environ.get("EXTRACTION_ARTICLES"), help="folder of PMC*.nxml"
    )
    parser.add_argument(
        "--half", choices=["tune", "report", "all"], default="report", help="half of the gold"
    )
    parser.add_argument("--annotator", help="only the gold of this file (its stem)")
    parser.add_argument("--list", action="store_true", help="print every miss and false row")
    return parser.parse_args(argv)


def _of_files(
    gold: Path,
    file_of: Callable[[dict[str, str]], Path],
    text_in: Callable[[Path], str],
    lexicon: Lexicon,
    options: argparse.Namespace,
) -> Iterable[Annotated]:
    """The annotated abstracts of a gold folder whose texts lie in files."""
    for record, rows in _annotated(gold):
        if options.annotator and record["annotator"] != options.annotator:
            continue
        file = file_of(record)
        if options.half in ("all", record["half"]) and file.exists():
            text = text_in(file)
            if _is_same(record, text):
                yield Annotated(record["pmid"], text, read(text, lexicon), rows)


def _of_texts(texts: Path, lexicon: Lexicon, options: argparse.Namespace) -> Iterable[Annotated]:
    """The annotated abstracts whose texts lie in a folder."""

    def file_of(record: dict[str, str]) -> Path:
        return texts / f"{record['pmid']}.txt"

    return _of_files(GOLD, file_of, lambda file: file.read_bytes().decode(), lexicon, options)


def _of_articles(
    articles: Path, lexicon: Lexicon, options: argparse.Namespace
) -> Iterable[Annotated]:
    """The annotated open-access trials whose JATS files lie in a folder."""

    def file_of(record: dict[str, str]) -> Path:
        return articles / f"{record['article']}.nxml"

    return _of_files(GOLD_PMC, file_of, text_of, lexicon, options)


def _of_nlm(lexicon: Lexicon, half: str) -> Iterable[Annotated]:
    """The annotated records of the NLM file; offsets of their gold count the title in."""
    wanted = {record["pmid"]: (record, rows) for record, rows in _annotated(GOLD_NLM)}
    for _, element in iter_elements(NLM_FILE):
        known = wanted.get(pmid_of(element))
        if known is None or half not in ("all", known[0]["half"]):
            continue
        record = record_of(element)
        shift = len(record.title) + 1
        if _is_same(known[0], f"{record.title}\n{record.abstract}"):
            gold = [row.moved(-shift) for row in known[1]]
            reading = read(record.abstract, lexicon, record.sections, record.title)
            yield Annotated(record.pmid, record.abstract, reading, gold)


def _annotated(folder: Path) -> Iterable[tuple[dict[str, str], list[Gold]]]:
    """Each annotated record of a folder with its gold rows."""
    for path in sorted(folder.glob("*-records.csv")):
        annotator = path.stem.removesuffix("-records")
        rows: dict[str, list[Gold]] = defaultdict(list)
        for cells in _read(path.with_name(f"{annotator}.csv")):
            rows[cells["pmid"]].append(Gold(cells))
        for record in _read(path):
            yield {**record, "annotator": annotator}, rows[record["pmid"]]


def _is_same(record: dict[str, str], text: str) -> bool:
    """Whether a text is the one that was annotated; says so where it is not."""
    same = hashlib.sha256(text.encode()).hexdigest() == record["text_sha256"]
    if not same:
        print(f"{record['pmid']}: text differs from the annotated one, left out")
    return same


def _read(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _measure(
    source: str, records: Iterable[Annotated], lexicon: Lexicon, options: argparse.Namespace
) -> bool:
    """Print the tables of one source; whether every figure holds its floor."""
    by_statistic: dict[str, Tally] = defaultdict(Tally)
    by_endpoint: dict[str, Tally] = defaultdict(Tally)
    parts: Counter[str] = Counter()
    abstracts = 0
    for record in records:
        abstracts += 1
        pmid, text, reading, gold = record.pmid, record.text, record.reading, record.gold
        found = [kept.finding for kept in check(reading.findings)]
        names = {arm.label: " ".join(arm.names) for arm in reading.arms.arms}
        pairs, misses, false = _pair(gold, found, lexicon)
        for row in gold:
            if row["doubtful"]:
                continue
            by_statistic[row["statistic"]].gold += 1
            by_endpoint[_family(row["endpoint"])].gold += 1
        for row, finding in pairs:
            by_statistic[row["statistic"]].hit += 1
            by_endpoint[_family(row["endpoint"])].hit += 1
            _compare_parts(row, finding, names, parts, pmid, text, options.list)
        for finding in false:
            by_statistic[finding.statistic].false += 1
            by_endpoint[_family(finding.endpoint)].false += 1
            if options.list:
                _show("FALSE", pmid, text, finding.value.start, finding.value.end, _words(finding))
        if options.list:
            for row in misses:
                _show("MISS", pmid, text, *row.place, f"{row['endpoint']} {row['statistic']}")
    if not abstracts:
        return True
    _print("statistic", by_statistic)
    _print("endpoint", by_endpoint)
    core = [tally for name, tally in by_statistic.items() if name in CORE]
    hits, false_rows = sum(t.hit for t in core), sum(t.false for t in core)
    figures = {
        "precision": hits / max(1, hits + false_rows),
        "recall": hits / max(1, sum(t.gold for t in core)),
        "arm": parts["arm right"] / max(1, parts["arm named"]),
        "interval": parts["interval right"] / max(1, parts["interval given"]),
        "p": parts["p right"] / max(1, parts["p given"]),
    }
    print(f"\n{source}: {abstracts} abstracts, half {options.half}; {', '.join(CORE)}:")
    for name, value in figures.items():
        print(f"  {name:<10} {value:.3f}")
    print(
        f"  arms named in {parts['arm named']} of {parts['arm wanted']} rows where the gold names "
        f"one"
    )
    floors = FLOORS[source]
    under = {name: figures[name] for name, floor in floors.items() if figures[name] < floor}
    for name, value in under.items():
        print(f"UNDER ITS FLOOR: {name} {value:.3f} < {floors[name]}")
    return not under


def _pair(
    gold: Sequence[Gold], found: Sequence[Finding], lexicon: Lexicon
) -> tuple[list[tuple[Gold, Finding]], list[Gold], list[Finding]]:
    """Pair gold rows with findings one to one by place, endpoint and statistic."""
    left = list(found)
    pairs, misses = [], []
    for row in gold:
        same = [f for f in left if _at(row, f) and _means(row, f, lexicon)]
        best = max(same, key=lambda f: _arm_same(row["arm"], f.arm), default=None)
        if best is not None:
            left.remove(best)
            if not row["doubtful"]:
                pairs.append((row, best))
        elif not row["doubtful"]:
            misses.append(row)
    doubted = [row for row in gold if row["doubtful"]]
    return pairs, misses, [f for f in left if not any(_at(row, f) for row in doubted)]


def _at(row: Gold, finding: Finding) -> bool:
    start, end = row.place
    value = finding.value
    at = value.at if value.at >= 0 else value.start
    return at < end and start < value.end


def _means(row: Gold, finding: Finding, lexicon: Lexicon) -> bool:
    if row["statistic"] != finding.statistic:
        return False
    mine, theirs = finding.endpoint, row["endpoint"]
    if finding.statistic == "count" and theirs == "OS":
        theirs = "other:death"  # who is counted died
    if mine == "OS" and theirs in _DEATH_OF_ANY_CAUSE:
        return True
    if ":" not in mine and ":" not in theirs:
        return mine == theirs
    if bool(_content(mine) & _content(theirs)) or mine == theirs:
        return True
    return _without_grade(mine) in _vocabulary_names(theirs, lexicon)


def _vocabulary_names(endpoint: str, lexicon: Lexicon) -> set[str]:
    """The ids of the vocabulary's endpoints that the gold's own words name as a whole."""
    words = _without_grade(endpoint).partition(":")[2]
    keys = {m.id for m in lexicon.terms.find(words) if m.end - m.start == len(words)}
    return {key.replace("adverse ", "AE:", 1).replace("endpoint ", "", 1) for key in keys}


def _without_grade(endpoint: str) -> str:
    return re.sub(r"\s*\b(?:grade|severe|serious)\b.*", "", endpoint).strip()


def _content(endpoint: str) -> set[str]:
    words = re.split(
        r"[^a-z0-9]+",
        re.sub(r"(?<!high-)grade.*", "", endpoint.partition(":")[2] or endpoint).lower(),
    )
    words = [_SAME_WORD.get(word, word) for word in words if word and word not in _NO_WORDS]
    return {word.rstrip("s")[:6] for word in words} or {endpoint}


def _family(endpoint: str) -> str:
    return endpoint.partition(":")[0]


def _compare_parts(
    row: Gold,
    finding: Finding,
    names: dict[str, str],
    parts: Counter[str],
    pmid: str,
    text: str,
    listing: bool,
) -> None:
    wrong = []
    if row["arm"]:
        parts["arm wanted"] += 1
    if finding.arm:
        parts["arm named"] += 1
        arm, other = names[finding.arm], names.get(finding.comparator, "")
        if _arm_same(row["arm"], arm) and _arm_same(row["comparator"], other):
            parts["arm right"] += 1
        else:
            wrong.append(
                f"arm [{finding.arm}|{finding.comparator}] not [{row['arm']}|{row['comparator']}]"
            )
    if row["ci_lower"] or row["ci_upper"] or finding.interval:
        parts["interval given"] += 1
        bounds = (
            (finding.interval.lower, finding.interval.upper) if finding.interval else (None, None)
        )
        if bounds == (_number(row["ci_lower"]), _number(row["ci_upper"])):
            parts["interval right"] += 1
        else:
            wrong.append(f"interval {bounds} not {row['ci_lower']}-{row['ci_upper']}")
    if row["p_value"] or finding.p:
        parts["p given"] += 1
        if (finding.p[1] if finding.p else None) == _number(row["p_value"]):
            parts["p right"] += 1
        else:
            wrong.append(f"p {finding.p} not {row['p_operator']}{row['p_value']}")
    if wrong and listing:
        _show(
            "PART",
            pmid,
            text,
            *row.place,
            f"{row['endpoint']} {row['statistic']}: {'; '.join(wrong)}",
        )


def _arm_same(gold: str, mine: str) -> bool:
    """Whether two labels share a telling word (the gold prints what stands beside the value)."""
    if not gold or not mine:
        return not gold and not mine
    one, other = _label(gold), _label(mine)
    return bool(one & other) or gold.lower() in mine.lower() or mine.lower() in gold.lower()


def _label(label: str) -> set[str]:
    return set(re.split(r"[^a-z0-9]+", label.lower())) - _ARM_NOISE - {""}


def _number(text: str) -> float | None:
    return float(text) if text else None


def _words(finding: Finding) -> str:
    return f"{finding.endpoint} {finding.statistic} [{finding.arm}|{finding.comparator}]"


def _show(kind: str, pmid: str, text: str, start: int, end: int, words: str) -> None:
    before, after = text[max(0, start - 110) : start], text[end : end + 50]
    print(f"{kind} {pmid} {words} :: {before}<<{text[start:end]}>>{after}".replace("\n", " "))


def _print(title: str, tallies: dict[str, Tally]) -> None:
    print(f"\n{title:<18}{'gold':>6}{'hit':>6}{'false':>6}{'recall':>8}{'precision':>10}")
    for name, tally in sorted(tallies.items()):
        recall = tally.hit / tally.gold if tally.gold else 0.0
        precision = tally.hit / (tally.hit + tally.false) if tally.hit + tally.false else 0.0
        print(
            f"{name:<18}{tally.gold:>6}{tally.hit:>6}{tally.false:>6}{recall:>8.2f}{precision:>10.2f}"
        )


def _measure_pico(texts: Path, lexicon: Lexicon) -> None:
    """Recall and arms on the corpus's own percentages and medians (BRAT), of any endpoint."""
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    armed: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for path in sorted(texts.glob("*.ann")):
        spans = [m for m in map(_SPAN.match, path.read_text(encoding="utf-8").splitlines()) if m]
        if not spans:
            continue
        reading = read(path.with_suffix(".txt").read_bytes().decode(), lexicon)
        told: list[tuple[str, str, str]] = []
        for span in spans:
            wanted[span["kind"]] += 1
            finding = _on(reading, int(span["start"]), int(span["end"]))
            if finding is not None:
                got[span["kind"]] += 1
                if finding.arm:
                    told.append((span["kind"], span["side"], finding.arm))
        armed.update(kind for kind, _, _ in told)
        agreed.update(kind for kind, _, _ in agreeing(told, len(reading.arms)))
    print(
        "\nspans of the PICO corpus (any endpoint, laboratory and questionnaire results among them)"
    )
    for kind in sorted(wanted):
        print(
            f"  {kind:<14}{wanted[kind]:>6} spans, {got[kind] / wanted[kind]:.2f} found, of these "
            f"{armed[kind] / max(1, got[kind]):.2f} with an arm ({armed[kind]} of {got[kind]}), "
            f"on its side {agreed[kind] / max(1, armed[kind]):.3f} ({agreed[kind]})"
        )


def agreeing(told: Sequence[tuple[str, str, str]], count: int) -> list[tuple[str, str, str]]:
    """Those of (kind, side, arm) that agree with the best way to give each arm a side.

    Of two arms each has a side of its own; of more, each side has one where both are annotated.
    """
    arms = sorted({arm for _, _, arm in told})
    annotated = len({side for _, side, _ in told})
    best: list[tuple[str, str, str]] = []
    for sides in itertools.product("ic", repeat=len(arms)):
        if len(arms) > 1 and len(set(sides)) == 1 and (count == 2 or annotated > 1):
            continue
        of = dict(zip(arms, sides, strict=True))
        agree = [one for one in told if of[one[2]] == one[1]]
        best = max(best, agree, key=len)
    return best


_SPAN = re.compile(
    r"T\d+\t(?P<side>[ic])v-(?P<kind>bin-percent|cont-median) "
    r"(?P<start>\d+)(?: \d+;\d+)* (?P<end>\d+)\t"
)


def _on(reading: Reading, start: int, end: int) -> Finding | None:
    for finding in reading.findings:
        value = finding.value
        at = value.at if value.at >= 0 else value.start
        if not finding.statistic.endswith("ratio") and at < end and start < value.end:
            return finding
    return None


if __name__ == "__main__":
    raise SystemExit(main())
