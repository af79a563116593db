"""A right call of each use case of estimates and their approval, for the tests of every promise."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mailed import newest_token, words
from saas_core.engagements.estimates.commands import Line
from saas_core.engagements.estimates.queries import EstimateView
from saas_core.engagements.estimates.values import Peer, Pricing
from saas_core.kernel.actors import Staff
from two_clients import DAYS, Client, World

Arguments = Callable[[World, Client], dict[str, Any]]
LINE = Line(text="Canary-line", exclusions="Canary-exclusion", low_seconds=3600, high_seconds=7200)
PEER = Peer(address="192.0.2.7", user_agent="Canary-agent", request_id="r-1", session_id="s-1")


def _through(world: World) -> str:
    return f"{world.clock.now() + 7 * DAYS:%Y-%m-%d}"


def requested(world: World, client: Client) -> dict[str, Any]:
    """Make a request for an estimate."""
    made = world.application.engagements.requests.request(
        by=client.owner, tenant_id=client.tenant_id, title="Canary-title", text="Canary-text"
    )
    return {"engagement_id": made.engagement_id}


def _saying(world: World) -> dict[str, Any]:
    return {
        "lines": [LINE],
        "valid_through": _through(world),
        "pricing": Pricing.HOURLY,
        "rate_minor": 6500,
        "notes": "Canary-note",
    }


def draft_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what drafts an estimate."""
    return {**requested(world, client), **_saying(world)}


def drafted(world: World, client: Client) -> EstimateView:
    """Draft an estimate."""
    desk = world.application.engagements.estimates
    return desk.draft(by=world.told.staff, tenant_id=client.tenant_id, **draft_arguments(world, client))


def _version(view: EstimateView) -> dict[str, Any]:
    return {"estimate_id": view.estimate_id, "version": view.version}


def issued(world: World, client: Client) -> EstimateView:
    """Issue an estimate."""
    view = drafted(world, client)
    desk = world.application.engagements.estimates
    return desk.issue(by=world.told.staff, tenant_id=client.tenant_id, **_version(view))


def _token(world: World, client: Client) -> str:
    issued(world, client)
    world.application.work.worker.drain(tenant_id=client.tenant_id)
    return newest_token(world.application.settings.mail_folder, "apr")


def _coded(world: World, client: Client) -> dict[str, Any]:
    token = _token(world, client)
    world.application.engagements.approving.send_code(token=token)
    world.application.work.worker.drain(tenant_id=client.tenant_id)
    newest = max(world.application.settings.mail_folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns)
    found = re.search(r"\b(\d{6})\b", words(newest)[1])
    assert found is not None
    return {"token": token, "code": found[1]}


def _secret(world: World, client: Client) -> dict[str, Any]:
    identified = world.application.engagements.approving.identify(**_coded(world, client))
    return {"secret": identified.secret}


def _read(world: World, client: Client) -> dict[str, Any]:
    """Return what decides through a link."""
    opened = _secret(world, client)
    shown = world.application.engagements.approving.present(**opened)
    return {**opened, "nonce": shown.nonce, "content_hash": shown.content_hash, "peer": PEER}


def _read_signed_in(world: World, client: Client) -> dict[str, Any]:
    """Return what decides signed in."""
    view = issued(world, client)
    about = {"estimate_id": view.estimate_id}
    shown = world.application.engagements.deciding.present(by=client.owner, tenant_id=client.tenant_id, **about)
    return {**about, "nonce": shown.nonce, "content_hash": shown.content_hash, "peer": PEER}


TICKED = {"typed_name": "Olivia Canary-owner", "accept_estimate": True, "accept_ownership": True}


def _approved(world: World, client: Client) -> Any:
    given = {**_read_signed_in(world, client), **TICKED}
    return world.application.engagements.deciding.approve(by=client.owner, tenant_id=client.tenant_id, **given)


def approval_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what names an approval."""
    return {"approval_id": _approved(world, client).approval_id}


def decided_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what names a revision that was decided."""
    found = _approved(world, client)
    return {"estimate_id": found.estimate_id, "revision": found.revision}


def _changed(world: World, client: Client) -> dict[str, Any]:
    """Return what drafts a change order anew whose first draft was discarded."""
    desk, acting = world.application.engagements.estimates, {"by": world.told.staff, "tenant_id": client.tenant_id}
    given = {"engagement_id": _approved(world, client).engagement_id, **_saying(world)}
    first = desk.change_order(**acting, **given)
    desk.discard(**acting, **_version(first))
    return {**given, "estimate_id": first.estimate_id}


def _receipt(world: World, client: Client) -> dict[str, Any]:
    given = _read(world, client)
    world.application.engagements.approving.approve(**given, **TICKED)
    return {"secret": given["secret"]}


