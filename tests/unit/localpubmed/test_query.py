"""The grammar of queries."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localpubmed.query import Earlier, Operation, QueryError, Range, Term, parse, write

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("myeloma", Term("myeloma")),
        ("  multiple \n myeloma ", Term("multiple myeloma")),
        ("multiple myeloma[tiab]", Term("multiple myeloma", tag="tiab")),
        ('"multiple  myeloma" [ tiab ]', Term("multiple myeloma", True, "tiab")),
        ('"a b"[tiab:~3]', Term("a b", True, "tiab:~3")),
        ("a[x]b[y]", Operation("AND", Term("a", tag="x"), Term("b", tag="y"))),
        ('a "b" c', Operation("AND", Operation("AND", A, Term("b", True)), C)),
        ("a OR b AND c", Operation("AND", Operation("OR", A, B), C)),
        ("a OR (b AND c)", Operation("OR", A, Operation("AND", B, C))),
        ("a NOT b OR c", Operation("OR", Operation("NOT", A, B), C)),
        ("((a))", A),
        ("a and b", Term("a and b")),
        ("2010:2020[dp]", Range("2010", "2020", "dp")),
        ("2010/01/02 : 2020/03[dp]", Range("2010/01/02", "2020/03", "dp")),
        ('"2010"[crdt] : "2011"[crdt]', Range("2010", "2011", "crdt")),
        ('"2010":"2011"[crdt]', Range("2010", "2011", "crdt")),
        ("2010[dp]:2020[dp]", Range("2010", "2020", "dp")),
        ("1:7500[uid]", Range("1", "7500", "uid")),
        ("lenalidomide: a review[ti]", Term("lenalidomide: a review", tag="ti")),
        ("#1 NOT #2", Operation("NOT", Earlier(1), Earlier(2))),
        ("#foo", Term("#foo")),
        ("x #12", Operation("AND", Term("x"), Earlier(12))),
    ],
)
def test_a_query_is_read_from_left_to_right(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "ends where a term is expected"),
        ("((", "ends where a term is expected"),
        ("(a", "'(' is not closed"),
        ("a)", "')' has no '('"),
        ("()", "a term is expected before ')'"),
        ('"a', "quotation mark is not closed"),
        ('""[ti]', "phrase is empty"),
        ("a[ti", "'[' has no ']'"),
        ("a]", "']' has no '['"),
        ("[ti]", "follows no term"),
        ("a[ti][ab]", "follows no term"),
        ("a AND", "ends where a term is expected"),
        ("AND a", "expected before 'AND'"),
        ("NOT a", "expected before 'NOT'"),
        ("a AND OR b", "expected before 'OR'"),
        ('"2010"[dp] :', "range has no end"),
        ('"2010" : "2011"', "has no field tag"),
        (" OR ".join(["stem*"] * 257), "more than 256 truncated terms"),
        ("(" * 80 + "a" + ")" * 80, "nested more than"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=re.escape(reason)):
        parse(text)


@given(st.text(alphabet=st.sampled_from("ab*:~/#\"[]() \n\tANDORNOT0129é,.-'"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    assert parse(write(tree)) == tree


@given(st.text(max_size=40))
def test_any_characters_at_all_are_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    assert parse(write(tree)) == tree


NAMES = st.from_regex(r"[a-z]{1,6}( [a-z]{1,6}){0,2}", fullmatch=True)
TREES = st.recursive(
    st.one_of(
        st.builds(Term, NAMES, st.just(True), st.sampled_from(["", "ti", "mh:noexp"])),
        st.builds(Term, NAMES, st.just(False), st.sampled_from(["ti", "tiab:~2"])),
        st.builds(Range, st.just("2010"), st.just("2011/02"), st.just("dp")),
        st.builds(Earlier, st.integers(1, 99)),
    ),
    lambda inner: st.builds(Operation, st.sampled_from(["AND", "OR", "NOT"]), inner, inner),
    max_leaves=12,
)


@given(TREES)
def test_a_tree_written_out_is_read_back(tree: object) -> None:
    assert parse(write(tree)) == tree  # type: ignore[arg-type]
