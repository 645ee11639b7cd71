"""Records that came, went, or changed at the source."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from changes.run import Run
from review.records import Record


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, what it is about, the field, both values, and what caused it."""

    kind: str
    subject: str
    field: str
    before: str
    after: str
    cause: str


def record_changes(before: Run, after: Run) -> Iterator[Change]:
    """Yield records added, gone and changed, each group by PMID."""
    for pmid in sorted(after.records.keys() - before.records.keys(), key=int):
        decision = after.decisions.get(pmid, {}).get("decision", "")
        yield Change(
            "record_added", pmid, "decision", "", decision, _why_added(pmid, before, after)
        )
    for pmid in sorted(before.records.keys() - after.records.keys(), key=int):
        decision = before.decisions.get(pmid, {}).get("decision", "")
        yield Change("record_gone", pmid, "decision", decision, "", _why_gone(pmid, before, after))
    for pmid in sorted(before.records.keys() & after.records.keys(), key=int):
        yield from _differences(before.records[pmid], after.records[pmid])


def _why_added(pmid: str, before: Run, after: Run) -> str:
    record = after.records[pmid]
    if pmid in before.missing:
        return "the source gives this record, which it withheld before"
    if before.endpoint != after.endpoint:
        return f"another source: {after.endpoint} instead of {before.endpoint}"
    if record.created > before.until:
        return f"created on {record.created}, after the former search's day {before.until}"
    if "search" not in after.via[pmid]:
        return f"found {_other_means(after.via[pmid])}"
    if before.query != after.query:
        return "the query changed and finds it"
    if before.until != after.until and not record.created:
        return f"the search's day moved from {before.until} to {after.until}"
    mesh_since = record.mesh_date and record.mesh_date > before.until
    return f"given MeSH on {record.mesh_date}" if mesh_since else "the source changed"


def _why_gone(pmid: str, before: Run, after: Run) -> str:
    record = before.records[pmid]
    if pmid in after.missing:
        return f"found, but not given: {after.missing[pmid]}"
    if before.endpoint != after.endpoint:
        return f"another source: {after.endpoint} instead of {before.endpoint}"
    if record.created > after.until:
        return f"created on {record.created}, after the search's day {after.until}"
    if "search" not in before.via[pmid]:
        return f"no longer found {_other_means(before.via[pmid])}"
    if before.query != after.query:
        return "the query changed and does not find it"
    if before.until != after.until and not record.created:
        return f"the search's day moved from {before.until} to {after.until}"
    return "the source changed: deleted, merged with another, or indexed otherwise"


def _other_means(via: set[str]) -> str:
    means = ["in a file of records beside the search"] if "file" in via else []
    return " or ".join([*means, "by links of a seed record"] if via - {"file"} else means)


def _differences(old: Record, new: Record) -> Iterator[Change]:
    revised = "the source revised the record" + (f" on {new.revised}" if new.revised else "")
    if old.status != new.status:
        cause = "; ".join(
            f"{entry.ref_type}: {entry.citation}"
            for entry in new.corrections
            if entry not in old.corrections
        )
        yield Change(
            "standing_changed", new.pmid, "status", old.status, new.status, cause or revised
        )
    for name in ("title", "abstract"):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield Change("record_changed", new.pmid, name, *_fragments(one, other), revised)
    sets = {
        "mesh": ({_heading(h) for h in old.mesh}, {_heading(h) for h in new.mesh}),
        "publication_types": (set(old.publication_types), set(new.publication_types)),
        "registry_ids": (set(old.registry_ids), set(new.registry_ids)),
    }
    for name, (had, has) in sets.items():
        if had != has:
            lost, won = "; ".join(sorted(had - has)), "; ".join(sorted(has - had))
            yield Change("record_changed", new.pmid, name, lost, won, revised)


def _heading(heading: object) -> str:
    name, major = getattr(heading, "heading", ""), getattr(heading, "major", False)
    qualifiers = "".join(f"/{qualifier}" for qualifier in getattr(heading, "qualifiers", ()))
    return f"{name}{qualifiers}{'*' if major else ''}"


def _fragments(old: str, new: str, longest: int = 300) -> tuple[str, str]:
    """Return what only the old and what only the new text says, word by word.

    A section break counts as a word, ¶: an abstract can gain sections and keep its words.
    """
    one, other = (text.replace("\n", " ¶ ").split() for text in (old, new))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    pairs = [
        (" ".join(one[a:b]), " ".join(other[c:d]))
        for operation, a, b, c, d in matcher.get_opcodes()
        if operation != "equal"
    ]
    texts = (" […] ".join(part for part in side if part) for side in zip(*pairs, strict=True))
    lost, won = (text if len(text) <= longest else text[: longest - 1] + "…" for text in texts)
    return lost, won
