"""Facts about a study: its design, setting, size, follow-up, rule of treatment, names and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.normalise import normalise
from extraction.numbers import months, to_number
from review.records import Record

_N = r"(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})"
_SIMPLE: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (name, value, re.compile(pattern, re.IGNORECASE))
    for name, value, pattern in (
        ("allocation", "non_randomised", r"\bnon-?\s?randomi[sz]ed\b"),
        ("allocation", "randomised", r"(?<!non-)(?<!non)(?<!non )\b(?:randomi[sz]ed|randomly (?:assigned|allocated)|random assignment)\b"),
        ("blinding", "double-blind", r"\bdouble-?\s?blind(?:ed)?\b|\bdouble-masked\b"),
        ("blinding", "open-label", r"\bopen-?\s?label(?:led)?\b"),
        ("blinding", "single-blind", r"\bsingle-?\s?blind(?:ed)?\b"),
        ("design", "meta_analysis", r"\bmeta-?\s?analys[ei]s\b"),
        ("design", "pooled_analysis", r"\b(?:pooled (?:data|analys[ei]s)|(?:post hoc|retrospective) pooled)\b"),
        ("design", "cohort", r"\b(?:retrospective(?:ly)?|registry|observational (?:study|cohort)|cohort study|prospective cohort)\b"),
        ("design", "case_series", r"\bcase (?:series|reports?)\b"),
        ("setting", "smouldering", r"\bsmou?ldering\b"),
        ("setting", "relapsed_refractory", r"\b(?:relapsed?(?:,? (?:and/or |or |and )?|/)refractory|relapsed|refractory|previously treated)\b"),
        ("setting", "newly_diagnosed", r"\b(?:newly diagnosed|untreated|previously untreated|initial treatment|front-?line|first-line)\b"),
        ("transplant", "ineligible", r"\b(?:transplant(?:ation)?-ineligible|ineligible for (?:stem-?\s?cell )?(?:transplant\w*|autologous\w*)|not eligible for (?:[\w-]+ ){0,4}transplant\w*|not candidates for (?:[\w-]+ ){0,4}transplant\w*)\b"),
        ("transplant", "eligible", r"(?<!in)(?<!not )\b(?:transplant(?:ation)?-eligible|eligible for (?:[\w-]+ ){0,4}transplant\w*|candidates for (?:[\w-]+ ){0,4}transplant\w*)\b"),
        ("stage", "maintenance", r"\bmaintenance\b"),
        ("stage", "consolidation", r"\bconsolidation\b"),
        ("stage", "induction", r"\binduction\b"),
        ("stage", "salvage", r"\bsalvage\b"),
        ("stage", "continuous", r"\bcontinuous (?:treatment|therapy|lenalidomide|administration)\b"),
        ("duration_rule", "until progression", r"\b(?:until|to) (?:disease )?(?:progression|relapse|progressive disease)(?: of disease)?(?: or (?:unacceptable )?(?:toxic(?:ity|ities)|intolerance))?"),
        ("duration_rule", "fixed", r"\bfor (?:a (?:total|maximum|fixed duration) of )?(?:up to )?(?:\d+|six|eight|nine|ten|twelve|eighteen|four|three|two) (?:\d+-?day |\d+-?week |28-day |monthly )?(?:cycles|courses|months|years)\b"),
    )
)
_PHASE = re.compile(r"\bphases?\s?-?(?P<phase>(?:I{1,3}V?|IV|[1-4])(?:\s?[/-]\s?(?:I{1,3}|[1-4]))?[ab]?)\b", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_RANDOMISED_N = (
    re.compile(rf"\b{_N}\s(?:[a-z-]+\s){{0,8}}?(?:patients|women|men|participants|subjects|adults)\s(?:[a-z-]+\s){{0,6}}?(?:were\s|was\s)?(?:randomi[sz]ed|randomly (?:assigned|allocated))", re.IGNORECASE),
    re.compile(rf"\b(?:we )?(?:randomi[sz]ed|randomly (?:assigned|allocated)|assigned)\s{_N}\s(?:[a-z-]+\s){{0,6}}?(?:patients|women|participants|subjects)", re.IGNORECASE),
)
_PATIENTS_N = (
    re.compile(rf"\b(?:total of|enrolled|included|recruited|treated|registered|evaluated)\s{_N}\s(?:[a-z-]+\s){{0,6}}?(?:patients|women|participants|subjects)", re.IGNORECASE),
    re.compile(rf"\b{_N}\s(?:[a-z-]+\s){{0,6}}?(?:patients|women|participants|subjects)\s(?:[a-z-]+\s){{0,4}}?(?:were|was)\s(?:enrolled|included|recruited|treated|registered|evaluated|entered|analy[sz]ed)", re.IGNORECASE),
    re.compile(rf"\b(?:patients|women|participants)\s?\([nN]\s?=\s?{_N}\)", re.IGNORECASE),
)
_FOLLOW_UP = re.compile(
    r"\b(?:median |mean )?follow-?\s?up(?: time| period| duration)?(?: (?:of|was|is)|,|:)?(?: all| surviving)?[^.;\d]{0,40}?(?:\s|\()(?P<n>\d+(?:\.\d+)?)[\s-](?P<unit>months?|years?|weeks?|mo\b)"
    r"|(?P<n2>\d+(?:\.\d+)?)[\s-](?P<unit2>months?|years?|weeks?)(?:'|s')?\s(?:of\s)?(?:median\s|mean\s)?follow-?\s?up",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\b[a-z][a-z-]{3,}\s\(?\d+(?:\.\d+)?\s?(?:to|-)?\s?(?:\d+\s?)?(?:mg|g|mcg)(?:/(?:m2|m\(2\)|m\u00b2|kg|day|d|week))*(?:[^.;()]{0,60}?\b(?:days?|d)\s?\d+(?:\s?(?:-|to|,|and)\s?\d+)*)?", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:(?:[A-Z][\w-]+ ){1,7}(?:Group|Alliance|Intergroup|Network|Consortium)\b|ECOG|SWOG|CALGB|GIMEMA|HOVON|EORTC|NCCTG|NSABP|GMMG|PETHEMA|IFM\b(?! ?\d)|UK NCRI)"
)
_TRIAL_NAME = re.compile(r"\b(?:the |in )(?P<name>[A-Z][A-Z0-9]{2,}[A-Z0-9/-]*(?:-\d+)?)\s(?:trial|study)\b|\((?P<name2>[A-Z][A-Z0-9]{2,}[A-Z0-9-]*)\)\s(?:trial|study)\b")
_COUNTRY = re.compile(r"\b(?:Japan(?:ese)?|China|Chinese|Italy|Italian|France|French|Germany|German|Spain|Spanish|United States|United Kingdom|UK|Canada|Canadian|Australia\w*|Korea\w*|Brazil\w*|Netherlands|Dutch|Nordic|Danish|Denmark|Sweden|Swedish|Norway|Finland|Finnish|Greece|Greek|India|Turkey|Turkish|Czech|Poland|Polish|Austria\w*)\b")
_STAGE_ORDER = ("allocation", "blinding", "design", "setting", "transplant", "stage", "duration_rule")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with the words it was read from; `field` is title, abstract or record."""

    characteristic: str
    value: str
    field: str
    start: int = 0
    end: int = 0
    unit: str = ""
    arm: str = ""
    rule: str = ""


