"""Typst, from its Python package: sets the PDF, and turns drawings into pixels for Word.

Only the fonts that come with the packages are used, so that a machine's own fonts change nothing.
"""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

from review.errors import ReviewError

DOTS_PER_INCH = 160
_DRAWING = """\
#set page(width: auto, height: auto, margin: 2pt)
#image("drawing.svg")
"""


def pdf(source: Path, day: str, where: str) -> bytes:
    """Return the PDF of a Typst file that carries ``day`` (ISO) as its date.

    Raises ReviewError, naming ``where``, with Typst's own words when it cannot be set.
    """
    date = datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00")
    return _compiled(source, where, timestamp=date)


def png(svg: bytes | str) -> bytes:
    """Return a drawing as pixels: older versions of Word show nothing in place of an SVG."""
    with tempfile.TemporaryDirectory(prefix="lr-") as aside:
        folder = Path(aside)
        (folder / "drawing.svg").write_bytes(svg.encode("utf-8") if isinstance(svg, str) else svg)
        (folder / "drawing.typ").write_text(_DRAWING, encoding="utf-8")
        return _compiled(folder / "drawing.typ", "a drawing", format="png", ppi=DOTS_PER_INCH)


def fonts() -> Path:
    """Return the folder of the fonts in which the figures are drawn."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def _compiled(source: Path, where: str, **options: Any) -> bytes:
    import typst

    try:
        made = typst.compile(
            source, root=source.parent, font_paths=[fonts()], ignore_system_fonts=True, **options
        )
    except typst.TypstError as error:
        raise ReviewError(f"Typst could not set it: {error}", where=where) from error
    return bytes(made)
