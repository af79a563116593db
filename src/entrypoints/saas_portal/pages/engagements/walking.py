"""Handlers on the way to an estimate: declared for both ways, and told what stands in the way of a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from saas_core.engagements.estimates.errors import ContentChanged, LinkOver, LinkUnknown, LinkUsed, NotPresented
from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Refused
from saas_portal.cookies import end_cookie, link_cookie
from saas_portal.pages.engagements.ways import Way, base_of, over_page, way_of
from saas_portal.presenting import page, unkept
from saas_portal.routes import Handler, Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

deciding: Final = Pages()

BY_LINK: Final = "/approvals/{token}"
BY_SESSION: Final = "/estimates/{estimate_id}"
CHANGED: Final = "Nothing was sent: what you saw is not what stands now. Read the estimate again before you decide."

OnTheWay: TypeAlias = Callable[[Visit, Way], Whole]


def get(rest: str) -> Callable[[OnTheWay], OnTheWay]:
    """Declare a page of an estimate, on both ways to it."""

    def declare(show: OnTheWay) -> OnTheWay:
        deciding.get(f"{BY_LINK}{rest}")(_found(show))
        deciding.get(f"{BY_SESSION}{rest}", signed=True)(_found(show))
        return show

    return declare


def by_link(rest: str) -> Callable[[OnTheWay], OnTheWay]:
    """Declare a page of an estimate that only a mailed link leads to."""

    def declare(show: OnTheWay) -> OnTheWay:
        deciding.get(f"{BY_LINK}{rest}")(_found(show))
        return show

    return declare


def post(rest: str, *, on: str) -> Callable[[OnTheWay], OnTheWay]:
    """Declare where a form of an estimate is sent to, on both ways to it."""

    def declare(take: OnTheWay) -> OnTheWay:
        deciding.post(f"{BY_LINK}{rest}", page=f"{BY_LINK}{on}")(_found(take))
        deciding.post(f"{BY_SESSION}{rest}", page=f"{BY_SESSION}{on}", signed=True)(_found(take))
        return take

    return declare


def shown(visit: Visit, way: Way, template: str, **facts: Any) -> Whole:  # noqa: ANN401 - as of a page
    """Return a page with the estimate as it stands now; if a form was filled in on another one, that is told first."""
    found = way.desk.present(**way.given)
    if visit.form.one("content_hash") not in {"", found.content_hash}:
        template = _anew(visit)
    document = f"{way.base}/document" if way.by_link else f"{way.base}/document/{found.revision}"
    given = {"base": way.base, "by_link": way.by_link, "content": found.content, "document": document}
    return page(visit, template, estimate=found, **given, **facts)


def _found(handle: OnTheWay) -> Handler:
    """Return a handler that first asks by which way somebody came, and tells what stands in the way of a decision."""

    def on_the_way(visit: Visit) -> Whole:
        way = way_of(visit)
        if way is None:
            return _identified_again(visit)
        try:
            return _taken(visit, way, handle)
        except LinkUnknown:
            # An hour after the code, or in place of a link that was never made: the first page knows.
            return _identified_again(visit)

    return on_the_way


def _taken(visit: Visit, way: Way, handle: OnTheWay) -> Whole:
    if visit.method == "GET":
        visit.bring_back(way.whose)
    try:
        return handle(visit, way)
    except LinkOver as fault:
        return over_page(visit, fault, _receipt(visit, way) if isinstance(fault, LinkUsed) else "")
    except (ContentChanged, NotPresented):
        return shown(visit, way, _anew(visit))
    except Refused:
        visit.who = _deciders(way)
        raise


def _deciders(way: Way) -> tuple[str, ...]:
    """Return who may decide, for whoever may not and may know; nobody for anybody else."""
    try:
        found: tuple[str, ...] = way.desk.who_decides(**way.given)
    except SaasError:
        return ()
    return found


def _receipt(visit: Visit, way: Way) -> str:
    """Return the path of the receipt of what was decided."""
    if way.by_link:
        return f"{way.base}/receipt"
    found = visit.app.engagements.estimates.show(**way.given)
    return f"{way.base}/declined/{found.revision}" if found.approval_id is None else f"/approved/{found.approval_id}"


def _anew(visit: Visit) -> str:
    """Return the page of the form that came, which has to be filled in anew: ticks belong to what was seen."""
    visit.notice = CHANGED
    visit.form = visit.form.without("accept_estimate", "accept_ownership", "content_hash")
    return "decline.html" if "/decline" in visit.place else "estimate.html"


def _identified_again(visit: Visit) -> Whole:
    """Have a code typed, once more perhaps, and keep what was typed into a form until then."""
    name = link_cookie(visit.names["token"])
    if visit.method == "POST":
        rest = "/decline" if "/decline" in visit.place else "/estimate"
        if visit.ours and not visit.keep_form(name, f"{base_of(visit)}{rest}"):
            return unkept(visit, base_of(visit), "Ask for another code")
    if name in visit.cookies:
        visit.said.append(end_cookie(name))
    return visit.redirect(base_of(visit))
