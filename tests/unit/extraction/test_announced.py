"""Outcomes that no vocabulary holds are named by the words of the abstract itself."""

from __future__ import annotations

import pytest

from extraction.lexicon import Lexicon
from extraction.reader import read
from extraction.text.abbreviations import short_forms, spelled_out

OPENING = "We randomly assigned 300 patients to zetamab (n = 150) or placebo (n = 150). "


def named(text: str, lexicon: Lexicon) -> list[tuple[str, float | None]]:
    """The endpoints and values read from a sentence after an opening that names two arms."""
    return [(f.endpoint, f.value.number) for f in read(OPENING + text, lexicon).findings]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Blurred vision was noted in 12% with zetamab and 5% with placebo.", "blurred vision"),
        ("Fewer patients needed a second biopsy with zetamab (12% v 5%).", "second biopsy"),
        ("In all, 12% v 5% of the patients required dialysis.", "dialysis"),
        ("Gait disturbance was less common with zetamab (12% v 5%).", "gait disturbance"),
        ("There was no difference in wound closure between groups (12% v 5%).", "wound closure"),
        ("The proportion of patients with dry eyes was 12% v 5%.", "dry eyes"),
        ("Blurred vision occurred in 12%, compared with 5%.", "blurred vision"),
    ],
)
def test_the_clause_names_its_outcome(text: str, name: str, lexicon: Lexicon) -> None:
    found = named(text, lexicon)
    assert [value for _, value in found] == [12, 5]
    assert all(name in endpoint for endpoint, _ in found)


@pytest.mark.parametrize(
    "text",
    [
        "At entry, 12% had stage III disease and 5% had high-risk cytogenetics.",
        "Questionnaires were returned by 12% v 5% of the patients.",
        "The planned dose was given to 12% with zetamab and 5% with placebo.",
        "Of the patients enrolled, 12% v 5% had previously undergone surgery.",
    ],
)
def test_who_took_part_is_no_outcome(text: str, lexicon: Lexicon) -> None:
    assert named(text, lexicon) == []


def test_a_list_goes_on_with_events_that_the_vocabulary_lacks(lexicon: Lexicon) -> None:
    found = named("Nausea (12% v 5%) and hiccups (7% v 3%) were more common.", lexicon)
    assert found == [("AE:nausea", 12), ("AE:nausea", 5), ("AE:hiccups", 7), ("AE:hiccups", 3)]


def test_a_ratio_takes_the_outcome_that_it_is_for(lexicon: Lexicon) -> None:
    found = named("The odds ratio for tooth loss was 1.40 (95% CI, 1.10 to 1.78).", lexicon)
    assert found == [("other:tooth loss", 1.4)]


def test_a_test_of_interaction_gives_no_p(lexicon: Lexicon) -> None:
    text = "The hazard ratio for OS was 0.80 (95% CI, 0.60 to 1.07; P for interaction = .04)."
    (finding,) = read(OPENING + text, lexicon).findings
    assert finding.p is None


def test_short_forms_are_spelled_out() -> None:
    text = "Persistent wrist pain (PWP) and late skin change [LSC] were seen; PWP was frequent."
    assert short_forms(text)["PWP"] == "Persistent wrist pain"
    assert spelled_out(text, "PWP rate") == "persistent wrist pain rate"


def test_a_short_form_of_another_meaning_is_no_endpoint(lexicon: Lexicon) -> None:
    text = "Ovarian stimulation (OS) was used. OS was 12% with zetamab and 5% with placebo."
    assert all(endpoint != "OS" for endpoint, _ in named(text, lexicon))


def test_a_complete_response_of_vomiting_is_not_that_of_a_tumour(lexicon: Lexicon) -> None:
    text = "Complete response, no vomiting and no rescue therapy, was 62% v 41%."
    assert {endpoint for endpoint, _ in named(text, lexicon)} <= {"other:complete response"}