def document_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what records a signed document."""
    view = issued(world, client)
    return {
        "estimate_id": view.estimate_id,
        "user_id": client.owner.user_id,
        "typed_name": "Olivia Canary-owner",
        "signed_at": world.clock.now(),
        "content": b"%PDF-1.7 signed",
    }


def _recorded(world: World, client: Client) -> Any:
    helper = Staff(world.told.helper, frozenset({"staff.support"}))
    return world.application.engagements.recording.record(
        by=helper, tenant_id=client.tenant_id, **document_arguments(world, client)
    )


def _read_document(world: World, client: Client) -> dict[str, Any]:
    document = _recorded(world, client)
    return {"document_id": document.document_id, "paper_hash": document.paper_hash}


ROWS: dict[str, tuple[str, int | None, Arguments]] = {
    "engagements.estimates.draft": ("staff", 1, draft_arguments),
    "engagements.estimates.change_order": ("staff", 1, _changed),
    "engagements.estimates.edit": ("staff", 1, lambda w, c: {**_version(drafted(w, c)), **_saying(w)}),
    "engagements.estimates.discard": ("staff", 1, lambda w, c: _version(drafted(w, c))),
    "engagements.estimates.issue": ("staff", 1, lambda w, c: _version(drafted(w, c))),
    "engagements.estimates.withdraw": (
        "staff",
        1,
        lambda w, c: {"estimate_id": issued(w, c).estimate_id, "reason": "Canary-reason"},
    ),
    "engagements.estimates.show": ("staff", None, lambda w, c: {"estimate_id": issued(w, c).estimate_id}),
    "engagements.estimates.list_estimates": (
        "owner",
        None,
        lambda w, c: {"engagement_id": issued(w, c).engagement_id},
    ),
    "engagements.estimates.document": (
        "owner",
        None,
        lambda w, c: {"estimate_id": issued(w, c).estimate_id, "revision": 1},
    ),
    "engagements.deciding.who_decides": ("owner", None, lambda w, c: {"estimate_id": issued(w, c).estimate_id}),
    "engagements.deciding.present": ("owner", 1, lambda w, c: {"estimate_id": issued(w, c).estimate_id}),
    "engagements.deciding.approve": ("owner", 1, lambda w, c: {**_read_signed_in(w, c), **TICKED}),
    "engagements.deciding.decline": ("owner", 1, lambda w, c: {**_read_signed_in(w, c), "reason": "Canary-reason"}),
    "engagements.deciding.receipt": ("owner", None, approval_arguments),
    "engagements.deciding.decided": ("owner", None, decided_arguments),
    "engagements.deciding.text": ("owner", None, lambda w, c: {"estimate_id": issued(w, c).estimate_id, "revision": 1}),
    "engagements.deciding.awaiting": ("owner", None, lambda w, c: {"after": issued(w, c).estimate_id, "limit": 1}),
    "engagements.recording.record": ("staff", 1, document_arguments),
    "engagements.recording.check": (
        "staff",
        1,
        lambda w, c: {**_read_document(w, c), "agrees": True, "reason": "Canary-reason"},
    ),
    "engagements.recording.document": ("staff", None, lambda w, c: {"document_id": _recorded(w, c).document_id}),
    "engagements.recording.list_documents": (
        "staff",
        None,
        lambda w, c: {"estimate_id": _recorded(w, c).estimate_id},
    ),
}
"""Who calls, the entries that it makes in the journal, and its arguments besides the client's id."""
BY_LINK: dict[str, tuple[Any, ...]] = {
    "engagements.approving.opened": ("nobody", None, lambda w, c: {"token": _token(w, c)}),
    "engagements.approving.met": ("owner", None, lambda w, c: {"token": _token(w, c)}),
    "engagements.approving.send_code": ("nobody", 1, lambda w, c: {"token": _token(w, c), "peer": PEER}),
    # A wrong code is counted, and stands in the journal as a refusal.
    "engagements.approving.identify": ("nobody", 1, lambda w, c: {**_coded(w, c), "peer": PEER}, 1),
    "engagements.approving.present": ("nobody", 1, _secret),
    "engagements.approving.approve": ("nobody", 1, lambda w, c: {**_read(w, c), **TICKED}),
    "engagements.approving.decline": ("nobody", 1, lambda w, c: {**_read(w, c), "reason": "Canary-reason"}),
    "engagements.approving.receipt": ("nobody", None, _receipt),
    "engagements.approving.text": ("nobody", None, _receipt),
    "engagements.approving.document": ("nobody", None, _receipt),
    "engagements.approving.who_decides": ("nobody", None, _receipt),
}
"""The same for those that are reached by a link, which names the client."""
