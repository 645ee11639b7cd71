"""A drawing in the report: inline in HTML, where its text can be read; an image elsewhere."""

from __future__ import annotations

import base64

from reporting.escaping import html, raw_html


def drawing(svg: bytes | str, alternative: str) -> str:
    """Return an SVG as Quarto Markdown; ``alternative`` is its text for those who cannot see."""
    text = svg.decode("utf-8") if isinstance(svg, bytes) else svg
    element = text[text.index("<svg") :]
    # Neither sign may open or end anything in Markdown, and both may stand in a trial's name.
    inline = element.replace("`", "&#96;").replace("{{", "&#123;&#123;")
    data = base64.b64encode(element.encode("utf-8")).decode("ascii")
    attributes = f'{{fig-alt="{_attribute(alternative)}" width=100%}}'
    return "\n".join(
        [
            raw_html(
                '<div class="figure-frame" tabindex="0" role="region" '
                f'aria-label="{html(alternative)}">{inline}</div>'
            ),
            '\n:::: {.content-visible unless-format="html"}\n',
            f"![](data:image/svg+xml;base64,{data}){attributes}",
            "\n::::\n",
        ]
    )


def _attribute(words: str) -> str:
    return "".join(sign if sign.isalnum() or sign in " ,.:;-()" else " " for sign in words)
