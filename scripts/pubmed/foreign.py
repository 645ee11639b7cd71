"""Syntax of other search platforms, which PubMed takes for words."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What is found, whose syntax it is, and what to write for it.
_FOREIGN = tuple(
    (re.compile(pattern, re.IGNORECASE), what, fix)
    for pattern, what, fix in (
        (
            r"\b(?:adj\d*|(?:near|next|pre|w)/\d+)(?=[\s(\"]|$)",
            "proximity as other platforms write it",
            'In PubMed: "first second"[tiab:~3].',
        ),
        (
            r"\bexp\s+[^\s()/\"\[\]][^()/\"\[\]]*/|'[^']+'/(?:exp|de|mj)\b|\w/exp\b",
            "a subject heading as Ovid or Embase writes it",
            'In PubMed: "Heading"[mh].',
        ),
        (
            r"\.(?:tw|ti|ab|mp|pt|kw|kf|sh|fs|hw|af|au)(?:,\w\w)*\.",
            "a field as Ovid writes it",
            "In PubMed: [tiab], [ti], [tw], [pt].",
        ),
        (
            r"(?<=[\w)'\"]):(?:ti|ab|kw|tw|tt)\b(?:,\w\w)*",
            "a field as Embase or Cochrane writes it",
            "In PubMed: [tiab], [ti], [tw].",
        ),
        (
            r"\w+[?$#]\w*",
            "a wildcard of other platforms",
            "PubMed has only *, at the end of a word: spell the words out, joined with OR.",
        ),
    )
)


def foreign_syntax(query: str) -> Iterator[tuple[str, str, str]]:
    """Yield (part, what, fix) of what stands outside quotes and tags in foreign syntax."""
    bare = re.sub(
        r'"[^"]*"|\[[^\]]*\]', lambda match: match[0][0] + " " * (len(match[0]) - 1), query
    )
    for pattern, what, fix in _FOREIGN:
        for match in pattern.finditer(bare):
            yield query[match.start() : match.end()], what, fix
