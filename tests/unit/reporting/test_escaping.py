import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from reporting.escaping import fill, html, markdown, raw_html, visible
from reporting.nodes import plain_text
from reporting.pandoc import read_markdown, write

TEXT = st.text(max_size=60) | st.text(
    alphabet="<>&\"'`{}[]()*_#@$\\!|~^-+.:= \n\u202ea", max_size=60
)


@given(TEXT)
def test_escaped_html_reads_back_as_the_visible_text(text):
    escaped = html(text)
    element = lxml_html.fragment_fromstring(f"<div title='{escaped}'>{escaped}</div>")
    assert len(element) == 0
    assert (element.text or "") == visible(text).replace("\r\n", "\n").replace(
        "\r", "\n"
    ) or "\r" in text
    assert not re.search(r"[{}`<>\"']", escaped)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_escaped_markdown_reads_back_as_the_visible_text(texts):
    text = "x".join(texts)
    tree = read_markdown(f"start {markdown(text)} end")
    words = plain_text(tree["blocks"][0]["c"])
    assert len(tree["blocks"]) == 1
    expected = " ".join(f"start {visible(text)} end".split())
    assert " ".join(words.split()) == expected


def test_direction_and_control_characters_are_shown():
    assert visible("a\u202eb\x00c\u200bd") == "a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩d"


def test_a_raw_block_cannot_be_left():
    block = raw_html(f"<p>{html('```')}</p>\n\n<p>{html('{{< meta title >}}')}</p>")
    tree = read_markdown(block)
    assert [node["t"] for node in tree["blocks"]] == ["RawBlock"]
    assert "{{<" not in block
    assert write(tree, ["-t", "html5"], Path()).decode().count("<p>") == 2


def test_templates_escape_every_value():
    shown = fill(
        "banner.html.j2",
        kind='"><script>',
        title="<b>",
        words="{{ 7*7 }}",
        checked="`x`",
        unclear=0,
    )
    assert "<script>" not in shown
    assert "&#123;&#123; 7*7 &#125;&#125;" in shown
