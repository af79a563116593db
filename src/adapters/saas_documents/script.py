"""The script that checks a pack of evidence without our software."""

from __future__ import annotations

from importlib.resources import files

from saas_core.engagements.evidence.values import SCRIPT


def script() -> bytes:
    """Return the bytes of the script that packs name."""
    return (files("saas_documents") / SCRIPT).read_bytes()
