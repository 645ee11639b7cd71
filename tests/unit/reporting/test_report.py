import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from lxml import html as lxml_html

import report
from reporting.builtin import run_document
from reporting.pandoc import call
from review.errors import ReviewError

QMD = Path(report.__file__).parents[1] / "reports" / "review.qmd"


def make(evidence, monkeypatch, out="index.html", *more, renderer="pandoc"):
    if renderer == "quarto" and shutil.which("quarto") is None:
        pytest.skip("no quarto on PATH: install Quarto to run the tests on its rendering")
    monkeypatch.chdir(evidence.home)
    arguments = ["--qmd", QMD, "--results", evidence.results, "--config", "config.yaml"]
    report.main([*map(str, arguments), "--renderer", renderer, "--out", out, *more])
    return (evidence.home / out).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def finished(tmp_path_factory, build_review):
    """The small review with its report in every format, made once for the tests that read it."""
    evidence = build_review(tmp_path_factory.mktemp("review"))
    with pytest.MonkeyPatch.context() as patch:
        more = ["--formats", "docx", "pdf", "--screening", "screening.html"]
        make(evidence, patch, "index.html", *more)
    return evidence


@pytest.fixture(scope="module")
def quarto_page(tmp_path_factory, build_review):
    evidence = build_review(tmp_path_factory.mktemp("quarto"))
    with pytest.MonkeyPatch.context() as patch:
        return make(evidence, patch, renderer="quarto")


@pytest.fixture(params=["pandoc", "quarto"])
def page(request):
    """The report in HTML, by the built-in renderer and by Quarto where it is installed."""
    if request.param == "quarto":
        return request.getfixturevalue("quarto_page")
    finished = request.getfixturevalue("finished")
    return (finished.home / "index.html").read_text(encoding="utf-8")


def test_the_report_holds_the_review_and_nothing_that_loads(page):
    tree = lxml_html.document_fromstring(page)
    assert tree.xpath("//h1")[0].text_content() == "A drug for a disease"
    assert "Bundled corpus: not for citation" in page
    assert "Rendered by" in page
    policy = tree.xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert "connect-src" not in policy
    assert not tree.xpath("//link | //img | //iframe | //object")
    assert not tree.xpath("//script[@src]")
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    dangling = {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} - set(ids)
    assert not dangling
    assert set(tree.xpath("//*/@popovertarget")) <= set(ids)


def test_every_number_opens_the_words_it_came_from(finished, page):
    tree = lxml_html.document_fromstring(page)
    panels = {panel.get("id"): panel for panel in tree.xpath("//div[@popover]")}
    for row in finished.outcomes:
        panel = panels[f"o-{row['outcome_id']}"]
        assert panel.xpath("string(.//mark)") == row["quote"]
        assert row["pmid"] in panel.xpath("string(.//p[@class='source']/a/@href)")
        assert row["rule"] in panel.text_content()
    opened = tree.xpath("//table//button[@popovertarget]")
    assert {button.get("popovertarget") for button in opened} == set(panels)


def test_hostile_text_appears_as_text(page):
    tree = lxml_html.document_fromstring(page)
    assert len(tree.xpath("//script[not(@type)]")) <= 2
    assert not tree.xpath("//@onerror | //@onload | //@onclick")
    assert not tree.xpath("//a[starts-with(@href, 'javascript:')] | //img")
    assert "root:" not in page
    assert "{{<" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    words = tree.text_content()
    assert "<script>alert(1)</script>" in words
    assert "{{< meta title >}}" in words
    assert "{{ 7*7 }}" in words
    assert "{{< include /etc/passwd >}} [@pmid99000001] @nobody2020 ::: {.callout-note}" in words
    assert "{{{< escaped >}}} <!-- gone --> `{python} 1/0`" in words
    assert "\u202e" not in page


