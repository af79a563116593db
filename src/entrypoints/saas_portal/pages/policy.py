"""The terms, clause by clause; readable before they are accepted, so by anybody. And the way to the whole policy."""

from __future__ import annotations

from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

PAGES = Pages()
POLICY = b"/policy"
_FOUND = 303


@PAGES.get("/terms")
def offered(visit: Visit) -> Whole:
    """Show the version offered now."""
    return page(visit, "terms.html", terms=visit.app.policy.offered_terms(at=None))


@PAGES.get("/terms/{version}")
def show(visit: Visit) -> Whole:
    """Show a version; raises TermsUnknown."""
    return page(visit, "terms.html", terms=visit.app.policy.show_terms(version=visit.names["version"]))


@PAGES.get("/policy")
def policy(visit: Visit) -> Whole:  # noqa: ARG001 - the same for everybody
    """Lead to the page of the policy, which stands outside the portal; mailed links name a clause there."""
    return Whole(_FOUND, [(b"location", POLICY), (b"content-length", b"0")], b"")
