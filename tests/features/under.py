"""Scenarios under other terms: a document that takes the place of the shipped one, by its name and its date."""

from __future__ import annotations

import re
from collections.abc import Callable

_NAME = re.compile(rb'(?m)^version = "[^"]*"')
_SINCE = re.compile(rb"(?m)^effective_from = \S+")


def under(document: bytes, shipped: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Return what reads the shipped documents, with another one in place of the newest.

    The scenarios name its version and its date, so that these stay; everything else is the document's.
    """
    former = shipped("terms.toml")
    for each in (_NAME, _SINCE):
        own = each.search(former)
        assert own is not None
        document = each.sub(own[0].replace(b"\\", b"\\\\"), document, count=1)
    return lambda name: document if name == "terms.toml" else shipped(name)