@pytest.mark.parametrize("renderer", ["pandoc", "quarto"])
def test_a_title_is_text_not_markup(small_review, monkeypatch, renderer):
    settings = small_review.settings | {
        "report": {
            **small_review.settings["report"],
            "title": "*A* <script>alert(1)</script>",
        }
    }
    (small_review.home / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    tree = lxml_html.document_fromstring(make(small_review, monkeypatch, renderer=renderer))
    shown = tree.xpath("//h1")[0].text_content()
    assert shown == "*A* <script>alert(1)</script>"


def test_the_same_run_gives_the_same_bytes_in_every_format(
    finished, build_review, tmp_path, monkeypatch
):
    again = build_review(tmp_path)
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    make(again, monkeypatch, "index.html", "--formats", "docx", "pdf")
    for name in ("index.html", "report.docx", "report.pdf"):
        assert (again.home / name).read_bytes() == (finished.home / name).read_bytes(), name


def test_a_review_without_an_eligible_record_says_so(empty_review, monkeypatch):
    page = make(empty_review, monkeypatch)
    assert "No record found by this search meets the criteria." in page
    assert "No study is included." in page


@pytest.mark.skipif(shutil.which("quarto") is not None, reason="quarto is on PATH")
def test_quarto_asked_for_but_absent_is_an_error(small_review):
    arguments = ["--qmd", QMD, "--results", small_review.results, "--renderer", "quarto"]
    with pytest.raises(ReviewError, match="quarto is not on PATH"):
        report.main([*map(str, arguments), "--out", "x.html"])


def test_quarto_gets_a_copy_this_interpreter_and_a_clean_environment(
    small_review, monkeypatch, tmp_path
):
    program = tmp_path / "bin" / "quarto"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        '[ "$1" = --version ] && { echo 1.6.40; exit 0; }\n'
        '{ echo \'<meta http-equiv="Content-Security-Policy" content="default-src none">\'; '
        'echo "$@"; echo "$QUARTO_PYTHON"; echo "$SECRET_KEY"; echo "$REVIEW_RENDERER"; ls; }'
        " > report.html\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.chdir(small_review.home)
    arguments = ["--qmd", QMD, "--results", small_review.results, "--config", "config.yaml"]
    report.main([*map(str, arguments), "--out", "quarto.html"])
    _, command, python, secret, renderer, *files = Path("quarto.html").read_text().splitlines()
    assert command.startswith("render review.qmd --to html --output report.html")
    assert python == sys.executable
    assert secret == ""
    assert renderer == "Quarto 1.6.40"
    assert {"review.qmd", "style", "references.json"} <= set(files)
    assert not list(QMD.parents[1].glob(".report-*"))


def test_a_cell_that_raises_is_named(tmp_path):
    document = tmp_path / "broken.qmd"
    document.write_text("text\n\n```{python}\n#| label: sums\n1 / 0\n```\n")
    with pytest.raises(ReviewError, match=r"broken.qmd line 3: cell 'sums' ended in ZeroDivision"):
        run_document(document, "x", [], {})


def test_an_unfinished_run_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReviewError, match=r"prisma.json is missing"):
        report.main(["--qmd", str(QMD), "--results", str(tmp_path), "--out", "x.html"])


def test_word_and_pdf_carry_the_same_review(finished):
    with zipfile.ZipFile(finished.home / "report.docx") as archive:
        assert archive.testzip() is None
        assert any(name.endswith(".png") for name in archive.namelist())
        assert not any(name.endswith(".svg") for name in archive.namelist())
        dates = {info.date_time[:3] for info in archive.infolist()}
        assert not any(b"/tmp/" in archive.read(name) for name in archive.namelist())
        text = archive.read("word/document.xml").decode()
    assert 'descr="PRISMA 2020 flow diagram"' in text
    assert 'descr="data:' not in text
    assert dates <= {(1980, 1, 1), (2026, 11, 22)}
    words = call(["-f", "docx", "-t", "plain", "report.docx"], b"", finished.home).decode()
    assert "PRISMA 2020 flow diagram" in words
    assert "Figure 1." in words
    assert "14.1" in words
    assert "<script>alert(1)</script>" in words
    assert (finished.home / "report.pdf").read_bytes().startswith(b"%PDF")


def test_quarto_makes_word_and_pdf_files_too(small_review, monkeypatch):
    make(small_review, monkeypatch, "index.html", "--formats", "docx", "pdf", renderer="quarto")
    words = call(["-f", "docx", "-t", "plain", "report.docx"], b"", small_review.home).decode()
    assert "PRISMA 2020 flow diagram" in words
    assert "<script>alert(1)</script>" in words
    assert "root:" not in words
    assert (small_review.home / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_screening_page_holds_the_queue_as_data(finished):
    tree = lxml_html.document_fromstring((finished.home / "screening.html").read_text("utf-8"))
    data = json.loads(tree.xpath("string(//script[@id='data'])"))
    assert [record["pmid"] for record in data["records"]] == ["99000004"]
    assert data["reasons"][-1][0] == "other"
