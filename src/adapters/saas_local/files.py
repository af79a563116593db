"""Atomically written files, readable by their owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saas_core.kernel.errors import StoreUnavailable


@contextmanager
def storing(what: str, path: Path) -> Iterator[None]:
    """Translate the operating system's errors about a file into StoreUnavailable."""
    try:
        yield
    except OSError as fault:
        message = f"The {what} {path} cannot be used: {fault.strerror or fault}."
        raise StoreUnavailable(
            message, remedy="Check that the folder exists, belongs to you and has free space."
        ) from fault


def write_new(path: Path, content: bytes) -> bool:
    """Write a new file, readable by its owner alone; returns False if the file already exists.

    Other processes see the whole file or none. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = _written(path, content)
    try:
        # Unlike a rename, a link never replaces a file created in the meantime.
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    settled(path.parent)
    return True


def replace(path: Path, content: bytes) -> None:
    """Replace a file; other processes see either the old content or the new. Raises OSError."""
    temporary = _written(path, content)
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise
    settled(path.parent)


def _written(path: Path, content: bytes) -> Path:
    # mkstemp creates the file with mode 0600 from the start.
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


def settled(folder: Path) -> None:
    """Make what was created or renamed in a folder survive a crash of the machine. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
