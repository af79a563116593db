"""Ports of engagements."""

from __future__ import annotations

from typing import Protocol

from saas_core.kernel.work import Work


class EngagementsWork(Work, Protocol):
    """A unit of work with the engagements of a client."""
