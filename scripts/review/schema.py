"""YAML written by people, checked against the closed schemas in workflow/schemas/."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from review.errors import ReviewError
from review.files import read_text

SCHEMAS = Path(__file__).resolve().parents[2] / "workflow" / "schemas"


# libyaml reads ten times as fast; PyYAML's wheels have it, a build from source may not.
if TYPE_CHECKING:
    from yaml import SafeLoader as _SafeLoader
else:
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(_SafeLoader):
    """YAML in which only true and false are booleans: no, on and off are words (YAML 1.2)."""


PlainLoader.yaml_implicit_resolvers = {
    letter: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:bool"]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)

Key = str | int
Places = dict[tuple[Key, ...], str]


def load_yaml(path: str | Path, schema: str) -> Any:
    """Read a YAML file and check it against ``workflow/schemas/<schema>.schema.yaml``.

    Raises ReviewError naming the file, the line, the key and a fix when the file is
    missing, is not YAML, holds a key twice, or does not fit the schema.
    """
    document, places = read_yaml(path)
    check(document, schema, where=str(path), places=places)
    return document


def read_yaml(path: str | Path) -> tuple[Any, Places]:
    """Return what parse_yaml does of a file. Raises ReviewError naming it, and the line."""
    path = Path(path)
    try:
        text = read_text(path)
    except FileNotFoundError as error:
        raise ReviewError(
            "file not found", where=str(path), fix="Check the path in the configuration."
        ) from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, where: str) -> tuple[Any, Places]:
    """Parse YAML text; return the value and, for every key path in it, ``<where> line <n>``."""
    places: Places = {}
    try:
        loader = PlainLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None, places
        _note_places(node, (), places, where)
        return loader.construct_document(node), places
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f" line {mark.line + 1}" if mark else ""
        raise ReviewError(
            f"not valid YAML: {error.problem or error.context}",
            where=f"{where}{line}",
            fix="Check the indentation and quoting there.",
        ) from error
    except yaml.YAMLError as error:
        raise ReviewError(f"not valid YAML: {error}", where=where) from error


def check(
    document: Any,
    schema: str,
    *,
    where: str,
    places: Places | None = None,
    whole: str = "the file",
) -> None:
    """Raise ReviewError with the clearest of the reasons why a value does not fit a schema.

    ``whole`` is what the message calls the value itself, as against the keys in it.
    """
    errors = list(_validator(schema).iter_errors(document))
    if not errors:
        return
    # An unknown key explains itself best, and often causes the other errors.
    unknown = [error for error in errors if error.validator == "additionalProperties"]
    error = unknown[0] if unknown else cast(ValidationError, best_match(errors))
    path = tuple(cast(Iterable[Key], error.absolute_path))
    if "propertyNames" in error.absolute_schema_path:
        path = (*path, cast(Key, error.instance))  # it is the key itself that does not fit
    if error.validator == "additionalProperties":
        _refuse_unknown_key(error, path, where, places or {})
    name = ".".join(map(str, path)) or whole
    raise ReviewError(
        f"{name}: {_reason(error)}",
        where=_place(where, path, places or {}),
        fix=_fix(error),
    )


def nearest(word: str, words: Iterable[str]) -> str:
    """Return ``Did you mean 'x'?`` for the closest word, else the list of what is allowed."""
    allowed = sorted(words)
    if not allowed:
        return "There is none to name here."
    close = difflib.get_close_matches(word, allowed, n=1, cutoff=0.5)
    return f"Did you mean '{close[0]}'?" if close else f"Allowed here: {', '.join(allowed)}."


@functools.cache
def load_schema(schema: str) -> dict[str, Any]:
    """Return the parsed JSON Schema ``workflow/schemas/<schema>.schema.yaml``."""
    text = (SCHEMAS / f"{schema}.schema.yaml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=PlainLoader)
    return cast(dict[str, Any], document)


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    document = load_schema(schema)
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def _note_places(node: yaml.Node, path: tuple[Key, ...], places: Places, where: str) -> None:
    places.setdefault(path, f"{where} line {node.start_mark.line + 1}")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = f"{where} line {key_node.start_mark.line + 1}"
            if key in seen:
                raise ReviewError(
                    f"the key '{key}' stands twice", where=place, fix="Keep one of the two."
                )
            seen.add(key)
            places[(*path, key)] = place
            _note_places(value_node, (*path, key), places, where)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_places(item, (*path, index), places, where)


def _refuse_unknown_key(
    error: ValidationError, path: tuple[Key, ...], where: str, places: Places
) -> None:
    allowed = set(cast(Mapping[str, Any], error.schema).get("properties", {}))
    key = next(name for name in cast(Mapping[str, Any], error.instance) if name not in allowed)
    name = ".".join(map(str, (*path, key)))
    raise ReviewError(
        f"{name}: unknown key",
        where=_place(where, (*path, key), places),
        fix=nearest(str(key), allowed),
    )


def _place(where: str, path: tuple[Key, ...], places: Places) -> str:
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return where


_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a group of keys",
    "string": "text",
}


def _reason(error: ValidationError) -> str:
    if error.validator == "required":
        return f"the key '{_missing(error)}' is missing"
    if error.validator == "enum":
        return f"{error.instance!r} is not one of the values allowed"
    if error.validator == "type":
        wanted = error.validator_value
        names = [wanted] if isinstance(wanted, str) else cast(Sequence[str], wanted)
        asked = " or ".join(_TYPES[name] for name in names)
        return f"{error.instance!r} is not {asked}" if error.instance is not None else "empty"
    if error.validator == "pattern":
        return f"{error.instance!r} does not have the form asked for"
    if error.validator == "minLength":
        return "empty text"
    return error.message


def _fix(error: ValidationError) -> str:
    schema = cast(Mapping[str, Any], error.schema)
    if error.validator == "enum":
        values = [str(value) for value in cast(Sequence[Any], error.validator_value)]
        return nearest(str(error.instance), values)
    if error.validator == "required":
        schema = schema.get("properties", {}).get(_missing(error), schema)
    description = str(schema.get("description", "")).strip()
    return f"It should be: {description}" if description else ""


def _missing(error: ValidationError) -> str:
    required = cast(Sequence[str], error.validator_value)
    return min(set(required) - set(cast(Mapping[str, Any], error.instance)))
