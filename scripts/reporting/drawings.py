"""A drawing in the report: inline in HTML, where its text can be read; an image elsewhere.

PDF keeps the drawing itself. Word gets pixels, as older versions show nothing of an SVG.
"""

from __future__ import annotations

import base64
import os

from reporting.escaping import html, raw_html
from reporting.setting import png


def drawing(svg: bytes | str, alternative: str) -> str:
    """Return an SVG as Quarto Markdown; ``alternative`` is its text for those who cannot see."""
    text = svg.decode("utf-8") if isinstance(svg, bytes) else svg
    element = text[text.index("<svg") :]
    # Neither sign may open or end anything in Markdown, and both may stand in a trial's name.
    inline = element.replace("`", "&#96;").replace("{{", "&#123;&#123;")
    return "\n".join(
        [
            raw_html(
                '<div class="figure-frame" tabindex="0" role="region" '
                f'aria-label="{html(alternative)}">{inline}</div>'
            ),
            *_image("typst", "svg+xml", element.encode("utf-8"), alternative),
            *(_image("docx", "png", png(element), alternative) if _wanted("docx") else []),
        ]
    )


def _image(target: str, kind: str, data: bytes, alternative: str) -> list[str]:
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    opening = f'\n:::: {{.content-visible when-format="{target}"}}\n'
    # An image that stands alone in its paragraph would get its alternative text as a caption.
    image = f"![{_attribute(alternative)}]({source}){{width=100%}}[]{{}}"
    return [opening, image, "\n::::\n"]


def _wanted(target: str) -> bool:
    """Say whether a format is to be made; a document rendered by hand may become any."""
    formats = os.environ.get("REVIEW_FORMATS")
    return formats is None or target in formats.split()


def _attribute(words: str) -> str:
    return "".join(sign if sign.isalnum() or sign in " ,.:;-()" else " " for sign in words)
