"""Time, enhancements and invoices in calls: what brings about what each use case of them needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from saas_core.engagements.estimates.commands import Line
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import EngagementId, InvoiceId, TimeEntryId
from two_clients import Client, World

Arguments = Callable[[World, Client], dict[str, Any]]
HOUR = 3600
TICKED = {"accept_estimate": True, "accept_ownership": True}
SECOND = timedelta(seconds=1)


def _desks(world: World) -> Any:
    return world.application.engagements


def helper(world: World) -> Staff:
    """Return the member of staff who worked before; the one of the calls has no time of its own that overlaps."""
    return Staff(world.told.helper, frozenset({"staff.support"}))


def approved(world: World, client: Client, hours: int = 30) -> EngagementId:
    """Have an estimate approved in writing by the client's owner, so that work may begin."""
    desks, staff, here = _desks(world), {"by": world.told.staff}, {"tenant_id": client.tenant_id}
    asked = desks.requests.request(by=client.owner, **here, title="Canary-title", text="Canary-text")
    through = (world.clock.now() + timedelta(days=30)).date().isoformat()
    line = Line(text="Canary-line", low_seconds=HOUR, high_seconds=hours * HOUR)
    draft = desks.estimates.draft(
        **staff, **here, engagement_id=asked.engagement_id, lines=(line,), valid_through=through
    )
    about = {**here, "estimate_id": draft.estimate_id}
    desks.estimates.issue(**staff, **about, version=draft.version)
    shown = desks.deciding.present(by=client.owner, **about)
    given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "typed_name": "Ola Canary-user", **TICKED}
    desks.deciding.approve(by=client.owner, **about, **given)
    return EngagementId(asked.engagement_id)


def worked(world: World, client: Client, seconds: int = 360) -> tuple[EngagementId, TimeEntryId]:
    """Have time recorded on an engagement of its own."""
    engagement_id = approved(world, client)
    return engagement_id, recorded(world, client, engagement_id, seconds)


def recorded(world: World, client: Client, engagement_id: EngagementId, seconds: int = 360) -> TimeEntryId:
    """Let time pass, and record it as worked."""
    begins = world.clock.now() + SECOND
    world.clock.at = begins + seconds * SECOND
    found = _desks(world).work.log(
        by=helper(world),
        tenant_id=client.tenant_id,
        engagement_id=engagement_id,
        line="L1",
        started_at=begins,
        ended_at=begins + seconds * SECOND,
        note="Canary-note",
    )
    return TimeEntryId(found.pieces[0].entry_id)


def drafted(world: World, client: Client) -> tuple[EngagementId, TimeEntryId, InvoiceId]:
    """Have recorded time on the draft of an invoice."""
    engagement_id, entry_id = worked(world, client)
    draft = _desks(world).billing.draft(by=world.told.staff, tenant_id=client.tenant_id, engagement_id=engagement_id)
    return engagement_id, entry_id, InvoiceId(draft.invoice_id)


def issued(world: World, client: Client) -> tuple[EngagementId, TimeEntryId, InvoiceId]:
    """Have an invoice issued."""
    engagement_id, entry_id, invoice_id = drafted(world, client)
    _desks(world).billing.issue(by=world.told.staff, tenant_id=client.tenant_id, invoice_id=invoice_id)
    return engagement_id, entry_id, invoice_id


def _of(make: Callable[[World, Client], EngagementId], **given: Any) -> Arguments:
    return lambda world, client: {"engagement_id": make(world, client), **given}


def _begun(world: World, client: Client) -> EngagementId:
    return worked(world, client)[0]


def _stop_elsewhere(world: World, client: Client) -> None:
    """Stop the timer of the member of staff of the calls for other clients: it runs for one at a time."""
    for other in {world.told.acme, world.told.bolt} - {client}:
        with world.application.store.read(other.tenant_id) as work:
            running = work.time_entries.running(world.told.staff.staff_id)
        if running is not None:
            about = {"tenant_id": other.tenant_id, "engagement_id": running.engagement_id}
            _desks(world).work.stop(by=world.told.staff, **about)
            world.clock.at += SECOND


def _timed(world: World, client: Client) -> dict[str, Any]:
    """Have the timer of the member of staff of the calls run."""
    with world.application.store.read(client.tenant_id) as work:
        running = work.time_entries.running(world.told.staff.staff_id)
    if running is not None:
        return {"engagement_id": running.engagement_id}
    _stop_elsewhere(world, client)
    engagement_id = approved(world, client)
    here = {"by": world.told.staff, "tenant_id": client.tenant_id}
    _desks(world).work.start(**here, engagement_id=engagement_id, line="L1")
    world.clock.at += 5 * SECOND
    return {"engagement_id": engagement_id}


def _span(world: World, client: Client) -> dict[str, Any]:
    engagement_id = approved(world, client)
    begins = world.clock.now() + SECOND
    world.clock.at = begins + 10 * SECOND
    return {"engagement_id": engagement_id, "started_at": begins, "ended_at": begins + 9 * SECOND}


def _log(world: World, client: Client) -> dict[str, Any]:
    return {**_span(world, client), "line": "L1", "note": "Canary-note"}


