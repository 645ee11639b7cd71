"""The first screen: where the records come from, what was asked, and the answer by rule."""

from __future__ import annotations

from markupsafe import Markup

from reporting.answer import answer, verdicts
from reporting.changed import changes_in_a_line
from reporting.escaping import fill, markdown, raw_html
from reporting.evidence import Evidence
from reporting.quotes import Opened
from reporting.wording import and_list, count, day


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
    return _both(fragment, f"> **{markdown(title)}.** {markdown(words)} {markdown(checked)}.")


def at_a_glance(evidence: Evidence, opened: Opened) -> str:
    """Put the question, the answer made from the numbers, and the flow in one line."""
    boxes = evidence.prisma["boxes"]
    sentences = answer(evidence, opened)
    tested = verdicts(evidence)
    pooled = sum(row["status"] == "pooled" for row in evidence.typed("synthesis/pooled"))
    steps = [
        (boxes["unique"]["count"], "records found", "sec-search"),
        (boxes["screened"]["count"], "screened", "sec-screening"),
        (boxes["included_reports"]["count"], "reports included", "sec-studies"),
        (boxes["included_studies"]["count"], "studies", "sec-studies"),
        (len(evidence.outcomes), "results read", "sec-results"),
        (pooled, "pooled", "sec-pooled"),
    ]
    searched = day(str(evidence.setting("search", "until", default="")))
    asked = day(str((evidence.ledger.get("whole") or {}).get("asked_at", "")))
    judged = bool(evidence.typed("synthesis/summary_of_findings"))
    fragment = fill(
        "glance.html.j2",
        question=question(evidence),
        sentences=[sentence for sentence, _ in sentences],
        tested=tested[0] if tested else "",
        judged=judged,
        steps=steps,
        searched=searched,
        asked=asked,
        changed=changes_in_a_line(evidence),
    )
    lines = [f"*{markdown(question(evidence))}*", ""]
    lines += [f"- {words}" for _, words in sentences]
    certainty = "How certain each result is, a person has still to judge." if judged else ""
    lines += ["", f"{tested[1] if tested else ''} {certainty}".strip(), ""]
    lines += [" → ".join(f"**{number:,}** {words}" for number, words, _ in steps) + ".", ""]
    if asked:
        lines += [f"Searched on {markdown(asked)}, records created up to {markdown(searched)}."]
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
