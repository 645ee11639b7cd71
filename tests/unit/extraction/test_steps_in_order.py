"""No step of the grammar knows of a later one: what a step imports lies before it."""

from __future__ import annotations

import re
from pathlib import Path

import extraction

ROOT = Path(extraction.__file__).parent
STEPS = ("text", "numbers", "arms", "mentions", "series", "clauses", "claims", "relations")
_IMPORT = re.compile(r"^\s*(?:from|import) extraction\.(\w+)", re.MULTILINE)


def test_every_folder_is_a_step() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == {*STEPS, "facts"}


def test_a_step_imports_no_later_one() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {used}"
        for place, step in enumerate(STEPS)
        for path in sorted((ROOT / step).glob("*.py"))
        for used in _IMPORT.findall(path.read_text(encoding="utf-8"))
        if used in STEPS[place + 1 :] or used in ("reader", "coherence", "rows", "stance")
    ]
    assert not wrong
