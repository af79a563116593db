"""Plant each mutant in a copy of the sources, and see the tests named for it go red.

    python tests/mutants/run.py [WORD …]

First the tests named run on a copy without a mutant and must all pass. Then each mutant gets a copy of its own; every
test named must fail, by an assertion or by an answer of the software, and not because something could not be imported
or set up, and the module mutated must have come from the copy. The exit code is 0 when all of it was so.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from table import ROOT, ROOTS, Mutant, mutants

LONGEST_SECONDS = 180
# Each changed file gets a time of its own, so that no byte code of another mutant is taken for it.
_times = count(1)


def main(words: list[str]) -> int:
    """Run the rows that hold one of the words, or all."""
    rows = [each for each in mutants() if not words or any(word in f"{each.promise} {each.file}" for word in words)]
    if not rows:
        print("No row of the table holds that word.")
        return 2
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        problems = _green(Path(folder), rows)
        if problems:
            print("Without a mutant:", *problems, sep="\n  ")
            return 1
        failed = 0
        for row, (seconds, problems) in zip(rows, _tried(Path(folder), rows), strict=True):
            failed += bool(problems)
            print(f"{'NOT SEEN' if problems else 'red':8} {seconds:5.1f} s  {row.promise}", flush=True)
            for problem in problems:
                print(f"          {problem}")
    print(f"{len(rows) - failed} of {len(rows)} mutants were seen.")
    return 1 if failed else 0


def _tried(folder: Path, rows: list[Mutant]) -> Iterator[tuple[float, list[str]]]:
    """Yield the seconds and the problems of each row, in order; as many rows at once as there are processors."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    places = [folder / str(each) for each in range(os.cpu_count() or 1)]
    for place in places:
        place.mkdir()
        free.put(place)

    def tried(row: Mutant) -> tuple[float, list[str]]:
        place = free.get()
        began = time.monotonic()
        try:
            problems = _red(place, row)
            return time.monotonic() - began, problems
        finally:
            free.put(place)

    with ThreadPoolExecutor(len(places)) as pool:
        yield from pool.map(tried, rows)


def _green(folder: Path, rows: list[Mutant]) -> list[str]:
    problems: list[str] = []
    for driver in sorted({row.driver for row in rows}):
        tests = sorted({test for row in rows if row.driver == driver for test in row.tests})
        told = _run(folder, tests, {}, driver, longest=LONGEST_SECONDS + 5 * len(tests))
        problems += [] if told["tests"] else [told["output"]]
        problems += [f"{node} is {how}" for node, how in told["tests"].items() if how != "passed"]
    return problems


def _red(folder: Path, row: Mutant) -> list[str]:
    planted = row.planted((ROOT / row.file).read_text(encoding="utf-8"))
    told = _run(folder, row.tests, {row.file: planted}, row.driver)
    if not told["tests"]:
        return [told["output"]]
    problems = []
    # Revisions are loaded from their files by Alembic, under no name; the package that they lie in has one.
    module, file = row.module, row.file
    if "/migrations/versions/" in file:
        module, file = "saas_sql.schema", "src/adapters/saas_sql/schema.py"
    if told["modules"].get(module) != str(folder / file):
        problems.append(f"{module} was not imported from the copy but from {told['modules'].get(module)}")
    found: dict[str, set[str]] = {each: set() for each in row.tests}
    for node, how in told["tests"].items():
        found[row.named(node) or row.tests[0]].add(how)
    # Of a test with cases, one case seen red is enough; broken ones beside it do not count for it.
    problems += [
        f"{test}: {', '.join(sorted(how)) or 'did not run'}" for test, how in found.items() if "red" not in how
    ]
    return problems


def _run(
    folder: Path, tests: Iterable[str], changed: dict[str, str], driver: str, *, longest: int = LONGEST_SECONDS
) -> dict[str, Any]:
    shutil.rmtree(folder / "src", ignore_errors=True)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("features", "docs"):
        # Where a tree has its sources it has what stands in the policy besides the terms, too.
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    for file, text in changed.items():
        (folder / file).write_text(text, encoding="utf-8")
        changed_at = next(_times)
        os.utime(folder / file, (changed_at, changed_at))
    witness = folder / "witness.json"
    witness.unlink(missing_ok=True)
    # What stands here is looked at before what an editable install put on the path.
    path = os.pathsep.join([*(str(folder / each) for each in ROOTS), str(Path(__file__).parent)])
    environ = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPATH": path,
        # Byte code is kept beside the copies: what no mutant changed is compiled once.
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "SAAS_WITNESS": str(witness),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
    }
    asked = [test.removesuffix("::") for test in tests]
    options = ["-q", "-p", "witness", "--thorough", "--no-header", "--tb=short", "--driver", driver]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *asked],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=longest,
        )
        output = done.stdout[-1500:] + done.stderr[-500:]
    except subprocess.TimeoutExpired:
        output = f"took more than {longest} s"
    told = json.loads(witness.read_text(encoding="utf-8")) if witness.exists() else {"tests": {}, "modules": {}}
    return {**told, "output": output}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
