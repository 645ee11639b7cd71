"""Vocabularies are closed, and contradictions in them are errors."""

from pathlib import Path

import pytest

from review.errors import ReviewError
from vocabulary.load import SHIPPED, language_file, load_vocabulary, matcher

REPOSITORY = Path(__file__).parents[3]


def write(folder: Path, **files: str) -> Path:
    for name in ("drugs", "regimens", "populations"):
        (folder / f"{name}.yaml").write_text(files.get(name, "{}\n"), encoding="utf-8")
    return folder


def test_the_shipped_vocabulary_names_lenalidomide_in_all_its_ways() -> None:
    vocabulary = load_vocabulary(REPOSITORY / "references" / "vocabulary")
    drugs = matcher(vocabulary.drugs.values())
    for name in ("lenalidomide", "Revlimid", "CC-5013", "CC5013"):
        assert [match.id for match in drugs.find(f"with {name}.")] == ["lenalidomide"]
    regimens = {entry.id for entry in vocabulary.regimens_with("lenalidomide")}
    assert {"Rd", "RVd", "KRd", "MPR"} <= regimens
    assert "VMP" not in regimens


def test_a_spelling_under_two_entries_is_refused(tmp_path: Path) -> None:
    write(tmp_path, drugs="a: {label: a, words: [revlimid]}\nb: {label: b, words: [Revlimid]}\n")
    with pytest.raises(ReviewError, match="stands under a too"):
        load_vocabulary(tmp_path)


def test_a_regimen_of_an_unknown_drug_is_refused(tmp_path: Path) -> None:
    write(tmp_path, regimens="Rd: {label: Rd, drugs: [lenalidomide]}\n")
    with pytest.raises(ReviewError, match="lenalidomide"):
        load_vocabulary(tmp_path)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    write(tmp_path, drugs="a: {label: a, word: [x]}\n")
    with pytest.raises(ReviewError, match="words"):
        load_vocabulary(tmp_path)


def test_a_folder_without_a_language_file_takes_the_shipped_one(tmp_path):
    assert language_file(tmp_path, "cues") == SHIPPED / "cues.yaml"
    (tmp_path / "cues.yaml").touch()
    assert language_file(tmp_path, "cues") == tmp_path / "cues.yaml"
    assert (SHIPPED / "cues.yaml").exists()
