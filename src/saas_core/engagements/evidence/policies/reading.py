"""Reading a pack: exactly the fields of the format, each of its kind, and no key twice."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Final, NoReturn, TypeAlias

from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.kernel.text import escaped

Object: TypeAlias = Mapping[str, object]

LARGEST: Final = 64 * 1024 * 1024
"""In bytes: the largest pack that is read."""
_FILE: Final = "file"
_DEEPEST: Final = 20
_MOST_PARTS: Final = 1_000_000
"""The most values that a pack holds: many thousands of approvals from before."""


def read(content: bytes) -> Object:
    """Return the object that a pack's bytes hold; raises EvidenceBroken, naming `file`."""
    if len(content) > LARGEST:
        refuse(_FILE, f"is larger than {LARGEST} bytes.")
    # Counted before anything is made of them; texts have commas, too, but far fewer.
    if content.count(b",") + content.count(b"[") + content.count(b"{") > _MOST_PARTS:
        refuse(_FILE, "holds more than a pack does.")
    try:
        found = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
        )
        _require_plain(found)
    except (ValueError, RecursionError):
        refuse(_FILE, "is not JSON as packs have it.")
    return as_object(found, _FILE)


def part(given: Object, key: str, path: str = "") -> Object:
    """Return an object in an object; raises EvidenceBroken naming it."""
    return as_object(given.get(key), f"{path}{key}")


def text(given: Object, key: str, path: str = "") -> str:
    """Return a text in an object; raises EvidenceBroken naming it."""
    found = given.get(key)
    if not isinstance(found, str):
        refuse(f"{path}{key}", "is not text.")
    return found


def number(given: Object, key: str, path: str = "") -> int:
    """Return a whole number in an object; raises EvidenceBroken naming it."""
    found = given.get(key)
    if not isinstance(found, int) or isinstance(found, bool):
        refuse(f"{path}{key}", "is not a whole number.")
    return found


def objects(given: Object, key: str, path: str = "") -> tuple[Object, ...]:
    """Return the objects of a list in an object; raises EvidenceBroken naming the one that is none."""
    found = given.get(key)
    if not isinstance(found, list):
        refuse(f"{path}{key}", "is not a list.")
    return tuple(as_object(each, f"{path}{key}[{index}]") for index, each in enumerate(found))


def encoded(given: Object, key: str, path: str = "") -> bytes:
    """Return the bytes of a text in base64, which must be spelled in the one right way; raises EvidenceBroken."""
    said = text(given, key, path)
    try:
        found = base64.b64decode(said, validate=True)
    except ValueError:
        found = b""
    if base64.b64encode(found).decode() != said:
        refuse(f"{path}{key}", "is not base64.")
    return found


def require_fields(given: Object, names: Iterable[str], path: str = "") -> None:
    """Require that an object has exactly these fields; raises EvidenceBroken naming the first that differs."""
    known = set(names)
    for name in sorted({*given} ^ known):
        refuse(f"{path}{escaped(name[:60])}", "is missing." if name in known else "is no field of a pack.")


def refuse(field: str, what: str) -> NoReturn:
    """Say that a pack is broken, where, and what is wrong there; raises EvidenceBroken."""
    raise EvidenceBroken(field, what) from None


def as_object(found: object, path: str) -> Object:
    """Return an object as one; raises EvidenceBroken naming it."""
    if not isinstance(found, dict):
        refuse(path, "is not an object.")
    return found


def _require_plain(found: object) -> None:
    """Require that values lie not too deep, and texts have bytes that can be hashed: half a sign has none."""
    level: list[object] = [found]
    for _depth in range(_DEEPEST):
        if not level:
            return
        below: list[object] = []
        for each in level:
            if isinstance(each, str):
                each.isascii() or each.encode()
            elif isinstance(each, dict):
                below.extend(each)
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
        level = below
    message = "too deep"
    raise ValueError(message)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key twice"
        raise ValueError(message)
    return found


def _no_float(said: str) -> object:
    raise ValueError(said)
