"""P-values, and the p-values of other tests than that of a difference between arms."""

from __future__ import annotations

import re

from extraction.printed import NUMBER, UNIT
from extraction.scanner import Scan, Step, noise
from extraction.tokens import PValue

_P = re.compile(
    r"(?P<sided>\b(?:one|1)[- ](?:sided|tailed)\s+)?"
    r"(?<![A-Za-z0-9])(?:[Pp]|[Pp]-? ?[Vv]alues?|log-?rank)\b\s*"
    r"(?P<after>\(?(?:one|two|1|2)[- ](?:sided|tailed)\)?)?[\s,:(]*(?:value )?"
    r"(?:for (?:the )?[a-z]+(?: [a-z]+)?\s*)?"
    r"(?P<operator>[<>=\u2264\u2265]|less than|greater than|of|was|\(|(?=0?\.\d))\s*"
    rf"(?P<number>{NUMBER})(?:(?:\s*x\s*10\s*(?:\^?\(?|\^)|e)(?P<power>-\s?\d+)\)?)?"
    rf"(?P<more>(?:\s*,?\s*(?:and|,)\s*[<>=\u2264\u2265]?\s*0?\.\d+(?!\d*\s*(?:{UNIT}|-)))*)"
)
_P_OF_OTHER = re.compile(
    r"\b[Pp](?:[- ]?values?)?[-_\[( ]{0,2}(?:for (?:the )?)?(?:interaction|heterogeneity|trend)\b"
    rf"[\])]?[\s,:]*(?:value\s)?(?:[<>=\u2264\u2265]|was|of)\s*{NUMBER}"
    r"|\b(?:interaction|heterogeneity|for trend)(?:\stest)?[\s,:;(\[]{1,3}[Pp](?:[- ]?values?)?"
    rf"\s*(?:[<>=\u2264\u2265]|was|of)\s*{NUMBER}"
)
_P_MORE = re.compile(r"([<>=\u2264\u2265]?)\s*(0?\.\d+)")
_LOST_POINT = re.compile(r"0\d{2,}$")


def _p_value(scan: Scan, match: re.Match[str]) -> PValue | None:
    printed = match["number"].replace(",", "")
    if _LOST_POINT.match(printed):
        printed = f"0.{printed}"
    power = (match["power"] or "0").replace(" ", "")
    number = float(f"{printed}e{power}")
    if number > 1:
        return None
    operator = {"less than": "<", "greater than": ">"}.get(match["operator"], match["operator"])
    first = (operator if operator in "<>\u2264\u2265" and operator else "=", number)
    more = [(sign or first[0], float(value)) for sign, value in _P_MORE.findall(match["more"])]
    sided = (match["sided"] or "") + (match["after"] or "")
    return PValue(
        start=match.start(),
        end=match.end(),
        values=(first, *more),
        one_sided="one" in sided.lower() or "1" in sided,
    )


#: P-values in the order of trying.
P_VALUES: tuple[Step, ...] = (
    (_P_OF_OTHER, ("interaction", "heterogeneity", "trend"), noise("another test")),
    (_P, ("p", "P", "rank"), _p_value),
)
