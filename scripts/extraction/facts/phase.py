"""The phase of a trial."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.text.signs import Signed

_PHASE = Signed(
    r"(?<![\w-])phases?[\s-]?(?P<phase>(?:IV|I{1,3}|[1-4])[ab]?(?:\s?(?:/|-|and|or)\s?(?:IV|I{1,3}|[1-4])[ab]?)?)(?![\w%])",
    ("phase",),
    flags=re.IGNORECASE,
)
_PART = re.compile(r"\s?(?:/|-|and|or)\s?", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_NOT_TRIALS = re.compile(
    r"^\sof\s(?:the\s)?(?:treatment|trial|study|programme|intervention|cycle)\b", re.IGNORECASE
)
_ROLES = ("title", "study", "results", "question", "conclusion")
_TYPE = re.compile(r"^Clinical Trial, Phase (?P<phase>I{1,3}|IV)$")


def read_phase(passages: Sequence[Passage], types: Sequence[str]) -> list[Fact]:
    """The phase that the title gives, else the first sentence on the study, else PubMed."""
    for role in _ROLES:
        for passage in passages:
            if passage.role != role:
                continue
            for match in _PHASE.finditer(passage.view, passage.start, passage.end):
                if not _NOT_TRIALS.match(passage.view[match.end() : match.end() + 24]):
                    return [
                        Fact(
                            "phase",
                            _value(match["phase"]),
                            passage.field,
                            *match.span(),
                            rule=f"phase:{role}",
                        )
                    ]
    listed = [(name, told["phase"]) for name in types if (told := _TYPE.match(name))]
    if not listed:
        return []
    value = "/".join(sorted(_ROMAN[phase] for _, phase in listed))
    quote = "; ".join(name for name, _ in listed)
    return [Fact("phase", value, "record", rule="phase:type", quote=quote)]


def _value(text: str) -> str:
    parts = (re.sub(r"[AB]$", "", part) for part in _PART.split(text.upper()))
    return "/".join(dict.fromkeys(_ROMAN.get(part, part) for part in parts))
