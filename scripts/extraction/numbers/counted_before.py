"""How many patients stand before the bracket of their share: `12 of 40 patients in A (30%)`."""

from __future__ import annotations

import re

from extraction.numbers.numerals import WORDS
from extraction.numbers.printed import WHOLE
from extraction.numbers.scanner import Scan

_EVENTS_BEFORE = re.compile(
    rf"(?<![\w.-])(?P<events>{WHOLE}|{WORDS})(?:(?:\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?|"
    rf"\s?/\s?)(?P<total>{WHOLE}|{WORDS}))?"
    r"(?:\s+(?!(?:with|versus|vs|compared|and|or|for|months|years|weeks|days|was|were|had|in|at|on|"
    r"by|to|than|toxicit\w*|groups|arms|cohorts|[A-Z](?![\w-]))\b)"
    r"(?:(?:group|arm) [A-Z\d]\b|[A-Za-z][A-Za-z-]*)){0,4}\s*[(\[]\s?$",
    re.IGNORECASE,
)
# `132 of 229 patients with placebo (58%)`.
_OF_ARM_BEFORE = re.compile(
    rf"(?<![\w.-])(?P<events>{WHOLE}|{WORDS})\s(?:out )?of\s(?:the\s)?(?P<total>{WHOLE})"
    r"(?:\s(?:patients|women|participants|subjects))?\s(?:with|in|on|receiving|given|assigned to|"
    r"treated with|taking)\s(?!\d)[^()\[\]\d,;.]{2,50}[(\[]\s?$",
    re.IGNORECASE,
)
# `83 deaths among 335 patients (24.8%)`.
_AMONG_BEFORE = re.compile(
    rf"(?<![\w.-])(?P<events>{WHOLE}|{WORDS})\s(?:[a-z-]+\s){{1,3}}(?:among|in|of)\s(?:the\s)?"
    rf"(?P<total>{WHOLE})\s(?:patients|women|participants|subjects)\s?[(\[]\s?$",
    re.IGNORECASE,
)
# `all six courses (50%)`, but `all 10 patients (100%)`.
_ALL_OF = re.compile(r"\ball(?: the)?\s*$")
#: Words before a number that counts no patients (`at least one fall (49%`, `all six (50%`).
_GRADE_WORD = re.compile(
    r"(?:\bgrades?|\bat least|\bmore than|\bfirst|\blast|\u2265|>|=|"
    r"(?<!compared )(?<!comparison )(?<!opposed )(?<!contrast )"
    r"(?<!relative )\bto|/)\s*$",
    re.IGNORECASE,
)


def counted_before(scan: Scan, start: int, share: str) -> re.Match[str] | None:
    """The patients before a share that opens a bracket, as `events` and maybe `total`."""
    if scan.view[max(scan.start, start - 2) : start].rstrip()[-1:] not in ("(", "["):
        return None
    left = max(scan.start, start - 80)
    before = _EVENTS_BEFORE.search(scan.view, left, start)
    if before is None or before["total"] is None:
        before = (
            _OF_ARM_BEFORE.search(scan.view, left, start)
            or _AMONG_BEFORE.search(scan.view, left, start)
            or before
        )
    if before is None or not scan.is_free(before.start(), start):
        return None
    return before if _counts_patients(scan, before.start(), share) else None


def _counts_patients(scan: Scan, start: int, share: str) -> bool:
    """Whether a number before a bracket is that of the patients whose share stands in it."""
    lead = scan.view[max(scan.start, start - 24) : start]
    return not _GRADE_WORD.search(lead) and (share == "100" or not _ALL_OF.search(lead))
