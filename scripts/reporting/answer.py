"""The answer in up to three sentences, made from the numbers by rule.

Two sentences on benefit, one on harm. The comparisons file puts first what the review asks
first: a sentence is made of the first comparison of a theme that has an estimate of survival or
progression. Each names what is compared and in whom, the direction and size of the difference,
whether the interval leaves it open, and what it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from reporting.escaping import html, markdown
from reporting.evidence import Evidence
from reporting.quotes import SHORT, Opened
from reporting.wording import and_list, count

Row = dict[str, Any]
Sentence = tuple[Markup, str]

BENEFITS_TOLD = 2
ENDPOINTS_TOLD = 2
# In the order in which they matter to a patient; an endpoint that is none of them and of which
# less is better counts as harm.
SURVIVAL = ("OS", "PFS", "TTP", "EFS", "DFS")
RESPONSE = ("ORR", "CR", "VGPR_or_better", "PR", "MRD_negativity", "DoR")
MATTERS = (*SURVIVAL, *RESPONSE)
HARM_FIRST = ("SPM",)
# A ratio whose upper limit is so many times its lower one is told after any other harm.
SAYS_NOTHING = 100
AT_RISK = {"hazard_ratio": "hazard", "odds_ratio": "odds", "risk_ratio": "risk"}
# Studies that differ more than this are said to disagree (Cochrane Handbook, 10.10.2).
CONSIDERABLE_I2 = 75


def answer(evidence: Evidence, opened: Opened) -> list[Sentence]:
    """Return up to three sentences, each as HTML and as Markdown."""
    if not evidence.included:
        unclear = evidence.prisma["boxes"]["unclear"]["count"]
        waiting = f" {count(unclear, 'record')} await a human decision." if unclear else ""
        return [_plain(f"No record found by this search meets the criteria.{waiting}")]
    found = _findings(evidence)
    if not found:
        return [
            _plain(
                f"The {count(len(evidence.included), 'report')} included give "
                f"{count(len(evidence.outcomes), 'result')}, but none is an estimate for one of "
                "the comparisons that the review asks about."
            )
        ]
    told = [_sentence(evidence, opened, rows) for rows in _benefits(found)]
    return [*told, *(_sentence(evidence, opened, [row]) for row in _harms(found)[:1])]


def verdicts(evidence: Evidence) -> Sentence | None:
    """Count the verdicts on the seed review's statements; None where none were tested."""
    claims = evidence.typed("synthesis/claims")
    if not claims:
        return None
    scale = ("supported", "mixed", "contradicted", "not tested by the records found")
    counts = {verdict: sum(row["verdict"] == verdict for row in claims) for verdict in scale}
    parts = and_list([f"{number} {verdict}" for verdict, number in counts.items() if number])
    before = f"Of {count(len(claims), 'statement')} of the seed review, "
    link = Markup('<a href="#sec-claims">{}</a>').format(html(parts))
    return Markup("{}{}.").format(html(before), link), markdown(f"{before}{parts}.")


def forest_label(row: Row) -> str:
    """Return the label of the forest plot of a comparison and endpoint."""
    words = f"{row['comparison']}-{row['endpoint']}-{row['statistic']}".lower()
    return "fig-forest-" + "".join(sign if sign.isalnum() else "-" for sign in words)


def _findings(evidence: Evidence) -> list[Row]:
    """Return what has an estimate, in the order of the comparisons file."""
    keys = ("comparison", "endpoint", "statistic")
    findings = {
        tuple(row[key] for key in keys): row
        for row in evidence.typed("synthesis/summary_of_findings")
    }
    rows = []
    for row in evidence.typed("synthesis/pooled"):
        finding = findings.get(tuple(row[key] for key in keys))
        if finding and finding["estimate"] is not None:
            rows.append({**row, **finding})
    return rows


def _benefits(found: Sequence[Row]) -> list[list[Row]]:
    """Return the findings of each sentence on benefit: one comparison, at most two endpoints."""

    def is_survival(row: Row) -> bool:
        return row["endpoint"] in SURVIVAL and row["statistic"] in AT_RISK

    def is_response(row: Row) -> bool:
        return row["endpoint"] in RESPONSE and row["statistic"] in AT_RISK

    for wanted in (is_survival, is_response, _is_no_harm):
        chosen = _by_comparison([row for row in found if wanted(row)])
        if chosen:
            return chosen
    return []


def _is_no_harm(row: Row) -> bool:
    return row not in _harms([row])


