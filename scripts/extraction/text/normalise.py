"""A view of a text in which typography no longer varies, with the offsets of the text itself.

The view has exactly one character for every character of the text, so an offset into one is an
offset into the other, whatever the text holds. What is longer in print (`&lt;`, `> or =`) is
padded with spaces.

    >>> normalise("p&lt;0\u00b70001")
    'p   <0.0001'
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extraction.text.signs import Signed

_ONE_FOR_ONE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad", "-"),
        **dict.fromkeys(
            "\t\n\r\x0b\x0c\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
            "\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff",
            " ",
        ),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4\u0060", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        **dict.fromkeys("\u2264\u2a7d\u2266", "\u2264"),
        **dict.fromkeys("\u2265\u2a7e\u2267", "\u2265"),
        "\uff1c": "<",
        "\uff1e": ">",
        "\uff1d": "=",
        "\uff05": "%",
        "\u066b": ".",
        "\u00d7": "x",
        # Letters that a pattern takes for i, s or k in any case, but that `lower` does not.
        "\u0131": "i",
        "\u0130": "I",
        "\u017f": "s",
        "\u212a": "K",
    }
)

_SIGN = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&le;": "\u2264", "&ge;": "\u2265"}
_Rewrite = tuple[re.Pattern[str], Callable[["re.Match[str]"], str]]


def _padded(sign: str, match: re.Match[str]) -> str:
    return sign.rjust(len(match.group()))


def _or_equal(match: re.Match[str]) -> str:
    return _padded("\u2265" if match.group()[0] == ">" else "\u2264", match)


def _mojibake(match: re.Match[str]) -> str:
    return _padded("-" if match.group()[2] in '\u201c\u201d"' else " ", match)


def _pointed(match: re.Match[str]) -> str:
    return _padded(f"{match.group(1)}.", match)


# A hyphen that waits for the rest of its word (`8 afatinib- and 4 lapatinib-treated patients`).
_SUSPENDED = re.compile(
    r"(?<=\w)-(?=,? (?:\([^()]{1,40}\),? )?(?:and|or|versus|vs|v|than|compared|\d)\b"
    r"(?:[^.;-]|-(?=[ ,])|\.(?=\d)){1,70}-(?:treated|assigned|allocated|exposed)\b)"
)

# Each rewrite replaces a match by as many characters.
_REWRITES: tuple[tuple[str, _Rewrite], ...] = (
    ("&", (re.compile(r"&(?:lt|gt|amp|le|ge);"), lambda m: _padded(_SIGN[m.group()], m))),
    ("=", (re.compile(r"[<>] ?(?:/|or)? ?="), _or_equal)),
    ("\u00b7", (re.compile("(\\d+) ?\u00b7 ?(?=\\d)"), _pointed)),
    ("\u2022", (re.compile("(?<=\\d)\u2022(?=\\d)"), lambda m: ".")),
    ("\u2219", (re.compile("(?<=\\d)\u2219(?=\\d)"), lambda m: ".")),
    ("\u22c5", (re.compile("(?<=\\d)\u22c5(?=\\d)"), lambda m: ".")),
    # UTF-8 read as Windows-1252.
    ("\u00c2\u00b7", (re.compile("(\\d+)\u00c2\u00b7(?=\\d)"), lambda m: f" {m.group(1)}.")),
    ("\u00e2\u20ac", (re.compile('\u00e2\u20ac[\u201c\u201d"\u02dc\u2030]'), _mojibake)),
    # "=" printed as 5, as scanned copies have it: "P 5 .12", "n 5 535".
    (" 5 ", (re.compile(r"(?<=\b[PpnN]) 5 (?=[<>]?\.?\d)"), lambda m: " = ")),
    (" 5 ", (re.compile(r"(?<=\b(?:HR|OR|RR|CI)) 5 (?=\d*\.\d)"), lambda m: " = ")),
    ("-treated", (_SUSPENDED, lambda m: " ")),
    ("-assigned", (_SUSPENDED, lambda m: " ")),
    ("-allocated", (_SUSPENDED, lambda m: " ")),
    ("-exposed", (_SUSPENDED, lambda m: " ")),
    # A digit torn from its decimals: "1 .02".
    (" .", (re.compile(r"\b(\d) \.(?=\d\d)(?<![Pp=<>] \d \.)"), lambda m: f" {m.group(1)}.")),
)
_GERMAN_INTERVAL = Signed(r"%[- ]?KI\b|Konfidenzintervall", ("KI", "Konf"))
_COMMA_BEFORE_SIGN = re.compile(r",(?=\d)(?:(?<=\b\d\d,)(?=\d\s?%)|(?<=[<>=] 0,)|(?<=[<>=]0,))")
# A text that prints `0,64` and no decimal point prints decimal commas; there no list begins with 0.
_COMMA_DECIMAL = re.compile(r"\b0,\d\d(?!\d)")
_POINT_DECIMAL = re.compile(r"\d\.\d")
_NOUGHT_COMMA = re.compile(r"(?<=\b0),(?=\d\d(?!\d))")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))|(?<=\b0),(?=\d{3})")


def normalise(text: str) -> str:
    """Return the view of `text`; it has the same length."""
    view = text.translate(_ONE_FOR_ONE)
    for needle, (pattern, rewrite) in _REWRITES:
        if needle in view:
            view = pattern.sub(rewrite, view)
    if _GERMAN_INTERVAL.search(view):
        view = _DECIMAL_COMMA.sub(".", view)
    elif "0," in view and _COMMA_DECIMAL.search(view):
        points = _POINT_DECIMAL.search(view)
        view = (_NOUGHT_COMMA if points else _DECIMAL_COMMA).sub(".", view)
        view = _COMMA_BEFORE_SIGN.sub(".", view)
    elif "," in view:
        view = _COMMA_BEFORE_SIGN.sub(".", view)
    return view
