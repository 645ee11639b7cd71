import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.qmd import Cell, Prose, parse_qmd
from review.errors import ReviewError

DOCUMENT = """\
---
title: A title
execute:
  echo: false
---

Before `{python} 1 + 1` after.

```{python}
#| label: fig-one
#| fig-cap: "A caption: with a colon"
x = "#| not an option"
print(x)
```

````markdown
```{python}
not a cell
```
````
"""


def test_front_matter_prose_and_cells_are_told_apart():
    document = parse_qmd(DOCUMENT)
    assert document.metadata["title"] == "A title"
    before, cell, after = document.parts
    assert isinstance(before, Prose)
    assert isinstance(after, Prose)
    assert isinstance(cell, Cell)
    assert cell.options == {"label": "fig-one", "fig-cap": "A caption: with a colon"}
    assert cell.source == 'x = "#| not an option"\nprint(x)'
    assert "not a cell" in after.text
    assert DOCUMENT.split("\n")[cell.line - 1] == "```{python}"


def test_inline_expressions_are_found_in_order():
    prose = parse_qmd(DOCUMENT).parts[0]
    assert isinstance(prose, Prose)
    assert [kind for kind, _ in prose.pieces()] == ["text", "python", "text"]
    assert prose.pieces()[1] == ("python", "1 + 1")


def test_options_of_the_document_hold_for_its_cells():
    document = parse_qmd(DOCUMENT)
    cell = document.parts[1]
    assert isinstance(cell, Cell)
    assert document.execute_option(cell, "echo", True) is False
    assert document.execute_option(cell, "include", True) is True


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\n", "not closed"),
        ("---\ntitle: [x\n---\n", "not valid YAML"),
        ("```{python}\nx = 1\n", "line 1: a block opened here is never closed"),
        ("text\n\n```{r}\nx <- 1\n```\n", r"line 3: only cells that open with ```\{python\}"),
        ("```{python}\n#| fig-capp: x\n```\n", "does not know the cell option 'fig-capp'"),
        ("```{python}\n#| echo: perhaps\n```\n", "'echo' has the wrong type"),
    ],
)
def test_what_cannot_be_rendered_is_refused_with_its_place(text, message):
    with pytest.raises(ReviewError, match=message):
        parse_qmd(text, "a.qmd")


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="`~\r\n"), max_size=20)))
def test_prose_without_fences_comes_back_as_it_was(lines):
    text = "\n".join(["first", *lines])
    document = parse_qmd(text)
    assert "".join(part.text for part in document.parts) == f"{text}\n"
