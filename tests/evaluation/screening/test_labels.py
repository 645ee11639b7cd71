"""The labelled sets are well formed: what the evaluation of screening takes for granted."""

import csv
from collections import Counter
from pathlib import Path

import Bio.Entrez
import pytest
from lxml import etree

SECOND = Path(__file__).parent
THIRD = SECOND.with_name("screening_third")
DTD = Path(Bio.Entrez.__file__).parent / "DTDs" / "pubmed_250101.dtd"
CATEGORIES = {
    "not_myeloma",
    "lenalidomide_not_given",
    "not_clinical_study",
    "preclinical",
    "case_report",
    "pk_or_economic",
}

each_set = pytest.mark.parametrize("folder", [SECOND, THIRD], ids=["second", "third"])


def records(folder: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.parse(folder / "records.xml", parser).getroot()


def labels(folder: Path) -> list[dict[str, str]]:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@each_set
def test_records_are_valid_pubmed_xml(folder: Path) -> None:
    dtd = etree.DTD(str(DTD))
    assert dtd.validate(records(folder)), dtd.error_log.filter_from_errors()


@pytest.mark.parametrize(
    ("folder", "first", "fewest"), [(SECOND, 99_100_001, 150), (THIRD, 99_120_001, 120)]
)
def test_every_record_has_one_label(folder: Path, first: int, fewest: int) -> None:
    listed = [row["pmid"] for row in labels(folder)]
    assert listed == records(folder).xpath("PubmedArticle/MedlineCitation/PMID/text()")
    assert len(set(listed)) == len(listed) >= fewest
    assert all(first <= int(pmid) < first + 1000 for pmid in listed)


@each_set
def test_only_excluded_records_have_a_category(folder: Path) -> None:
    for row in labels(folder):
        assert row["eligible"] in {"yes", "no", "unclear"}
        if row["eligible"] == "no":
            assert row["exclusion_category"] in CATEGORIES, row
        else:
            assert row["exclusion_category"] == "", row


@each_set
def test_the_set_is_balanced_and_seldom_unclear(folder: Path) -> None:
    count = Counter(row["eligible"] for row in labels(folder))
    assert count["yes"] >= 0.4 * count.total() and count["no"] >= 0.4 * count.total()
    assert count["unclear"] <= 10
