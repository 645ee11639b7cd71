"""How long treatment goes on, and the doses given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.words import FactWords
from extraction.numerals import WORDS, value_of

_UNTIL = re.compile(
    r"\b(?:until|to)\s(?:disease\s|tumou?r\s)?(?:progression|relapse|progressive disease|recurrence)\b"
    r"(?!\sor\s(?:death|relapse|progression)\b)(?:\sof\s(?:the\s)?disease)?"
    r"(?:,?\sor\s(?:unacceptable\s|intolerable\s)?(?:toxic(?:ity|ities|\seffects)|intolerance|adverse events))?",
    re.IGNORECASE,
)
_COUNT = rf"(?P<n>\d+|{WORDS})"
_CYCLES = re.compile(
    rf"\b(?:for|at most|maximum of|up to|total of|received|receive|with|fixed)\s(?:a\s)?"
    rf"(?:(?:up to|at most|maximum of|maximum|total of|a total of|either)\s)?{_COUNT}[\s-]"
    r"(?:(?:\d+|four|three|two)[\s-](?:day|week)[\s-]|monthly\s|additional\s|further\s|planned\s)?"
    r"(?P<unit>cycles?|courses?)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"\b(?:for\s(?:up to\s|a total of\s|a maximum of\s|at most\s)?{_COUNT}[\s-](?P<unit>weeks?|months?|years?)"
    rf"|(?P<n2>\d+|{WORDS})[\s-](?P<unit2>weeks?|months?|years?)\sof\s(?!follow|age|diagnosis|median|treatment\b|randomi)(?=[a-z]))",
    re.IGNORECASE,
)
_AMOUNT = r"\d+(?:\.\d+)?(?:\s?(?:-|to|or|and)\s?\d+(?:\.\d+)?)?\s?(?:mg|g|mcg|\u00b5g|\u03bcg|Gy|IU|MBq|mL|ml)"
_DOSE = re.compile(
    rf"\b(?P<drug>[A-Za-z][A-Za-z-]{{3,}})(?:\s(?:maintenance|therapy|treatment))?(?:\s(?:was|were|is)\s(?:given|administered))?(?:,|\sat|\sof)?\s\(?"
    rf"(?:a\s)?(?:dose of\s|doses of\s|starting dose of\s)?{_AMOUNT}"
    r"(?!/[dm]?L\b)(?:\s?/\s?(?:m2|m\(2\)|m\u00b2|m\^\(2\)|kg|day|d|week|wk|dose)\b|/m\u00b2|\sm\(-2\))*"
    r"(?:,?\s(?:orally|intravenously|subcutaneously|p\.o\.|i\.v\.|per day|per week|daily|weekly|once daily|twice daily|once weekly|every \d+ (?:weeks|days)|every other day)\b)*"
    r"(?:,?\s\(?(?:on\s)?(?:days?|d)\s?\d+(?:\s?(?:-|to|,|and|,\sand)\s?\d+)*(?:\sof\s(?:a|each|every)\s\d+-day\scycles?)?(?:,?\severy\s\d+\s(?:days|weeks))?)?",
    re.IGNORECASE,
)
# What is given for a time and then at another dose, or followed by something else, is a step.
_STEP = re.compile(r"^,?\s(?:and|then|followed by|and then)\s[^.;]{0,24}\d+\s?mg", re.IGNORECASE)
_NO_DRUG = frozenset(
    [
        "dose",
        "doses",
        "than",
        "with",
        "from",
        "given",
        "least",
        "about",
        "total",
        "daily",
        "received",
        "receive",
        "between",
        "every",
        "level",
        "levels",
        "over",
        "above",
        "below",
        "target",
        "starting",
        "either",
        "mean",
        "median",
        "were",
        "these",
        "then",
        "after",
        "maintenance",
        "therapy",
        "treatment",
    ]
)
_ROLES = ("title", "study", "results", "question")
_WINDOW = 110
_MOST_DOSES = 8


def read_duration(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Rules for the end of treatment: `until progression`, or a fixed number with its unit."""
    found: dict[str, Fact] = {}
    for passage in passages:
        if passage.role in _ROLES:
            for fact in _rules(passage, words):
                found.setdefault(fact.value, fact)
    return list(found.values())


def _rules(passage: Passage, words: FactWords) -> Iterable[Fact]:
    for match in _UNTIL.finditer(passage.view, passage.start, passage.end):
        around = passage.view[max(passage.start, match.start() - _WINDOW) : match.start()]
        to = match.group().lower().startswith("to ")
        if not to and not words.treatment["not_rules"].within(around):
            yield _fact(passage, match, "until progression")
    if passage.role == "title":
        return
    for match in (*_CYCLES.finditer(passage.view, passage.start, passage.end), *_times(passage)):
        before = passage.view[max(passage.start, match.start() - _WINDOW) : match.start()]
        groups = match.groupdict()
        number = _number(groups.get("n") or groups.get("n2") or "")
        unit = (groups.get("unit") or groups.get("unit2") or "").lower().rstrip("s")
        told = words.treatment["given"].within(before + match.group())
        if _STEP.match(passage.view[match.end() : match.end() + 40]):
            continue
        if number and told and not words.treatment["not_rules"].within(before):
            length = f"{number} {unit}{'' if number == 1 else 's'}"
            yield _fact(passage, match, f"fixed: {length}")


def _times(passage: Passage) -> Iterable[re.Match[str]]:
    return _TIME.finditer(passage.view, passage.start, passage.end)


def read_doses(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Doses with the drug they are of, as printed; the first of each."""
    found: dict[str, Fact] = {}
    for passage in passages:
        if passage.role in _ROLES and passage.role != "results":
            for match in _DOSE.finditer(passage.view, passage.start, passage.end):
                before = passage.view[max(passage.start, match.start() - 20) : match.end("drug")]
                if match["drug"].lower() in _NO_DRUG or words.treatment["not_doses"].within(before):
                    continue
                value = re.sub(r"\s+", " ", match.group()).replace("(", "").strip(" ,")
                found.setdefault(value.lower(), _fact(passage, match, value))
    return [
        Fact("dose", fact.value, fact.field, fact.start, fact.end, rule="dose:printed")
        for fact in list(found.values())[:_MOST_DOSES]
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else value_of(text) if text else None


def _fact(passage: Passage, match: re.Match[str], value: str) -> Fact:
    rule = f"duration_rule:{value.partition(':')[0]}"
    return Fact("duration_rule", value, passage.field, match.start(), match.end(), rule=rule)
