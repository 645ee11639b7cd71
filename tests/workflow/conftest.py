"""A copy of the project in an empty folder, and a way to run Snakemake in it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PARTS = (
    *("Snakefile", "config", "workflow", "profiles", "scripts", "references", "reports"),
    "tests/reviews",
)
EPOCH = "1763856000"


@dataclass(frozen=True)
class Checkout:
    """A folder that holds the project as a clone would."""

    folder: Path

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``snakemake`` with arguments; standard error is part of the output."""
        # PATH holds no Python of ours: the interpreter must not depend on it.
        clean = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder),
            "SOURCE_DATE_EPOCH": EPOCH,
            **environment,
        }
        return subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments],
            cwd=self.folder,
            env=clean,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

    def outputs(self) -> dict[str, bytes]:
        """Return every file of results/ and the rendered reports, by its path."""
        files = [path for path in (self.folder / "results").rglob("*") if path.is_file()]
        for rendered in (self.folder / "reports").glob("*/index.html"):
            files += [path for path in rendered.parent.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in sorted(files)}


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Leave out caches and what a run rendered in the working tree."""
    rendered = {name for name in names if Path(folder, name, "index.html").exists()}
    return rendered | {name for name in names if name == "__pycache__"}


@pytest.fixture(scope="session")
def new_checkout(tmp_path_factory):
    """Return a function that makes a fresh checkout."""

    def make() -> Checkout:
        folder = tmp_path_factory.mktemp("checkout")
        for part in PARTS:
            source = PROJECT / part
            target = folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=_ignored)
            else:
                shutil.copy(source, target)
        return Checkout(folder)

    return make


@pytest.fixture(scope="session")
def finished(new_checkout):
    """The default review, run once from an empty folder on one core."""
    checkout = new_checkout()
    run = checkout.run("--cores", "1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    assert run.returncode == 0, run.stdout
    return checkout


@pytest.fixture
def copy_of_finished(finished, tmp_path):
    """A finished review that a test may change."""
    folder = tmp_path / "copy"
    # Snakemake compares times: keep them.
    shutil.copytree(finished.folder, folder, symlinks=True, copy_function=shutil.copy2)
    return Checkout(folder)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(PROJECT / "tests" / "workflow"):
            item.add_marker(pytest.mark.workflow)


os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
