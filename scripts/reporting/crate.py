"""The exports as a Workflow Run RO-Crate: what ran, on what, and what came out.

Profile: https://w3id.org/ro/wfrun/workflow/0.5. Every file carries its SHA-256, so that the
folder can be checked after it has been handed on.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from review.files import sha256_of

PROFILE = "https://w3id.org/ro/wfrun/workflow/0.5"
TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".ris": "application/x-research-info-systems",
    ".bib": "application/x-bibtex",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PACKAGES = ("snakemake", "biopython", "lxml", "pyarrow", "scipy", "scikit-learn")


def crate_metadata(
    folder: Path,
    *,
    name: str,
    description: str,
    day: str,
    inputs: Sequence[str],
    descriptions: Mapping[str, str],
) -> str:
    """Return ``ro-crate-metadata.json`` for the files that lie in ``folder``.

    ``inputs`` are paths in it that the run read; the file ``provenance/Snakefile`` is the
    workflow; the others are results. ``day`` (ISO) is the date of publication.
    """
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate()

    def add(identifier: str, kind: str, **properties: Any) -> Any:
        entity = ContextEntity(crate, identifier, {"@type": kind, **properties})
        return crate.add(entity)

    crate.name = name
    crate.description = description
    crate.datePublished = day
    crate.license = "https://creativecommons.org/publicdomain/zero/1.0/"
    crate.root_dataset["conformsTo"] = {"@id": PROFILE}
    add(PROFILE, "CreativeWork", name="Workflow Run Crate")
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = path.relative_to(folder).as_posix()
        if place == "provenance/Snakefile":
            continue
        files[place] = crate.add_file(path, place, properties=_about(path, place, descriptions))
    workflow = crate.add_workflow(
        folder / "provenance" / "Snakefile",
        "provenance/Snakefile",
        main=True,
        lang="snakemake",
        properties={"name": "Living Review"},
    )

    workflow["softwareRequirements"] = [
        add(f"#{package}", "SoftwareApplication", name=package, softwareVersion=number)
        for package, number in _versions()
    ]
    action = add(
        "#run",
        "CreateAction",
        name=f"Run of the review {name}",
        endTime=day,
        actionStatus={"@id": "http://schema.org/CompletedActionStatus"},
    )
    action["instrument"] = workflow
    action["object"] = [files[place] for place in inputs if place in files]
    action["result"] = [entity for place, entity in files.items() if place not in inputs]
    crate.root_dataset["mentions"] = action
    metadata = crate.metadata.generate()
    metadata["@graph"].sort(key=lambda entity: _order(entity["@id"]))
    return json.dumps(metadata, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _about(path: Path, place: str, descriptions: Mapping[str, str]) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": path.name,
        "contentSize": str(path.stat().st_size),
        "sha256": sha256_of(path),
    }
    if path.suffix in TYPES:
        about["encodingFormat"] = TYPES[path.suffix]
    if place in descriptions:
        about["description"] = descriptions[place]
    return about


def _versions() -> list[tuple[str, str]]:
    return [
        ("python", platform.python_version()),
        *((package, version(package)) for package in PACKAGES),
    ]


def _order(identifier: str) -> tuple[int, str]:
    first = ("ro-crate-metadata.json", "./")
    return (first.index(identifier) if identifier in first else len(first), identifier)
