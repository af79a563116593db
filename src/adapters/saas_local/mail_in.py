"""Mails that come as files: an .eml file each, in a folder into which a mail server delivers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saas_core.incoming.message import LARGEST, Envelope
from saas_core.incoming.model import Arrival
from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_local.files import storing

TAKEN = "taken"
"""The folder, inside the other one, into which files are moved once they are taken in."""


class IncomingFolder:
    """Reads mails from a folder; whatever lies there that is no .eml file is left alone."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; raises InvalidValue if there is none."""
        self._folder = folder
        if not folder.is_dir():
            message = f"{folder} is not a folder."
            raise InvalidValue(message, field="folder", remedy="Name the folder into which your mail server delivers.")
        self.failed: list[str] = []
        """The fault of each file that could not be read, or could not be moved after it was taken in."""

    def arrivals(self) -> Iterator[Arrival]:
        """Yield each mail, in the order of the names of the files; after one was taken in, its file is moved.

        The same content is the same mail, whatever its file is called. A file that cannot be read or moved stays where
        it is and is noted in `failed`; it holds up none of the others. Raises StoreUnavailable for the folder.
        """
        with storing("folder", self._folder):
            files = sorted(each for each in self._folder.glob("*.eml") if each.is_file() and not each.is_symlink())
        for path in files:
            raw = self._read(path)
            if raw is None:
                continue
            yield Arrival(source="folder", key=hashlib.sha256(raw).hexdigest(), envelope=Envelope(), raw=raw)
            with self._noted(), storing("mail", path):
                taken = self._folder / TAKEN
                taken.mkdir(exist_ok=True, mode=0o700)
                path.replace(taken / path.name)

    def _read(self, path: Path) -> bytes | None:
        """Return the bytes of a file; None for one that cannot be read."""
        with self._noted(), storing("mail", path), path.open("rb") as file:
            # One byte more than is allowed tells that a mail is too large.
            return file.read(LARGEST + 1)
        return None

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """Note a fault of one file and go on."""
        try:
            yield
        except StoreUnavailable as fault:
            self.failed.append(fault.message)
