"""The verb reads the wordings of two tables: results with their rows, and sentences with none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

import extract
from review.records import Record, write_records
from review.tables import read_table, write_table

HERE = Path(__file__).parent
VOCABULARY = HERE.parents[2] / "references" / "vocabulary"
TITLE = "A study of treatment in patients with cancer"

Row = Mapping[str, Any]

PHRASINGS: list[dict[str, Any]] = [
    case
    for path in sorted(HERE.glob("phrasings*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
NO_RESULTS = [
    (kind, sentence)
    for kind, sentences in yaml.safe_load((HERE / "no_results.yaml").read_text("utf-8")).items()
    for sentence in sentences
]
ABSTRACTS = [case["abstract"] for case in PHRASINGS] + [sentence for _, sentence in NO_RESULTS]


@pytest.fixture(scope="module")
def rows_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """Every abstract of the two tables with the rows that the verb writes for it."""
    folder = tmp_path_factory.mktemp("wordings")
    records = [
        Record(pmid=str(99000001 + place), title=TITLE, abstract=abstract)
        for place, abstract in enumerate(ABSTRACTS)
    ]
    write_records(folder / "records.parquet", records)
    decided = {"decision": "include", "decided_by": "rules", "rules_decision": "include"}
    write_table(
        folder / "decisions.csv",
        [{"pmid": r.pmid, "text_sha256": "0", "secondary": False, **decided} for r in records],
        "decisions",
    )
    alone = {"registry_ids": [], "basis": "own", "primary": True}
    write_table(
        folder / "studies.csv",
        [{"study_id": f"PMID{r.pmid}", "pmid": r.pmid, **alone} for r in records],
        "studies",
    )
    options = ["records.parquet", "decisions.csv", "studies.csv"]
    written = ["out-outcomes", "out-characteristics", "out-arms"]
    arguments = [f"--{Path(name).stem}={folder / name}" for name in options]
    arguments += [f"--{name}={folder / name}.csv" for name in written]
    assert extract.main([*arguments, f"--vocabulary={VOCABULARY}"]) == 0
    rows = read_table(folder / "out-outcomes.csv", "outcomes")
    return {r.abstract: [row for row in rows if row["pmid"] == r.pmid] for r in records}


def _label(text: str | None) -> str:
    """An arm's label without what does not distinguish arms: article, 'group', dashes, case."""
    plain = re.sub(r"[‐-―-]", "-", (text or "").lower()).strip()
    plain = re.sub(r"^(?:the|a) ", "", plain)
    return re.sub(r"[ -](?:group|arm|recipients|(?:treated )?patients)$", "", plain) or "-"


def _p(row: Row) -> str:
    if row["p_value"] is None:
        return "-"
    sign = {"≤": "<=", "≥": ">="}.get(row["p_operator"], row["p_operator"])
    return f"{sign}{row['p_value']:g}"


def _one_of(wanted: str, found: str) -> bool:
    return any(fnmatchcase(found, pattern.strip()) for pattern in wanted.split(" | "))


def _agrees(wanted: Mapping[str, Any], row: Row) -> bool:
    for key, value in wanted.items():
        if key in {"arm", "comparator"}:
            labels = " | ".join(_label(each.strip()) for each in value.split(" | "))
            fits = _one_of(labels, _label(row[key]))
        elif key == "ci":
            fits = [row["ci_lower"], row["ci_upper"]] == value
        elif key == "p":
            signs = [re.sub(r"[\d.e-]+$", _number, each.strip()) for each in value.split(" | ")]
            fits = _p(row) in signs
        elif key == "flags":
            fits = set(value) <= set(row["flags"] or [])
        elif isinstance(value, str):
            fits = _one_of(value, row[key] or "-")
        else:
            fits = row[key] == value
        if not fits:
            return False
    return True


def _number(match: re.Match[str]) -> str:
    return match[0] if match[0] == "-" else f"{float(match[0]):g}"


def _shown(row: Row) -> str:
    keys = ["endpoint", "statistic", "value", "unit", "arm", "comparator", "ci_lower", "ci_upper"]
    keys += ["ci_level", "events", "total", "timepoint_months", "subgroup", "flags", "rule"]
    cells = [f"{key}={row[key]}" for key in keys if row[key] not in (None, "", [])]
    return ", ".join([*cells, f"p{_p(row)}"])


def _names(case: Mapping[str, Any]) -> str:
    return "-".join(case["item"].split()[:1] + case["abstract"].split()[:7])


@pytest.mark.parametrize("case", PHRASINGS, ids=_names)
def test_a_worded_result_gives_its_rows_and_no_others(
    case: dict[str, Any], rows_of: dict[str, list[Row]]
) -> None:
    rows = list(rows_of[case["abstract"]])
    for row in rows:
        assert case["abstract"][row["start"] : row["end"]] == row["quote"]
    complaints = [
        f"never: {wanted} but {_shown(row)}"
        for wanted in case.get("never", [])
        for row in rows
        if _agrees(wanted, row)
    ]
    full = {"ci": [None, None], "p": "-"}
    for wanted in case["rows"]:
        found = next((row for row in rows if _agrees(full | wanted, row)), None)
        if found is None:
            complaints.append(f"missing: {wanted}")
        else:
            rows.remove(found)
    for wanted in case.get("may", []):
        rows = [row for row in rows if not _agrees(wanted, row)]
    complaints += [f"besides: {_shown(row)}" for row in rows]
    assert not complaints, "\n".join([case["abstract"], *complaints])


@pytest.mark.parametrize(("kind", "sentence"), NO_RESULTS)
def test_a_sentence_without_results_gives_no_row(
    kind: str, sentence: str, rows_of: dict[str, list[Row]]
) -> None:
    rows = [_shown(row) for row in rows_of[sentence]]
    assert not rows, f"{kind}: {sentence}"
