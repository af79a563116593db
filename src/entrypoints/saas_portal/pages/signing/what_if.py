"""What if, for staff: a form that asks any question of an invented client, and the answer as `saas why` explains one.

The form asks for the key of its person, as those for signing do.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Final

from attrs import frozen

from saas_app.what_if import require_asking, what_if_offered
from saas_core.kernel.bounds import Text
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.what_if import Asker, Connected, Invented, InventedLicense, InventedWork
from saas_portal.forms import FormInvalid, Said, filled
from saas_portal.pages.signing.keyed import PICK, Keyed, picked, staff_of
from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_views.decisions import validity_text
from saas_views.remedies import help_for
from saas_views.what_if import what_if_view
from saas_web.answers import Whole
from saas_web.problems import Fault

PAGES = Pages()
ASK: Final = "/policy/what-if"
_SETTLES: Final = 0.1
_BOXES: Final = {"action": "asked"}
"""Which box is told of what is wrong with a part of an invented client, where the names differ."""
_LISTS: Final = {
    "licenses": InventedLicense,
    "askers": Asker,
    "kinds": LicenseeKind,
    "works": InventedWork,
    "connections": Connected,
}


@frozen(kw_only=True)
class Imagined(Keyed):
    """An invented client, and what somebody there asks; lists have commas between."""

    asked: Annotated[str, Text(1, 200), Said("Type the name of an action, as in topic.feature_usage.")]
    also: Annotated[str, Text(0, 2000)]
    license: Annotated[str, Text(1, 20), PICK]
    kind: Annotated[str, Text(1, 30), PICK]
    asker: Annotated[str, Text(1, 20), PICK]
    capacity: Annotated[str, Text(0, 30)]
    rights: Annotated[str, Text(0, 2000)]
    role_department: Annotated[str, Text(0, 200)]
    limit: Annotated[str, Text(0, 30)]
    department: Annotated[str, Text(0, 200)]
    amount: Annotated[str, Text(0, 30)]
    work: Annotated[str, Text(0, 20)]
    as_support: bool


@PAGES.get(ASK)
def asking(visit: Visit) -> Whole:
    """Show the form that asks what would be answered."""
    return page(visit, "policy_what_if.html", found=None, **_choices())


@PAGES.post(ASK, page=ASK, settles=_SETTLES)
def ask(visit: Visit) -> Whole:
    """Answer a question of an invented client under the terms offered; nothing is stored, and this is the answer."""
    given = filled(visit.form, Imagined)
    require_asking(visit.app, staff_of(visit, given.key))
    try:
        found = what_if_view(what_if_offered(visit.app, _invented(visit, given)))
    except InvalidValue as fault:
        if isinstance(fault, FormInvalid):
            raise
        box = _BOXES.get(fault.field, fault.field)
        raise FormInvalid((Fault(box, f"This {fault.message} {fault.remedy}".strip(), ""),)) from None
    answer = found.explained.answer
    remedies = [help_for(each.code, each.remedy).sentence for each in answer.reasons]
    validity = validity_text(answer)
    return page(visit, "policy_what_if.html", found=found, remedies=remedies, validity=validity, **_choices())


def _invented(visit: Visit, given: Imagined) -> Invented:
    return Invented(
        action=given.asked,
        also=_names(given.also),
        license=picked(InventedLicense, given.license, "license"),
        kind=picked(LicenseeKind, given.kind, "kind"),
        asker=picked(Asker, given.asker, "asker"),
        capacity=picked(LicenseeKind, given.capacity, "capacity") if given.capacity else None,
        rights=_names(given.rights),
        role_department=given.role_department,
        limit=given.limit,
        department=given.department,
        amount=given.amount,
        work=picked(InventedWork, given.work, "work") if given.work else None,
        as_support=given.as_support,
        connected=tuple(picked(Connected, each, "connected") for each in visit.form.get("connected", ())),
    )


def _names(written: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in written.split(",") if each.strip())


def _choices() -> dict[str, Any]:
    return {name: [(each.value, _words(each)) for each in kind] for name, kind in _LISTS.items()}


def _words(member: Enum) -> str:
    return str(member.value).replace("_", " ").capitalize()
