"""Journals and decisions for staff: those of clients, and the provider's own."""

from __future__ import annotations

from attrs import evolve

from saas_core.access.errors import DepartmentUnknown, UserUnknown
from saas_core.gate.audit import ChainReport
from saas_core.gate.errors import ChainBroken
from saas_core.gate.recorded import DecisionUnknown, RecordedDecisionView
from saas_core.gate.trail import EntryView
from saas_core.kernel.ids import PROVIDER, EntryId
from saas_core.kernel.journal import Checkpoint, PublicKey
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page
from saas_http.routes.gate.decisions import explanation_of, recorded_of
from saas_http.routes.gate.journal import ListEntries, entries_of
from saas_http.routes.gate.questions import AskAsOf
from saas_views.decisions import ExplainedView

journals = Router(
    "staff: journals", "Journals: reading, verification and checkpoints.", prefix="/v1/staff", name="journals"
)
clients = Router("staff: clients", prefix="/v1/staff", name="tenants")

READ = staff("provider.journal")


@journals.get("/journal", READ)
def own(call: Call, query: ListEntries) -> Page[EntryView]:
    """List the provider's own journal, newest first."""
    return entries_of(evolve(call, tenant_id=PROVIDER), query)


@journals.get("/tenants/{tenant_id}/journal", READ)
def entries(call: Call, query: ListEntries) -> Page[EntryView]:
    """List a client's journal, newest first."""
    return entries_of(call, query)


@journals.get("/decisions/{decision_id}", READ, DecisionUnknown)
def own_decision(call: Call, decision_id: EntryId) -> RecordedDecisionView:
    """Show a decision recorded in the provider's own journal."""
    return recorded_of(evolve(call, tenant_id=PROVIDER), decision_id)


@journals.get("/tenants/{tenant_id}/decisions/{decision_id}", READ, DecisionUnknown)
def decision(call: Call, decision_id: EntryId) -> RecordedDecisionView:
    """Show a decision recorded in a client's journal."""
    return recorded_of(call, decision_id)


@journals.get("/tenants/{tenant_id}/journal/verification", READ, tagged=False)
def verification(call: Call) -> ChainReport:
    """Verify a client's journal from its start."""
    return call.app.oversight.audit.verify(**call.acting)


@journals.post("/tenants/{tenant_id}/journal/checkpoints", READ, ChainBroken, status=201)
def checkpoint(call: Call) -> Checkpoint:
    """Save the current end of a journal outside the database."""
    return call.app.oversight.audit.checkpoint(**call.writing)


@journals.post("/journal/keys", staff("provider.staff"), status=201)
def rotate_key(call: Call) -> PublicKey:
    """Sign later checkpoints by a new key; earlier ones are still verified by theirs."""
    return call.app.oversight.audit.rotate_key(by=call.by, idempotency_key=call.key)


@clients.ask("/tenants/{tenant_id}/decisions", staff(), TenantUnknown, UserUnknown, DepartmentUnknown)
def why(call: Call, body: AskAsOf) -> ExplainedView:
    """Explain whether a user of a client may do something, as of any instant; nothing is recorded.

    Without `user_id` it is about yourself, inside the client's instance; your own wish for what is never granted is
    recorded in the journal.
    """
    return explanation_of(call, body)
