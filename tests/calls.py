"""Every public use case of the application, found by looking, with a call of each that is right.

A row whose use case is gone and a use case without a row are both found by tests/promises/test_every_use_case.py. Ids
in a row are those of the client it is called for, so that the same row for another client gives foreign ids.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import attrs
from attrs import frozen

from estimate_calls import BY_LINK
from estimate_calls import ROWS as ESTIMATES
from evidence_calls import OPEN as OPEN_EVIDENCE
from evidence_calls import ROWS as EVIDENCE
from integration_calls import ROTATION
from integration_calls import ROWS as INTEGRATIONS
from mail_calls import FILES, MAILS
from mailed import newest_link, newest_token, words
from saas_app.later import Bundle
from saas_core.access.commands import CreateDepartment, MoveDepartment, RemoveDepartment, RenameDepartment
from saas_core.access.use_cases.rehearsal import AssignRole
from saas_core.access.values import GrantReason, GrantScope, RoleGrant, ShownState
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import PROVIDER, EntryId, GrantId
from saas_core.kernel.signals import SignalPlace
from saas_core.kernel.tasks import EFFECTS, Task, TaskPlace
from saas_core.licensing.commands import LiftHold, PlaceHold
from saas_core.licensing.values import HoldKind
from saas_core.mail.mailings import MailState, Suppression
from saas_core.payments.model import Incident
from saas_core.payments.values import DRIFT
from saas_core.policy.decision import LicenseeKind, Question
from saas_core.policy.shipped import next_day, shipped_document, shipped_from
from saas_core.signing.values import Role, SignatureId
from ticket_calls import OF_ALL_CLIENTS, ROWS
from two_clients import DAYS, EVERY_CONTEXT, PERMISSIONS, Client, World
from work_calls import ROWS as WORK

Arguments = Callable[[World, Client], dict[str, Any]]

_NO_USE_CASES = {"clock", "contexts", "desks", "gathered", "parts", "sealer", "settings", "store"}


@frozen
class Call:
    """A right call of one use case.

    `who` acts: the client's owner, the provider's staff, or nobody. `entries` is the number of journal entries that the
    call makes when it is accepted, None for one that changes nothing at all. `arguments` may bring about what the call
    needs. `refused` is the number of entries, of kind refusal, that it makes when the policy refuses it.
    """

    who: str
    entries: int | None
    arguments: Arguments
    refused: int = 0
    bare: bool = False

    def ready(self, world: World, client: Client) -> dict[str, Any]:
        """Return the whole of the arguments for a client."""
        actor = {"owner": client.owner, "staff": world.told.staff}.get(self.who)
        acting = {} if actor is None else {"by": actor}
        return {**acting, **self.arguments(world, client)}


def of_client(who: str, entries: int | None, arguments: Arguments, **more: Any) -> Call:
    return Call(who, entries, lambda world, client: {"tenant_id": client.tenant_id, **arguments(world, client)}, **more)


def _command(who: str, command: Callable[[World, Client], attrs.AttrsInstance]) -> Call:
    """Make the row of a command that is a value; it makes one entry."""
    return of_client(who, 1, lambda world, client: attrs.asdict(command(world, client), recurse=False))


def _paid(world: World) -> dict[str, Any]:
    return {"since": world.clock.now() + 90 * DAYS, "until": world.clock.now() + 120 * DAYS}


def _held(world: World, client: Client) -> LiftHold:
    placed = world.application.licensing.place_hold(
        by=world.told.staff, tenant_id=client.tenant_id, kind=HoldKind.ABUSE, why="Canary-why", clause="0.2"
    )
    return LiftHold(placed.holds[0].id, "Canary-lifted")


def _disputed(world: World, client: Client) -> dict[str, Any]:
    world.application.licensing.open_dispute(
        by=world.told.staff, tenant_id=client.tenant_id, dispute="D-2", invoice="INV-1"
    )
    return {"dispute": "D-2", "won": True}


def _owed(world: World, client: Client) -> dict[str, Any]:
    """Record a debt."""
    world.application.licensing.record_overdue(by=world.told.staff, tenant_id=client.tenant_id, invoice="INV-2")
    return {"invoice": "INV-2"}


def _refunded(world: World, client: Client) -> dict[str, Any]:
    """Record a full refund."""
    world.application.licensing.refund_invoice(
        by=world.told.staff, tenant_id=client.tenant_id, invoice="INV-1", full=True
    )
    return {"invoice": "INV-1"}


def _on_trial(world: World, client: Client) -> dict[str, Any]:
    """Grant a trial."""
    span = _paid(world)
    world.application.licensing.grant_trial(by=world.told.staff, tenant_id=client.tenant_id, **span)
    return span | {"until": span["until"] + 7 * DAYS}


def _canceled(world: World, client: Client) -> dict[str, Any]:
    world.application.licensing.cancel(by=client.owner, tenant_id=client.tenant_id)
    return {}


def _subscribing(world: World, client: Client) -> dict[str, Any]:
    """Have an account opened at the provider."""
    world.application.payments.subscribe(by=client.owner, tenant_id=client.tenant_id)
    world.application.work.worker.drain(tenant_id=client.tenant_id)
    return {}


def _drifted(world: World, client: Client) -> dict[str, Any]:
    """Store drift that nobody has seen."""
    with world.application.store.begin(client.tenant_id) as work:
        subject = f"cus_{len(work.incidents.all())}"
        drift = Incident(kind=DRIFT, subject=subject, says="Both sides.", raised_at=world.clock.now())
        work.incidents.add(drift)
        work.commit()
    return {"incident": drift.ref}


def _sent(world: World, _client: Client) -> dict[str, Any]:
    """Sign an event of an account that nobody here knows."""
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "customer.updated",
        "created": 1_700_000_000,
        "livemode": False,
    }
    body, headers = world.stripe.signed({**event, "data": {"object": {"id": "cus_9", "object": "customer"}}})
    return {"endpoint": "stripe", "body": body, "headers": headers}


def _received(world: World, client: Client) -> dict[str, Any]:
    world.application.work.inbox.receive(**_sent(world, client))
    return {"endpoint": "stripe", "event": "evt_1"}


def _unwanted(world: World, _client: Client) -> dict[str, Any]:
    application, address = world.application, "unwanted@harbor.example"
    digest = application.mail.look_up(by=world.told.staff, address=address).address
    suppression = Suppression(address=digest, why="complaint", since=world.clock.now())
    application.store.suppressions.add(suppression)
    return {"address": address}


def _offered(world: World, _client: Client) -> dict[str, Any]:
    return {"digest": world.application.policy.offered_terms().digest}


def _mailed(world: World, client: Client) -> dict[str, Any]:
    world.application.access.invitations.send(by=client.owner, tenant_id=client.tenant_id, user_id=client.invited)
    return {}


def _parked(world: World, client: Client) -> dict[str, Any]:
    _mailed(world, client)
    at = world.clock.now()
    tasks = world.application.store.tasks
    lease = tasks.claim((EFFECTS,), now=at, until=at + DAYS, token=uuid4(), tenant_id=client.tenant_id)
    if lease is not None:
        tasks.park(lease, at=at, fault="CANARY")
        return {"kind": EFFECTS, "subject": lease.task.subject}
    # Prepared before in this world, where it is parked already.
    own = (each.task for each in tasks.page(None, 100) if each.task.tenant_id == client.tenant_id)
    return {"kind": EFFECTS, "subject": next(each.subject for each in own if each.kind == EFFECTS)}


def _link(world: World, client: Client) -> dict[str, Any]:
    world.application.access.sign_in.ask(client=client.slug, email=f"kim.canary@{client.slug}.example")
    world.application.work.worker.drain(tenant_id=client.tenant_id)
    return {"token": newest_token(world.application.settings.mail_folder, "sin")}


def _code(world: World, client: Client) -> dict[str, Any]:
    asked = {"client": client.slug, "email": f"kim.canary@{client.slug}.example", "device": "d" * 43}
    known = set(world.application.settings.mail_folder.glob("*.eml"))
    world.application.access.sign_in.ask(**asked)
    world.application.work.worker.drain(tenant_id=client.tenant_id)
    letter, _ = newest_link(world.application.settings.mail_folder, "sin", but=known)
    return {**asked, "code": re.search(r"asked for it: ([0-9]{6})", " ".join(words(letter)[1].split()))[1]}


def _key_link(world: World, _client: Client) -> dict[str, Any]:
    world.application.access.staff.renew_key(by=world.told.staff, staff_id=world.told.helper)
    world.application.work.worker.drain(tenant_id=PROVIDER)
    return {"token": newest_token(world.application.settings.mail_folder, "stk")}


def _confirmable(world: World, client: Client) -> dict[str, Any]:
    """Have a provider of one person ask an owner."""
    application = world.application
    with application.store.read(PROVIDER) as work:
        members = work.staff.all()
    alone = (each if each.id == world.told.staff.staff_id else each.deactivated() for each in members)
    for some in (alone, None, members):
        if some is None:
            _asked(world, client, world.told.staff)
            continue
        with application.store.begin(PROVIDER) as work:
            for each in some:
                work.staff.save(each, world.clock.now())
            work.commit()
    application.work.worker.drain(tenant_id=client.tenant_id)
    return {"token": newest_token(application.settings.mail_folder, "grt")}


def _asked(world: World, client: Client, by: Any) -> GrantId:
    desk, until = world.application.access.break_glass, world.clock.now() + DAYS / 12
    about: dict[str, Any] = {"tenant_id": client.tenant_id, "reason": GrantReason.CLIENT_WISH, "why": "Canary-reason"}
    return desk.ask(by=by, **about, until=until, scope=GrantScope.CHANGE).grant_id


def _used(world: World, client: Client) -> dict[str, Any]:
    """Have staff add a user under a grant."""
    helper = Staff(world.told.helper, frozenset({"staff.support"}))
    grant_id = _asked(world, client, helper)
    about: dict[str, Any] = {"tenant_id": client.tenant_id}
    world.application.access.break_glass.approve(by=world.told.staff, **about, grant_id=grant_id)
    # Another one each time, since this may be prepared twice in one world.
    address = f"eve{uuid4().hex[:8]}.canary@{client.slug}.example"
    world.application.access.people.add_user(by=helper, **about, email=address, name="Eve Canary-user")
    return {"grant_id": grant_id, "after": EntryId(UUID(int=1)), "limit": 10}


def _given(world: World, client: Client) -> dict[str, Any]:
    return {"grant_id": _used(world, client)["grant_id"]}


def _question(action: str) -> Arguments:
    return lambda _world, client: {
        "question": Question(client.tenant_id, client.clerk, action, department_id=client.below)
    }


def _decision(world: World, client: Client) -> dict[str, Any]:
    question = Question(client.tenant_id, client.clerk, "invoices.view", department_id=client.below)
    return {"decision": world.application.gate.check(question)}


def _recorded(world: World, client: Client) -> dict[str, Any]:
    question = Question(client.tenant_id, client.clerk, "source.access")
    return {"decision_id": world.application.gate.ask(question).id}


SIGNED = "clause:0.2"


def _signing(world: World, _client: Client) -> dict[str, Any]:
    digest = world.application.signing.show(by=world.told.staff, scope=SIGNED).digest
    return {"scope": SIGNED, "role": Role.PRODUCT, "digest": digest, "version": "2026-02"}


def _days(world: World) -> dict[str, Any]:
    today = world.clock.now().date()
    return {"since": today - DAYS, "until": today + DAYS}


def _newer_terms(world: World, _client: Client) -> dict[str, Any]:
    newest = shipped_from(next_day(world.clock.now()))
    return {"document": newest.replace(b'version = "2026-02"', b'version = "2027-01"')}


def _more_permissions(*_arguments: object) -> dict[str, Any]:
    return {"document": PERMISSIONS + b'[[permission]]\nname = "stock.adjust"\ntitle = "adjusting stock"\n'}


def _somebody(_world: World, client: Client) -> dict[str, Any]:
    return {
        "email": f"new.canary@{client.slug}.example",
        "name": "New Canary-user",
        "grants": (RoleGrant(client.role, client.top),),
    }


_SHIPPED: Mapping[str, Call] = {
    "policy.versions": Call("nobody", None, lambda _w, _c: {}),
    "policy.permissions": Call("nobody", None, lambda _w, _c: {}),
    "policy.shipped_terms": Call("nobody", None, lambda _w, _c: {}),
    "policy.show_terms": Call("nobody", None, lambda _w, _c: {"version": "2026-02"}),
    "policy.offered_terms": Call("nobody", None, lambda w, _c: {"at": w.clock.now()}),
    "policy.compare_terms": Call("nobody", None, lambda _w, _c: {"before": "2026-02", "after": "2026-02"}),
    "policy.publish_terms": Call("staff", 1, _newer_terms),
    "policy.register_permissions": Call("staff", 1, _more_permissions),
    "signing.show": Call("staff", None, lambda _w, _c: {"scope": SIGNED, "version": "2026-02"}),
    "signing.signatures": Call(
        "staff", None, lambda _w, _c: {"scope": SIGNED, "version": "2026-02", "after": SignatureId(UUID(int=1))}
    ),
    "signing.latest": Call("staff", None, lambda _w, _c: {}),
    "signing.questions": Call("staff", None, lambda _w, _c: {"scope": "reading:grace-days"}),
    "signing.export": Call("staff", None, lambda _w, _c: {}),
    "signing.sign": Call("staff", 1, _signing),
    "signing.comment": Call("staff", 1, lambda w, c: {**_signing(w, c), "comment": "Canary-comment"}),
    "signing.reject": Call("staff", 1, lambda w, c: {**_signing(w, c), "why": "Canary-why"}),
    "signing.assign_question": Call(
        "staff", 1, lambda w, _c: {"scope": "reading:grace-days", "role": Role.LEGAL, "owner": w.told.staff.staff_id}
    ),
    "oversight.counting.show": Call("staff", None, lambda w, _c: _days(w)),
    "oversight.counting.of_client": of_client("staff", None, lambda w, _c: _days(w)),
    "oversight.replays.compare": Call(
        "staff", None, lambda w, c: {"before": "2026-02", "document": _newer_terms(w, c)["document"]}
    ),
    "oversight.replays.replay": Call(
        "staff",
        None,
        lambda w, c: {"before": shipped_document(), "after": _newer_terms(w, c)["document"], "days": 2, "most": 9},
    ),
    "tenancy.tenant_of": Call("nobody", None, lambda _w, c: {"slug": c.slug}),
    "tenancy.show": of_client("owner", None, lambda _w, _c: {}),
    "tenancy.find_tenants": Call(
        "staff", None, lambda _w, c: {"after": c.slug, "limit": 10, "good_standing": True, "active": True}
    ),
    "tenancy.list_tenants": Call("staff", None, lambda _w, c: {"after": c.slug, "limit": 10}),
    "tenancy.add_tenant": Call(
        "staff",
        1,
        lambda _w, _c: {"slug": "dune", "kind": LicenseeKind.END_USER, "region": "eu-west-1"},
        refused=1,
    ),
    "tenancy.configure_account": of_client(
        "owner",
        1,
        lambda _w, c: {
            "legal_name": "Later Canary-legal Ltd",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
            "contact_email": f"later.canary@{c.slug}.example",
            "billing_address": "1 Canary-legal Street",
            "tax_number": "DE136695976",
        },
    ),
    # Each client is active but one.
    "tenancy.activate": Call("staff", 1, lambda w, _c: {"tenant_id": w.told.setup}),
    "licensing.accept_offered_terms": of_client("owner", 1, _offered),
    "licensing.cancel": of_client("owner", 1, lambda _w, _c: {"at_period_end": True}),
    "licensing.resume": of_client("owner", 1, _canceled),
    "licensing.end": of_client("staff", 1, lambda _w, _c: {}),
    "licensing.grant_trial": of_client("staff", 1, lambda w, _c: _paid(w)),
    "licensing.place_hold": _command("staff", lambda _w, _c: PlaceHold(HoldKind.BREACH, "Canary-why", "0.2")),
    "licensing.lift_hold": _command("staff", _held),
    "licensing.record_payment": of_client(
        "staff", 1, lambda w, _c: {"invoice": "INV-2", **_paid(w), "paid_at": w.clock.now()}
    ),
    "licensing.record_overdue": of_client("staff", 1, lambda w, _c: {"invoice": "INV-2", "since": w.clock.now()}),
    "licensing.settle_invoice": of_client("staff", 1, lambda _w, _c: {"invoice": "INV-2"}),
    "licensing.void_invoice": of_client("staff", 1, _owed),
    "licensing.refund_invoice": of_client("staff", 1, lambda _w, _c: {"invoice": "INV-1", "full": True}),
    "licensing.undo_refund": of_client("staff", 1, _refunded),
    "licensing.defer_invoice": of_client("staff", 1, lambda w, c: {**_owed(w, c), "until": w.clock.now() + 7 * DAYS}),
    "licensing.move_trial": of_client("staff", 1, _on_trial),
    "licensing.open_dispute": of_client("staff", 1, lambda _w, _c: {"dispute": "D-2", "invoice": "INV-1"}),
    "licensing.close_dispute": of_client("staff", 1, _disputed),
    "licensing.hear_provider": of_client("staff", 1, lambda _w, _c: {"renews": True, "said": "Canary-said"}),
    "licensing.show": of_client("owner", None, lambda w, _c: {"at": w.clock.now(), "known_at": w.clock.now()}),
    "licensing.forecast": of_client("owner", None, lambda w, _c: {"at": w.clock.now(), "known_at": w.clock.now()}),
    "access.people.add_user": of_client("owner", 1, _somebody),
    "access.people.invite_user": of_client("owner", 1, _somebody),
    "access.people.change_user": of_client(
        "owner",
        1,
        lambda _w, c: {
            "user_id": c.clerk.user_id,
            "name": "Changed Canary-user",
            "email": f"changed.canary@{c.slug}.example",
        },
    ),
    "access.people.deactivate": of_client("owner", 1, lambda _w, c: {"user_id": c.clerk.user_id}),
    "access.people.reactivate": of_client("owner", 1, lambda _w, c: {"user_id": c.gone}),
    "access.people.show": of_client("owner", None, lambda _w, c: {"user_id": c.clerk.user_id}),
    "access.people.list_users": of_client(
        "owner", None, lambda _w, c: {"after": c.owner.user_id, "limit": 10, "state": ShownState.ACTIVE}
    ),
    "access.departments.create": _command("owner", lambda _w, c: CreateDepartment("Kiosk", c.top)),
    "access.departments.rename": _command("owner", lambda _w, c: RenameDepartment(c.below, "Shops")),
    "access.departments.move": _command("owner", lambda _w, c: MoveDepartment(c.below, c.empty)),
    "access.departments.remove": _command("owner", lambda _w, c: RemoveDepartment(c.empty)),
    "access.departments.show": of_client("owner", None, lambda _w, c: {"department_id": c.top}),
    "access.departments.list_departments": of_client(
        "owner", None, lambda w, c: {"after": c.top, "limit": 10, "at": w.clock.now()}
    ),
    "access.roles.create": of_client("owner", 1, lambda _w, _c: {"name": "Viewer", "permissions": ["invoices.view"]}),
    "access.roles.edit": of_client(
        "owner", 1, lambda _w, c: {"role_id": c.role, "name": "Clerks", "permissions": ["invoices.*"]}
    ),
    "access.roles.delete": of_client("owner", 1, lambda _w, c: {"role_id": c.role, "replacement_id": c.spare}),
    "access.roles.assign": of_client(
        "owner",
        1,
        lambda _w, c: {
            "user_id": c.clerk.user_id,
            "role_id": c.spare,
            "department_id": c.below,
            "approval_limit_minor": 10_000,
        },
    ),
    "access.roles.unassign": of_client(
        "owner", 1, lambda _w, c: {"user_id": c.clerk.user_id, "role_id": c.role, "department_id": c.top}
    ),
    "access.roles.show": of_client("owner", None, lambda _w, c: {"role_id": c.role}),
    "access.roles.list_roles": of_client(
        "owner", None, lambda w, c: {"after": c.role, "limit": 10, "at": w.clock.now()}
    ),
    "access.invitations.send": of_client("owner", 1, lambda _w, c: {"user_id": c.invited}),
    "access.invitations.look": Call("nobody", None, lambda _w, c: {"token": c.token}),
    "access.invitations.accept": Call("nobody", 1, lambda _w, c: {"token": c.token}),
    "access.api_keys.create": of_client(
        "owner",
        1,
        lambda w, _c: {"name": "Till 4", "scopes": ["invoices.view"], "expires_at": w.clock.now() + 30 * DAYS},
    ),
    "access.api_keys.rotate": of_client(
        "owner", 1, lambda w, c: {"key_id": c.api_key, "overlap": DAYS, "expires_at": w.clock.now() + 30 * DAYS}
    ),
    "access.api_keys.revoke": of_client("owner", 1, lambda _w, c: {"key_id": c.api_key}),
    "access.api_keys.list_keys": of_client(
        "owner", None, lambda _w, c: {"user_id": c.owner.user_id, "after": c.api_key, "limit": 10}
    ),
    "access.sign_in.ask": Call("nobody", 1, lambda _w, c: {"client": c.slug, "email": f"ola.canary@{c.slug}.example"}),
    "access.sign_in.complete": Call("nobody", 1, _link),
    "access.sign_in.complete_with_code": Call("nobody", 1, _code),
    "access.sign_in.look": Call("nobody", None, _link),
    "access.sign_in.sign_out": Call("nobody", 1, lambda _w, c: {"key": c.signed_in}),
    "access.sign_in.end_session": of_client("owner", 1, lambda _w, c: {"session_id": c.session}),
    "access.sign_in.list_sessions": of_client(
        "owner", None, lambda _w, c: {"user_id": c.owner.user_id, "after": c.session, "limit": 10}
    ),
    "access.break_glass.ask": of_client(
        "staff",
        1,
        lambda w, _c: {
            "reason": GrantReason.SECURITY_INCIDENT,
            "why": "Canary-reason",
            "until": w.clock.now() + DAYS / 12,
            "scope": GrantScope.CHANGE,
        },
    ),
    "access.break_glass.approve": of_client("staff", 1, lambda _w, c: {"grant_id": c.grant}),
    "access.break_glass.confirm": Call("nobody", 1, _confirmable),
    "access.break_glass.list_uses": of_client("owner", None, _used),
    # Who was added under the grant is deactivated.
    "access.break_glass.take_back": of_client("owner", 2, _given),
    "access.break_glass.end": of_client("staff", 1, lambda _w, c: {"grant_id": c.grant}),
    "access.break_glass.list_grants": of_client("owner", None, lambda _w, c: {"after": c.grant, "limit": 10}),
    "access.imports.import_users": of_client(
        "owner",
        2,
        lambda _w, c: {
            "rows": [
                (2, {"name": "Una Canary-user", "email": f"una.canary@{c.slug}.example", "roles": "Clerk"}),
                (3, {"name": "Udo Canary-user", "email": f"udo.canary@{c.slug}.example"}),
                # Refused, and the reason quotes it.
                (4, {"name": "Uwe Canary-user", "email": "uwe.canary@"}),
            ],
            "invite": True,
            "content": "5f2c",
        },
    ),
    "access.staff.first": Call(
        "nobody", 1, lambda _w, _c: {"name": "Sam Canary-staff", "email": "sam.canary@provider.example"}, bare=True
    ),
    "access.staff.add": Call(
        "staff",
        1,
        lambda _w, _c: {
            "name": "Una Canary-staff",
            "email": "una.canary@provider.example",
            "permissions": ["staff.billing"],
        },
    ),
    "access.staff.renew_key": Call("staff", 1, lambda w, _c: {"staff_id": w.told.helper}),
    "access.staff.fetch_key": Call("nobody", 1, _key_link),
    "access.staff.deactivate": Call("staff", 1, lambda w, _c: {"staff_id": w.told.helper}),
    "access.staff.list_staff": Call("staff", None, lambda _w, _c: {}),
    "access.staff.authenticate": Call("nobody", None, lambda _w, c: {"key": c.key}),
    "oversight.exports.page": of_client("owner", None, lambda _w, _c: {"part": "users", "after": "", "limit": 10}),
    "access.myself.show": Call("owner", None, lambda _w, c: {"session_id": c.session}),
    "access.names.user": of_client("owner", None, lambda _w, c: {"email": f"kim.canary@{c.slug}.example"}),
    "access.names.department": of_client("owner", None, lambda _w, _c: {"path": "Sales/Retail"}),
    "access.names.role": of_client("owner", None, lambda _w, _c: {"name": "Clerk"}),
    "access.names.asked_user": of_client("owner", None, lambda _w, c: {"who": c.clerk.user_id}),
    "access.names.asked_users": of_client("owner", None, lambda _w, c: {"who": (c.clerk.user_id,)}),
    "access.names.asked_department": of_client("owner", None, lambda _w, _c: {"path": "Sales/Retail"}),
    "access.queries.list_assignments": of_client(
        "owner",
        None,
        lambda w, c: {
            "user_id": c.clerk.user_id,
            "role_id": c.role,
            "department_id": c.top,
            "at": w.clock.now(),
            "after": c.assignment,
            "limit": 10,
        },
    ),
    "access.queries.rights_of": of_client(
        "owner", None, lambda w, c: {"user_id": c.clerk.user_id, "at": w.clock.now()}
    ),
    "access.queries.who_may": of_client(
        "owner",
        None,
        lambda w, c: {
            "permission": "invoices.view",
            "department_id": c.below,
            "at": w.clock.now(),
            "after": c.owner.user_id,
            "limit": 10,
        },
    ),
    "access.rehearsal.dry_run": of_client(
        "owner",
        None,
        lambda _w, c: {"change": AssignRole(c.clerk.user_id, RoleGrant(c.spare, c.below)), "limit": 10},
    ),
    "gate.check": Call(
        "nobody",
        None,
        lambda w, c: {**_question("invoices.view")(w, c), "at": w.clock.now(), "known_at": w.clock.now()},
    ),
    "gate.check_all": Call(
        "nobody", None, lambda w, c: {"questions": (_question("invoices.view")(w, c)["question"],) * 2}
    ),
    "gate.places": Call(
        "nobody", None, lambda _w, c: {"tenant_id": c.tenant_id, "by": c.clerk, "action": "invoices.view"}
    ),
    "gate.permitted": Call(
        "nobody",
        None,
        lambda _w, c: {
            "tenant_id": c.tenant_id,
            "by": c.clerk,
            "actions": ("invoices.view", "data.export"),
            "department_id": c.below,
        },
    ),
    "gate.peek": Call("nobody", None, _question("invoices.view")),
    "gate.statistics": Call("nobody", None, lambda _w, _c: {}),
    # What is never granted is refused, and its refusal recorded.
    "gate.ask": Call("nobody", 1, _question("source.access")),
    "gate.record": Call("nobody", 1, _decision),
    "oversight.trail.newest": of_client("owner", None, lambda _w, _c: {"before": 5, "limit": 5}),
    "oversight.audit.entries": of_client("owner", None, lambda _w, _c: {"after": 1, "limit": 5}),
    "oversight.audit.decision": of_client("owner", None, _recorded),
    "oversight.audit.verify": of_client("owner", None, lambda _w, _c: {}),
    # Kept outside the database: nothing in it changes.
    "oversight.audit.checkpoint": of_client("owner", None, lambda _w, _c: {}),
    "oversight.audit.keys": Call("nobody", None, lambda _w, _c: {}),
    "oversight.audit.rotate_key": Call("staff", 1, lambda _w, _c: {}),
    "oversight.doctor.count_tenants": Call("staff", None, lambda _w, _c: {}),
    "oversight.doctor.examine": Call("staff", None, lambda _w, _c: {"with_provider": True}),
    # A mail that leaves was decided, and journaled, before.
    "work.worker.drain": of_client("nobody", 0, _mailed),
    "work.worker.begin": Call("nobody", None, lambda _w, _c: {}),
    "work.worker.run": Call("nobody", None, lambda _w, _c: {"stopped": lambda: True, "wait": lambda: None}),
    "payments.subscribe": of_client("owner", 1, lambda _w, _c: {}),
    "payments.checkout": of_client("owner", None, lambda _w, _c: {}),
    "payments.billing_page": of_client("owner", None, _subscribing),
    "payments.list_invoices": of_client("owner", None, _subscribing),
    "payments.refund": of_client("staff", 1, lambda world, client: {**_subscribing(world, client), "invoice": "7"}),
    # Nothing of the client changes: it is looked whether something did.
    "payments.reconcile": of_client("staff", 0, _subscribing),
    "payments.list_incidents": of_client("staff", None, lambda _w, _c: {"ended": True}),
    "payments.list_all_incidents": Call("staff", None, lambda _w, _c: {"after": "", "limit": 5}),
    "payments.acknowledge_incident": of_client("staff", 1, _drifted),
    "payments.reconcile_all": Call("staff", None, lambda _w, _c: {}),
    "work.inbox.receive": Call("nobody", None, _sent),
    "work.inbox.list_signals": Call(
        "staff",
        None,
        lambda w, _c: {"after": SignalPlace(w.clock.now(), "stripe", "evt_1"), "limit": 5, "waiting": True},
    ),
    "work.inbox.show_signal": Call("staff", None, _received),
    "work.inbox.replay": Call("staff", 1, _received),
    "mail.list_mailings": Call(
        "staff", None, lambda _w, _c: {"state": MailState.SENT, "after": UUID(int=0), "limit": 5}
    ),
    "mail.list_suppressed": Call("staff", None, lambda _w, _c: {"after": "", "limit": 5}),
    "mail.look_up": Call("staff", None, lambda _w, _c: {"address": "olivia@harbor.example"}),
    "mail.lift": Call("staff", 1, _unwanted),
    "work.outbox.list_tasks": Call(
        "staff",
        None,
        lambda w, c: {
            "tenant_id": c.tenant_id,
            "after": TaskPlace(w.clock.now(), Task(EFFECTS, PROVIDER, "")),
            "limit": 5,
            "parked": True,
        },
    ),
    "work.outbox.retry": of_client("staff", 1, _parked),
    **{name: of_client(*row) for name, row in ROWS.items()},
    **{name: of_client(*row) for name, row in ESTIMATES.items()},
    **{name: of_client(*row) for name, row in EVIDENCE.items()},
    **{name: Call(*row) for name, row in OPEN_EVIDENCE.items()},
    **{name: Call(*row) for name, row in BY_LINK.items()},
    **{name: of_client(*row) for name, row in WORK.items()},
    **{name: of_client(*row) for name, row in INTEGRATIONS.items()},
    **{name: Call(*row) for name, row in ROTATION.items()},
    **{name: of_client(*row) for name, row in FILES.items()},
    **{name: Call(*row) for name, row in MAILS.items()},
    **{name: Call(*row) for name, row in OF_ALL_CLIENTS.items()},
}


def _of_contexts_from_outside() -> Iterator[Mapping[str, Call]]:
    """Yield the rows that contexts from outside bring, each in its module `calls`."""
    for each in EVERY_CONTEXT:
        if each.package:
            yield import_module(f"{each.package}.calls").CALLS


CALLS: Mapping[str, Call] = {
    name: call for rows in (_SHIPPED, *_of_contexts_from_outside()) for name, call in rows.items()
}
"""A right call of every use case, by its name."""

CHANGING = tuple(name for name, call in CALLS.items() if call.entries is not None)
"""The use cases that change something."""

KEYED = "idempotency_key"


def found(application: object) -> dict[str, Callable[..., Any]]:
    """Find every public use case; those that work inside another one's unit of work are no entrances."""
    desks = application.desks  # type: ignore[attr-defined]
    outside = {each.name: desks[each.name] for each in EVERY_CONTEXT if each.package}
    parts = {name: getattr(application, name) for name in _attributes(type(application)) - _NO_USE_CASES} | outside
    methods = (each for name, part in parts.items() for each in _methods(part, f"{name}."))
    return {name: method for name, method in methods if "work" not in inspect.signature(method).parameters}


def use(application: object, name: str) -> Callable[..., Any]:
    """Return one use case by its name."""
    first, *rest = name.split(".")
    desks = application.desks  # type: ignore[attr-defined]
    begin = getattr(application, first) if hasattr(application, first) else desks[first]
    return reduce(getattr, rest, begin)


def _attributes(kind: type) -> set[str]:
    """Return what an application shows: its fields, and the desks that it makes when they are first used."""
    made = (name for name, each in inspect.getmembers(kind) if isinstance(each, property))
    return {*(each.name for each in attrs.fields(kind)), *made}


def _methods(part: object, prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the methods of a desk, or of every desk of a bundle."""
    if isinstance(part, Bundle):
        for name in part:
            yield from _methods(getattr(part, name), f"{prefix}{name}.")
        return
    for name, method in inspect.getmembers(part, inspect.ismethod):
        if not name.startswith("_"):
            yield f"{prefix}{name}", method
