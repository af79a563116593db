"""The terms, clause by clause; readable before they are accepted, so by anybody."""

from __future__ import annotations

from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

PAGES = Pages()


@PAGES.get("/terms")
def offered(visit: Visit) -> Whole:
    """Show the version offered now."""
    return page(visit, "terms.html", terms=visit.app.policy.offered_terms(at=None))


@PAGES.get("/terms/{version}")
def show(visit: Visit) -> Whole:
    """Show a version; raises TermsUnknown."""
    return page(visit, "terms.html", terms=visit.app.policy.show_terms(version=visit.names["version"]))
