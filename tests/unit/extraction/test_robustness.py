"""Whatever the text, rows quote it and reading ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.coherence import check
from extraction.lexicon import Lexicon
from extraction.reader import read
from extraction.text.normalise import normalise

_PIECES = st.sampled_from(
    [
        "median PFS",
        "OS",
        "12.3 months",
        "45%",
        "hazard ratio",
        "HR",
        "0.69",
        "(95% CI, 0.5-0.8)",
        "P < .001",
        "P=025",
        "v",
        "versus",
        "and",
        ", ",
        "; ",
        "(",
        ")",
        "[",
        "]",
        ". ",
        "respectively",
        "in the placebo group",
        "the X arm",
        "(n = 12)",
        "not reached",
        "grade 3-4 neutropenia",
        "1-, 2- and 3-year",
        "of 214",
        "12 (3%) of",
        "\u00b7",
        "\u2264",
        "&lt;",
        "\n",
        "0",
        "95%",
        "median follow-up of",
        "no",
        "(n = 9)",
        "RR",
        "arms A and B",
        "1 of 20 patients",
        "-",
        "to",
    ]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map(" ".join)))
def test_any_text_gives_rows_that_quote_it(lexicon: Lexicon, text: str) -> None:
    reading = read(text, lexicon)
    for finding in reading.findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.start <= finding.value.start < finding.value.end <= finding.end


@pytest.mark.parametrize(
    "text",
    [
        "Three tests were applied: (1) thresholds of pain in the skin; (2) answers to pain (visual "
        "scale); and (3) areas of pain. Morphine: (1) raised the threshold compared with placebo "
        "(P = .03); (2) reduced the answers (P = .02); and (3) reduced the areas (P = .03).",
        "We compared (1) usual care alone, (2) usual care plus mitomycin and cisplatin (MC), and "
        "(3) usual care plus vinorelbine (N; Navelbine, Pierre Fabre).",
    ],
)
def test_lists_that_count_steps_are_read(lexicon: Lexicon, text: str) -> None:
    """Figures in brackets number the parts of a list, and are no names of arms."""
    arms = read(text, lexicon).arms
    assert not {"1", "2", "3"} & set(arms.labels)


_TRIAL = (
    "AIMS: To compare milk with water. METHODS: Sixty patients were assigned to milk or water. "
    "RESULTS: Skin toxicity was seen in 12 (40%) of 30 patients in the milk group and in six (20%) "
    "of 30 in the water group (P=.01). CONCLUSIONS: Milk is not kind."
)


@pytest.mark.parametrize(
    "letters",
    [
        {"i": "\u0131"},
        {"I": "\u0130"},
        {"s": "\u017f", "S": "\u017f"},
        {"k": "\u212a", "K": "\u212a"},
    ],
    ids=["i_without_dot", "I_with_dot", "long_s", "kelvin"],
)
def test_letters_that_only_look_like_ours_change_nothing(
    lexicon: Lexicon, letters: dict[str, str]
) -> None:
    """Such as a keyboard set to Turkish leaves in a heading: `CONCLUS\u0131ONS`."""
    read_plain, read_changed = (
        [(row.endpoint, row.arm.lower(), row.value.number) for row in read(text, lexicon).findings]
        for text in (_TRIAL, _TRIAL.translate(str.maketrans(letters)))
    )
    assert read_plain
    assert [row[2] for row in read_changed] == [row[2] for row in read_plain]


@given(text=st.text(max_size=400))
def test_the_view_is_as_long_as_the_text(text: str) -> None:
    assert len(normalise(text)) == len(text)


_FRAGMENTS = Path(__file__).parents[2] / "fixtures" / "extraction" / "fragments.yaml"


def _work(text: str, lexicon: Lexicon) -> int:
    """How many functions are called to read a text: the same on any machine."""
    calls = 0

    def see(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    known = sys.getprofile()
    sys.setprofile(see)
    try:
        check(read(text, lexicon).findings)
    finally:
        sys.setprofile(known)
    return calls


@pytest.mark.parametrize("fragment", yaml.safe_load(_FRAGMENTS.read_text(encoding="utf-8")))
def test_the_work_of_reading_grows_as_the_text_does(lexicon: Lexicon, fragment: str) -> None:
    small, large = (
        _work("Patients were randomised to A or B. " + fragment * (size // len(fragment)), lexicon)
        for size in (4_000, 16_000)
    )
    # A sentence is read in full up to 1200 characters, so that the first few cost more or less.
    assert large < 5 * small + 20_000
    assert large < 150 * 16_000


_READ_ONE = """
import sys, yaml
from pathlib import Path
from extraction.lexicon import load_lexicon
from extraction.reader import read
root = Path(sys.argv[1])
file = root / "tests" / "evaluation" / "invented" / "adjuvant_and_neoadjuvant.yaml"
texts = [case["text"] for case in yaml.safe_load(file.read_text("utf-8"))]
text = next(text for text in texts if "tamoxifen-epirubicin" in text)
lexicon = load_lexicon(root / "references" / "vocabulary")
print([(arm.label, arm.names) for arm in read(text, lexicon).arms.arms])
"""


def test_the_arms_do_not_hang_on_the_order_of_sets() -> None:
    """Python orders sets anew in every run."""
    root = Path(__file__).parents[3]
    read_in = []
    for seed in ("0", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "scripts")}
        command = [sys.executable, "-c", _READ_ONE, str(root)]
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        read_in.append(ended.stdout)
    assert read_in[0] == read_in[1]


def test_arms_are_those_of_the_abstract_whatever_is_pasted_far_behind_it(lexicon: Lexicon) -> None:
    own = "Patients were randomised to receive oxaprozin or placebo. "
    far = "Women were randomised to receive megestrol or observation. "
    reading = read(own + "Nothing else was measured. " * 400 + far, lexicon)
    assert reading.arms.labels == ("oxaprozin", "placebo")
