"""What is known of each report and study, brought together from the tables of the workflow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from review.records import Record
from synthesis.arms import Arm, ArmsOfReport, plain

Row = Mapping[str, Any]

# Secondary research pools the patients of other reports.
META_ANALYSIS, POOLED_ANALYSIS = "meta_analysis", "pooled_analysis"


@dataclass(frozen=True, slots=True)
class Report:
    """One included report.

    ``study`` is what counts as one study when estimates are chosen: the study of
    studies.csv, or several of them that give the same trial name. ``trial`` is the name the
    report gives its trial, '' for none or several; ``label`` is what readers see, the trial's
    name if any report of the study gives it, else first author and year.
    """

    pmid: str
    study: str
    label: str
    trial: str
    year: int | None
    pub_date: str
    status: str
    kind: str  # primary, pooled_analysis or meta_analysis
    decision: str
    registry_ids: tuple[str, ...]
    arms: ArmsOfReport
    facts: Mapping[str, tuple[str, ...]]
    follow_up: float | None
    total: int | None
    abstract: str = ""
    concerns: tuple[str, ...] = ()

    def allocation(self) -> str:
        """Return randomised, non_randomised or ''."""
        return (self.facts.get("allocation") or ("",))[0]


@dataclass(slots=True)
class Evidence:
    """All included reports, and what any report of a study says of the study as a whole."""

    reports: dict[str, Report] = field(default_factory=dict)
    by_study: dict[str, list[Report]] = field(default_factory=dict)

    def facts(self, report: Report, characteristic: str) -> tuple[str, ...]:
        """Return the values a report states, or failing that those its study's reports state."""
        own = report.facts.get(characteristic, ())
        if own or report.kind != "primary":
            return own
        others = (
            other.facts.get(characteristic, ())
            for other in self.by_study[report.study]
            if other.kind == "primary"
        )
        return tuple(sorted({value for values in others for value in values}))

    def arm_size(self, report: Report, arm: Arm) -> tuple[int | None, bool]:
        """Return an arm's number of patients, and whether another report of the study gave it.

        Another report's number counts only for an arm of the same drugs and where it has
        just one such arm.
        """
        if arm.n is not None:
            return arm.n, False
        if arm.drugs is None or report.kind != "primary":
            return None, False
        for other in self.by_study[report.study]:
            twins = [a for a in other.arms.arms if a.drugs == arm.drugs and a.n is not None]
            if other.pmid != report.pmid and len(twins) == 1:
                return twins[0].n, True
        return None, False


def gather(
    records: Iterable[Record],
    studies: Sequence[Row],
    decisions: Sequence[Row],
    characteristics: Sequence[Row],
    arms: Sequence[Row],
    not_drugs: Iterable[str] = (),
) -> Evidence:
    """Return the evidence of the included reports, in the order of their PMIDs.

    Reports that a human has still to decide on (unclear) are not in it.
    """
    included = {row["pmid"]: row for row in decisions if row["decision"] == "include"}
    facts = _facts(characteristics)
    kinds = {pmid: _kind(row, facts.get(pmid, {})) for pmid, row in included.items()}
    place = {row["pmid"]: row for row in studies}
    study_of = _studies(included, place, facts, kinds)
    regimens = _regimens(arms)
    arm_rows: dict[str, list[Arm]] = {}
    for row in arms:
        arm_rows.setdefault(row["pmid"], []).append(_arm(row, regimens, frozenset(not_drugs)))
    evidence = Evidence()
    for record in sorted(records, key=lambda r: int(r.pmid)):
        if record.pmid not in included:
            continue
        pmid = record.pmid
        own = facts.get(pmid, {})
        names = own.get("trial_name", ())
        joined = study_of[pmid] != _study_id(place, pmid)
        report = Report(
            pmid=pmid,
            study=study_of[pmid],
            label=_author_and_year(record),
            trial=_trial(place.get(pmid, {}).get("trial_name"), names),
            year=record.year,
            pub_date=record.pub_date,
            status=record.status,
            kind=kinds[pmid],
            decision=included[pmid]["decision"],
            registry_ids=tuple(place.get(pmid, {}).get("registry_ids") or ()),
            arms=ArmsOfReport(arm_rows.get(pmid, []), regimens),
            facts=own,
            follow_up=_largest(own.get("follow_up_months", ())),
            total=_whole(own.get("n_randomised", ()) or own.get("n_patients", ())),
            abstract=record.abstract,
            concerns=_concerns(included[pmid], joined),
        )
        evidence.reports[pmid] = report
        evidence.by_study.setdefault(report.study, []).append(report)
    _complete_arms(evidence)
    _name_studies(evidence)
    return evidence


