"""Reports that may belong to one study, for a human to compare. Nothing is merged by it.

Registry numbers link reports before this. Two reports that they leave apart are suggested where
they share a trial's name, a cooperative group with a regimen and a number of patients, or all
their regimens and their number of patients.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from extraction.facts.fact import SECONDARY
from extraction.facts.names import name_key

Row = dict[str, Any]


def suggest(characteristics: Sequence[Row], arms: Sequence[Row]) -> list[Row]:
    """Rows of suggested.csv: pairs of studies with what their reports share.

    `characteristics` and `arms` are rows of those tables. Secondary research belongs to no study.
    """
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    study: dict[str, str] = {}
    for row in characteristics:
        facts[row["pmid"]][row["characteristic"]].add(row["value"])
        study[row["pmid"]] = row["study_id"]
    regimens: dict[str, set[str]] = defaultdict(set)
    for row in arms:
        drugs = row["regimen"] or "+".join(row["drugs"])
        if drugs:
            regimens[row["pmid"]].add(drugs)
    primary = [pmid for pmid in facts if not facts[pmid]["design"] & SECONDARY]
    found: dict[tuple[str, str], Row] = {}
    for one, other in combinations(sorted(primary, key=int), 2):
        basis, evidence = _shared(facts[one], facts[other], regimens[one], regimens[other])
        if basis and study[one] != study[other]:
            row = _row(study, one, other, basis, evidence)
            kept = found.setdefault((row["study_id"], row["other_study_id"]), row)
            if basis == _NAME != kept["basis"]:
                found[row["study_id"], row["other_study_id"]] = row
    return [found[key] for key in sorted(found)]


_NAME = "trial name"


def _shared(
    one: Mapping[str, set[str]],
    other: Mapping[str, set[str]],
    regimens: set[str],
    other_regimens: set[str],
) -> tuple[str, str]:
    """What two reports share: the basis and the values, or two empty strings."""
    names = {name_key(name): name for name in sorted(other.get("trial_name", ()))}
    same = sorted(name for name in one.get("trial_name", ()) if name_key(name) in names)
    if same:
        return _NAME, ";".join(same)
    groups = sorted(one.get("group", set()) & other.get("group", set()))
    sizes = sorted(_sizes(one) & _sizes(other), key=int)
    drugs = sorted(regimens & other_regimens)
    if groups and sizes and drugs:
        return "group, regimen and number of patients", ";".join([*groups, *drugs, *sizes])
    if sizes and len(drugs) > 1 and regimens == other_regimens:
        return "regimens and number of patients", ";".join([*drugs, *sizes])
    return "", ""


def _sizes(facts: Mapping[str, set[str]]) -> set[str]:
    return facts.get("n_randomised", set()) | facts.get("n_patients", set())


def _row(study: Mapping[str, str], one: str, other: str, basis: str, evidence: str) -> Row:
    first, second = sorted((one, other), key=lambda pmid: (study[pmid], int(pmid)))
    return {
        "study_id": study[first],
        "pmid": first,
        "other_study_id": study[second],
        "other_pmid": second,
        "basis": basis,
        "evidence": evidence,
    }
