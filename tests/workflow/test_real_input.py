"""Real PubMed records: one whole NLM file under two questions, by configuration alone."""

import json
from pathlib import Path

import pytest

NLM_FILE = Path(__file__).resolve().parents[1] / "nlm" / "pubmed21n1298.xml.gz"


@pytest.fixture(scope="module")
def nlm_checkout(new_checkout):
    if not NLM_FILE.exists():
        pytest.skip("the NLM file is not here; `make nlm` gets it")
    checkout = new_checkout()
    place = checkout.folder / "tests" / "nlm"
    place.mkdir(parents=True)
    (place / NLM_FILE.name).hardlink_to(NLM_FILE)
    return checkout


@pytest.mark.parametrize(
    ("config", "review", "at_least"),
    [
        ("tests/reviews/myeloma-nlm.yaml", "myeloma-nlm", 25),
        ("tests/reviews/covid/config.yaml", "covid-drugs-mortality", 50),
    ],
)
def test_a_review_of_real_records_ends_in_a_report_whose_counts_reconcile(
    nlm_checkout, config, review, at_least
):
    run = nlm_checkout.run("--cores", "2", "--configfile", config)
    assert run.returncode == 0, run.stdout
    prisma = json.loads((nlm_checkout.folder / "results" / review / "prisma.json").read_text())
    assert all(check["holds"] for check in prisma["checks"])
    assert prisma["boxes"]["screened"]["count"] >= at_least
    page = (nlm_checkout.folder / "reports" / review / "index.html").read_text(encoding="utf-8")
    assert "bundled corpus" not in page.lower()
