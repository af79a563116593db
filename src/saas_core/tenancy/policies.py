"""Rules of setup: the tasks still open, and whether the instance may be activated (2.1)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from saas_core.kernel.actors import Actor, ClientUser
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.decision import Decision, Question, Verdict
from saas_core.policy.reasons import Reason, ReasonCode, most_fundamental_first, reason
from saas_core.tenancy.model import Tenant
from saas_core.tenancy.values import TITLES, Task

ADD = "provider.tenants"
CONFIGURE = "account.manage"
READ = "license.read"


@frozen
class Item:
    """A task of the setup and whether it is done."""

    task: Task
    done: bool


def checklist(tenant: Tenant, owners: int) -> tuple[Item, ...]:
    """Return the three tasks of the basic setup in order; user setup is done with one owner, active or invited."""
    return (
        Item(Task.ACCOUNT_CONFIGURATION, tenant.account is not None),
        Item(Task.USERS, owners > 0),
        Item(Task.ACTIVATION, tenant.instance.active),
    )


def missing(tenant: Tenant, owners: int, reasons: Iterable[Reason] = ()) -> tuple[str, ...]:
    """Return the steps left before activation, for people; none once the instance is active.

    `reasons` are those for which the license is not in good standing; they count as missing too.
    """
    if tenant.instance.active:
        return ()
    tasks = [
        TITLES[item.task] for item in checklist(tenant, owners) if not item.done and item.task is not Task.ACTIVATION
    ]
    codes = {each.code for each in reasons}
    if ReasonCode.TERMS_NOT_ACCEPTED in codes:
        tasks.append("acceptance of the terms")
    if codes - {ReasonCode.TERMS_NOT_ACCEPTED}:
        tasks.append("a license in good standing")
    return tuple(tasks)


def reading(tenant: Tenant, by: Actor) -> Question:
    """Return the question whether the actor may see the tenant: its users and the staff that sets up clients may."""
    return Question(tenant.id, by, READ if isinstance(by, ClientUser) else ADD)


def activating(tenant: Tenant, by: Actor) -> Question:
    """Return the question whether the actor may activate: account managers and the staff that sets up clients may.

    It covers the licensee's kind too, because the terms may have changed since it was declared (0.2).
    """
    return Question(tenant.id, by, CONFIGURE if isinstance(by, ClientUser) else ADD, capacity=tenant.kind)


def activation(decision: Decision, tenant: Tenant, owners: int, license_state: LicenseState) -> Decision:
    """Return the complete answer to a request for activation, with everything that is missing (2.1).

    An actor without any right here learns only that. Otherwise SETUP_INCOMPLETE names the missing steps, preceded by
    the reasons of eligibility and of the license with their remedies. An active instance needs nothing more.
    """
    known = {each.code for each in license_state.reasons} | {ReasonCode.LICENSEE_NOT_ELIGIBLE}
    if any(each.code not in known for each in decision.reasons):
        return decision
    blocking = [] if tenant.instance.active else [*decision.reasons, *license_state.reasons]
    todo = missing(tenant, owners, license_state.reasons)
    if todo:
        blocking.append(reason(ReasonCode.SETUP_INCOMPLETE, missing=", ".join(todo)))
    reasons = most_fundamental_first(tuple(blocking))
    clauses = tuple(dict.fromkeys(clause for each in reasons for clause in each.clauses)) or ("2.1",)
    ruling = evolve(
        decision.ruling,
        verdict=Verdict.DENIED if reasons else Verdict.ALLOWED,
        reasons=reasons,
        clauses=clauses,
        overruled=tuple(clause for clause in decision.overruled if clause not in clauses),
        valid_until=license_state.valid_until,
    )
    return evolve(decision, ruling=ruling)
