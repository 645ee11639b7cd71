"""P-values, and the p-values of other tests than that of a difference between arms."""

from __future__ import annotations

import re

from extraction.numbers.printed import NUMBER, UNIT
from extraction.numbers.scanner import Scan, Step, noise
from extraction.text.signs import Signed
from extraction.tokens import PValue

_SIGN = r"(?:[<>=\u2264\u2265]|less than|greater than|of|was)"
_SIDED = r"(?:one|two|1|2)[- ](?:sided|tailed)"
_P = re.compile(
    rf"(?=[ot12pPl])(?P<sided>\b{_SIDED}[, ]\s*"
    r"(?:(?:stratified|unstratified|adjusted|log-?rank|chi-?squared?|Fisher's|tests?|exact),?\s+)*)?"
    r"(?<![A-Za-z0-9])(?:[Pp](?:[-_ ]?(?:log-?rank|adj(?:usted)?|diff(?:erence)?)|"
    r"\s?\((?:log-?rank|adjusted)\))?|"
    r"[Pp]-? ?[Vv]alues?|log-?rank)(?:\b|(?<=\)))\s*"
    rf"(?P<after>\(?{_SIDED}\)?)?[\s,:(]*(?:value )?"
    r"(?:for (?:the )?[a-z]+(?: [a-z]+)?\s*)?"
    r"(?:=\s?(?=[<>\u2264\u2265]))?"
    r"(?P<operator>[<>=\u2264\u2265]|less than|greater than|of|was|\(|(?=0?\.\d))\s*"
    rf"(?P<number>{NUMBER})(?:(?:\s*x\s*10\s*\^?\s?(?P<open>\()?|e)(?P<power>-\s?\d+)(?(open)\)))?"
    rf"(?P<more>(?:\s*,?\s*(?:and|,)\s*[<>=\u2264\u2265]?\s*0?\.\d+(?!\d*\s*(?:{UNIT}|-)))*)"
    rf"(?P<late>\s?[,(]?\s?{_SIDED}\)?)?"
)
_OTHER = r"(?:interaction|heterogeneity|trend|non-?\s?inferiority|equivalence)"
# Tests of something else than a difference between the arms, named before or after their p.
_P_OF_OTHER = re.compile(
    rf"\b[Pp](?:[- ]?values?)?[-_\[( ]{{0,2}}(?:for (?:the )?)?(?:{_OTHER}|int|het)\b"
    rf"[\])]?[\s,:]*(?:value\s)?{_SIGN}?\s*{NUMBER}"
    rf"|\b(?:{_OTHER}|for trend)(?:\stest)?[\s,:;(\[]{{1,3}}[Pp](?:[- ]?values?)?"
    rf"\s*{_SIGN}\s*{NUMBER}"
    r"|\b[a-z]+-by-(?:time|treatment|arm|group)(?:\sinteraction)?[\s,:;(\[]{1,3}[Pp]\s*"
    rf"{_SIGN}\s*{NUMBER}"
    rf"|\b(?:{_SIDED}\s)?[Pp](?:[- ]?values?)?\s*{_SIGN}\s*{NUMBER}[,(\s]{{1,2}}"
    rf"(?:for|by|from|in|on)?\s?(?:an?\s|the\s)?(?:tests?\s(?:for|of)\s)?(?:an?\s|the\s)?{_OTHER}\b(?!\sand\ssuperiority)"
)
# What is said of every test of a report: `All P values are one-sided.`
_OF_ALL = Signed(
    r"\b(?:[Pp][- ]?[Vv]alues?|[Aa]ll (?:reported |statistical |significance )?(?:tests|[Pp]s?)) "
    r"(?:reported |used |given |shown )?(?:are|were|is) (?P<sided>one|two|1|2)[- ](?:sided|tailed)",
    ("sided", "tailed"),
)
_TWO_SIDED = re.compile(r"\b(?:two|2)[- ](?:sided|tailed)")
_P_MORE = re.compile(r"([<>=\u2264\u2265]?)\s*(0?\.\d+)")
_LOST_POINT = re.compile(r"0\d{2,}$")


def all_one_sided(view: str) -> bool:
    """Whether a text says of its tests that they are one-sided, and of none that it is not."""
    told = {match["sided"] for match in _OF_ALL.finditer(view)}
    return bool(told) and told <= {"one", "1"} and not _TWO_SIDED.search(view)


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
    sided = (match["sided"] or "") + (match["after"] or "") + (match["late"] or "")
    return PValue(
        start=match.start(),
        end=match.end(),
        values=(first, *more),
        one_sided="one" in sided.lower() or "1" in sided,
    )


_OTHER_TESTS = (
    "interaction",
    "heterogeneity",
    "trend",
    "inferiority",
    "equivalence",
    "int",
    "het",
    "-by-",
)
#: P-values in the order of trying.
P_VALUES: tuple[Step, ...] = (
    (_P_OF_OTHER, _OTHER_TESTS, noise("another test")),
    (_P, ("p", "P", "rank"), _p_value),
)
