import json
from pathlib import Path

import pytest

from reporting.pandoc import read_markdown, write
from reporting.tree import resolve
from review.errors import ReviewError

FIGURE = "::: {#fig-a}\ncontent\n\nThe caption of @sec-two.\n:::\n"


def rendered(markdown, target="html"):
    return write(
        resolve(read_markdown(markdown), target), ["-t", "html5", "--wrap=none"], Path()
    ).decode()


def test_sections_figures_and_tables_are_numbered_and_references_resolved():
    page = rendered(
        "# One {#sec-one}\n\nSee @fig-a, @tbl-b, [-@tbl-b] and [@sec-one; @sec-two].\n\n"
        f"## Two {{#sec-two}}\n\n{FIGURE}\n::: {{#tbl-b}}\nx\n\nWords.\n:::\n\n"
        "# Free {.unnumbered}\n"
    )
    assert '<a href="#fig-a" class="cross-reference">Figure\u00a01</a>' in page
    assert '<a href="#tbl-b" class="cross-reference">Table\u00a01</a>' in page
    assert '<a href="#tbl-b" class="cross-reference">1</a>' in page
    assert '<a href="#sec-two" class="cross-reference">Section\u00a01.1</a>' in page
    assert "<strong>Figure 1.</strong> The caption of" in page
    assert '<span class="header-section-number">1.1</span> Two' in page
    assert "header-section-number" not in page[page.index("Free") - 40 :]


def test_headings_inside_a_tabset_are_tabs_and_not_sections():
    page = rendered(
        "# One\n\n::: {.panel-tabset}\n\n## First\n\na\n\n## Second\n\nb\n\n:::\n\n"
        "## Next {#sec-n}\n"
    )
    assert page.count('class="tab-panel"') == 2
    assert '<span class="header-section-number">1.1</span> Next' in page


def test_callouts_take_their_title_from_heading_attribute_or_kind():
    assert "My title" in rendered("::: {.callout-note}\n## My title\n\ntext\n:::\n")
    assert "Given" in rendered('::: {.callout-warning title="Given"}\ntext\n:::\n')
    assert "Tip" in rendered("::: {.callout-tip}\ntext\n:::\n")
    closed = rendered('::: {.callout-note collapse="true"}\ntext\n:::\n')
    assert "<details" in closed
    assert " open" not in closed


def test_conditional_content_is_for_its_format_only():
    markdown = (
        '::: {.content-visible when-format="html"}\nweb\n:::\n\n'
        '::: {.content-visible unless-format="html"}\nprint\n:::\n\n'
        '::: {.content-hidden when-format="docx"}\nnot in Word\n:::\n'
    )
    assert "web" in rendered(markdown)
    assert "print" not in rendered(markdown)
    assert rendered(markdown, "docx").split() == ["<p>print</p>"]


def test_true_citations_stay_citations():
    tree = resolve(read_markdown("Said before [@pmid99000001]."), "html")
    assert '"Cite"' in json.dumps(tree)


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        ("See @fig-none.", "'@fig-none', which is nowhere"),
        (f"{FIGURE}\n{FIGURE}\n\n# x {{#sec-two}}\n", "two parts of the report have the label"),
    ],
)
def test_broken_labels_are_refused(markdown, message):
    with pytest.raises(ReviewError, match=message):
        rendered(markdown)
