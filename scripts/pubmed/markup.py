"""Plain text of PubMed's mixed content: inline tags, super- and subscripts, MathML.

Dropping the tags changes numbers (``10<sup>6</sup>`` would read 106), so superscripts and
subscripts become their Unicode characters where every character has one, and ``^(...)`` or
``_(...)`` where not. White space collapses to single blanks, and characters that no reader
sees (soft hyphens, zero-width marks, bidirectional controls) go.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

from lxml import etree

_SUPERSCRIPT = dict(
    zip(
        "0123456789+-=()−–abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδε",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋ",
        strict=True,
    )
)
_SUBSCRIPT = dict(
    zip(
        "0123456789+-=()−–aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
# Signs that are printed raised by nature: raising them again says nothing.
_ALREADY_RAISED = frozenset("®™℠©°*†‡§¶′″’'\"")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MATH = "{http://www.w3.org/1998/Math/MathML}"


def text_of(element: etree._Element) -> str:
    """Return the element's whole text as one line, inline markup turned into characters."""
    if len(element):
        return tidy("".join(_pieces(element)))
    return tidy(element.text or "")


def tidy(text: str) -> str:
    """Collapse white space, drop unseen characters, and compose accents (NFC)."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join(text.split())


def superscript(text: str) -> str:
    """Raise ``text``: ``6`` -> ``⁶``, ``1,2`` -> ``^(1,2)``."""
    return _shifted(text, _SUPERSCRIPT, "^")


def subscript(text: str) -> str:
    """Lower ``text``: ``50`` -> ``₅₀``, ``CL`` -> ``_(CL)``."""
    return _shifted(text, _SUBSCRIPT, "_")


def _shifted(text: str, table: dict[str, str], mark: str) -> str:
    core = text.strip()
    if not core:
        return text
    if set(core) <= _ALREADY_RAISED:
        return text
    shifted = [table.get(char) for char in core]
    body = f"{mark}({core})" if None in shifted else "".join(char for char in shifted if char)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{body}{after}"


def _pieces(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        tag = child.tag
        if tag is etree.Entity:  # &nbsp; and its like, which PubMed's DTD does not declare
            yield html.unescape(child.text or "")
        elif not isinstance(tag, str):  # a comment or processing instruction
            pass
        elif tag == "sup":
            yield superscript("".join(_pieces(child)))
        elif tag == "sub":
            yield subscript("".join(_pieces(child)))
        elif tag.startswith(_MATH):
            yield math_text(child)
        else:
            yield from _pieces(child)
        if child.tail:
            yield child.tail


def math_text(element: etree._Element) -> str:
    """Return MathML as one line: powers raised, fractions as ``a/b``, roots as ``√(a)``."""
    name = _name(element)
    if name in _LAYOUTS:
        return _LAYOUTS[name]([math_text(child) for child in _children(element)])
    if name in ("annotation", "annotation-xml"):
        return ""
    inner = "".join(math_text(child) for child in _children(element))
    own = tidy(element.text or "")
    if name == "mtext":
        return f" {own}{inner} " if own or inner else ""
    if name == "mspace":
        return " "
    if name == "mfenced":
        between = element.get("separators", ",")[:1]
        parts = between.join(math_text(child) for child in _children(element))
        return f"{element.get('open', '(')}{parts}{element.get('close', ')')}"
    return own + inner


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _at(parts: list[str], index: int) -> str:
    return parts[index] if index < len(parts) else ""


_LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "msup": lambda p: _at(p, 0) + superscript(_at(p, 1)),
    "msub": lambda p: _at(p, 0) + subscript(_at(p, 1)),
    "msubsup": lambda p: _at(p, 0) + subscript(_at(p, 1)) + superscript(_at(p, 2)),
    "munder": lambda p: _at(p, 0) + subscript(_at(p, 1)),
    "munderover": lambda p: _at(p, 0) + subscript(_at(p, 1)) + superscript(_at(p, 2)),
    "mover": lambda p: _at(p, 0) + _at(p, 1),
    "mfrac": lambda p: f"{_grouped(_at(p, 0))}/{_grouped(_at(p, 1))}",
    "msqrt": lambda p: f"√({''.join(p)})",
    "mroot": lambda p: f"{superscript(_at(p, 1))}√({_at(p, 0)})",
}
