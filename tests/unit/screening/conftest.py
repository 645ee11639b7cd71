"""A small review of another question: does aspirin prevent migraine?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from screening.criteria import Criteria, load_criteria
from vocabulary.load import load_vocabulary

VOCABULARY = {
    "drugs.yaml": """
aspirin:
  {label: aspirin, words: [aspirin, acetylsalicylic acid], abbreviations: [ASA], mesh: [Aspirin]}
""",
    "regimens.yaml": """
APC: {label: aspirin and caffeine, drugs: [aspirin], abbreviations: [APC]}
""",
    "populations.yaml": """
migraine: {label: migraine, words: [migraine*], mesh: [Migraine Disorders]}
cluster: {label: cluster headache, words: [cluster headache]}
""",
}

THEMES = """
seed: {citation: "A review of aspirin for migraine"}
themes:
  relief:
    label: Relief of pain
    summary: Aspirin relieves migraine.
    when: [{find: [aspirin]}]
"""

CRITERIA = """
themes: themes.yaml
concepts:
  migraine: {populations: [migraine]}
  aspirin: {drugs: [aspirin], regimens_with: [aspirin]}
  given: {words: [received, took]}
contexts:
  before:
    label: taken before
    cues:
      - {side: before, within: 4, words: [refractory to, prior], stop_at: [received]}
      - {side: after, within: 1, words: [resistant]}
  later:
    label: work to come
    cues: [{side: sentence, words: [future]}]
criteria:
  population:
    label: Patients with migraine
    reason: Not migraine
    dimension: population
    theme: relief
    rules:
      - {verdict: met, because: named, when: {find: [migraine], in: [title, abstract, mesh]}}
    otherwise: {verdict: failed, because: migraine not named}
  intervention:
    label: Aspirin given
    reason: No aspirin
    dimension: intervention
    theme: relief
    rules:
      - verdict: met
        because: aspirin taken
        when: {find: [aspirin], near: {find: [given], within: 3}, unless: [before, later]}
      - {verdict: failed, because: only before, when: {find: [aspirin], only_in: [before, later]}}
      - {verdict: unclear, because: named, when: {find: [aspirin], in: [title, abstract, mesh]}}
      - {verdict: unclear, because: no abstract, when: {abstract: absent}}
    otherwise: {verdict: failed, because: aspirin not named}
secondary:
  - {find: [migraine], in: [title], mentions: {at_least: 2}}
"""


@pytest.fixture
def write_review(tmp_path: Path) -> Callable[..., Path]:
    """Write the small review's files, with replacements in its criteria; return the criteria."""

    def write(*replacements: tuple[str, str], themes: str = THEMES) -> Path:
        folder = tmp_path / "vocabulary"
        folder.mkdir(exist_ok=True)
        for name, text in VOCABULARY.items():
            (folder / name).write_text(text, encoding="utf-8")
        criteria = CRITERIA
        for old, new in replacements:
            assert old in criteria
            criteria = criteria.replace(old, new)
        (tmp_path / "themes.yaml").write_text(themes, encoding="utf-8")
        path = tmp_path / "criteria.yaml"
        path.write_text(criteria, encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(write_review: Callable[..., Path]) -> Callable[..., Criteria]:
    """Load the small review with replacements in its criteria."""

    def load_with(*replacements: tuple[str, str], themes: str = THEMES) -> Criteria:
        path = write_review(*replacements, themes=themes)
        return load_criteria(path, load_vocabulary(path.parent / "vocabulary"))

    return load_with
