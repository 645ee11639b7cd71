"""Decisions, pooled numbers and verdicts that moved, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from changes.inputs import PROGRAM, blamed
from changes.records import Change
from changes.run import Row, Run

_READ = ("vocabulary", "corrections", "comparisons", "decisions", PROGRAM)
_PRINTED = ("estimate", "ci_lower", "ci_upper", "studies", "status")


def decision_changes(before: Run, after: Run) -> Iterator[Change]:
    """Yield decisions that differ on records that both runs hold, by PMID."""
    for pmid in sorted(before.decisions.keys() & after.decisions.keys(), key=int):
        old, new = before.decisions[pmid], after.decisions[pmid]
        if (old["decision"], old.get("reason")) != (new["decision"], new.get("reason")):
            yield Change(
                "decision_moved",
                pmid,
                "decision",
                _decision(old),
                _decision(new),
                _why_decided(pmid, old, new, before, after),
            )


def pooled_changes(before: Run, after: Run, causes: Sequence[Change]) -> Iterator[Change]:
    """Yield pooled results that came, went or moved, in order of their names.

    ``causes`` are the changes of records and decisions, which explain studies that entered
    or left.
    """
    why = {change.subject: change for change in causes if change.subject.isdecimal()}
    for key in sorted(before.pooled.keys() | after.pooled.keys()):
        old, new = before.pooled.get(key, {}), after.pooled.get(key, {})
        if [old.get(name) for name in _PRINTED] != [new.get(name) for name in _PRINTED]:
            yield Change(
                "pooled_moved",
                f"{key[0]}: {key[1]}",
                "estimate",
                _pooled(old),
                _pooled(new),
                _why_pooled(key, old, new, before, after, why),
            )


def claim_changes(before: Run, after: Run) -> Iterator[Change]:
    """Yield the claims whose verdict moved, by claim."""
    for claim in sorted(before.claims.keys() | after.claims.keys()):
        old, new = before.claims.get(claim, {}), after.claims.get(claim, {})
        if old.get("verdict") != new.get("verdict"):
            moved = [
                f"{word} {study}"
                for name, word in (("studies_for", "for"), ("studies_against", "against"))
                for study in sorted(_listed(new, name) ^ _listed(old, name))
            ]
            yield Change(
                "verdict_moved",
                claim,
                "verdict",
                old.get("verdict", "(not a claim then)"),
                new.get("verdict", "(no claim any more)"),
                "studies that changed sides: " + ", ".join(moved)
                if moved
                else "the tests of the claim or their estimates changed",
            )


def _decision(row: Row) -> str:
    reason = row.get("reason")
    return row["decision"] + (f" ({reason})" if reason else "")


def _why_decided(pmid: str, old: Row, new: Row, before: Run, after: Run) -> str:
    if new.get("decided_by") == "human" or old.get("decided_by") == "human":
        return f"decided by {new.get('decided_by')}, formerly by {old.get('decided_by')}"
    was, now = before.records.get(pmid), after.records.get(pmid)
    if was and now:
        if was.status != now.status:
            return f"the record's standing: {was.status}, now {now.status}"
        if was.text_sha256 != now.text_sha256:
            return "the record's text changed"
        if (was.mesh, was.publication_types) != (now.mesh, now.publication_types):
            return "the record's indexing changed"
    return blamed(
        before.inputs,
        after.inputs,
        ("criteria", "vocabulary", PROGRAM),
        "the criteria or their vocabulary changed",
    )


def _pooled(row: Row) -> str:
    if not row:
        return "(not asked)"
    if not row.get("estimate"):
        return f"not pooled, {_studies(row)}"
    limits = f"{_short(row.get('ci_lower'))} to {_short(row.get('ci_upper'))}"
    return f"{_short(row['estimate'])} ({limits}), {_studies(row)}"


def _studies(row: Row) -> str:
    count = row.get("studies") or "0"
    return f"{count} {'study' if count == '1' else 'studies'}"


def _short(number: str | None) -> str:
    return f"{float(number):.4g}" if number else "?"


def _why_pooled(
    key: tuple[str, str], old: Row, new: Row, before: Run, after: Run, why: dict[str, Change]
) -> str:
    if not old or not new:
        return "the comparisons changed"
    had, has = _listed(old, "study_ids"), _listed(new, "study_ids")
    read_otherwise = blamed(before.inputs, after.inputs, _READ, "it is read or compared otherwise")
    unexplained = f" (no record or decision of it changed: {read_otherwise})"
    reasons = [
        f"study {study} {word}{_explained(study, run, why) or unexplained}"
        for word, studies, run in (("entered", has - had, after), ("left", had - has, before))
        for study in sorted(studies)
    ]
    for study in sorted(had & has):
        one = before.estimates.get((*key, study), {})
        other = after.estimates.get((*key, study), {})
        if [one.get(name) for name in ("yi", "se")] != [other.get(name) for name in ("yi", "se")]:
            reason = f"study {study} gives another estimate"
            known = _explained(study, after, why)
            reasons.append(f"{reason}{known or (unexplained if after.inputs else '')}")
    otherwise = "the same estimates were pooled by another rule"
    pooling = blamed(before.inputs, after.inputs, ("comparisons", PROGRAM), otherwise)
    return "; ".join(reasons) or pooling


def _explained(study: str, run: Run, why: dict[str, Change]) -> str:
    reports = sorted((pmid for pmid, name in run.study_of.items() if name == study), key=int)
    causes: dict[str, list[str]] = {}
    for pmid in reports:
        if pmid in why:
            causes.setdefault(why[pmid].cause, []).append(pmid)
    told = [f"PMID {', '.join(pmids)}: {cause}" for cause, pmids in causes.items()]
    return f" ({'; '.join(told)})" if told else ""


def _listed(row: Row, name: str) -> set[str]:
    return {item for item in (row.get(name) or "").split(";") if item}
