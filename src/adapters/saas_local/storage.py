"""Storage in a folder: one file for each content, named by its id."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from saas_core.kernel.ids import TenantId
from saas_core.kernel.storage import PIECE, ContentMissing, StoredId
from saas_local.files import settled, storing


class FolderStorage:
    """Keeps content in a folder that only its owner can read; paths are made of ids alone."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; the first content creates it."""
        self._folder = folder

    def put(self, tenant_id: TenantId, stored: StoredId, content: IO[bytes]) -> None:
        """Write a file that others see whole or not at all; raises StoreUnavailable."""
        path = self._path(tenant_id, stored)
        with storing("file", path):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # One after the other, because the mode is that of the last one alone.
            for each in (path.parent.parent, path.parent):
                each.mkdir(exist_ok=True, mode=0o700)
            content.seek(0)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    shutil.copyfileobj(content, file, PIECE)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            settled(path.parent)

    def open(self, tenant_id: TenantId, stored: StoredId) -> Iterator[bytes]:
        """Return the bytes in pieces; raises ContentMissing, StoreUnavailable."""
        path = self._path(tenant_id, stored)
        with storing("file", path):
            there = path.is_file()
        if not there:
            raise _missing()
        # Opened with the first piece, so that nothing stays open for whoever takes none.
        return _pieces(path)

    def remove(self, tenant_id: TenantId, stored: StoredId) -> None:
        """Delete the file, if there is one; raises StoreUnavailable."""
        path = self._path(tenant_id, stored)
        with storing("file", path):
            path.unlink(missing_ok=True)

    def _path(self, tenant_id: TenantId, stored: StoredId) -> Path:
        # The digits of two ids; the last ones spread the files, since ids of one time begin alike.
        return self._folder / tenant_id.hex / stored.hex[-2:] / stored.hex


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except FileNotFoundError:
        raise _missing() from None


def _missing() -> ContentMissing:
    message = "is no longer stored."
    return ContentMissing(message, field="content", remedy="Ask its sender for it again.")
