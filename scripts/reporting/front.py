"""The first screen: where the records come from, what was asked, and the answer by rule."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from reporting.changed import changes_in_a_line
from reporting.escaping import fill, html, markdown, raw_html
from reporting.evidence import Evidence
from reporting.quotes import SHORT
from reporting.wording import and_list, count, day

SENTENCES = 3
# The order in which endpoints matter to a patient decides which result is told first.
# Studies from which on a random-effects interval says something.
ENOUGH = 3
WEIGHT = ("OS", "PFS", "TTP", "EFS", "DFS", "SPM", "ORR", "CR")


def banner(evidence: Evidence) -> str:
    """Say where the records come from, and what no human has checked."""
    kind, title, words = _source(evidence)
    boxes = evidence.prisma["boxes"]
    by_human = sum(row["decided_by"] == "human" for row in evidence.decisions.values())
    checked = (
        f"{count(by_human, 'record')} of {boxes['screened']['count']:,} decided by a human reviewer"
        if by_human
        else "No human has checked any decision or number on this page"
    )
    fragment = fill(
        "banner.html.j2",
        kind=kind,
        title=title,
        words=words,
        checked=checked,
        unclear=boxes["unclear"]["count"],
    )
    return _both(fragment, f"**{markdown(title)}.** {markdown(words)} {markdown(checked)}.")


def at_a_glance(evidence: Evidence) -> str:
    """Put the question, the answer made from the numbers, and the flow in one line."""
    boxes = evidence.prisma["boxes"]
    sentences = answer(evidence)
    fragment = fill(
        "glance.html.j2",
        question=question(evidence),
        sentences=[sentence for sentence, _ in sentences],
        steps=[
            (boxes["unique"]["count"], "records found", "sec-search"),
            (boxes["screened"]["count"], "screened", "sec-screening"),
            (boxes["included_reports"]["count"], "reports included", "sec-studies"),
            (boxes["included_studies"]["count"], "studies", "sec-studies"),
            (len(evidence.outcomes), "results read", "sec-results"),
            (len(_pooled(evidence)), "pooled", "sec-pooled"),
        ],
        searched=day(str(evidence.setting("search", "until", default=""))),
        asked=day(str((evidence.ledger.get("whole") or {}).get("asked_at", ""))),
        changed=changes_in_a_line(evidence),
    )
    lines = [f"*{markdown(question(evidence))}*", ""]
    lines += [f"- {words}" for _, words in sentences]
    return _both(fragment, "\n".join(lines))


def question(evidence: Evidence) -> str:
    """Return the question as the configuration puts it, else as the criteria's PICO."""
    stated = str(evidence.setting("report", "question", default=""))
    if stated:
        return stated
    asked = [
        f"{dimension.capitalize()}: {and_list([_lower(label) for label in labels])}"
        for dimension, labels in _pico(evidence).items()
    ]
    return ". ".join(asked) + "." if asked else f"Records found by: {evidence.query}"


def _pico(evidence: Evidence) -> dict[str, list[str]]:
    wanted = ("population", "intervention", "comparator", "outcomes")
    pico: dict[str, list[str]] = {}
    for dimension in wanted:
        labels = [each.label for each in evidence.criteria.values() if each.dimension == dimension]
        if labels:
            pico[dimension] = labels
    return pico


def title(evidence: Evidence) -> str:
    """Return the title of the report."""
    return (
        evidence.setting("report", "title", default="")
        or evidence.name.replace("-", " ").capitalize()
    )


def answer(evidence: Evidence) -> list[tuple[Markup, str]]:
    """Return up to three sentences, each as HTML and as Markdown, made from the numbers."""
    boxes = evidence.prisma["boxes"]
    if not evidence.included:
        unclear = boxes["unclear"]["count"]
        waiting = f" {count(unclear, 'record')} await a human decision." if unclear else ""
        words = f"No record found by this search meets the criteria.{waiting}"
        return [(html(words), markdown(words))]
    told = [_told(row) for row in _pooled(evidence)[:SENTENCES]]
    if not told:
        words = (
            f"The {count(len(evidence.included), 'report')} included give "
            f"{count(len(evidence.outcomes), 'result')}, but for no comparison and endpoint "
            "do two or more studies report an estimate that may be pooled."
        )
        told = [(html(words), markdown(words))]
    verdicts = _verdicts(evidence)
    return [*told[: SENTENCES - bool(verdicts)], *([verdicts] if verdicts else [])]


