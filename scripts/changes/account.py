"""All changes between two runs, and a short account of them in words."""

from __future__ import annotations

from collections import Counter

from changes.conclusions import claim_changes, decision_changes, pooled_changes
from changes.inputs import changed
from changes.records import Change, record_changes
from changes.run import Run

_SHOWN = 20
_TITLES = {
    "standing_changed": "Newly retracted, corrected or doubted",
    "record_added": "Records added",
    "record_gone": "Records gone",
    "record_changed": "Records changed",
    "decision_moved": "Decisions that moved",
    "pooled_moved": "Pooled numbers that moved",
    "verdict_moved": "Verdicts on claims that moved",
}


def all_changes(before: Run, after: Run) -> list[Change]:
    """Return every change, from the records to the conclusions they carry."""
    records = list(record_changes(before, after))
    decisions = list(decision_changes(before, after))
    return [
        *records,
        *decisions,
        *pooled_changes(before, after, [*records, *decisions]),
        *claim_changes(before, after),
    ]


def in_words(changes: list[Change], before: Run, after: Run) -> str:
    """Return the account as plain text, the gravest changes first."""
    counts = Counter(change.kind for change in changes)
    lines = [
        f"Former run: {len(before.records)} records up to {before.until} from {before.endpoint}.",
        f"This run: {len(after.records)} records up to {after.until} from {after.endpoint}.",
    ]
    if before.query != after.query:
        lines += ["The query changed.", f"  was: {before.query}", f"  is:  {after.query}"]
    lines += [f"Changed since: {name}." for name in changed(before.inputs, after.inputs)]
    if not changes:
        lines.append("Nothing changed.")
    for kind, title in _TITLES.items():
        if not counts[kind]:
            continue
        lines += ["", f"{title}: {counts[kind]}"]
        of_kind = [change for change in changes if change.kind == kind]
        lines += [f"  {_line(change)}" for change in of_kind[:_SHOWN]]
        if len(of_kind) > _SHOWN:
            lines.append(f"  and {len(of_kind) - _SHOWN} more")
    return "\n".join(lines) + "\n"


def _line(change: Change) -> str:
    subject = f"PMID {change.subject}" if change.subject.isdecimal() else change.subject
    values = f"{change.before or '(nothing)'} → {change.after or '(nothing)'}"
    return f"{subject}, {change.field}: {values}. Because: {change.cause}."