def _name_studies(evidence: Evidence) -> None:
    """Give all primary reports of a study the trial name that some of them give, if it is one."""
    for study, reports in evidence.by_study.items():
        primary = [report for report in reports if report.kind == "primary"]
        trials = {_name_key(report.trial): report.trial for report in primary if report.trial}
        if len(trials) != 1:
            continue
        named = {r.pmid: replace(r, label=next(iter(trials.values()))) for r in primary}
        evidence.reports.update(named)
        evidence.by_study[study] = [named.get(r.pmid, r) for r in reports]


def _complete_arms(evidence: Evidence) -> None:
    """Complete the drugs of arms from other primary reports of the study, the first that can."""
    for study, reports in evidence.by_study.items():
        primary = [report for report in reports if report.kind == "primary"]
        completed = {}
        for report in primary:
            for other in primary:
                arms = report.arms.completed_by(other.arms)
                if other is not report and arms is not report.arms:
                    completed[report.pmid] = replace(report, arms=arms)
                    break
        evidence.reports.update(completed)
        evidence.by_study[study] = [completed.get(r.pmid, r) for r in reports]


def _facts(characteristics: Sequence[Row]) -> dict[str, dict[str, tuple[str, ...]]]:
    collected: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in characteristics:
        of_report = collected.setdefault(row["pmid"], {})
        name, value = row["characteristic"], row["value"]
        if value is not None and value not in of_report.get(name, ()):
            of_report[name] = (*of_report.get(name, ()), str(value))
    return collected


def _kind(decision: Row, facts: Mapping[str, tuple[str, ...]]) -> str:
    designs = facts.get("design", ())
    if POOLED_ANALYSIS in designs:
        return POOLED_ANALYSIS
    if META_ANALYSIS in designs or decision.get("secondary"):
        return META_ANALYSIS
    return "primary"


def _studies(
    included: Iterable[str],
    place: Mapping[str, Row],
    facts: Mapping[str, Mapping[str, tuple[str, ...]]],
    kinds: Mapping[str, str],
) -> dict[str, str]:
    """Return each report's study; primary reports of one trial name make one study.

    Counting a trial twice would be worse than losing one of two trials that share a name.
    """
    study_of = {pmid: _study_id(place, pmid) for pmid in included}
    leader: dict[str, str] = {}

    def root(study: str) -> str:
        while leader.get(study, study) != study:
            study = leader[study]
        return study

    by_name: dict[str, list[str]] = {}
    for pmid in sorted(study_of, key=int):
        names = {*facts.get(pmid, {}).get("trial_name", ())}
        names.add(place.get(pmid, {}).get("trial_name") or "")
        known = sorted({_name_key(name) for name in names if name})
        # A report that names two trials says which trial it is of by its registry number only.
        if kinds[pmid] == "primary" and len(known) == 1:
            by_name.setdefault(known[0], []).append(study_of[pmid])
    for studies in by_name.values():
        for study in studies[1:]:
            first, second = sorted((root(studies[0]), root(study)))
            leader[second] = first
    return {pmid: root(study) for pmid, study in study_of.items()}


def _study_id(place: Mapping[str, Row], pmid: str) -> str:
    return str(place[pmid]["study_id"]) if pmid in place else f"PMID{pmid}"


def _name_key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", plain(name))


def _regimens(arms: Sequence[Row]) -> dict[str, frozenset[str]]:
    return {
        row["regimen"]: frozenset(row["drugs"])
        for row in arms
        if row.get("regimen") and row.get("drugs")
    }


def _arm(row: Row, regimens: Mapping[str, frozenset[str]], not_drugs: frozenset[str]) -> Arm:
    drugs: frozenset[str] | None = frozenset(row.get("drugs") or ()) - not_drugs
    if not row.get("drugs"):
        drugs = regimens.get(row.get("regimen") or "")
    return Arm(
        label=row["arm"],
        names=tuple(row.get("aliases") or ()),
        drugs=drugs,
        regimen=row.get("regimen") or "",
        n=row.get("n"),
    )


def _concerns(decision: Row, joined: bool) -> tuple[str, ...]:
    concerns = ["study_joined_by_trial_name"] if joined else []
    if decision.get("unclear"):
        concerns.append("criteria_unclear")
    return tuple(concerns)


def _trial(of_study: str | None, names: Sequence[str]) -> str:
    return of_study or (names[0] if len(names) == 1 else "")


def _author_and_year(record: Record) -> str:
    if not record.authors:
        return f"PMID {record.pmid}"
    first = record.authors[0]
    surname = first.rsplit(" ", 1)[0] if " " in first else first
    return f"{surname} {record.year or 'undated'}"


def _largest(values: Sequence[str]) -> float | None:
    numbers = [float(value) for value in values if _is_number(value)]
    return max(numbers, default=None)


def _whole(values: Sequence[str]) -> int | None:
    number = _largest(values)
    return None if number is None else round(number)


def _is_number(value: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", value) is not None
