"""What a share is a share of, in the many ways in which a clause can say it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extraction.lexicon import Lexicon
from extraction.reader import read

OPENING = (
    "We randomly assigned 240 patients with cancer to the walking group (n = 120) or the control "
    "group (n = 120). "
)
CASES = yaml.safe_load((Path(__file__).parent / "outcome_names.yaml").read_text("utf-8"))


def names(text: str, lexicon: Lexicon, opening: str = OPENING) -> list[str]:
    """The endpoints of the shares that are read behind an opening, in the order of the text."""
    found = [f for f in read(opening + text, lexicon).findings if f.unit == "%"]
    return [f.endpoint for f in sorted(found, key=lambda f: f.value.start)]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_share_has_the_name_that_its_clause_gives(
    case: dict[str, list[str] | str], lexicon: Lexicon
) -> None:
    found = names(str(case["text"]), lexicon)
    wanted = list(case["names"])
    assert found, "nothing was read"
    assert found == (wanted * len(found) if len(wanted) == 1 else wanted)


@pytest.mark.parametrize(
    "text",
    [
        "Participants attended 70% of the sessions with walking and 60% with control.",
        "Both groups received 20 mL of 0.25% bupivacaine.",
        "Heterogeneity was high for pain (I2 = 90%).",
        "Lumbar density fell by 7.0% in the walking group and by 4.7% in the control group.",
        "The median percent change in the marker was -73% and -75%.",
        "Mean weight loss was 6.4% with walking and 2.0% with control.",
        "The posterior probability of a benefit on pain was 93%.",
        "Patients with metastases (62%) were recruited from 1990 to 1999.",
        "Outcome data were available for 93% of the walking group (mean [SD] age, 60 [8] years).",
    ],
)
def test_shares_of_other_things_than_patients_have_no_name(text: str, lexicon: Lexicon) -> None:
    assert names(text, lexicon) == []


@pytest.mark.parametrize(
    ("definition", "name"),
    [
        ("The primary outcome was the occurrence of a fall within 1 year.", "fall"),
        ("The primary end point was unplanned readmission at 30 days.", "unplanned readmission"),
        ("The primary outcome measure was a composite of stroke and death.", "composite of stroke"),
    ],
)
def test_the_primary_outcome_has_the_name_that_it_was_given(
    definition: str, name: str, lexicon: Lexicon
) -> None:
    text = f"{definition} The primary outcome occurred in 14% v 9% of patients."
    text = text.replace("primary outcome occurred", definition[4:].split(" was")[0] + " occurred")
    text = text.replace(" measure occurred", " occurred")
    found = names(text, lexicon)
    assert len(found) == 2
    assert all(name in endpoint for endpoint in found)


def test_a_short_form_needs_its_matter_beside_it(lexicon: Lexicon) -> None:
    assert names("SD was seen in 40% v 30% of patients with a partial response.", lexicon) == [
        "other:stable disease",
        "other:stable disease",
    ]
    assert names("PD-1 was positive in 40% v 30% of samples.", lexicon) != [
        "other:progressive disease",
        "other:progressive disease",
    ]
