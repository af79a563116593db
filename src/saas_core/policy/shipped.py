"""The terms shipped inside the package, in the project's own words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from saas_core.policy.document import read_terms
from saas_core.policy.terms import Terms


def shipped_document() -> bytes:
    """Return the exact bytes of the shipped document."""
    return files("saas_core.policy").joinpath("terms.toml").read_bytes()


@cache
def shipped_terms() -> Terms:
    """Return the shipped version of the terms; read once."""
    return read_terms(shipped_document())
