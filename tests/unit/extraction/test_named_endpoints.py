"""The endpoints that a review pools, in the many ways in which abstracts word them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extraction.lexicon import Lexicon
from extraction.reader import read

# By field: the title and the sentence before. What a response is one of is told by their words.
STUDIES = {
    "tumour": (
        "Docetaxel versus paclitaxel in metastatic breast cancer: a randomised trial",
        "Patients with breast cancer were randomly assigned to docetaxel (n = 120) or paclitaxel "
        "(n = 118). ",
    ),
    "emesis": (
        "Granisetron versus ondansetron for the prevention of chemotherapy-induced emesis in "
        "breast cancer",
        "Women with breast cancer receiving FEC were randomly assigned to granisetron (n = 120) "
        "or ondansetron (n = 118) to prevent nausea and vomiting. ",
    ),
    "depression": (
        "Sertraline versus citalopram for major depression",
        "Patients with major depression were randomly assigned to sertraline (n = 120) or "
        "citalopram (n = 118). ",
    ),
    "hepatitis": (
        "Treatment for chronic hepatitis C",
        "Patients with chronic hepatitis C virus infection were randomly assigned to drug A "
        "(n = 120) or drug B (n = 118). ",
    ),
    "arthritis": (
        "Treatment for rheumatoid arthritis",
        "Patients with rheumatoid arthritis were randomly assigned to abatacept (n = 120) or "
        "infliximab (n = 118). ",
    ),
    "hot flushes": (
        "Clonidine versus venlafaxine for hot flushes in women with breast cancer",
        "Women with a history of breast cancer were randomly assigned to clonidine (n = 120) or "
        "venlafaxine (n = 118) for hot flushes. ",
    ),
}
FILE = Path(__file__).parent / "named_endpoints.yaml"
CASES: list[tuple[str, dict[str, Any]]] = [
    (field, case)
    for field, cases in yaml.safe_load(FILE.read_text("utf-8")).items()
    for case in cases
]


@pytest.mark.parametrize(
    ("field", "case"), CASES, ids=[f"{field}: {case['text'][:50]}" for field, case in CASES]
)
def test_the_endpoint_is_known_by_its_wording(
    field: str, case: dict[str, Any], lexicon: Lexicon
) -> None:
    title, opening = STUDIES[field]
    findings = read(opening + case["text"], lexicon, title=title).findings
    found = sorted(findings, key=lambda finding: finding.value.start)
    assert [(f.endpoint, f.statistic, f.value.number) for f in found] == [
        (endpoint, statistic, None if value == "NR" else float(value))
        for row in case["rows"]
        for endpoint, statistic, values in [row.split(" = ")]
        for value in values.split()
    ]
