"""A service that embeds the library, as type checkers see it: `nox -s types` reads this file, nothing runs it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import assert_type
from uuid import UUID
from wsgiref.types import WSGIApplication

from saas_app import Application, Settings, open_application, settings_at
from saas_core import (
    About,
    Actor,
    ClientUser,
    Decision,
    DepartmentId,
    InvalidValue,
    Money,
    Question,
    Reason,
    Refused,
    SaasError,
    Staff,
    TenantId,
    UserId,
    Verdict,
)
from saas_core.kernel.ids import EngagementId
from saas_embed import Guard, Route, WsgiGuard, acting_as, requires, sql_filter


def ask(app: Application, tenant: UUID, user: UUID) -> bool:
    """Ask before something is done."""
    tenant_id = TenantId(tenant)
    by: Actor = ClientUser(tenant_id, UserId(user))
    decision = app.gate.check(Question(tenant_id=tenant_id, by=by, action="invoices.approve"))
    assert_type(decision, Decision)
    assert_type(decision.verdict, Verdict)
    assert_type(decision.clauses, tuple[str, ...])
    assert_type(decision.valid_until, datetime | None)
    assert_type(decision.reasons, tuple[Reason, ...])
    assert_type(decision.allowed, bool)
    return decision.allowed


def listed(app: Application, by: ClientUser, place: DepartmentId) -> bool:
    """Ask where, for a list, and which, for a menu."""
    places = app.gate.places(by, "invoices.view")
    assert_type(places.tops, tuple[DepartmentId, ...])
    assert_type(place in places, bool)
    assert_type(app.gate.permitted(by, ["invoices.view"]).reasons("invoices.view"), tuple[Reason, ...])
    assert_type(sql_filter(places, department="place", tenant="tenant"), tuple[str, tuple[object, ...]])
    return bool(places)


def sign_in(app: Application, key: str) -> Actor:
    """Turn a key into whoever acts."""
    return app.sign_in(key)


def of_an_amount(app: Application, by: ClientUser, engagement: str) -> Decision:
    """Ask about a thing and an amount, with ids read from text."""
    try:
        engagement_id = EngagementId.parse(engagement)
    except InvalidValue as fault:
        assert_type(fault.remedy, str)
        raise
    assert_type(engagement_id, EngagementId)
    about = About.engagement(engagement_id)
    assert_type(about.id, UUID)
    question = Question(by.tenant_id, by, "engagements.approve", about=about, amount=Money(1, "USD"))
    assert_type(question.amount, Money | None)
    return app.gate.check(question)


def no_thing_of_another_kind(tenant: str) -> About:
    """A tenant's id is not an engagement's; both type checkers must say so."""
    return About.engagement(TenantId.parse(tenant))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def change(app: Application, sam: Staff, tenant_id: TenantId) -> tuple[str, ...]:
    """Change something, and tell the clauses of a refusal."""
    try:
        app.tenancy.activate(by=sam, tenant_id=tenant_id)
    except Refused as refused:
        assert_type(refused.decision, Decision)
        return refused.decision.clauses
    except SaasError as error:
        assert_type(error.field, str)
        return ()
    return ()


def serve(folder: Path) -> None:
    """Open the application and close it again."""
    settings = settings_at(folder)
    assert_type(settings, Settings)
    with open_application(settings) as app:
        assert_type(app, Application)


def no_ids_of_another_kind(app: Application, tenant: UUID) -> None:
    """A bare UUID is not a tenant's id; both type checkers must say so, or the ignores are refused as unused."""
    app.gate.check(Question(tenant_id=tenant, by=ClientUser(TenantId(tenant), UserId(tenant)), action="x"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def guarded(app: Application, web: WSGIApplication, user: ClientUser) -> WSGIApplication:
    """Put the guard before a web service."""
    guard = Guard(gate=app.gate, routes=[Route("GET", "/invoices", "invoices.view")])
    return WsgiGuard(web, guard=guard, who=lambda environ: user if "HTTP_AUTHORIZATION" in environ else None)


async def decorated(app: Application, user: ClientUser) -> None:
    """Keep the types of what is decorated, called at once or awaited."""

    @requires("invoices.approve", gate=app.gate)
    def approve(number: int, *, note: str = "") -> str:
        return f"{number}{note}"

    @requires("invoices.approve", gate=app.gate)
    async def approve_later(number: int) -> str:
        return str(number)

    with acting_as(user):
        assert_type(approve(1, note="x"), str)
        assert_type(await approve_later(1), str)
