"""Forms kept over a session that ended: sealed, for one person and one page, for an hour, in that person's browser."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.secrets import Sealer
from saas_portal.cookies import LARGEST
from saas_portal.forms import Form

KEPT_FOR: Final = timedelta(hours=1)
LONGEST_PROSE: Final = 800
"""Most characters of a text in a form: with as many of any alphabet in use, the form fits into a cookie."""
_LARGEST_OPENED: Final = 64 * 1024


@frozen
class Kept:
    """A form, the path of the page that shows it, and whose it is, as in a journal."""

    whose: str
    path: str
    form: Form


def sealed(sealer: Sealer, kept: Kept, at: datetime) -> str | None:
    """Return a form as text for a cookie; None for one that is too large."""
    content = json.dumps([kept.path, kept.form.pairs(), at.isoformat()], ensure_ascii=False)
    packed = base64.b85encode(zlib.compress(content.encode("utf-8", "surrogatepass"), 9)).decode()
    found = sealer.seal(packed, _context(kept.whose))
    return found if len(found) <= LARGEST else None


def opened(sealer: Sealer, text: str, whose: str, at: datetime) -> Kept | None:
    """Return the form that was kept for somebody; None for anybody else's, and for one that was kept too long."""
    try:
        packed = base64.b85decode(sealer.open(text, _context(whose)))
        content = zlib.decompressobj().decompress(packed, _LARGEST_OPENED)
        path, pairs, since = json.loads(content.decode("utf-8", "surrogatepass"))
    except (InvalidValue, ValueError, zlib.error):
        return None
    if at >= datetime.fromisoformat(since) + KEPT_FOR:
        return None
    return Kept(whose, path, Form((name, value) for name, value in pairs))


def _context(whose: str) -> str:
    return f"kept form\n{whose}"
