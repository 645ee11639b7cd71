"""A lone value that is of all patients, though one arm stands in its sentence.

`Nausea was seen in 31% of all patients, mostly with A`: what is told of the arm is another thing.
"""

from __future__ import annotations

import re

from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention, Value
from extraction.word_lists import Worded

#: Words for the patients of all arms.
_ALL = Worded(
    r"\b(?:(?:all|every|each)\s(?:(?:of|the|our|these|\d+|\w+(?:ed|able|ible)|study|trial)\s){0,3}"
    r"@people(?!\s(?:with|who had)\b)"
    r"|@wholes\s(?:\w+\s){0,2}@collectives"
    r"|(?:study|trial|patient)\s@collectives"
    r"|@arms_at_once"
    r"|(?:pooled|combined)\s(?:[\w-]+\s){0,4}(?:rates?|incidences?|proportions?|frequency|survival))",
    re.IGNORECASE,
)
#: From such words, or a value, to the arm of those that are meant (`all patients on A`).
_NARROWED = re.compile(
    r"(?:\s?%|\)|\s?[(\[][^()\[\]]*[)\]])*(?:,?\s(?:in|on|of|with|for|from|at|the|to|who|whom|had|"
    r"were|been|\d+|[a-z]+ed\b(?<!\breceived)|who received|given|receiving|taking|undergoing|under|"
    r"who underwent|who took|patients|women|those|cases|subjects|participants|either|each|both|"
    r"group|arm))*\s?"
)
#: What tells of an arm behind a value that it has more of it, or most of those with it.
_MORE_OF_IT = Worded(
    r"(?:,|\b(?:and|but|although|though|which|while|with)\b)[^;]*\b(?:@comparatives|@likelier|"
    r"advantages?|tendency|trends?|favou?r(?:s|ed|ing)?|depend\w*|unrelated|independent\w*)\b[^;]*"
    r"|[^;]*\b@partly\s(?:(?:of|them|these|those|whom|which|were|was|being|occurring|it)\s){0,4}"
    r"(?:in|on|with|during|after|for|among|under|by|from|given|receiving|had|taking)\s(?:the\s)?"
)


def is_of_all(line: Line, series: Series) -> bool:
    """Whether a value that stands alone is of all patients and not of the arm of its sentence."""
    value = series.items[0].value
    start, end = _reach(line, series)
    arms = [m for m in line.of(ArmMention) if len(m.labels) == 1 and start <= m.start < end]
    behind = next((m for m in arms if m.start >= value.end), None)
    told = _first_is_all(line, arms, start, end)
    armed_before = any(m.end <= value.start for m in arms)
    if armed_before and told is None:
        return False
    if behind is not None and _NARROWED.fullmatch(line.view, value.end, behind.start):
        return False
    if behind is not None and not armed_before:
        words = line.view[value.end : behind.start]
        if _MORE_OF_IT.of(line.words).fullmatch(words.lstrip(" %)")):
            return True
    if told is None:
        return False
    following = next((m for m in arms if m.start >= told), None)
    return following is None or not _NARROWED.fullmatch(line.view, told, following.start)


def _first_is_all(line: Line, arms: list[ArmMention], start: int, end: int) -> int | None:
    """Where words for all patients end that stand in a stretch before any arm, else None.

    An arm may be among them (`the whole A group`).
    """
    found = _ALL.of(line.words).search(line.view, start, end)
    if found is None or any(m.start < found.end() for m in arms):
        return None
    return found.end()


def _reach(line: Line, series: Series) -> tuple[int, int]:
    """How far the words of a value reach: to the values and semicolons beside it."""
    view, sentence = line.view, line.sentence
    shares = [m for m in line.of(Value) if m.unit not in {"", "count"}]
    last = series.items[-1].value.end
    start = max([sentence.start, *(m.end for m in shares if m.end <= series.start)])
    end = min([sentence.end, *(m.start for m in shares if m.start >= last)])
    start = max(start, view.rfind(";", start, series.start) + 1)
    stop = view.find(";", last, end)
    return start, stop if stop >= 0 else end
