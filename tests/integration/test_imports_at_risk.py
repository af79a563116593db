"""Imports that are killed in the middle, or run twice at once: every user is there once, on both databases."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from saas_core.access.import_rows import csv_rows
from saas_core.access.use_cases.imports import BATCH

Anything = Any
BATCHES = 3
ROWS = BATCH * BATCHES + 7

# Says after each batch how many rows were dealt with, and goes on only when it is told to.
IMPORTING = """
import sys
from pathlib import Path
from uuid import UUID
from saas_app import open_application, settings_at
from saas_core.access.import_rows import csv_rows
from saas_core.kernel.actors import ClientUser

home, url, tenant, owner, file, stops = sys.argv[1:]

def heard(rows):
    print(rows, flush=True)
    if stops == "yes":
        sys.stdin.readline()

with open_application(settings_at(Path(home), database_url=url)) as application, open(file, "rb") as rows:
    by = ClientUser(UUID(tenant), UUID(owner))
    view = application.access.imports.import_users(
        by=by, tenant_id=by.tenant_id, rows=csv_rows(rows), on_progress=heard
    )
    print("added", view.added, view.already, len(view.refused), flush=True)
"""


class File:
    """A file of users who all get a role, and the command that imports it in another process."""

    def __init__(self, company: Anything, url: str, path: Path) -> None:
        """Write the file, and make the role."""
        self.company, self.path = company, path
        self.owner = company.owners[0]
        access = company.application.access
        access.roles.create(by=self.owner, tenant_id=company.tenant_id, name="Clerk", permissions=["data.export"])
        lines = (f"user{number}@acme.example,User {number},Clerk\n" for number in range(ROWS))
        path.write_text("email,name,roles\n" + "".join(lines))
        home = str(company.application.settings.home)
        self._command = [sys.executable, "-c", IMPORTING, home, url, str(company.tenant_id)]
        self._command += [str(self.owner.user_id), str(path)]

    def imported_elsewhere(self, *, stops: bool) -> subprocess.Popen[str]:
        """Begin the import in a process of its own."""
        return subprocess.Popen(
            [*self._command, "yes" if stops else "no"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def imported_here(self) -> tuple[int, int, int]:
        """Import it in this process, and give the users added, those already there, and rows refused."""
        with self.path.open("rb") as rows:
            view = self.company.application.access.imports.import_users(
                by=self.owner, tenant_id=self.company.tenant_id, rows=csv_rows(rows)
            )
        return view.added, view.already, len(view.refused)

    def require_everybody_once(self, database: Anything) -> None:
        """Require each user once, in one state, with one role and one journal entry, in an unbroken journal."""
        ours = "substr(name, 1, 5) = 'User '"
        of_ours = f"user_id IN (SELECT id FROM users WHERE {ours})"
        told = {
            "users": database.ask(f"SELECT count(*), count(DISTINCT email_key) FROM users WHERE {ours}"),
            "states": database.ask(f"SELECT count(*), count(DISTINCT user_id) FROM user_states WHERE {of_ours}"),
            "roles": database.ask(f"SELECT count(*), count(DISTINCT user_id) FROM assignments WHERE {of_ours}"),
        }
        assert told == {what: [(ROWS, ROWS)] for what in told}
        entries = "action = 'access.add_user'"
        # Beside them the client's two owners and somebody invited.
        assert database.ask(f"SELECT count(*), count(DISTINCT subject) FROM journal_entries WHERE {entries}") == [
            (ROWS + 3, ROWS + 3)
        ]
        verified = self.company.application.oversight.audit.verify(by=self.owner, tenant_id=self.company.tenant_id)
        assert verified.broken is None


@pytest.fixture
def file(company: Anything, database: Anything, tmp_path: Path) -> File:
    """Return a file of users to import."""
    return File(company, database.url, tmp_path / "users.csv")


def test_an_import_killed_in_the_middle_goes_on_where_it_ended(file: File, database: Anything) -> None:
    """Committed batches stay, nothing is partial, and the second run adds the rest."""
    with file.imported_elsewhere(stops=True) as importing:
        assert importing.stdin
        assert importing.stdout
        assert importing.stdout.readline() == f"{BATCH}\n"
        # It is told to go on, and killed at some point within its second transaction.
        importing.stdin.write("\n")
        importing.stdin.flush()
        importing.send_signal(signal.SIGKILL)
        importing.wait(timeout=60)
    added, already, refused = file.imported_here()
    assert (added + already, refused) == (ROWS, 0)
    assert already in {BATCH, 2 * BATCH}
    file.require_everybody_once(database)


def test_an_import_killed_before_it_commits_leaves_nothing_of_that_batch(file: File, database: Anything) -> None:
    """Its transaction is undone by the database, whose lock is free again at once."""
    killing = IMPORTING.replace("import sys\n", "import os, sys\n", 1).replace(
        "def heard(rows):",
        "from saas_sql import SqlWork\n"
        "commits, count = SqlWork.commit, [0]\n"
        "def commit(work):\n"
        "    count[0] += 1\n"
        "    if count[0] == 2:\n"
        "        work.session.send()\n"
        "        os.kill(os.getpid(), 9)\n"
        "    commits(work)\n"
        "SqlWork.commit = commit\n"
        "def heard(rows):",
    )
    command = [killing if each == IMPORTING else each for each in file._command]
    ended = subprocess.run([*command, "no"], stdout=subprocess.PIPE, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, f"{BATCH}\n")
    assert file.imported_here() == (ROWS - BATCH, BATCH, 0)
    file.require_everybody_once(database)


def test_of_two_imports_of_one_file_at_once_every_user_is_added_once(file: File, database: Anything) -> None:
    """Each passes over whom the other added; none is refused."""
    with file.imported_elsewhere(stops=False) as first, file.imported_elsewhere(stops=False) as second:
        assert first.stdout
        assert second.stdout
        told = [each.stdout.read().split("\n") for each in (first, second)]
    totals = [tuple(map(int, lines[-2].removeprefix("added ").split())) for lines in told]
    assert [added + already for added, already, _refused in totals] == [ROWS, ROWS]
    assert sum(added for added, _already, _refused in totals) == ROWS
    assert [refused for _added, _already, refused in totals] == [0, 0]
    file.require_everybody_once(database)
