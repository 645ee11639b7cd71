import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from reporting.escaping import visible
from reporting.quotes import interval_words, marked, p_words, value_words

ROW = {
    "value": "", "unit": "", "ci_lower": "", "ci_upper": "", "ci_level": "", "p_operator": "",
    "p_value": "", "events": "", "total": "", "flags": "",
}  # fmt: skip


@given(st.text(min_size=1, max_size=200), st.data())
def test_the_span_is_marked_and_nothing_else(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    element = lxml_html.fragment_fromstring(f"<p>{marked(text, start, end)}</p>")
    assert len(element) == 1
    if "\r" not in text:
        assert element[0].text == visible(text[start:end])


def test_the_sentence_around_the_span_is_shown():
    text = "One here. Two with 4.5 months (P = .03). Three there."
    start = text.index("4.5")
    assert marked(text, start, start + 3) == "Two with <mark>4.5</mark> months (P = .03)."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "14.1", "unit": "months"}, "14.1 months"),
        ({"value": "45", "unit": "%"}, "45\u202f%"),
        ({"value": "0.61", "unit": "ratio"}, "0.61"),
        ({"flags": "not_reached", "unit": "months"}, "not reached"),
        ({"events": "3", "total": "20"}, "3/20"),
        ({"p_operator": "<", "p_value": "0.001"}, "p <\u202f0.001"),
    ],
)
def test_values_read_as_printed(changes, words):
    assert value_words({**ROW, **changes}) == words


def test_an_interval_names_a_level_other_than_95():
    assert interval_words({**ROW, "ci_lower": "0.4", "ci_upper": "0.9", "ci_level": "95"}) == (
        "0.4 to 0.9"
    )
    assert interval_words({**ROW, "ci_lower": "0.4", "ci_level": "90"}) == "0.4 to NR (90\u202f%)"
    assert p_words({**ROW, "p_value": "1e-05", "p_operator": "<"}) == "<\u202f0.00001"
    assert p_words({**ROW, "p_value": "0.02"}) == "=\u202f0.02"