def _rows(world: World, client: Client) -> dict[str, Any]:
    span = _span(world, client)
    row = {"line": "L1", "started_at": str(span["started_at"]), "ended_at": str(span["ended_at"])}
    return {"engagement_id": span["engagement_id"], "rows": [(2, {**row, "note": "Canary-note"})]}


def _entry(world: World, client: Client) -> dict[str, Any]:
    return {"entry_ids": [worked(world, client)[1]], "reason": "Canary-reason"}


def _between(world: World, client: Client) -> dict[str, Any]:
    engagement_id = _begun(world, client)
    return {"engagement_id": engagement_id, "since": world.clock.now() - timedelta(days=1), "until": world.clock.now()}


def _listed(world: World, client: Client) -> dict[str, Any]:
    engagement_id, entry_id = worked(world, client)
    return {"engagement_id": engagement_id, "after": entry_id, "limit": 10}


def _change(world: World, client: Client) -> dict[str, Any]:
    words = {"line": "L1", "description": "Canary-description", "release": "2026.6"}
    return {"engagement_id": _begun(world, client), **words, "delivered_at": world.clock.now()}


def _finished(world: World, client: Client) -> EngagementId:
    engagement_id = _begun(world, client)
    here = {"by": world.told.staff, "tenant_id": client.tenant_id, "engagement_id": engagement_id}
    _desks(world).enhancements.leave_out(**here, line="L1", reason="Canary-reason")
    return engagement_id


def _closable(world: World, client: Client) -> EngagementId:
    engagement_id = _finished(world, client)
    here = {"by": world.told.staff, "tenant_id": client.tenant_id}
    _desks(world).enhancements.deliver(**here, engagement_id=engagement_id)
    entries = _desks(world).work.list_time(**here, engagement_id=engagement_id)
    ids = [each.entry_id for each in entries]
    _desks(world).billing.write_off(**here, entry_ids=ids, reason="Canary-reason")
    return engagement_id


def _invoice(make: Callable[[World, Client], tuple[Any, Any, InvoiceId]], **given: Any) -> Arguments:
    return lambda world, client: {"invoice_id": make(world, client)[2], **given}


def _credit(world: World, client: Client) -> dict[str, Any]:
    _engagement_id, entry_id, invoice_id = issued(world, client)
    return {"invoice_id": invoice_id, "entry_ids": [entry_id], "rebill": [entry_id], "reason": "Canary-reason"}


def _credited(world: World, client: Client) -> dict[str, Any]:
    given = _credit(world, client)
    here = {"by": world.told.staff, "tenant_id": client.tenant_id}
    note = _desks(world).billing.credit(**here, **given)
    return {"invoice_id": given["invoice_id"], "credit_note_id": note.credit_note_id}


def _invoices(world: World, client: Client) -> dict[str, Any]:
    engagement_id, _entry_id, invoice_id = issued(world, client)
    return {"engagement_id": engagement_id, "after": invoice_id, "limit": 10}


ROWS: dict[str, tuple[str, int | None, Arguments]] = {
    "engagements.work.start": ("staff", 1, _of(approved, line="L1", note="Canary-note")),
    "engagements.work.stop": ("staff", 1, _timed),
    "engagements.work.log": ("staff", 1, _log),
    "engagements.work.import_time": ("staff", 1, _rows),
    "engagements.work.void": ("staff", 1, _entry),
    "engagements.work.close_period": ("staff", 1, lambda world, _client: {"until": world.clock.now()}),
    "engagements.work.hours": ("owner", None, _of(_begun)),
    "engagements.work.seconds_between": ("owner", None, _between),
    "engagements.work.list_time": ("owner", None, _listed),
    "engagements.enhancements.register": ("staff", 1, _change),
    "engagements.enhancements.leave_out": ("staff", 1, _of(_begun, line="L1", reason="Canary-reason")),
    "engagements.enhancements.deliver": ("staff", 1, _of(_finished)),
    "engagements.enhancements.cancel": ("owner", 1, _of(approved, reason="Canary-reason")),
    "engagements.enhancements.list_enhancements": ("owner", None, _of(_finished)),
    "engagements.billing.draft": (
        "staff",
        1,
        lambda world, client: {"engagement_id": _begun(world, client), "until": world.clock.now()},
    ),
    "engagements.billing.discard": ("staff", 1, _invoice(drafted)),
    "engagements.billing.issue": ("staff", 1, _invoice(drafted)),
    "engagements.billing.record_payment": ("staff", 1, _invoice(issued, reference="T-1", amount_minor=325)),
    "engagements.billing.credit": ("staff", 1, _credit),
    "engagements.billing.write_off": ("staff", 1, _entry),
    "engagements.billing.close": ("staff", 1, _of(_closable)),
    "engagements.billing.show": ("owner", None, _invoice(issued)),
    "engagements.billing.list_invoices": ("owner", None, _invoices),
    "engagements.billing.document": ("owner", None, _credited),
    "engagements.billing.list_credits": ("owner", None, _invoice(issued)),
}
"""Who calls, the entries that it makes in the journal, and its arguments besides the client's id."""
