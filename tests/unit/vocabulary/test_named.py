"""Files of things with their names, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from review.errors import ReviewError
from vocabulary.named import load_named

_DEATH = """\
OS:
  {label: Overall survival, kind: survival, better: higher, words: [overall survival]}
"""


def _load(folder: Path, text: str) -> dict:
    path = folder / "endpoints.yaml"
    path.write_text(_DEATH + text, encoding="utf-8")
    return load_named(path, "endpoints", ("hazard_of", "hazard_after"))


def test_names_are_written_out(tmp_path):
    entries = _load(
        tmp_path,
        "other:relapse:\n  {label: R, kind: event, better: lower, words: ['(late )?relapses?']}\n",
    )
    assert entries["other:relapse"]["words"] == [
        "late relapses",
        "late relapse",
        "relapses",
        "relapse",
    ]


def test_an_open_bracket_is_named_with_its_line(tmp_path):
    with pytest.raises(ReviewError) as error:
        _load(
            tmp_path,
            "PR:\n  label: P\n  kind: event\n  better: lower\n  words:\n  - part\n  - (part\n",
        )
    assert "endpoints.yaml line 9: PR.words: a `(` is not closed" in str(error.value)


@pytest.mark.parametrize("key", ["hazard_of: OSS", "hazard_after: [OS, OSS]"])
def test_a_reference_to_no_endpoint_is_an_error(tmp_path, key):
    with pytest.raises(ReviewError) as error:
        _load(tmp_path, f"D:\n  {{label: D, kind: event, better: lower, words: [death], {key}}}\n")
    assert "line 4" in str(error.value)
    assert "'OSS'" in str(error.value)
    assert "Did you mean 'OS'?" in str(error.value)


def test_an_id_of_another_form_is_told_which_forms_there_are(tmp_path):
    with pytest.raises(ReviewError) as error:
        _load(tmp_path, "local control:\n  {label: L, kind: event, better: lower, words: [l]}\n")
    assert "line 3" in str(error.value)
    assert "'local control' does not have the form asked for" in str(error.value)
    assert "other: and words" in str(error.value)
