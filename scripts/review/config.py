"""The configuration of a review: merged by Snakemake, checked here before anything runs."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import Places, check, load_schema, read_yaml


def validated(config: Mapping[str, Any], files: Iterable[str | Path] = ()) -> dict[str, Any]:
    """Return the configuration with dates as ISO texts, or raise ReviewError.

    ``config`` is what Snakemake merged from ``files`` and ``--config``. The error names the
    file and line that the offending value comes from, or --config, the key, the value and the
    fix. Unknown keys are errors, and so are paths that do not exist.
    """
    settings: dict[str, Any] = _plain(config)
    missing = [key for key in load_schema("config")["required"] if key not in settings]
    if missing:
        raise ReviewError(
            f"the key '{missing[0]}' is missing",
            where="configuration",
            fix="Run snakemake in the folder that holds config/config.yaml, or name that file too: "
            "--configfile config/config.yaml my-review.yaml.",
        )
    places = _origins(settings, [_parsed(Path(file)) for file in files])
    check(settings, "config", where="configuration", places=places)
    settings.setdefault("refresh", False)
    for key, default in _UNSET.items():
        settings["search"].setdefault(key, default)
    related = settings["search"]["related"]
    related["seeds"] = [str(seed) for seed in related["seeds"]]
    _check_source(settings["source"], places)
    _check_search(settings["search"], places)
    for section, key in _PATHS:
        _check_paths(settings[section][key], (section, key), places)
    _check_renderer(settings["report"], places)
    asked = question(Path(settings["screening"]["criteria"]))
    for key in ("title", "question"):
        settings["report"].setdefault(key, asked.get(key))
    return settings


def refuse_bad_yaml(file: str | Path) -> None:
    """Raise ReviewError where a configuration file is no YAML with keys, naming file and line.

    Snakemake, which reads it next, names neither. That there is no file it does say itself.
    """
    if Path(file).is_file() and not isinstance(read_yaml(file)[0], dict):
        raise ReviewError(
            "no keys in this file", where=str(file), fix="config/README.md lists the keys."
        )


def question(criteria: Path) -> dict[str, str]:
    """Return what a criteria file says beside its criteria: title, question, themes, known.

    A file that is not YAML gives nothing here: screening, which reads all of it, explains.
    """
    try:
        document, _ = read_yaml(criteria)
    except ReviewError:
        return {}
    found = document if isinstance(document, dict) else {}
    keys = ("title", "question", "themes", "known")
    return {key: found[key] for key in keys if isinstance(found.get(key), str)}


_COMMAND_LINE = "--config"
_UNSET: dict[str, Any] = {
    "concepts": {},
    "files": [],
    "allow_ignored": [],
    "since": None,
    "reported": {},
}

_PATHS = (
    ("search", "files"),
    ("screening", "criteria"),
    ("screening", "decisions"),
    ("extraction", "vocabulary"),
    ("extraction", "corrections"),
    ("synthesis", "comparisons"),
    ("synthesis", "claims"),
    ("report", "compare_to"),
)


def _parsed(file: Path) -> tuple[Any, Places]:
    document, places = read_yaml(Path(os.path.relpath(file)))
    return _plain(document), places


def _origins(settings: Any, written: Sequence[tuple[Any, Places]]) -> Places:
    """Say of every key of the merged configuration where its value was written.

    A value belongs to the file that says the same; what no file says came with --config.
    """
    places: Places = {}

    def note(value: Any, path: tuple[str | int, ...], files: list[tuple[Any, Places]]) -> None:
        saying = [found for said, found in files if _same(said, value)]
        places[path] = saying[0].get(path, _COMMAND_LINE) if saying else _COMMAND_LINE
        for key, item in _items(value):
            inner = [(dict(_items(said)).get(key), found) for said, found in files]
            note(item, (*path, key), [pair for pair in inner if (*path, key) in pair[1]])

    note(settings, (), list(written))
    return places


def _same(said: Any, value: Any) -> bool:
    # Of a group each file says a part. Snakemake reads YAML 1.1, where `no` is a boolean.
    groups = isinstance(said, dict) and isinstance(value, dict)
    return groups or isinstance(value, bool) or bool(said == value)


def _items(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _check_source(source: Mapping[str, Any], places: Places) -> None:
    if source["endpoint"] == "ncbi" and not source["email"]:
        raise ReviewError(
            "source.email: NCBI asks for the address of whoever runs the search",
            where=_place(("source", "email"), places),
            fix="Set source.email to your address, or source.endpoint to local.",
        )
    if source["endpoint"] == "local":
        if not source["corpus"]:
            raise ReviewError(
                "source.corpus: the local endpoint has nothing to serve",
                where=_place(("source", "corpus"), places),
                fix="Name at least one file or folder of PubMed XML.",
            )
        _check_paths(source["corpus"], ("source", "corpus"), places)


def _check_search(search: Mapping[str, Any], places: Places) -> None:
    if not (search["query"] or "").strip() and not search["concepts"]:
        raise ReviewError(
            "search.query: the query is empty, and search.concepts too",
            where=_place(("search", "query"), places),
            fix="Write a query in PubMed's syntax, for instance "
            '"multiple myeloma"[tiab] AND lenalidomide[tiab].',
        )
    for key in ("until", "since"):
        _check_day(search[key], key, places)
    if search["since"] and search["since"] > search["until"]:
        raise ReviewError(
            "search.since: a day after search.until",
            where=_place(("search", "since"), places),
            value=search["since"],
            fix="It is the day of the earlier search, which this one updates.",
        )


def _check_day(day: str | None, key: str, places: Places) -> None:
    try:
        datetime.date.fromisoformat(day or "2000-01-01")
    except ValueError as error:
        raise ReviewError(
            f"search.{key}: not a day of the calendar",
            where=_place(("search", key), places),
            value=day,
            fix="Write it as YYYY-MM-DD.",
        ) from error


def _check_renderer(report: Mapping[str, Any], places: Places) -> None:
    if report["renderer"] == "quarto" and shutil.which("quarto") is None:
        raise ReviewError(
            "report.renderer: quarto is not on PATH",
            where=_place(("report", "renderer"), places),
            value="quarto",
            fix="Install Quarto 1.6 or later, or set report.renderer to auto or pandoc.",
        )


def _check_paths(value: str | list[str] | None, key: tuple[str, str], places: Places) -> None:
    paths = [value] if isinstance(value, str) else value or []
    for path in paths:
        if not Path(path).exists():
            raise ReviewError(
                f"{'.'.join(key)}: no such file or folder",
                where=_place(key, places),
                value=path,
                fix="Check the path; it is taken from the folder where snakemake runs.",
            )


def _place(key: tuple[str, ...], places: Places) -> str:
    return places.get(key, "configuration")


def _plain(value: Any) -> Any:
    """Copy to plain dicts and lists; YAML reads an unquoted day as a date, we want its text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
