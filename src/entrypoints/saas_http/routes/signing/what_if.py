"""What if: any question of an invented client, answered by the real judgement over a store in memory."""

from __future__ import annotations

from typing import Annotated

from attrs import asdict, frozen

from saas_app.what_if import require_asking, what_if_offered
from saas_core.kernel.bounds import Text
from saas_core.kernel.text import LONGEST_NAME
from saas_core.policy.decision import MOST_ALSO, LicenseeKind
from saas_core.policy.what_if import Asker, Connected, Invented, InventedLicense, InventedWork
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import ActionName, Items, Pattern
from saas_views.what_if import WhatIfView, what_if_view

what_if = Router("staff: policy signatures", prefix="/v1/staff/policy", name="policy")
Amount = Annotated[
    str, Text(0, 30, r"([0-9]{1,9}(\.[0-9]{2,4})? [A-Z]{3})?", remedy="Write it as in 650.00 USD or 9900 JPY.")
]
DepartmentName = Annotated[str, Text(0, LONGEST_NAME)]


@frozen(kw_only=True)
class Imagined:
    """An invented client, and what is asked there.

    `also` names what else the request claims to be, `department` where is asked, `role_department` where the user holds
    the role of `rights`, `work` the paid work about which support staff asks, and `connected` the client's connections.
    """

    action: ActionName
    also: Annotated[tuple[ActionName, ...], Items(MOST_ALSO)] = ()
    kind: LicenseeKind = LicenseeKind.BUSINESS_OPERATOR
    license: InventedLicense = InventedLicense.PAID
    asker: Asker = Asker.OWNER
    rights: Annotated[tuple[Pattern, ...], Items(20)] = ()
    role_department: DepartmentName = ""
    limit: Amount = ""
    department: DepartmentName = ""
    capacity: LicenseeKind | None = None
    as_support: bool = False
    amount: Amount = ""
    work: InventedWork | None = None
    connected: Annotated[tuple[Connected, ...], Items(len(Connected))] = ()


@what_if.ask("/what-if", staff("provider.terms"))
def ask(call: Call, body: Imagined) -> WhatIfView:
    """Answer a question of an invented client under the terms offered; nothing is stored, and no client is read."""
    require_asking(call.app, call.by)
    return what_if_view(what_if_offered(call.app, Invented(**asdict(body, recurse=False))))
