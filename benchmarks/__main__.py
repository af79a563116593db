"""Run a benchmark: `python -m benchmarks check --users 1000 --json` or `python -m benchmarks imports --json`."""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks import check, imports


def main() -> None:
    """Measure, and print one object of figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    checking = kinds.add_parser("check", help="gate.check against a hand-written check with one role lookup")
    checking.add_argument("--users", type=int, default=1000, help="users of the tenant (default 1000)")
    checking.add_argument("--rounds", type=int, default=2000, help="checks measured (default 2000)")
    importing = kinds.add_parser("imports", help="importing the gate against importing attrs and cattrs alone")
    importing.add_argument("--rounds", type=int, default=7, help="fresh processes of each kind (default 7)")
    for each in (checking, importing):
        each.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    figures = check.measure(given.users, given.rounds) if given.kind == "check" else imports.measure(given.rounds)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        sys.stdout.write(f"{name:24} {value}\n")


if __name__ == "__main__":
    main()
