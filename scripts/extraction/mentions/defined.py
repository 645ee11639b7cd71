"""The primary outcome by the name that the abstract gives it.

`The primary outcome was a decrease in ejection fraction` names it; `the primary outcome occurred
in 14%` later speaks of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.text.abbreviations import spelled_out
from extraction.tokens import Endpoint

_OUTCOME = r"[Pp]rimary (?:efficacy |safety |study |composite )?(?:end ?-?point|outcome)"
_DEFINITION = re.compile(
    rf"{_OUTCOME}(?: measures?| variable| event)?s?(?: of (?:the|this) (?:study|trial))? "
    r"(?:was|were|is)(?: defined as)?(?: a| an| the)?(?: occurrence of| incidence of| rate of|"
    r" development of| presence of| prevention of| proportion of (?:patients|women|participants) "
    r"(?:with|who had|achieving|experiencing))?(?: a| an| the)? (?P<name>[A-Za-z][^.;:,(\[]{3,160})"
)
_END = re.compile(
    r"\s(?:at|after|within|during|over|between|from|assessed|measured|defined|using|by|which|that|"
    r"evaluated|among|from|according|through|when|as|per|up|before|in (?:the|each|both|all))\b.*$"
)
_TOLD = re.compile(
    rf"{_OUTCOME}(?: event)?s?(?=\s(?:occurred|was (?:not )?(?:\w+ )?(?:observed|seen|met|reached|"
    r"lower|higher|reduced|increased|experienced|similar|different|reported|"
    r"achieved|noted|recorded|\d)|did not differ|rates?\b|"
    r"events? (?:occurred|rates?)))"
)
#: No name of an outcome has more words.
_LONGEST = 9


def find_primary(view: str) -> Iterator[Endpoint]:
    """Where the results speak of the primary outcome, under its own name."""
    told = list(_TOLD.finditer(view))
    definition = _DEFINITION.search(view) if told else None
    name = _END.sub("", definition["name"]).strip() if definition else ""
    named = definition if name and len(name.split()) <= _LONGEST else None
    for match in told:
        if named is None or match.start() > named.end():
            printed = name if named else match.group().lower()
            yield Endpoint(
                start=match.start(),
                end=match.end(),
                id=f"other:{spelled_out(view, printed)}",
                kind="event",
            )
