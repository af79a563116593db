"""Confirming a break-glass grant as an owner of the client, inside an act."""

from __future__ import annotations

from saas_core.access.errors import LinkUnknown
from saas_core.access.errors.keys_and_sessions import GrantUnknown
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.queries.reading import owners_of
from saas_core.access.use_cases.act import Act
from saas_core.access.use_cases.keyed_links import opened_link
from saas_core.access.values import user_holder
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import GrantId
from saas_core.kernel.journal import Value
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT

CONFIRM = "access.confirm_break_glass"


def confirm(opened: Act, token: str) -> GrantId:
    """Confirm the grant of a mailed token in the name of its owner; raises LinkUnknown, GrantOver."""
    link = opened_link(opened, token)
    owner = next((each for each in owners_of(opened.work) if user_holder(each.id) == link.holder), None)
    if owner is None or link.grant_id is None:
        raise LinkUnknown
    act = opened.acting_as(ClientUser(opened.work.tenant_id, owner.id))
    confirmed = grant_in(act, link.grant_id).confirmed(owner.id, act.at)
    act.work.keyed_links.save(link.used(act.at))
    act.work.break_glass.save(confirmed)
    act.note(CONFIRM, f"grant:{confirmed.id}", {**grant_terms(confirmed), "link": str(link.id)})
    act.want(SWEEP, CLIENT)
    return confirmed.id


def grant_in(act: Act, grant_id: GrantId) -> BreakGlassGrant:
    """Return a grant; raises GrantUnknown."""
    grant = act.work.break_glass.get(grant_id)
    if grant is None:
        raise GrantUnknown
    return grant


def grant_terms(grant: BreakGlassGrant) -> dict[str, Value]:
    """Return what a grant opens, to whom and until when, as the journal keeps it."""
    return {"staff": str(grant.staff_id), "scope": grant.scope.value, "until": grant.until.isoformat()}
