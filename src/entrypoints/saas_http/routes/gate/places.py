"""Places and menus: where something may be done, and which of many actions are open."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown, UserUnknown
from saas_core.kernel.ids import DepartmentId, UserId
from saas_http.endpoints import Call, Router, client
from saas_http.parsing.values import ActionName, Items
from saas_http.routes.gate.decisions import whom
from saas_views.places import PermittedView, PlacesView, permitted_view, places_view

places = Router("decisions", name="decisions")

MOST_ACTIONS = 200
ACTIONS_OF_A_REQUEST = 100


@frozen(kw_only=True)
class AskWhere:
    """A question where something may be done; without `user_id` it is about the caller."""

    action: ActionName
    user_id: UserId | None = None


@frozen(kw_only=True)
class AskWhich:
    """A question which actions are open to the caller: in a department, or without one in any place."""

    actions: Annotated[tuple[ActionName, ...], Items(MOST_ACTIONS)]
    department_id: DepartmentId | None = None


@places.get("/places", client(), UserUnknown, tagged=False)
def where(call: Call, query: AskWhere) -> PlacesView:
    """Tell where something may be done now: everywhere, or in which departments and all that lie under them.

    Asking about somebody else requires a role that manages people. Nothing is recorded.
    """
    return places_view(call.app.gate.places(whom(call, query.user_id), query.action, tenant_id=call.tenant_id))


@places.ask("/permitted", client(), DepartmentUnknown)
def which(call: Call, body: AskWhich) -> PermittedView:
    """Tell which of up to 200 actions are open to you now, for menus: in a department, or in any place.

    Each action has its decision, with all reasons if it is closed. Nothing is recorded. It counts as one request for
    every 100 actions.
    """
    call.charge(len(body.actions) // ACTIONS_OF_A_REQUEST)
    return permitted_view(
        call.app.gate.permitted(call.by, body.actions, tenant_id=call.tenant_id, department_id=body.department_id)
    )
