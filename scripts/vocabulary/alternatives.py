"""Phrases with alternatives, written out.

    >>> write_out("(distant )?relapses?")
    ['distant relapses', 'distant relapse', 'relapses', 'relapse']

`(a|b)` is one or the other, `?` makes the letter or the bracket before it one that may be missing.
"""

from __future__ import annotations

import itertools

from review.errors import ReviewError

_FIX = "Write alternatives as (a|b), and ? behind what may be missing."


def write_out(phrase: str) -> list[str]:
    """Every phrase that `phrase` stands for, each once, in order; without runs of blanks.

    Raises ReviewError where a bracket is open or closed alone, or a `?` has nothing before it.
    """
    told, at = _alternatives(phrase, 0)
    if at < len(phrase):
        raise ReviewError("a `)` closes no bracket", value=phrase, fix=_FIX)
    return list(dict.fromkeys(" ".join(one.split()) for one in told))


def _alternatives(phrase: str, at: int) -> tuple[list[str], int]:
    """What stands from `at` to the end of its bracket, and where that is."""
    told: list[str] = []
    pieces: list[list[str]] = []
    while at < len(phrase) and phrase[at] != ")":
        sign = phrase[at]
        if sign == "(":
            inner, at = _alternatives(phrase, at + 1)
            if at == len(phrase):
                raise ReviewError("a `(` is not closed", value=phrase, fix=_FIX)
            pieces.append(inner)
        elif sign == "?":
            if not pieces:
                raise ReviewError("a `?` has nothing before it", value=phrase, fix=_FIX)
            pieces[-1] = [*pieces[-1], ""]
        elif sign == "|":
            told += map("".join, itertools.product(*pieces))
            pieces = []
        else:
            pieces.append([sign])
        at += 1
    return told + ["".join(one) for one in itertools.product(*pieces)], at
