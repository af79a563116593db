"""The terms: every version, and its exact text."""

from __future__ import annotations

from attrs import frozen

from saas_core.policy.errors import TermsUnknown
from saas_core.policy.queries import ComparisonView, TermsSummary, TermsView
from saas_http.endpoints import OPEN, Call, Router
from saas_http.parsing.values import Version
from saas_http.routes.instants import AsOf

terms = Router("terms", "The terms of the license; readable without a key, so that they can be read before acceptance.")


@frozen
class VersionsView:
    """All versions, by the instant they are offered from."""

    items: tuple[TermsSummary, ...]


@frozen(kw_only=True)
class Compared:
    """Two versions to compare."""

    before: Version
    after: Version


@terms.get("/terms", OPEN)
def versions(call: Call) -> VersionsView:
    """List the versions of the terms."""
    return VersionsView(call.app.policy.versions())


@terms.get("/terms/offered", OPEN, TermsUnknown)
def offered(call: Call, query: AsOf) -> TermsView:
    """Show the version offered to new licensees, now or at an instant."""
    return call.app.policy.offered_terms(at=query.at)


@terms.get("/terms/comparison", OPEN, TermsUnknown)
def comparison(call: Call, query: Compared) -> ComparisonView:
    """List every difference between two versions."""
    return call.app.policy.compare_terms(before=query.before, after=query.after)


@terms.get("/terms/{version}", OPEN, TermsUnknown)
def show(call: Call, version: str) -> TermsView:
    """Show a version in full."""
    return call.app.policy.show_terms(version=version)


@terms.get("/terms/{version}/document", OPEN, TermsUnknown, media="text/plain")
def document(call: Call, version: str) -> str:
    """Return the exact document of a version; its SHA-256 is the digest to accept."""
    return call.app.policy.show_terms(version=version).document