def _pooled(evidence: Evidence) -> list[dict[str, Any]]:
    """Return pooled results, the weightiest endpoint of each comparison first.

    Comparisons with three studies or more come before those with two, whose intervals rest on
    one degree of freedom; else they stand in the order of the comparisons file.
    """
    rows = [row for row in evidence.typed("synthesis/pooled") if row["status"] == "pooled"]
    order = list(dict.fromkeys(row["comparison"] for row in rows))

    def rank(row: dict[str, Any]) -> tuple[int, int, int]:
        endpoint = row["endpoint"]
        weight = WEIGHT.index(endpoint) if endpoint in WEIGHT else len(WEIGHT)
        return (-min(row["studies"], ENOUGH), order.index(row["comparison"]), weight)

    ranked = sorted(rows, key=rank)
    first = {row["comparison"]: row for row in reversed(ranked)}
    leading = [row for row in ranked if first[row["comparison"]] is row]
    return [*leading, *(row for row in ranked if first[row["comparison"]] is not row)]


def _told(row: dict[str, Any]) -> tuple[Markup, str]:
    measure = SHORT.get(row["statistic"], row["statistic"].replace("_", " "))
    estimate = f"{row['estimate']:.2f}"
    interval = f"{row['ci_lower']:.2f} to {row['ci_upper']:.2f}"
    level = f"{row['ci_level'] or 95:g}"
    patients = f", {row['patients']:,} patients" if row["patients"] else ""
    before = f"{row['label']}, {_lower(row['endpoint_label'])}: {_finding(row)} ("
    after = f", {level}\u202f% CI {interval}; {count(row['studies'], 'study')}{patients})."
    link = Markup('<a class="number" href="#{}">{} {}</a>').format(
        html(forest_label(row)), html(measure), html(estimate)
    )
    shown = Markup("{}{}{}").format(html(before), link, html(after))
    return shown, markdown(f"{before}{measure} {estimate}{after}")


def forest_label(row: dict[str, Any]) -> str:
    """Return the label of the forest plot of a comparison and endpoint."""
    words = f"{row['comparison']}-{row['endpoint']}-{row['statistic']}".lower()
    return "fig-forest-" + "".join(sign if sign.isalnum() else "-" for sign in words)


def _finding(row: dict[str, Any]) -> str:
    no_effect = 1.0
    if row["statistic"] in {"proportion", "incidence_rate"}:
        return "pooled over studies"
    if row["ci_lower"] <= no_effect <= row["ci_upper"]:
        return "the interval includes no difference"
    below = row["ci_upper"] < no_effect
    favours = below == (row["better"] == "lower")
    return f"favours {_lower(row['experimental'] if favours else row['control'])}"


def _verdicts(evidence: Evidence) -> tuple[Markup, str] | None:
    claims = evidence.typed("synthesis/claims")
    if not claims:
        return None
    scale = ("supported", "mixed", "contradicted", "not tested by the records found")
    counts = {verdict: sum(row["verdict"] == verdict for row in claims) for verdict in scale}
    parts = [f"{number} {verdict}" for verdict, number in counts.items() if number]
    before = f"Of {count(len(claims), 'statement')} of the seed review, "
    shown = Markup('{}<a href="#sec-claims">{}</a>.').format(html(before), html(and_list(parts)))
    return shown, markdown(f"{before}{and_list(parts)}.")


def _source(evidence: Evidence) -> tuple[str, str, str]:
    endpoint = str(evidence.setting("source", "endpoint", default="local"))
    corpus = [str(path) for path in evidence.setting("source", "corpus", default=[])]
    if endpoint == "ncbi":
        return "live", "Source: PubMed", "Records as PubMed held them on the day of the search."
    if endpoint != "local":
        return "file", "Source: an E-utilities service", f"Records as {endpoint} served them."
    if any("references/corpus" in path for path in corpus):
        return (
            "bundled",
            "Bundled corpus: not for citation",
            "The records are real publications, but their abstracts were written by this "
            "project from the figures that the publications report. Set source.endpoint to "
            "ncbi to review PubMed itself.",
        )
    return "file", "Source: a file of PubMed XML", f"Records as {and_list(corpus)} holds them."


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _both(fragment: Markup, fallback: str) -> str:
    return (
        f'{raw_html(fragment)}\n:::: {{.content-visible unless-format="html"}}\n\n'
        f"{fallback}\n\n::::\n"
    )