def find_facts(record: Record) -> list[Fact]:
    """The facts of one record, each once, the title's words first."""
    found: list[Fact] = []
    for field, text in (("title", record.title), ("abstract", record.abstract)):
        found += _facts(field, normalise(text))
    found += [
        Fact("registry_id", number, "record", rule="registry_id:record")
        for number in record.registry_ids
    ]
    return _first_of_each(found)


def follow_up_months(facts: Sequence[Fact]) -> float | None:
    """The longest follow-up that the record states, in months."""
    stated = [float(fact.value) for fact in facts if fact.characteristic == "follow_up_months"]
    return max(stated) if stated else None


def is_secondary(facts: Iterable[Fact]) -> bool:
    """Whether the record pools or reviews the results of several trials."""
    return any(
        fact.characteristic == "design" and fact.value in {"meta_analysis", "pooled_analysis"}
        for fact in facts
    )


def _first_of_each(facts: Sequence[Fact]) -> list[Fact]:
    seen: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        seen.setdefault((fact.characteristic, fact.value), fact)
    return list(seen.values())


def _facts(field: str, view: str) -> Iterable[Fact]:
    for match in _PHASE.finditer(view):
        yield _fact("phase", _phase(match["phase"]), field, match)
    for name, value, pattern in _SIMPLE:
        first = pattern.search(view)
        if first:
            yield _fact(name, value, field, first)
    yield from _sizes(field, view)
    for match in _FOLLOW_UP.finditer(view):
        number, unit = match["n"] or match["n2"], match["unit"] or match["unit2"]
        length = f"{round(months(float(number), unit), 2):g}"
        yield _fact("follow_up_months", length, field, match, unit="months")
    dose = _DOSE.search(view)
    if dose:
        yield _fact("dose", dose.group(), field, dose)
    for name, pattern in (("group", _GROUP), ("country", _COUNTRY)):
        match = pattern.search(view)
        if match:
            yield _fact(name, match.group(), field, match)
    trial = _TRIAL_NAME.search(view)
    if trial:
        yield _fact("trial_name", trial["name"] or trial["name2"], field, trial)


def _sizes(field: str, view: str) -> Iterable[Fact]:
    for name, patterns in (("n_randomised", _RANDOMISED_N), ("n_patients", _PATIENTS_N)):
        matches = [match for pattern in patterns for match in pattern.finditer(view)]
        if matches:
            largest = max(matches, key=lambda match: to_number(match["n"]))
            yield _fact(name, f"{int(to_number(largest['n']))}", field, largest, unit="patients")


def _phase(text: str) -> str:
    parts = re.split(r"\s?[/-]\s?", text.upper().rstrip("AB"))
    return "/".join(_ROMAN.get(part, part) for part in parts)


def _fact(name: str, value: str, field: str, match: re.Match[str], unit: str = "") -> Fact:
    return Fact(name, value, field, match.start(), match.end(), unit, "", f"{name}:{value if name in _STAGE_ORDER else field}")
