"""Style sheet, script and icon: read once, served under names that change with their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from saas_web.answers import Whole

PLACE: Final = "/assets/"
_FOLDER: Final = Path(__file__).parent / "assets"
_MEDIAS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_KEPT: Final = b"public, max-age=31536000, immutable"


@cache
def assets() -> Mapping[str, Whole]:
    """Return every file as an answer, by its path."""
    return {asset_path(each.name): _answer(each) for each in _FOLDER.iterdir() if each.suffix in _MEDIAS}


@cache
def asset_path(name: str) -> str:
    """Return the path of a file, which names a digest of its content."""
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:16]
    return f"{PLACE}{stem}.{digest}.{ending}"


def _answer(file: Path) -> Whole:
    body = file.read_bytes()
    headers = [
        (b"content-type", _MEDIAS[file.suffix].encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", _KEPT),
    ]
    return Whole(200, headers, body)
