"""The entrance of pages: for people, in a browser, complete without scripts."""

from __future__ import annotations

from saas_core.kernel.extras import needing

with needing("saas_portal", "http"):
    from saas_portal.application import Portal, portal

__all__ = ["Portal", "portal"]
