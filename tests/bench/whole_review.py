"""The default review from an empty folder, and a second run with nothing to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PARTS = ("Snakefile", "config", "workflow", "scripts", "references")
COLD_TARGET_S = 40
IDLE_TARGET_S = 3


def main() -> None:
    """Time both runs on two cores with the built-in renderer; print them over their targets."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in PARTS:
            source = PROJECT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
        shutil.copytree(
            PROJECT / "reports", folder / "reports", ignore=shutil.ignore_patterns("index.html")
        )
        for label, target in (("cold", COLD_TARGET_S), ("nothing to do", IDLE_TARGET_S)):
            took = _seconds(folder)
            print(f"{label}: {took:.1f} s, {took / target:.2f} of the target of {target} s")


def _seconds(folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(
        [
            *(sys.executable, "-m", "snakemake", "--cores", "2", "--quiet", "all"),
            *("--config", "report={renderer: pandoc}"),
        ],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start
