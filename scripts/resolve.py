"""Write the configuration as the run resolved it, so that results say what made them."""

from __future__ import annotations

import argparse
import json

import yaml

from review.errors import ReviewError
from review.files import write_atomically
from review.program import run


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", required=True, help="the resolved configuration, as JSON")
    parser.add_argument("--out", required=True, help="where to write it, as YAML")
    arguments = parser.parse_args(argv)
    try:
        settings = json.loads(arguments.settings)
    except json.JSONDecodeError as error:
        raise ReviewError(f"not JSON: {error}", where="--settings") from error
    write_atomically(
        arguments.out, yaml.safe_dump(settings, sort_keys=False, allow_unicode=True, width=88)
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))
