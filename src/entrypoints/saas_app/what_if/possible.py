"""What if: clients and questions that there cannot be, or that no scenario could tell, refused by their field."""

from __future__ import annotations

from typing import Final, NoReturn

from attrs import evolve

from saas_app.what_if.wishes import sayable
from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.terms import Terms
from saas_core.policy.what_if import Asker, Invented, InventedLicense

KINDS: Final = {
    LicenseeKind.BUSINESS_OPERATOR: "a business operator",
    LicenseeKind.END_USER: "an end-user",
    LicenseeKind.AGENCY: "an agency",
    LicenseeKind.DEVELOPER: "a developer",
}
USERS: Final = frozenset({Asker.USER, Asker.BLOCKED_USER})
"""Those who ask by a role."""
_CAPACITY: Final = "Name it as the capacity in which somebody asks."
_OTHERS: Final = "Let the owner, a customer or support staff ask, or choose another license."


def possible(invented: Invented, terms: Terms) -> Invented:
    """Return an invented client and its question as the features write them; raises InvalidValue, by field.

    There can be such a client and such a question under the terms. The message goes on where the name of the field
    ends, as in "limit is the limit of a role".
    """
    if invented.kind not in terms.eligible:
        _refuse("kind", f"is {KINDS[invented.kind]}, which is not taken on under these terms (0.2).", _CAPACITY)
    _require_askable(invented)
    _require_held(invented)
    _require_paid(invented)
    return evolve(
        invented,
        limit=_amount(terms, invented.limit, "limit"),
        amount=_amount(terms, invented.amount, "amount"),
        department=_department(invented.department, "department"),
        role_department=_department(invented.role_department, "role_department"),
        connected=tuple(dict.fromkeys(invented.connected)),
    )


def _amount(terms: Terms, written: str, field: str) -> str:
    """Return an amount in the currency of the terms, or no text; raises InvalidValue."""
    if not written:
        return ""
    try:
        found = Money.parse(written)
    except InvalidValue as fault:
        raise InvalidValue(fault.message, field=field, remedy=fault.remedy) from None
    if found.currency != terms.currency or found.minor < 0:
        message = f"is {found}, which is compared with no limit under these terms."
        _refuse(field, message, f"Give an amount from 0 in {terms.currency}.")
    return str(found)


def _department(written: str, field: str) -> str:
    """Return the name of a department, or no text; raises InvalidValue."""
    if not written:
        return ""
    name = sayable(text.name(written, field), field)
    if "," in name:
        _refuse(field, "holds a comma, which a list of departments cannot say.", "Leave it out.")
    return name


def _require_askable(invented: Invented) -> None:
    """Require that the one who asks can ask so."""
    if invented.asker is Asker.SUPPORT_STAFF:
        for name, said in (("capacity", "in its own"), ("amount", "about none"), ("department", "in none")):
            if getattr(invented, name):
                _refuse(name, f"is nothing that support staff has: it asks {said}.", "Let somebody of the client ask.")
        if invented.as_support and invented.work is not None:
            _refuse("work", "is asked about, and nothing tried as support.", "Leave out one of both.")
        return
    if invented.as_support:
        _refuse("as_support", "is what support staff alone can do.", "Let support staff ask.")
    if invented.work is not None:
        _refuse("work", "is asked about by support staff alone, which does it (4.2).", "Let support staff ask.")


def _require_held(invented: Invented) -> None:
    """Require that a role is held by somebody who can hold one."""
    if invented.rights and invented.asker not in USERS:
        _refuse("rights", "are held by a user alone.", "Let a user ask, or leave out the rights.")
    for name, said in (("limit", "the limit"), ("role_department", "the department")):
        if getattr(invented, name) and not invented.rights:
            _refuse(name, f"is {said} of a role.", "Name the rights of the role, and let a user ask.")


def _require_paid(invented: Invented) -> None:
    """Require of a client that has not paid only what an owner can bring about before the license is open (0.1)."""
    if invented.license is not InventedLicense.UNPAID:
        return
    if invented.asker in USERS:
        _refuse("asker", "is not there yet: an owner invites nobody before the first payment (0.1).", _OTHERS)
    for name in ("department", "work", "connected"):
        if getattr(invented, name):
            _refuse(name, "cannot be brought about before the first payment (0.1).", "Choose another license.")


def _refuse(field: str, message: str, remedy: str) -> NoReturn:
    raise InvalidValue(message, field=field, remedy=remedy)
