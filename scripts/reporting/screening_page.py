"""One offline page on which a human decides the records that the rules leave open.

Texts of records travel as JSON and are set as text, never as HTML. The page keeps its state in
the browser and gives it back as a decisions.csv for config/.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reporting.escaping import fill, script_data, visible
from reporting.evidence import Evidence, by_pmid, items
from reporting.front import title
from reporting.wording import words_of
from review.records import Record

# What a human must judge comes first.
URGENCY = ("unclear", "failed", "met")
OTHER = ("other", "Another reason, given in the note")


def screening_page(evidence: Evidence, style: Path) -> str:
    """Return the page for a run; ``style`` is the folder of style sheets and scripts."""
    script = (style / "screening.js").read_text(encoding="utf-8")
    sheets = ("content.css", "page.css", "screening.css")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return fill(
        "screening.html.j2",
        title=title(evidence),
        script=Markup(script),
        script_hash=f"sha256-{digest}",
        style=Markup("\n".join((style / name).read_text(encoding="utf-8") for name in sheets)),
        data=script_data(_data(evidence)),
    )


def _data(evidence: Evidence) -> dict[str, Any]:
    verdicts = by_pmid(evidence.table("screening/evidence"))
    queue = [row for row in evidence.table("screening/queue") if row["pmid"] in evidence.records]
    return {
        "review": evidence.name,
        # What was decided here before leaves the queue, but belongs into the next download too.
        "decided": [
            row["pmid"]
            for row in evidence.decisions.values()
            if row["decided_by"] == "human" and row["decision"] != "unclear"
        ],
        "reasons": [[key, each.reason] for key, each in evidence.criteria.items()] + [OTHER],
        "records": [
            _record(evidence, evidence.records[row["pmid"]], row, verdicts.get(row["pmid"], []))
            for row in queue
        ],
    }


def _record(
    evidence: Evidence, record: Record, queued: dict[str, str], rows: list[dict[str, str]]
) -> dict[str, Any]:
    labels = {key: each.label for key, each in evidence.criteria.items()}
    heads = ", ".join(heading.heading for heading in record.mesh)
    kinds = ", ".join(record.publication_types)
    driving = ", ".join(items(queued.get("words", "")))
    extras = [
        ("Publication types", kinds),
        ("MeSH", heads),
        ("Words behind the rank", driving),
        ("To stop here", _stopping(queued, evidence)),
    ]
    quotes = [
        {
            "field": row["field"],
            "start": int(row["start"]),
            "end": int(row["end"]),
            "label": labels.get(row["criterion"], row["criterion"]),
            "verdict": row["verdict"],
        }
        for row in rows
        if row["field"] in {"title", "abstract"} and row["start"] and row["end"]
    ]
    return {
        "pmid": record.pmid,
        "text_sha256": record.text_sha256,
        "title": _same_length(record.title) or record.vernacular_title,
        "abstract": _same_length(record.abstract),
        "sections": [
            {"label": visible(part.label), "start": part.start, "end": part.end}
            for part in record.sections
        ],
        "source": visible(f"{record.journal_abbrev or record.journal} {record.pub_date}".strip()),
        "extras": visible(". ".join(f"{name}: {words}" for name, words in extras if words)),
        "why": visible(_why(queued.get("why", ""), labels)),
        "quotes": quotes,
        "verdicts": [
            {
                "label": labels.get(row["criterion"], row["criterion"]),
                "verdict": row["verdict"],
                "because": row.get("because", ""),
                # Without a field the quote says only that nothing was found.
                "quote": visible(row["quote"]) if row["field"] else "",
            }
            for row in sorted(rows, key=lambda row: URGENCY.index(row["verdict"]))
        ],
    }


def _stopping(queued: dict[str, str], evidence: Evidence) -> str:
    """Say what reading no further would risk."""
    chance = queued.get("p_recall_below_target")
    if not chance:
        return ""
    target = evidence.setting("screening", "target_recall", default=0.95)
    return (
        f"if this and the last ones read are no includes, the chance that fewer than {target:.0%}"
        f" of all includes are found is {float(chance):.0%}"
    )


def _why(words: str, labels: dict[str, str]) -> str:
    """Put the criteria's labels in the place of their ids."""
    head, _, tail = words.partition(": ")
    named = [labels.get(part.strip(), words_of(part.strip())) for part in tail.split(",")]
    return f"{head}: {'; '.join(named)}" if tail else words


def _same_length(text: str) -> str:
    """Show hidden signs as one sign each, so that offsets into the text still hold."""
    return "".join("\ufffd" if visible(sign) != sign else sign for sign in text)
