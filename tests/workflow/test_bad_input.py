"""What can be wrong ends in one clear message, a failing status and nothing half-made."""

import gzip
import os
import re

import pytest


def _overlay(checkout, **values):
    arguments = ["--cores", "1", "--config"]
    return checkout.run(*arguments, *(f"{key}={value}" for key, value in values.items()))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"search": "{qurey: x}"}, r"search\.qurey: unknown key.*Did you mean 'query'\?"),
        ({"search": "{query: ''}"}, r"search\.query: the query is empty"),
        ({"source": "{corpus: [no/such/folder]}"}, r"source\.corpus: no such file.*no/such/folder"),
        ({"screening": "{criteria: gone.yaml}"}, r"screening\.criteria: no such file.*gone\.yaml"),
    ],
)
def test_a_bad_configuration_stops_before_anything_runs(new_checkout, values, says):
    checkout = new_checkout()
    run = _overlay(checkout, **values)
    assert run.returncode != 0
    assert re.search(says, run.stdout), run.stdout
    assert re.search(says, run.stdout.splitlines()[-1]), "the error is not the last line"
    assert "Traceback" not in run.stdout
    assert not (checkout.folder / "results").exists()


def test_a_quiet_run_still_says_what_is_wrong(new_checkout):
    run = new_checkout().run(
        "--cores", "1", "--quiet", "all", "--config", "source={endpoint: ncbi}"
    )
    assert run.returncode != 0
    assert "error: config/config.yaml line 9: source.email: " in run.stdout


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("myeloma[tiab", r"error: .*bracket"),
        ("myeloma[tiba]", r"error: .*tiba"),
        ("mye*[tiab]", r"error: .*mye\*"),
        ("lenalidomide and myeloma[tiab]", r"error: .*and"),
        ('"lenalidomide quux frobnicate"[tiab] OR myeloma[tiab]', r"error: .*quux frobnicate"),
        ("zzyzxqqq[tiab]", r"error: .*(no record|nothing|zzyzxqqq)"),
    ],
)
def test_a_query_that_pubmed_would_half_ignore_stops_the_run(copy_of_finished, query, says):
    run = _overlay(copy_of_finished, search=f"{{query: '{query}', related: {{seeds: []}}}}")
    assert run.returncode != 0
    assert re.search(says, run.stdout), run.stdout
    assert "Traceback" not in run.stdout


def test_an_error_of_an_earlier_run_is_not_told_again(copy_of_finished):
    old = copy_of_finished.folder / "logs" / "lenalidomide-myeloma" / "pool.log"
    old.write_text("error: this was mended since\n", encoding="utf-8")
    os.utime(old, (1e9, 1e9))
    run = _overlay(copy_of_finished, search="{query: 'myeloma[tiba]'}")
    assert "The review stopped at 'search'.\nerror: " in run.stdout
    assert "this was mended since" not in run.stdout


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("decisions.csv", "99,exclude,other,AB,,,", r"decisions\.csv line 2: .*no such record"),
        ("corrections.csv", "corect" + "," * 20 + "AB,r", r"corrections\.csv line 2: .*'corect'"),
    ],
)
def test_a_wrong_row_that_a_person_wrote_is_named(copy_of_finished, name, row, says):
    path = copy_of_finished.folder / "config" / name
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"\ufeff{header}\n{row}\n", encoding="utf-8")
    run = copy_of_finished.run("--cores", "1", "extract")
    assert run.returncode != 0
    assert re.search(rf"error: .*{says}", run.stdout), run.stdout
    assert "Traceback" not in run.stdout


def _no_xml(folder):
    (folder / "notes.txt").write_text("nothing here")


def _malformed(folder):
    (folder / "bad.xml").write_text("<PubmedArticleSet><PubmedArticle></PubmedArticleSet>")


def _truncated_gzip(folder):
    whole = gzip.compress(b"<PubmedArticleSet>" + b" " * 100_000 + b"</PubmedArticleSet>")
    (folder / "cut.xml.gz").write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    ("fill", "names"),
    [(_no_xml, "corpus"), (_malformed, r"bad\.xml"), (_truncated_gzip, r"cut\.xml\.gz")],
)
def test_a_corpus_that_cannot_be_read_is_named(new_checkout, fill, names):
    checkout = new_checkout()
    corpus = checkout.folder / "my-corpus"
    corpus.mkdir()
    fill(corpus)
    run = _overlay(checkout, source="{corpus: [my-corpus]}")
    assert run.returncode != 0
    assert re.search(rf"error: .*{names}", run.stdout), run.stdout
    assert "Traceback" not in run.stdout
    left = {path.name for path in (checkout.folder / "results").rglob("*") if path.is_file()}
    # Neither reads the corpus, so each may be there before the corpus is found wanting.
    assert left <= {"config.yaml", "inputs.json"}


def test_criteria_that_name_an_unknown_field_are_refused(copy_of_finished):
    criteria = copy_of_finished.folder / "references" / "criteria.yaml"
    text = criteria.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)\btitle\b(?=[,\]])", "titel", text, count=1)
    assert changed != text
    criteria.write_text(changed, encoding="utf-8")
    run = copy_of_finished.run("--cores", "1", "screen")
    assert run.returncode != 0
    assert re.search(r"error: .*criteria\.yaml line \d+.*titel.*title", run.stdout), run.stdout
    assert "Traceback" not in run.stdout


def test_a_search_with_no_eligible_record_ends_in_a_report_that_says_so(new_checkout):
    checkout = new_checkout()
    run = _overlay(checkout, search="{query: 'amyloidosis[ti]', related: {seeds: []}}")
    assert run.returncode == 0, run.stdout
    page = checkout.folder / "reports" / "lenalidomide-myeloma" / "index.html"
    assert "no record" in page.read_text(encoding="utf-8").lower()
