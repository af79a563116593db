"""Questions as typed at the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from cyclopts import Parameter

from saas_cli.arguments import At, InDepartment, KnownAt
from saas_cli.lookup import as_id, member, moment, tenant_of
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, TenantId, UserId
from saas_core.kernel.money import Money
from saas_core.kernel.suggesting import near
from saas_core.kernel.text import LONGEST_NAME
from saas_core.policy.decision import About, Decision, LicenseeKind, Manner, Question
from saas_core.policy.reasons import ReasonCode

if TYPE_CHECKING:
    from saas_cli.session import Desk
    from saas_core.gate.places import Places

MYSELF = "me"


@Parameter(name="*")
@frozen(kw_only=True)
class Asked:
    """The parts of a question besides tenant, user and action."""

    department: InDepartment = None
    at: At = None
    known_at: KnownAt = None
    also: Annotated[
        tuple[str, ...],
        Parameter(negative="", help="What else the request claims or contains; may be repeated."),
    ] = ()
    as_support: Annotated[
        bool, Parameter(negative="", show_default=False, help="Ask for it as support, not as a request.")
    ] = False
    as_kind: Annotated[
        str | None, Parameter(help="The asker's capacity: end_user, business_operator, agency or developer.")
    ] = None
    about: Annotated[str | None, Parameter(help="The subject: engagement:ID, ticket:ID or integration:ID.")] = None
    amount: Annotated[str | None, Parameter(help="The amount to be approved, such as 120.00 USD.")] = None


PLAINLY = Asked()


def decided(seat: Desk, tenant: str, user: str, action: str, asked: Asked) -> Decision:
    """Return the decision; a live question about something never granted is recorded (0.3, 1.2).

    `user` is an address, an id, or `me` for the actor. Raises NotFound for an unknown tenant, user or department,
    InvalidValue for a naive or absurd instant; a client's user can ask about that client only.
    """
    tenant_id = tenant_of(seat, tenant)
    question = Question(
        tenant_id=tenant_id,
        by=_asker(seat, tenant, user),
        action=_name(action, "action"),
        also=tuple(_name(each, "also") for each in asked.also),
        department_id=_place(seat, tenant_id, asked.department),
        manner=Manner.AS_SUPPORT if asked.as_support else Manner.ASK,
        capacity=None if asked.as_kind is None else member(LicenseeKind, asked.as_kind, "as_kind"),
        about=None if asked.about is None else About.parse(asked.about),
        amount=None if asked.amount is None else Money.parse(asked.amount),
    )
    at, known_at = moment(asked.at, "at"), moment(asked.known_at, "known_at")
    if at is None and known_at is None and question.by == seat.by:
        # Only the actor's own request counts: asking about somebody else must not record it as theirs.
        return seat.app.gate.ask(question)
    return seat.app.gate.check(question, at=at, known_at=known_at)


def asked_places(seat: Desk, tenant: str, user: str, action: str) -> Places:
    """Return where a user may do something now; the user is named as in `decided`, which says what is raised."""
    tenant_id, by = tenant_of(seat, tenant), _asker(seat, tenant, user)
    return seat.app.gate.places(by, _name(action, "action"), tenant_id=tenant_id)


def meant(seat: Desk, decision: Decision) -> tuple[str, ...]:
    """Return the actions that may have been meant where no clause covers the one asked about (9.3)."""
    if all(each.code is not ReasonCode.POLICY_SILENT for each in decision.reasons):
        return ()
    terms = seat.app.policy.show_terms(version=decision.terms_version)
    known = {each.name for each in terms.actions} | {each.name for each in seat.app.policy.permissions()}
    return near(decision.question.action, sorted(known))


def _asker(seat: Desk, tenant: str, user: str) -> Actor:
    tenant_id = tenant_of(seat, tenant)
    if user == MYSELF:
        return seat.by
    found = as_id(user)
    who = user if found is None else UserId(found)
    return ClientUser(tenant_id, seat.app.access.names.asked_user(by=seat.by, tenant_id=tenant_id, who=who))


def _place(seat: Desk, tenant_id: TenantId, text: str | None) -> DepartmentId | None:
    if text is None:
        return None
    found = as_id(text)
    if found:
        return DepartmentId(found)
    return seat.app.access.names.asked_department(by=seat.by, tenant_id=tenant_id, path=text)


def _name(text: str, field: str) -> str:
    if not text.strip() or len(text) > LONGEST_NAME or not text.isprintable():
        message = f"is not the name of an action: {text[:60]!r}."
        raise InvalidValue(
            message, field=field, remedy="Write it as in invoices.approve; `saas terms show --json` lists them."
        )
    return text.strip()
