"""The default review, from an empty folder to its report."""

import base64
import csv
import json
import re

from review.records import read_records


def test_the_same_inputs_give_the_same_bytes(finished, new_checkout):
    again = new_checkout()
    run = again.run(
        "--cores", "2", PYTHONHASHSEED="2", TZ="Asia/Kolkata", LC_ALL="C.UTF-8", COLUMNS="40"
    )
    assert run.returncode == 0, run.stdout
    first, second = finished.outputs(), again.outputs()
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_second_run_has_nothing_to_do(finished):
    run = finished.run("--cores", "2")
    assert run.returncode == 0, run.stdout
    assert "Nothing to be done" in run.stdout


def test_a_changed_criterion_runs_screening_and_what_follows_and_nothing_before(copy_of_finished):
    criteria = copy_of_finished.folder / "references" / "criteria.yaml"
    criteria.write_text(criteria.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    run = copy_of_finished.run("--cores", "1", "--dry-run", "--quiet", "all")
    planned = set(
        re.findall(r"^(\w+) +\d+$", copy_of_finished.run("--cores", "1", "-n").stdout, re.M)
    )
    assert run.returncode == 0, run.stdout
    assert {"screen", "extract", "pool", "reconcile", "report", "export"} <= planned
    assert planned.isdisjoint({"index", "search", "fetch", "parse", "link"})


def test_one_stage_runs_by_its_name(new_checkout):
    checkout = new_checkout()
    run = checkout.run("--cores", "2", "screen")
    assert run.returncode == 0, run.stdout
    results = checkout.folder / "results" / "lenalidomide-myeloma"
    assert (results / "screening" / "decisions.csv").exists()
    assert not (results / "outcomes").exists()


def test_what_a_killed_run_left_half_done_is_done_again(copy_of_finished):
    marks = copy_of_finished.folder / ".snakemake" / "incomplete"
    marks.mkdir(exist_ok=True)
    half = "results/lenalidomide-myeloma/search/ledger.json"
    (marks / base64.b64encode(half.encode()).decode()).touch()
    run = copy_of_finished.run("--cores", "1", "parse")
    assert run.returncode == 0, run.stdout
    assert "(Rule: search)" in run.stdout


def test_a_run_of_one_stage_says_nothing_of_the_report_before_it(copy_of_finished):
    whole = copy_of_finished.run("--cores", "1", "--forcerun", "report")
    assert re.search(r"^Report: +reports/", whole.stdout, re.M), whole.stdout
    part = copy_of_finished.run("--cores", "1", "--forcerun", "screen", "--", "screen")
    assert part.returncode == 0, part.stdout
    assert not re.search(r"^Report: ", part.stdout, re.M)


def test_every_number_stands_in_the_words_of_its_record(finished):
    results = finished.folder / "results" / "lenalidomide-myeloma"
    records = {record.pmid: record for record in read_records(results / "records/records.parquet")}
    with open(results / "outcomes/outcomes.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 300
    for row in rows:
        text = records[row["pmid"]].abstract
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    with open(results / "screening/evidence.csv", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["field"] in ("title", "abstract"):
                text = getattr(records[row["pmid"]], row["field"])
                assert text[int(row["start"]) : int(row["end"])] == row["quote"]


def test_nothing_is_dropped_between_the_search_and_the_report(finished):
    results = finished.folder / "results" / "lenalidomide-myeloma"
    ledger = json.loads((results / "search/ledger.json").read_text(encoding="utf-8"))
    pmids = (results / "search/pmids.txt").read_text().split()
    prisma = json.loads((results / "prisma.json").read_text(encoding="utf-8"))
    boxes = {name: box["count"] for name, box in prisma["boxes"].items()}
    assert ledger["endpoint"] == "local"
    assert all(check["holds"] for check in prisma["checks"])
    assert boxes["unique"] == len(pmids) == len(set(pmids))
    assert boxes["unique"] == boxes["screened"] + boxes["not_retrieved"]
    ends = [
        set(prisma["boxes"][name]["pmids"]) for name in ("excluded", "unclear", "included_reports")
    ]
    assert sum(map(len, ends)) == len(set.union(*ends)) == boxes["screened"]


def test_the_report_is_one_file_that_asks_nothing_of_the_network(finished):
    folder = finished.folder / "reports" / "lenalidomide-myeloma"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert not re.search(
        r"""<(?:script|img|link|iframe)[^>]+(?:src|href)=["'](?:https?:)?//""", page
    )
    assert "@import" not in page
    assert "lenalidomide" in page


def test_no_path_of_the_machine_gets_into_the_results(finished):
    for name, content in finished.outputs().items():
        assert str(finished.folder).encode() not in content, name
