"""What if: any question of an invented client, answered by the real judgement over a store in memory."""

from __future__ import annotations

from typing import Annotated

from attrs import evolve, frozen

from saas_app.what_if import OPERATIONS
from saas_app.what_if import what_if as invented_answer
from saas_core.kernel.bounds import Text
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.what_if import Asker, Invented, InventedLicense
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import ActionName, Items, Pattern
from saas_views.decisions import ExplainedView, explained_view

what_if = Router("staff: policy signatures", prefix="/v1/staff/policy", name="policy")
Amount = Annotated[str, Text(0, 30, r"([0-9]{1,9}\.[0-9]{2} [A-Z]{3})?", remedy="Write it as in 650.00 USD.")]


@frozen(kw_only=True)
class Imagined:
    """An invented client, and what is asked there; see the glossary for the kinds of licenses and askers."""

    action: ActionName
    kind: LicenseeKind = LicenseeKind.BUSINESS_OPERATOR
    license: InventedLicense = InventedLicense.PAID
    asker: Asker = Asker.OWNER
    rights: Annotated[tuple[Pattern, ...], Items(20)] = ()
    limit: Amount = ""
    capacity: LicenseeKind | None = None
    as_support: bool = False
    amount: Amount = ""


@frozen(kw_only=True)
class WhatIfView:
    """The situation in sentences, the question, the answer fact by fact, and the scenario that would pin it."""

    situation: tuple[str, ...]
    question: str
    explained: ExplainedView
    scenario: str


@what_if.ask("/what-if", staff("provider.terms"))
def ask(call: Call, body: Imagined) -> WhatIfView:
    """Answer a question of an invented client under the terms offered; nothing is stored, and no client is read."""
    evolve(call, tenant_id=PROVIDER).require("provider.terms")
    terms = call.app.policy.offered_terms()
    operations = [(each.name, each.title) for each in call.app.policy.permissions()] or tuple(OPERATIONS.items())
    found = invented_answer(
        Invented(
            action=body.action,
            kind=body.kind,
            license=body.license,
            asker=body.asker,
            rights=body.rights,
            limit=body.limit,
            capacity=body.capacity,
            as_support=body.as_support,
            amount=body.amount,
        ),
        terms.document.encode(),
        operations,
    )
    return WhatIfView(
        situation=found.situation,
        question=found.question,
        explained=explained_view(found.decision, terms.clauses),
        scenario=found.scenario,
    )
