"""Run a benchmark, such as `python -m benchmarks check --users 1000 --json`; `--help` lists them."""

from __future__ import annotations

import argparse

from benchmarks import check, imports
from benchmarks.output import tell


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    checking = kinds.add_parser("check", help="gate.check against a check written by hand, and against libraries")
    checking.add_argument("--users", type=int, default=1000, help="users of the client (default 1000)")
    checking.add_argument("--rounds", type=int, default=60, help="rounds of a batch for each contender (default 60)")
    checking.add_argument("--patience", type=float, default=120, help="seconds a library may load (default 120)")
    importing = kinds.add_parser("imports", help="importing the gate against importing attrs and cattrs alone")
    importing.add_argument("--rounds", type=int, default=25, help="fresh processes of each kind (default 25)")
    for each in (checking, importing):
        each.add_argument("--json", action="store_true", help="print one JSON object on one line")
    given = parser.parse_args()
    if given.kind == "check":
        figures = check.measure(given.users, given.rounds, given.patience)
    else:
        figures = imports.measure(given.rounds)
    tell(figures, as_json=given.json)


if __name__ == "__main__":
    main()
