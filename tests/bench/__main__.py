"""Measure speed and print ratios: ``python -m tests.bench [name ...]`` runs all, or those named.

A benchmark is a module of this folder with ``main() -> None``. Times depend on the machine, so
each prints what it measured over something measured in the same run, or over a stated target.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parents[1] / "scripts"))


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all of them, in alphabetical order."""
    there = sorted(module.name for module in pkgutil.iter_modules([str(FOLDER)]))
    there.remove("__main__")
    unknown = sorted(set(names) - set(there))
    if unknown:
        print(f"error: no benchmark {', '.join(unknown)}; there are: {', '.join(there)}")
        return 1
    for name in names or there:
        print(f"== {name}", flush=True)
        importlib.import_module(f"tests.bench.{name}").main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
