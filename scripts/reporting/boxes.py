"""Boxes of a flow diagram, placed: lines wrapped, boxes side by side, arrows between rows."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

LINE = 17
PAD = 11
# Width of a letter of the diagram's type, on the safe side.
LETTER = 6.5
STRONG = 1.17
INDENT = 12


@dataclass(frozen=True)
class Line:
    """A line of text in a box; ``target`` and ``choose`` make it a link of its own."""

    words: str
    y: float = 0.0
    strong: bool = False
    indent: bool = False
    target: str = ""
    choose: str = ""


@dataclass(frozen=True)
class Box:
    """A box of the diagram, placed: its lines carry their own baselines."""

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: Sequence[Line]
    target: str

    @property
    def middle(self) -> float:
        """The height of the box's centre line."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """The place of the box's centre across."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """Where the box ends."""
        return self.y + self.height


# What a box is called, where it leads and what it says.
Content = tuple[str, str, list[Line]]


def row_of(
    top: float,
    width: float,
    columns: Sequence[float],
    groups: Sequence[Sequence[Content]],
    least: float = 0,
) -> list[Box]:
    """Place the boxes of a row side by side; ``least`` is the height they have at least."""
    placed = []
    contents = [content for group in groups for content in group]
    for x, (name, target, lines) in zip(columns, contents, strict=False):
        wrapped = list(_wrap(lines, width))
        height = max(PAD * 2 + LINE * len(wrapped) - 4, least)
        set_lines = [
            replace(line, y=top + PAD + LINE * at - 6) for at, line in enumerate(wrapped, start=1)
        ]
        placed.append(Box(name, x, top, width, height, set_lines, target))
    return placed


def _wrap(lines: Sequence[Line], width: float) -> Iterator[Line]:
    for line in lines:
        room = width - 2 * PAD - (INDENT if line.indent else 0)
        letters = int(room / (LETTER * (STRONG if line.strong else 1)))
        for words in textwrap.wrap(line.words, letters, break_on_hyphens=False):
            yield replace(line, words=words.strip())


def downward(rows: Sequence[Sequence[Box]]) -> Iterator[tuple[float, float, float]]:
    """Return the arrows from each row to the next: where across, from and to which height."""
    for above, below in itertools.pairwise(rows):
        for upper, lower in zip(above[::2], below[::2], strict=False):
            yield upper.centre, upper.bottom, lower.y


def below(boxes: Sequence[Box]) -> float:
    """Return the height at which a row of boxes ends."""
    return max(box.bottom for box in boxes)
