"""Poolers by transaction in front of a PostgreSQL: PgBouncer where the system has it, and a small one of our own."""

from __future__ import annotations

import os
import select
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STARTUP = 196608
_ENCRYPTION = {80877103, 80877104}
_LONG_ENOUGH = 10.0


def _exact(peer: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        some = peer.recv(count - len(found))
        if not some:
            raise ConnectionError
        found += some
    return found


def _message(peer: socket.socket) -> tuple[bytes, bytes]:
    kind, length = struct.unpack("!cI", _exact(peer, 5))
    return kind, _exact(peer, length - 4)


def _put(peer: socket.socket, kind: bytes, body: bytes) -> None:
    peer.sendall(kind + struct.pack("!I", len(body) + 4) + body)


class Pooler:
    """Gives each transaction to the session of the server that has waited longest, whoever had it before.

    It listens on a socket in a folder of its own, as PostgreSQL does, and knows just enough of the protocol: sessions
    are given back when the server says that no transaction is open. `given` counts how often that was.
    """

    def __init__(self, server: Path, database: str, *, user: str = "owner", size: int = 2) -> None:
        """Open the sessions on the server's socket, and listen."""
        self.folder = Path(tempfile.mkdtemp(prefix="saas-pool-"))
        self.given = 0
        self._free: list[socket.socket] = []
        self._changed = threading.Condition()
        self._told: list[tuple[bytes, bytes]] = []
        for _ in range(size):
            self._free.append(self._session(server, database, user))
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self.folder / ".s.PGSQL.5432"))
        self._door.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening, and close the sessions."""
        # Wakes the thread that waits for callers, which closing alone does not.
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for each in self._free:
            each.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _session(self, server: Path, database: str, user: str) -> socket.socket:
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(str(server))
        hello = struct.pack("!I", _STARTUP) + f"user\0{user}\0database\0{database}\0\0".encode()
        peer.sendall(struct.pack("!I", len(hello) + 4) + hello)
        told = []
        while True:
            kind, body = _message(peer)
            if kind == b"E":
                raise RuntimeError(body)
            if kind == b"S":
                told.append((kind, body))
            if kind == b"Z":
                self._told = told
                return peer

    def _accept(self) -> None:
        while True:
            try:
                caller, _address = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _take(self) -> socket.socket:
        with self._changed:
            while not self._free:
                self._changed.wait()
            return self._free.pop(0)

    def _give(self, session: socket.socket) -> None:
        with self._changed:
            self.given += 1
            self._free.append(session)
            self._changed.notify()

    def _serve(self, caller: socket.socket) -> None:
        session: socket.socket | None = None
        try:
            self._greet(caller)
            asked = 0
            while True:
                peers = [caller] if session is None else [caller, session]
                # Both sides at once: several statements may be under way before the first is answered.
                (peer, *_more), _, _ = select.select(peers, [], [])
                kind, body = _message(peer)
                if peer is not caller:
                    _put(caller, kind, body)
                    asked -= kind == b"Z"
                    if kind == b"Z" and not asked and body == b"I":
                        self._give(session)
                        session = None
                    continue
                if kind == b"X":
                    return
                session = session or self._take()
                _put(session, kind, body)
                # A simple query, or the end of an extended one: the server answers until it is ready again.
                asked += kind in b"QS"
        except OSError:
            return
        finally:
            caller.close()
            if session is not None:
                self._undone(session)

    def _greet(self, caller: socket.socket) -> None:
        while True:
            (length,) = struct.unpack("!I", _exact(caller, 4))
            (code,) = struct.unpack("!I", _exact(caller, length - 4)[:4])
            if code not in _ENCRYPTION:
                break
            caller.sendall(b"N")
        _put(caller, b"R", struct.pack("!I", 0))
        for kind, body in self._told:
            _put(caller, kind, body)
        # As poolers do it, the number of the session is one of its own.
        _put(caller, b"K", struct.pack("!II", 1, 1))
        _put(caller, b"Z", b"I")

    def _undone(self, session: socket.socket) -> None:
        with suppress(OSError):
            _put(session, b"Q", b"ROLLBACK\0")
            while _message(session)[0] != b"Z":
                pass
            self._give(session)


@contextmanager
def small_pooler(folder: Path, database: str) -> Iterator[str]:
    """Yield the URL of a database behind the small pooler; `folder` is that of the server's socket."""
    pooler = Pooler(folder / ".s.PGSQL.5432", database)
    try:
        yield f"postgresql+psycopg://owner@/{database}?host={pooler.folder}"
        assert pooler.given
    finally:
        pooler.close()


def pgbouncer() -> str | None:
    """Return the program, if the system has it."""
    return os.environ.get("SAAS_TEST_PGBOUNCER") or shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def real_pooler(folder: Path, database: str) -> Iterator[str]:
    """Yield the URL of a database behind PgBouncer, which serves two sessions by transaction."""
    program = pgbouncer()
    assert program is not None
    place = Path(tempfile.mkdtemp(prefix="saas-bouncer-", dir="/tmp"))
    place.chmod(0o777)
    (place / "users.txt").write_text('"owner" ""\n')
    (place / "pgbouncer.ini").write_text(
        f"""[databases]
* = host={folder} user=owner pool_size=2
[pgbouncer]
pool_mode = transaction
auth_type = any
listen_addr =
unix_socket_dir = {place}
logfile = {place}/log
pidfile = {place}/pid
ignore_startup_parameters = extra_float_digits
"""
    )
    # It does not run as root, just as the server does not, into whose folder it must see.
    owner = folder.stat()
    other = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    server = subprocess.Popen(
        [program, "-q", str(place / "pgbouncer.ini")], cwd=place, stderr=subprocess.DEVNULL, **other
    )
    try:
        begun = time.monotonic()
        while not (place / ".s.PGSQL.6432").exists():
            assert server.poll() is None, (place / "log").read_text()
            assert time.monotonic() - begun < _LONG_ENOUGH
            time.sleep(0.02)
        yield f"postgresql+psycopg://owner@/{database}?host={place}&port=6432"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(place, ignore_errors=True)
