"""From a Matplotlib figure to SVG bytes fit for a page: accessible, deterministic, themed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#010101"  # stands for currentColor until the SVG is written
# Okabe and Ito's colours, told apart by readers with any colour vision and by their
# lightness in black-and-white print; marker shapes always differ as well.
BLUE, ORANGE, GREEN, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#AA4488", "#56B4E9"
SERIES = ((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"), (PURPLE, "D"), (SKY, "v"))

_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "path.simplify": False,
    "text.parse_math": False,
    "savefig.dpi": 72,
}


def draw(
    name: str,
    title: str,
    description: str,
    size: tuple[float, float],
    paint: Callable[[Figure], None],
) -> bytes:
    """Return the SVG of a figure ``size`` inches wide and high that ``paint`` fills.

    ``name`` makes every id in the SVG unique to the figure; letters, digits, - and _ of it
    are kept.
    """
    import matplotlib
    from matplotlib.figure import Figure

    prefix = re.sub(r"[^A-Za-z0-9_-]+", "-", name)
    buffer = io.StringIO()
    settings: Any = {**_SETTINGS, "svg.hashsalt": prefix}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=size)
        paint(figure)
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return _finish(buffer.getvalue(), prefix, title, description).encode("utf-8")


def _finish(svg: str, prefix: str, title: str, description: str) -> str:
    svg = svg[svg.index("<svg ") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r'href="#', f'href="#{prefix}-', svg)
    svg = re.sub(r"url\(#", f"url(#{prefix}-", svg)
    svg = svg.replace(INK, "currentColor")
    opening, rest = svg.split(">", 1)
    # Width and height in points would stop the figure from shrinking on a phone.
    opening = re.sub(r' (?:width|height)="[^"]*"', "", opening)
    opening += f' role="img" aria-labelledby="{prefix}-title {prefix}-desc">'
    return (
        f'{opening}\n <title id="{prefix}-title">{escape(title)}</title>\n'
        f' <desc id="{prefix}-desc">{escape(description)}</desc>{rest}'
    )


def shorten(words: str, limit: int) -> str:
    """Words cut to so many characters, with an ellipsis where any are left out."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "\u2026"
