"""The linter: queries that PubMed would not run as written, and those it might misread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmed.query import check_query, lint
from pubmed.syntax import tokenise
from pubmed.tags import CANONICAL
from review.errors import ReviewError

GOOD = [
    '("multiple myeloma"[mh] OR myeloma*[tiab]) AND (lenalidomide[mh] OR lenalidomide[tiab])',
    '"newly diagnosed"[tiab:~2] AND 2001/01/01:2011/08/15[crdt]',
    '("a drug"[tiab] OR drug[mh:noexp]) NOT (animals[mh] NOT humans[mh])',
    'NCT00114101[si] OR "10.1007/x-1"[doi] OR 123[pmid]',
    '"Smith J"[au] AND "J Clin Oncol"[ta] AND "2001"[dp] : "2003"[dp]',
    'random*[Title/Abstract] OR "clinical trial"[Publication Type]',
    "neoplasms/drug therapy[mh] OR neoplasm*[tiab]",
    '"adj n. 3"[ta] AND "What is it?"[ti] AND ("a: ti"[ti] OR "50$"[tiab])',
    '(("a drug"[tiab]) OR (drug[mh])) AND hasabstract[filter] AND english[la]',
    '("p53 [review]"[ti])',
]

BAD = [
    ("", "empty"),
    ("   ", "empty"),
    ("(myeloma[tiab]", "bracket is not closed"),
    ("myeloma[tiab])", "never opened"),
    ("myeloma[tiab", "square bracket is not closed"),
    ('"multiple myeloma[tiab]', "quote is not closed"),
    ("“multiple myeloma”[tiab]", "typographic quotes"),
    ("myeloma[tiab] and drug[tiab]", "'and' is not an operator in lower case"),
    ("myeloma[tiab] Or drug[tiab]", "'Or' is not an operator"),
    ("head and neck", 'or quote the phrase: "head and neck"'),
    ('"myeloma"[tiab] or "drug"[tiab]', "'or' is not an operator in lower case"),
    ("(a1[tiab]) not b1[tiab]", "'not' is not an operator in lower case"),
    ("mye*[tiab]", "at least four letters"),
    ('"multiple my*"[tiab]', "at least four letters"),
    ("my*loma[tiab]", "only at the end of a word"),
    ('"multiple myelom*"[tiab:~3]', "ignores the proximity"),
    ("myeloma[tiab:~3]", "two words or more in quotes"),
    ('"a b"[mh:~3]', "proximity takes the form"),
    ("myeloma[tibb]", r"unknown field tag \[tibb\].*Did you mean \[tiab\]"),
    ("myeloma[mh:noexpl]", "unknown option"),
    ("(myeloma OR drug)[tiab]", "does not spread a tag over brackets"),
    ("myeloma[tiab] AND", "nothing after it"),
    ("AND myeloma[tiab]", "nothing before it"),
    ("(OR myeloma[tiab])", "nothing before it"),
    ("myeloma[tiab] AND OR drug[tiab]", "two operators side by side"),
    ("myeloma[tiab] AND NOT drug[tiab]", r"two operators.*Write NOT"),
    ("myeloma[tiab] AND ()", "empty brackets"),
    ('""[tiab]', "empty quotes"),
    (" OR ".join(["myeloma*[tiab]"] * 257), "more than 256 truncated words"),
    ("#1 AND #2", "not PubMed syntax"),
    ("myeloma[tiab] && drug[tiab]", "not PubMed syntax"),
    ('"multiple myeloma[tiab]"', r'a tag inside the quotes.*"multiple myeloma"\[tiab\]'),
    ("myeloma[tiab] ADJ3 drug[tiab]", r"proximity as other platforms.*\[tiab:~3\]"),
    ("(myeloma adj drug)", "proximity as other platforms"),
    ("myeloma[tiab] NEAR/5 drug[tiab]", "proximity as other platforms"),
    ("exp Multiple Myeloma/", "a subject heading as Ovid"),
    ("'multiple myeloma'/exp", "a subject heading as Ovid or Embase"),
    ("myeloma.tw.", "a field as Ovid writes it"),
    ("(myeloma OR drug).ti,ab.", "a field as Ovid writes it"),
    ("myeloma:ti,ab,kw", "a field as Embase or Cochrane"),
    ("wom?n[tiab]", "a wildcard of other platforms"),
    ("myelom$[tiab]", "a wildcard of other platforms"),
]

RISKY = [
    ("myeloma", "no tag"),
    ("multiple myeloma[tiab]", "may be split"),
    ("head and neck[tiab]", "may be split"),
    ("2001:2003[edat] AND myeloma[tiab]", r"\[edat\] is the publication date"),
    ("myeloma[mh] AND drug[tiab]", "not indexed yet"),
    ("myeloma[tiab] AND randomized controlled trial[pt]", "not indexed yet"),
    ("(myeloma[mh] AND drug[tiab])", "not indexed yet"),
    ("myeloma[tiab] AND lenalidomide[nm]", "not indexed yet"),
    ("myeloma[tiab] AND humans[Filter]", "not indexed yet"),
    ("a1[tiab] AND b1[tiab] OR c1[tiab]", "read from left to right"),
    ("Myelom*[mh] OR myelom*[tiab]", "turns explosion off"),
]


@pytest.mark.parametrize("query", GOOD)
def test_sound_queries_have_nothing_said_about_them(query: str) -> None:
    assert check_query(query) == []


@pytest.mark.parametrize(("query", "says"), BAD)
def test_faulty_queries_are_refused_with_part_and_fix(query: str, says: str) -> None:
    with pytest.raises(ReviewError, match=says) as caught:
        check_query(query)
    assert caught.value.where == "search.query"
    assert caught.value.value is not None


@pytest.mark.parametrize(("query", "says"), RISKY)
def test_risky_queries_are_run_with_a_warning(query: str, says: str) -> None:
    import re

    assert any(re.search(says, finding.what) for finding in check_query(query))


def test_small_words_within_tagged_terms_are_no_operators() -> None:
    findings = check_query("Or R[au] AND (Head and Neck Neoplasms[mh] OR neck[tiab])")
    assert findings == []


def test_a_filter_behind_not_drops_no_unindexed_record() -> None:
    assert not check_query("myeloma[tiab] NOT review[pt]")


def test_every_tag_of_the_user_guide_is_known_in_any_case() -> None:
    for name in CANONICAL:
        findings = lint(f"word[{name.upper()}]")
        assert not any("unknown" in finding.what for finding in findings), name


@given(st.text('()[]"*: abAND:~~3 OR', max_size=30))
def test_any_text_is_judged_without_a_crash(query: str) -> None:
    for finding in lint(query):
        assert finding.what


@given(st.text(st.characters(exclude_characters='[]"'), max_size=40))
def test_tokens_hold_every_character_but_blanks(query: str) -> None:
    joined = "".join(token.text for token in tokenise(query))
    assert joined.replace(" ", "") == "".join(query.split()).replace(" ", "")
