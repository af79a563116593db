"""Cookies: bound to this host alone, out of reach of scripts, and never sent over an open line."""

from __future__ import annotations

import hashlib
import re
from typing import Final

SESSION: Final = "__Host-saas"
"""The text of the session, by which a person is signed in."""
VISIT: Final = "__Host-saas-visit"
"""A secret of the browser, to which the tokens of its forms are bound."""
KEPT: Final = "__Host-saas-kept"
"""A form that was sent too late, sealed until its person is back."""
BEGUN: Final = "__Host-saas-begun"
"""A sign-in that was begun here, sealed until the code is typed."""
LINK: Final = "__Host-saas-link-"
"""The beginning of the name under which a browser remembers that it showed the code of a mailed link."""

LARGEST: Final = 3_800
"""Most bytes of a value: browsers keep 4,096 of a cookie with its name."""
_PAIR = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([^;,\s\"]*)\s*")
_MOST = 50


def read_cookies(header: str | None) -> dict[str, str]:
    """Return the cookies of a request by name; of two of the same name the first, and no more than fifty."""
    found: dict[str, str] = {}
    for each in (header or "").split(";")[:_MOST]:
        pair = _PAIR.fullmatch(each)
        if pair:
            found.setdefault(pair[1], pair[2])
    return found


def set_cookie(name: str, value: str, seconds: int | None = None) -> tuple[bytes, bytes]:
    """Return the header that sets a cookie, for some seconds or until the browser is closed."""
    lasting = "" if seconds is None else f"; Max-Age={seconds}"
    return b"set-cookie", f"{name}={value}; Path=/{lasting}; Secure; HttpOnly; SameSite=Lax".encode("ascii")


def end_cookie(name: str) -> tuple[bytes, bytes]:
    """Return the header that has a cookie forgotten."""
    return set_cookie(name, "", 0)


def link_cookie(token: str) -> str:
    """Return the name of the cookie of one mailed link."""
    return LINK + hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()[:16]
