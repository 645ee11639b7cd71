"""What Quarto says when it fails is told in its own words, not by its call stack."""

import shutil

import pytest

from reporting import quarto
from review.errors import ReviewError

FAILED_CELL = """\
Executing 'review.quarto_ipynb'
  Cell 1/2: ''...Done
  Cell 2/2: ''...\x1b[91mERROR: \x1b[39m

An error occurred while executing the following cell:
------------------
page.banner()
------------------
NameError: name 'page' is not defined

Stack trace:
    at renderFiles (file:///opt/quarto/src/render.ts:10:1)
    at async file:///opt/quarto/src/quarto.ts:200:5
"""
BAD_YAML = """\
\x1b[91mERROR: Validation of YAML front matter failed.\x1b[39m
\x1b[91mERROR: In file review.qmd: Field "toc" has value perhaps\x1b[39m
    at Object.validate (file:///opt/quarto/src/validate.ts:1:1)
"""


def test_a_failed_cell_is_told_without_the_call_stack():
    told = quarto.complaint(FAILED_CELL)
    assert told.startswith("An error occurred while executing the following cell:")
    assert told.endswith("NameError: name 'page' is not defined")
    assert "file://" not in told
    assert "Executing" not in told


def test_the_first_error_line_leads_and_colours_are_gone():
    told = quarto.complaint(BAD_YAML)
    assert told.startswith("Validation of YAML front matter failed.")
    assert 'Field "toc" has value perhaps' in told
    assert "\x1b" not in told
    assert "at Object" not in told


def test_a_log_without_an_error_line_gives_its_end():
    assert quarto.complaint("\n".join(map(str, range(30)))).splitlines()[-1] == "29"


def test_quarto_that_is_installed_names_what_is_wrong_with_a_document(tmp_path):
    program = shutil.which("quarto")
    if program is None:
        pytest.skip("no quarto on PATH: install Quarto to see it fail")
    document = tmp_path / "reports" / "broken.qmd"
    (document.parent / "style").mkdir(parents=True)
    document.write_text("---\ntitle: x\n---\n\n```{python}\n1 / 0\n```\n")
    with pytest.raises(ReviewError, match="ZeroDivisionError: division by zero"):
        quarto.render(program, document, "html", "A title", [], {})