def _by_comparison(rows: Sequence[Row]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["comparison"], []).append(row)
    themes: dict[str, list[Row]] = {}
    for comparison, group in groups.items():
        themes.setdefault(group[0]["theme"] or comparison, group)

    def weight(row: Row) -> int:
        return MATTERS.index(row["endpoint"]) if row["endpoint"] in MATTERS else len(MATTERS)

    chosen = [sorted(group, key=weight)[:ENDPOINTS_TOLD] for group in themes.values()]
    return chosen[:BENEFITS_TOLD]


def _harms(found: Sequence[Row]) -> list[Row]:
    harms = [row for row in found if row["better"] == "lower" and row["endpoint"] not in MATTERS]

    def weight(row: Row) -> tuple[bool, bool, bool]:
        return row["endpoint"] not in HARM_FIRST, _says_nothing(row), row["status"] != "pooled"

    return sorted(harms, key=weight)


def _says_nothing(row: Row) -> bool:
    """Whether the interval of a ratio leaves any size of effect open."""
    lower, upper = row["ci_lower"], row["ci_upper"]
    return bool(row["statistic"] != "proportion" and upper > SAYS_NOTHING * lower)


def _sentence(evidence: Evidence, opened: Opened, rows: Sequence[Row]) -> Sentence:
    """Return a sentence on one comparison; each estimate leads to what it rests on."""
    clauses = [_clause(row) for row in rows]
    links = [_rests_on(evidence, opened, row) for row in rows]
    label = f"{rows[0]['label']}: "
    shown = Markup("<strong>{}</strong>").format(html(label))
    pieces = []
    for (before, estimate, after), link in zip(clauses, links, strict=True):
        pieces.append(Markup("{}{}{}").format(html(before), link(estimate), html(after)))
    words = "; ".join("".join(clause) for clause in clauses)
    return shown + Markup("; ").join(pieces) + ".", markdown(f"{label}{words}.")


def _clause(row: Row) -> tuple[str, str, str]:
    """Return the words before the estimate, the estimate, and the words after it."""
    single = row["statistic"] == "proportion"
    scale = 100 if single else 1
    low, high = (row[end] * scale for end in ("ci_lower", "ci_upper"))
    interval = f"{low:.1f}\u202f% to {high:.1f}\u202f%" if single else f"{low:.2f} to {high:.2f}"
    level = f"{row['ci_level'] or 95:g}"
    rest = [f"{level}\u202f% CI {interval}"]
    studies = "one study" if row["studies"] == 1 else count(row["studies"], "study")
    rest.append(studies + (f", {row['patients']:,} patients" if row["patients"] else ""))
    if row["i2"] is not None and row["i2"] > CONSIDERABLE_I2:
        rest.append(f"the studies disagree, I² {row['i2']:.0f}\u202f%")
    after = f"; {'; '.join(rest[1:])})"
    if single:
        return "", f"{row['estimate'] * 100:.1f}\u202f%", f" ({rest[0]}{after}"
    measure = SHORT.get(row["statistic"], row["statistic"].replace("_", " "))
    open_ = row["ci_lower"] <= 1 <= row["ci_upper"]
    doubt = ", but the interval includes no difference" if open_ else ""
    event = row["event"] or row["endpoint_label"]
    at_risk = AT_RISK.get(row["statistic"], measure)
    before = f"the {at_risk} of {event} is {_size(row['estimate'])}{doubt} ("
    return before, f"{measure} {row['estimate']:.2f}", f", {rest[0]}{after}"


def _size(ratio: float) -> str:
    """Return a ratio as a difference that a reader can say: ``34 % lower``."""
    if ratio >= 2:
        return f"{ratio:.1f} times as high"
    per_cent = round(abs(ratio - 1) * 100)
    if not per_cent:
        return "the same"
    return f"{per_cent}\u202f% {'higher' if ratio > 1 else 'lower'}"


def _rests_on(evidence: Evidence, opened: Opened, row: Row) -> Callable[[str], Markup]:
    """Return what makes an estimate a way to its forest plot, or to the one sentence behind it."""
    if row["studies"] > 1:
        target = html(forest_label(row))
        return lambda words: Markup('<a class="number" href="#{}">{}</a>').format(
            target, html(words)
        )
    outcomes = [
        outcome
        for estimate in evidence.typed("synthesis/estimates")
        if all(estimate[key] == row[key] for key in ("comparison", "endpoint", "statistic"))
        and estimate["role"] != "context"
        for outcome in estimate["outcome_ids"]
    ]
    return lambda words: opened.numbers(outcomes[:1], words)


def _plain(words: str) -> Sentence:
    return html(words), markdown(words)
