"""Sentences that hold numbers and report no result of the study."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.finding import Finding

Read = Callable[[str], list[Finding]]

STUDY = "Patients were randomly assigned to receive zetamab or placebo. "

DESIGN = [
    "The study was designed to detect a hazard ratio of 0.75 for PFS with 80% power.",
    "A sample size of 420 patients gave 90% power to detect an improvement in median OS from 12 "
    "to 16 months.",
    "Noninferiority was to be concluded if the upper bound of the HR for OS was below 1.15, a "
    "noninferiority margin of 15%.",
    "We hypothesized that zetamab would raise the complete response rate from 20% to 35%.",
    "Assuming a median PFS of 9 months with placebo, 310 events were required.",
    "The trial was powered to show a difference in 3-year OS of 8% (alpha 0.046).",
    "The significance level for OS was set at 0.022.",
    "The futility boundary for PFS was a hazard ratio of 0.95.",
    "An expected response rate of 40% would be considered worthwhile.",
    "Treatment will be given until progression; 5-year DFS of 80% is anticipated.",
    "Median OS would be 20 months under the alternative.",
    "The prespecified margin was a hazard ratio of 1.20 for DFS.",
    "The statistical power for a difference of 10% in pCR was 85%.",
    "A target hazard ratio of 0.70 for OS required 380 deaths.",
    "To detect an absolute difference of 14% in ORR, 200 patients were needed.",
]
BACKGROUND = [
    "Median survival of such patients has been reported to be 14 months.",
    "In earlier studies the response rate was 45%.",
    "A previous study showed a hazard ratio of 0.70 for PFS (95% CI, 0.60-0.82).",
    "We previously reported a 3-year OS of 70% with this regimen.",
    "Historical controls had a median PFS of 7.1 months.",
    "Neutropenia of grade 3 has been reported in 35% of such patients.",
    "In the initial report, median OS was 21 months.",
    "Published data suggest a pCR rate of 22%.",
    "The primary analysis showed a median PFS of 11 months.",
    "Previous trials found an overall response rate of 60%.",
]
NUMBERS = [
    "Zetamab was given at 25 mg on days 1 to 21 of each 28-day cycle.",
    "Placebo patients received 40 mg of dexamethasone once a week for 18 cycles.",
    "Median age was 63 years (range, 41 to 82 years).",
    "Patients aged 65 years or older made up 41% of the sample.",
    "Baseline characteristics: 52% were women and 31% had stage III disease.",
    "At baseline, 20% had neutropenia.",
    "Eligible patients had a platelet count of at least 75 x 10(9)/L.",
    "Creatinine clearance had to be 30 mL/min or more.",
    "The median follow-up was 34.2 months.",
    "Follow-up was 60 months (interquartile range, 52-71).",
    "A total of 412 patients were enrolled at 63 sites in 12 countries.",
    "Of 412 patients, 398 (97%) were evaluable.",
    "Serum levels fell from 12.4 to 8.1 ng/mL.",
    "Mean haemoglobin was 11.2 g/dL (SD 1.4).",
    "Ki-67 expression decreased by 32% in both groups.",
    "Bone mineral density rose by 3.1% at 24 months.",
    "Mean adherence was 92% with zetamab and 90% with placebo.",
    "The questionnaire was returned by 78% of the participants.",
    "The mean score was 54.2 (95% CI, 50.1 to 58.3).",
    "ECOG performance status was 0 or 1 in 88% of the patients.",
    "The trial is registered as NCT00000000.",
    "Patients were recruited between March 2004 and June 2009.",
    "The median number of cycles was 8 in both groups.",
    "Radiotherapy consisted of 50 Gy in 25 fractions over 5 weeks.",
    "Randomisation was 2:1 and stratified by stage.",
    "The median dose intensity was 94%.",
    "Minimal residual disease was measured at a sensitivity of 10(-5).",
    "The AUC rose by 22% with food.",
    "IC50 values ranged from 0.3 to 1.2 uM.",
    "The cutoff value was 15 ng/mL.",
    "Samples were available from 86% of the patients.",
    "Interviews lasted 35 minutes on average.",
    "Compliance with the diary was 81% versus 84%.",
    "The number needed to treat was 14.",
    "Costs per patient were 12,400 versus 9,800 dollars.",
    "Body mass index was 31.7 versus 27.4 kg/m(2).",
    "HER2 was overexpressed in 23% of the tumours.",
    "The assay detected 98% of the mutations.",
]


@pytest.mark.parametrize("sentence", DESIGN + BACKGROUND + NUMBERS)
def test_no_row(findings: Read, sentence: str) -> None:
    assert findings(STUDY + sentence) == []


@pytest.mark.parametrize("section", ["BACKGROUND", "OBJECTIVE", "METHODS"])
def test_sections_without_results_give_none(lexicon, section: str) -> None:  # type: ignore[no-untyped-def]
    from extraction.reader import read
    from review.records import Section

    text = "Median OS was 31.0 months with zetamab and 25.0 months with placebo."
    quiet = read(text, lexicon, [Section(section.title(), section, 0, len(text))])
    told = read(text, lexicon, [Section("Results", "RESULTS", 0, len(text))])
    assert list(quiet.findings) == []
    assert [f.value.number for f in told.findings] == [31.0, 25.0]


def test_what_comes_before_the_study_is_background(findings: Read) -> None:
    text = (
        "Zetamab prolongs OS (hazard ratio, 0.70; P = .01). We randomly assigned patients to "
        "zetamab or placebo. The hazard ratio for OS was 0.73 (P = .02)."
    )
    assert [f.value.number for f in findings(text)] == [0.73]
