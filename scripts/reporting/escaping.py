"""Text of records made harmless for the places where the report puts it.

A record may hold anything: tags, template braces, Quarto shortcodes, backticks that would end
a raw block, characters that reverse the direction of reading. What comes out of here is text
in each of these places, and shows what the record held.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")

# Control characters, and the ones that change direction or hide: shown by their number.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_HTML = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("'"): "&#39;",
    # A run of backticks ends a raw block of Markdown, braces open a shortcode or a template.
    ord("`"): "&#96;",
    ord("{"): "&#123;",
    ord("}"): "&#125;",
}
# What opens a heading, a list or a term for Typst. Pandoc leaves it as it is in a table's cell.
_OPENS_BLOCK = re.compile(r"^(=+|[+/-]|\d+\.)\s")
# Every space but those that keep a number and its unit on one line.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def visible(text: str) -> str:
    """Replace control, direction and zero-width characters by their code, as in ⟨U+202E⟩."""
    return _HIDDEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def html(text: object) -> Markup:
    """Escape for HTML content and quoted attributes, inside a raw block of a Quarto document."""
    return Markup(visible(str(text)).translate(_HTML))


def markdown(text: object) -> str:
    """Escape for one line of Pandoc Markdown: every punctuation mark loses its meaning."""
    line = _SPACES.sub(" ", visible(str(text))).strip()
    line = _OPENS_BLOCK.sub("\\1\u00a0", line)
    return _PUNCTUATION.sub(r"\\\1", line)


def raw_html(fragment: str) -> str:
    """Wrap HTML as a raw block, which Quarto and Pandoc hand on unread.

    Blank lines are dropped, so that the block also survives inside a list or a definition.
    """
    lines = [line for line in str(fragment).splitlines() if line.strip()]
    return "\n".join(["", "```{=html}", *lines, "```", ""])


def script_data(value: object) -> Markup:
    """Return a value as JSON for a data block of a page: no sign in it can end the block."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&`":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text.replace("{{", "{\\u007b"))


@cache
def templates() -> Environment:
    """Return the Jinja environment of the report, in which every value is escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def fill(template: str, **values: Any) -> Markup:
    """Fill a template of scripts/reporting/templates; the result is safe HTML."""
    return Markup(templates().get_template(template).render(**values))


def _escaped(value: object) -> object:
    if value is None:
        return Markup("")
    return value if hasattr(value, "__html__") else html(value)
