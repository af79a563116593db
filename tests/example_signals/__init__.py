"""An example: a context from outside that takes signals in over an endpoint of its own, with a task of its own."""

from __future__ import annotations

from saas_core.contexts import Context

TIDES = Context("tides", package="example_signals")
