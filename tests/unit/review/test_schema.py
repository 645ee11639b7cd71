"""YAML written by people: words stay words, and a misfit is named with its line."""

import pytest

from review import schema
from review.errors import ReviewError
from review.schema import load_yaml, parse_yaml


@pytest.mark.parametrize("word", ["no", "on", "off", "yes", "No", "ON"])
def test_short_words_are_no_booleans(word):
    assert parse_yaml(f"words: [{word}, {word}]", "x.yaml")[0] == {"words": [word, word]}


def test_true_and_false_are_booleans():
    assert parse_yaml("[true, false]", "x.yaml")[0] == [True, False]


def test_bad_indentation_names_the_line(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n b: 2\n")
    with pytest.raises(ReviewError, match=r"a\.yaml line 2: not valid YAML"):
        load_yaml(path, "config")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ReviewError, match=r"nowhere\.yaml: file not found"):
        load_yaml(tmp_path / "nowhere.yaml", "config")


def test_an_empty_file_is_called_empty(tmp_path):
    path = tmp_path / "a.yaml"
    path.touch()
    with pytest.raises(ReviewError, match=r"a\.yaml: the file: empty\. It should be: "):
        load_yaml(path, "config")


@pytest.mark.parametrize(
    "path", sorted(schema.SCHEMAS.rglob("*.schema.yaml")), ids=lambda path: path.stem
)
def test_every_schema_is_closed_and_describes_its_keys(path):
    name = str(path.relative_to(schema.SCHEMAS)).removesuffix(".schema.yaml")
    document = schema.load_schema(name)
    open_objects, undescribed = [], []

    def walk(node, place):
        if not isinstance(node, dict):
            return
        if "properties" in node:
            if node.get("additionalProperties") is not False:
                open_objects.append(place)
            for key, rule in node["properties"].items():
                if "description" not in rule and "$ref" not in rule:
                    undescribed.append(f"{place}.{key}")
        for key, value in node.items():
            if key == "if":  # a question about a value, not its form
                continue
            for inner in value if isinstance(value, list) else [value]:
                walk(inner, f"{place}.{key}")

    walk(document, name)
    assert open_objects == []
    assert undescribed == []
