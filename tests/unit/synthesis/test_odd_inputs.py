"""Whatever is printed, every figure is used or left out with a reason, and nothing breaks."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthesis.findings import findings_rows
from synthesis.sensitivity import sensitivity_rows
from synthesis.tables import estimate_rows, left_out_rows, pooled_row

NUMBERS = st.one_of(
    st.none(),
    st.sampled_from([0.0, -1.0, 1.0, 0.5, 100.0, 150.0, 1e-320, 1e-9, 1e9, 1e308]),
    st.floats(0.01, 20),
)
COUNTS = st.one_of(st.none(), st.integers(0, 120))


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        kind = draw(
            st.sampled_from(["hazard_ratio", "odds_ratio", "proportion", "count", "incidence_rate"])
        )
        ratio = kind.endswith("_ratio")
        arm = draw(st.sampled_from(["AB", "B"]))
        row: dict[str, Any] = {
            "id": f"r{number}",
            "endpoint": draw(st.sampled_from(["OS", "ORR", "CR", "SPM"])),
            "statistic": kind,
            "arm": arm,
            "value": draw(NUMBERS),
            "interval": draw(
                st.tuples(NUMBERS, NUMBERS, st.sampled_from([None, 0.0, 80, 95, 99.9, 100.0]))
            ),
            "p": draw(
                st.tuples(st.sampled_from(["=", "<", ">"]), st.sampled_from([0.0, 0.03, 0.5, 1.0]))
            ),
            "events": draw(st.tuples(COUNTS, COUNTS)),
            "unit": draw(st.sampled_from(["%", "ratio", "patients", "per 100 patient-years"])),
            "flags": draw(st.lists(st.sampled_from(["direction_assumed", "one_sided_p"]))),
            "subgroup": draw(st.sampled_from([None, "the young"])),
        }
        if ratio:
            row["comparator"] = "B" if arm == "AB" else "AB"
        found.append(row)
    return found


def _must_be_accounted_for(row: dict[str, Any], statistic: str) -> bool:
    if row["statistic"].endswith("_ratio"):
        return True
    if statistic == "rate_ratio":
        return bool(row["statistic"] == "incidence_rate")
    return statistic in ("odds_ratio", "risk_ratio") and row["statistic"] in ("proportion", "count")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=rows(), second=rows(), bound=st.booleans())
def test_no_figure_is_lost_and_none_breaks_the_synthesis(review_of, first, second, bound) -> None:
    reports = [
        {
            "pmid": f"9900040{number}",
            "study": f"NCT9000040{number}",
            "year": 2010 + number,
            "facts": {
                "allocation": ["randomised"],
                "setting": ["relapsed_refractory"],
                "n_randomised": ["100"],
            },
            "arms": [{"arm": "AB", "drugs": ["alpha", "beta"]}, {"arm": "B", "drugs": ["beta"]}],
            "outcomes": [{**row, "id": f"{number}-{row['id']}"} for row in outcomes],
        }
        for number, outcomes in enumerate((first, second))
    ]
    review = review_of(reports, p_values="exact_or_bound" if bound else "never")
    findings_rows(list(review.results.values()), review.outcomes, review.evidence)
    for (comparison, _), result in review.results.items():
        sensitivity_rows(result)
        pooled = pooled_row(result)
        for name in ("estimate", "ci_lower", "ci_upper"):
            assert pooled.get(name) is None or not math.isnan(pooled[name])
        if comparison != "adding_alpha":
            continue
        used = {oid for row in estimate_rows(result) for oid in row["outcome_ids"]}
        named = {row["outcome_id"] for row in left_out_rows(result)}
        assert not used & named
        fitting = {
            row["id"]
            for report in reports
            for row in report["outcomes"]
            if row["endpoint"] in result.endpoint.names
            and _must_be_accounted_for(row, result.statistic)
        }
        assert fitting <= used | named


def test_the_interval_of_two_studies_far_apart_stays_a_number(review_of, reports) -> None:
    first = next(r for r in reports if r["pmid"] == "99000105")
    far = [
        {
            **first,
            "pmid": str(99000500 + i),
            "study": f"NCT9000050{i}",
            "trial": f"FAR {i}",
            "outcomes": [{**first["outcomes"][0], "id": f"f{i}", "p": (None, None), "value": value,
                          "interval": (value / 1.01, value * 1.01, 95)}],
        }
        for i, value in enumerate((1e-5, 1e5))
    ]  # fmt: skip
    review = review_of(far, interval_level=99.99)
    result = review.results["adding_alpha", "OS"]
    row = pooled_row(result)
    assert row["studies"] == 2
    assert 0 <= row["ci_lower"] < row["estimate"] < row["ci_upper"] < math.inf
    words = findings_rows([result], review.outcomes, review.evidence)[0]["relative_effect"]
    assert "more than 10,000" in words
