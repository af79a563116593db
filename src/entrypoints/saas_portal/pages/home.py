"""The first page and the page of help, which belong to no context."""

from __future__ import annotations

from saas_portal.pages.engagements.waiting import waiting
from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

home = Pages()


@home.get("/", signed=True)
def first(visit: Visit) -> Whole:
    """Show who is signed in, for which client, what waits for a decision, and where to go from here."""
    return page(visit, "home.html", waiting=waiting(visit))


@home.get("/help")
def help_page(visit: Visit) -> Whole:
    """Show how to get help."""
    return page(visit, "help.html")
