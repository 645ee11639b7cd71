"""Reading a query as a librarian would before it is sent: what is wrong, what is risky.

PubMed half-ignores a faulty query rather than refusing it (User Guide): a tag it does not know
is searched as a word, a short truncated stem loses its asterisk, a lower-case operator is a
stop word. Errors here are queries that PubMed would not run as written; warnings are queries
that it runs, but perhaps not as meant.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pubmed import tags
from pubmed.finding import Finding
from pubmed.foreign import foreign_syntax
from pubmed.structure import mixed_operators, structure, unbalanced
from pubmed.syntax import OPERATORS, Unit, parts, tag_name, tag_option, tokenise, units
from review.errors import ReviewError

MOST_WILDCARDS = 256
_TAG_WITHIN = re.compile(r"\[[^\[\]]+\]")


def check_query(query: str) -> list[Finding]:
    """Return the warnings about a query. Raises ReviewError for the first error in it."""
    findings = lint(query)
    errors = [finding for finding in findings if finding.is_error]
    if errors:
        more = f" ({len(errors) - 1} more after it)" if len(errors) > 1 else ""
        raise ReviewError(
            f"{errors[0].what}{more}",
            where="search.query",
            value=errors[0].part,
            fix=errors[0].fix,
        )
    return [finding for finding in findings if not finding.is_error]


def lint(query: str) -> list[Finding]:
    """Return everything to be said about a query, errors first, in order of appearance."""
    if not query.strip():
        return [
            Finding(True, query, "the query is empty", "Write it in PubMed's syntax."),
        ]
    unreadable = list(unbalanced(query))
    if unreadable:
        return unreadable
    tokens = list(tokenise(query))
    findings = [
        *structure(tokens),
        *(finding for unit in units(tokens) for finding in _term(unit)),
        *_wildcards(query),
        *(Finding(True, *told) for told in foreign_syntax(query)),
        *_unindexed(query),
        *mixed_operators(tokens),
    ]
    return sorted(findings, key=lambda finding: not finding.is_error)


def _term(unit: Unit) -> Iterator[Finding]:
    yield from _tag(unit)
    yield from _truncation(unit)
    text = unit.term.text
    if unit.term.kind == "phrase":
        if not text.strip('" '):
            yield Finding(True, unit.text, "empty quotes", "Remove them.")
        tagged = _TAG_WITHIN.search(text)
        if tagged and tag_name(tagged[0]) in tags.CANONICAL:
            fix = f"Put it behind them: {text.replace(tagged[0], '')}{tagged[0]}."
            yield Finding(True, unit.text, "a tag inside the quotes is read as a word", fix)
        return
    for place, word in enumerate(text.split()):
        # Within a tagged term it is a word: head and neck[tiab], Or R[au].
        meant = not unit.tag or (unit.follows and place == 0)
        if word.upper() in OPERATORS and meant:
            yield Finding(
                True,
                unit.text,
                f"'{word}' is not an operator in lower case",
                f'Write {word.upper()} for the operator, or quote the phrase: "{text}"{unit.tag}.',
            )
        elif re.fullmatch(r"&+|\|+|#\d+", word):
            yield Finding(
                True,
                unit.text,
                f"'{word}' is not PubMed syntax for a search that can be repeated",
                "Use AND, OR, NOT and the terms themselves.",
            )
    if not unit.tag:
        yield Finding(
            False,
            text,
            "no tag: PubMed maps it to terms of its own choice, which change over time",
            f"For instance {_quoted(text)}[tiab].",
        )
    elif " " in text and unit.field in tags.TEXT_FIELDS:
        yield Finding(
            False,
            unit.text,
            "a phrase without quotes may be split into its words",
            f'Write "{text}"{unit.tag}, or "{text}"[tiab:~0] if it is not in the phrase index.',
        )


def _tag(unit: Unit) -> Iterator[Finding]:
    if not unit.tag:
        return
    name, option = tag_name(unit.tag), tag_option(unit.tag)
    if not unit.field:
        close = difflib.get_close_matches(name, tags.CANONICAL, n=1, cutoff=0.6)
        fix = f"Did you mean [{close[0]}]?" if close else "Common tags: tiab, ti, mh, pt, au, dp."
        yield Finding(True, unit.text, f"unknown field tag [{name}]", fix)
    elif option.startswith("~"):
        if unit.field not in tags.PROXIMITY_FIELDS or not option[1:].isdecimal():
            yield Finding(
                True, unit.text, "proximity takes the form [tiab:~N], [ti:~N] or [ad:~N]", ""
            )
        elif "*" in unit.term.text:
            yield Finding(
                True,
                unit.text,
                "with * inside, PubMed ignores the proximity",
                "Spell the words out, joined with OR.",
            )
        elif unit.term.kind != "phrase" or len(unit.term.text.split()) < 2:
            yield Finding(
                True,
                unit.text,
                "proximity needs two words or more in quotes",
                f'For instance "first second"{unit.tag}.',
            )
    elif option and not (option in ("noexp", "exp") and unit.field in tags.EXPLODED_FIELDS):
        yield Finding(
            True, unit.text, f"unknown option ':{option}' of a tag", "Did you mean :noexp?"
        )
    if unit.field == "edat":
        yield Finding(
            False,
            unit.text,
            "[edat] is the publication date for records added more than a year late",
            f"For when PubMed got the record, write {unit.term.text}[crdt].",
        )


def _truncation(unit: Unit) -> Iterator[Finding]:
    for word in unit.term.text.strip('"').split():
        stem, star, rest = word.partition("*")
        if not star:
            continue
        if rest:
            yield Finding(
                True, unit.text, "an asterisk is read only at the end of a word", f"Write {stem}*."
            )
        elif len(re.sub(r"\W", "", stem)) < 4:
            yield Finding(
                True,
                unit.text,
                "truncation needs at least four letters before the asterisk",
                "Spell the words out, joined with OR.",
            )
    if unit.field in tags.EXPLODED_FIELDS and "*" in unit.term.text:
        yield Finding(
            False,
            unit.text,
            f"truncation in [{unit.field}] turns explosion off",
            "Name the headings.",
        )


def _wildcards(query: str) -> Iterator[Finding]:
    """Yield the fault of a query that PubMed refuses with an error that looks like an outage."""
    if query.count("*") > MOST_WILDCARDS:
        yield Finding(
            True,
            f"{query.count('*')} asterisks",
            f"PubMed runs no query with more than {MOST_WILDCARDS} truncated words",
            "Spell words out, or split the query.",
        )


def _unindexed(query: str) -> Iterator[Finding]:
    """Yield the parts that only indexed records can meet."""
    for part in parts(query):
        found = list(units(list(part.tokens)))
        if found and not part.negated and all(map(_is_indexed, found)):
            yield Finding(
                False,
                part.text,
                "records that are not indexed yet, or never will be, cannot be found by this",
                _instead_of_index(found[0]),
            )


def _instead_of_index(unit: Unit) -> str:
    if unit.field == "sb":
        return "Take away what is not meant instead: NOT (animals[mh] NOT humans[mh])."
    twin = f"{_quoted(unit.term.text.strip(chr(34)))}[tiab]"
    return f"Join a text-word twin with OR, for instance {twin}."


def _is_indexed(unit: Unit) -> bool:
    if unit.field == "sb":
        return re.sub(r"\W", "", unit.term.text).lower() in tags.INDEXED_FILTERS
    return unit.field in tags.INDEXED_FIELDS


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
