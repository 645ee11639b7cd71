"""The labelled set is well formed: what the evaluation of screening takes for granted."""

import csv
from collections import Counter
from pathlib import Path

import Bio.Entrez
from lxml import etree

HERE = Path(__file__).parent
DTD = Path(Bio.Entrez.__file__).parent / "DTDs" / "pubmed_250101.dtd"
CATEGORIES = {
    "not_myeloma",
    "lenalidomide_not_given",
    "not_clinical_study",
    "preclinical",
    "case_report",
    "pk_or_economic",
}


def records() -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.parse(HERE / "records.xml", parser).getroot()


def labels() -> list[dict[str, str]]:
    with (HERE / "labels.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_records_are_valid_pubmed_xml() -> None:
    dtd = etree.DTD(str(DTD))
    assert dtd.validate(records()), dtd.error_log.filter_from_errors()


def test_every_record_has_one_label() -> None:
    listed = [row["pmid"] for row in labels()]
    assert listed == records().xpath("PubmedArticle/MedlineCitation/PMID/text()")
    assert len(set(listed)) == len(listed) >= 150
    assert all(99_100_001 <= int(pmid) < 99_200_000 for pmid in listed)


def test_only_excluded_records_have_a_category() -> None:
    for row in labels():
        assert row["eligible"] in {"yes", "no", "unclear"}
        if row["eligible"] == "no":
            assert row["exclusion_category"] in CATEGORIES, row
        else:
            assert row["exclusion_category"] == "", row


def test_the_set_is_balanced_and_seldom_unclear() -> None:
    count = Counter(row["eligible"] for row in labels())
    assert count["yes"] >= 70 and count["no"] >= 70 and count["unclear"] <= 10
