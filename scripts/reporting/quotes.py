"""A number and the words it came from: the number is a button that opens its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from reporting.bibliography import short_name
from reporting.escaping import fill, html
from reporting.evidence import Evidence, Row, items, number
from review.records import Record

_SENTENCE_END = re.compile(r"[.!?]\)?(?=\s+[A-Z0-9(\"“])|\n")
LONGEST_CONTEXT = 600

STATISTICS = {
    "hazard_ratio": "hazard ratio",
    "odds_ratio": "odds ratio",
    "risk_ratio": "risk ratio",
    "rate_ratio": "rate ratio",
    "rate_at": "rate at a time",
    "incidence_rate": "incidence rate",
}
SHORT = {"hazard_ratio": "HR", "odds_ratio": "OR", "risk_ratio": "RR", "rate_ratio": "rate ratio"}


def marked(text: str, start: int, end: int) -> Markup:
    """Return the sentence around a span as HTML, the span in <mark>.

    The sentence ends are found by punctuation only; a very long one is cut around the span.
    """
    begin = 0
    finish = len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= start:
            begin = match.end()
        elif match.end() >= end:
            finish = match.end()
            break
    begin = max(begin, start - LONGEST_CONTEXT)
    finish = min(finish, end + LONGEST_CONTEXT)
    before = ("… " if begin and start - begin == LONGEST_CONTEXT else "") + text[
        begin:start
    ].lstrip()
    after = text[end:finish].rstrip() + (" …" if finish - end == LONGEST_CONTEXT else "")
    return Markup("{}<mark>{}</mark>{}").format(html(before), html(text[start:end]), html(after))


def value_words(row: Row) -> str:
    """Return an outcome's value as a reader would write it."""
    if "not_reached" in items(row.get("flags", "")) and not row["value"]:
        return "not reached"
    value, unit = row["value"], row["unit"]
    if not value:
        if row.get("events") and row.get("total"):
            return f"{_figure(row['events'])}/{_figure(row['total'])}"
        return f"p {p_words(row)}" if row.get("p_value") else "–"
    if unit in {"", "ratio"}:
        return _ratio(value) if unit else _figure(value)
    shown = _figure(value)
    return f"{shown}\u202f%" if unit == "%" else f"{shown} {unit}"


def interval_words(row: Row) -> str:
    """Return the interval, with its level where that is not 95 %."""
    low, high = row.get("ci_lower", ""), row.get("ci_upper", "")
    if not low and not high:
        return ""
    figure = _ratio if row["unit"] == "ratio" else _figure
    words = f"{figure(low) if low else 'NR'} to {figure(high) if high else 'NR'}"
    level = number(row.get("ci_level"))
    return words if level in (None, 95.0) else f"{words} ({level:g}\u202f%)"


def p_words(row: Row) -> str:
    """Return the p-value with its operator, '' when there is none."""
    if not row.get("p_value"):
        return ""
    value = row["p_value"]
    plain = f"{float(value):.12f}".rstrip("0") if "e" in value.lower() else value
    return f"{row['p_operator'] or '='}\u202f{plain}"


def opener(panel: str, words: str) -> Markup:
    """Return a number as a button that opens the panel with that HTML id."""
    name = html(f"{words}: show the words it came from")
    return Markup(
        '<button type="button" class="number" popovertarget="{}" aria-label="{}">{}</button>'
    ).format(html(panel), name, html(words))


def anchor(outcome_id: str) -> str:
    """Return the HTML id under which an outcome's evidence stands."""
    return "o-" + re.sub(r"[^A-Za-z0-9_-]", "-", outcome_id)


def quoted_evidence(row: Row, record: Record) -> Markup:
    """Return the panel that a number opens: sentence, record, rule, flags."""
    start, end = int(row["start"]), int(row["end"])
    return fill(
        "quote.html.j2",
        id=anchor(row["outcome_id"]),
        words=value_words(row),
        interval=interval_words(row),
        endpoint=row["endpoint"],
        statistic=STATISTICS.get(row["statistic"], row["statistic"]),
        arm=row["arm"],
        comparator=row["comparator"],
        sentence=marked(record.abstract, start, end),
        section=row.get("section", ""),
        start=start,
        end=end,
        pmid=record.pmid,
        study=short_name(record),
        rule=row["rule"],
        extracted=_extracted(row),
        corrected_by=row.get("corrected_by", ""),
        flags=[flag.replace("_", " ") for flag in items(row.get("flags", ""))],
    )


def _extracted(row: Row) -> str:
    """Return what was read before a human corrected it, '' where none did."""
    if not row.get("corrected_by") or "added_by_human" in items(row.get("flags", "")):
        return ""
    return row.get("extracted_value") or "no value"


class Opened:
    """Hands out buttons for numbers, and the panels that they open.

    The panels stand together at the end of the page: a panel inside a closed disclosure, or in
    a row that a filter has taken away, could not be opened from elsewhere.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._rows = {row["outcome_id"]: row for row in evidence.outcomes}

    def number(self, outcome_id: str, words: str = "") -> Markup:
        """Return the button of an outcome; ``words`` alone when there is no such outcome."""
        row = self._rows.get(outcome_id)
        if row is None:
            return html(words)
        return opener(anchor(outcome_id), words or value_words(row))

    def numbers(self, outcome_ids: Iterable[str], words: str) -> Markup:
        """Return one figure that rests on several outcomes: a button for each."""
        ids = [outcome_id for outcome_id in outcome_ids if outcome_id in self._rows]
        if not ids:
            return html(words)
        more = [self.number(outcome_id, str(at)) for at, outcome_id in enumerate(ids[1:], start=2)]
        extra = Markup(" ").join(more)
        first = self.number(ids[0], words)
        return Markup('{} <span class="more">{}</span>').format(first, extra) if more else first

    def panels(self) -> Markup:
        """Return the panels of all outcomes."""
        panels = [
            quoted_evidence(row, self._evidence.records[row["pmid"]]) for row in self._rows.values()
        ]
        return Markup('<div class="panels">{}</div>').format(Markup("").join(panels))


def _ratio(value: str) -> str:
    """Return a ratio with two decimals at least: a table does not keep a final nought."""
    return value if len(value.partition(".")[2]) > 2 else f"{float(value):.2f}"


def _figure(value: str) -> str:
    return value.removesuffix(".0")
