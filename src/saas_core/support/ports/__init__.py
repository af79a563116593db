"""Ports of support."""

from __future__ import annotations

from typing import Protocol

from saas_core.kernel.work import Work


class SupportWork(Work, Protocol):
    """A unit of work with the tickets of a client."""
