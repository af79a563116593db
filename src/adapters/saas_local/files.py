"""Files written whole or not at all, for their owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saas_core.kernel.errors import StoreUnavailable


@contextmanager
def storing(what: str, path: Path) -> Iterator[None]:
    """Raise the system's errors about a file as StoreUnavailable."""
    try:
        yield
    except OSError as fault:
        message = f"The {what} {path} cannot be used: {fault.strerror or fault}."
        raise StoreUnavailable(message, remedy="Check that the folder exists, is yours and has room.") from fault


def write_new(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet, readable for its owner alone; returns whether it was written.

    Another process sees the whole file or none. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = _written(path, content)
    try:
        # A link, unlike a rename, never replaces a file that came in between.
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    _settled(path.parent)
    return True


def replace(path: Path, content: bytes) -> None:
    """Write a file in place of the one that is there; another process sees the old one or the new. Raises OSError."""
    temporary = _written(path, content)
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise
    _settled(path.parent)


def _written(path: Path, content: bytes) -> Path:
    # mkstemp makes the file with mode 0600 from the beginning.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink()
        raise
    return Path(name)


def _settled(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
