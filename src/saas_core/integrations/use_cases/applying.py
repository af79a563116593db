"""Applying what a look found: the state it leads to, what is claimed by it, and when the next look is due."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve

from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway
from saas_core.integrations.model.mail_domain import MailDomain, parents
from saas_core.integrations.model.transitions import ConnectionCommand
from saas_core.integrations.ports import Claims
from saas_core.integrations.use_cases.act import CHECK, FORGET_DOMAIN, Act, kept, subject_of
from saas_core.integrations.use_cases.looking import Outcome, Seen
from saas_core.integrations.values import (
    CHECK_EVERY,
    POLL_FIRST,
    POLL_MOST,
    ClaimKind,
    ConnectionState,
    Problem,
    ProblemCode,
    RecordState,
)
from saas_core.kernel.ids import TenantId
from saas_core.kernel.tasks import Task, turn

CHANGED = "integrations.connection_changed"


def applied(act: Act, seen: Seen, outcome: Outcome) -> Connection | None:
    """Store what a look found, and return the connection; None if it was changed meanwhile, so that the look is void.

    What changed is journaled; that nothing did is not.
    """
    if not seen.still(act.work):
        _forgotten(act, seen)
        return None
    before = seen.connection
    outcome = _claimed(act, seen, outcome)
    after = _after(before, outcome, act.at)
    if outcome.gateway is not None and outcome.gateway != seen.gateway:
        act.work.connection_details.save_gateway(outcome.gateway)
    if outcome.domain is not None and outcome.domain != seen.domain:
        act.work.connection_details.save_mail_domain(outcome.domain)
    kept(act, after)
    if (after.state, after.problem) != (before.state, before.problem):
        problem = "" if after.problem is None else after.problem.code.value
        details = {"name": after.name, "state": after.state.value, "problem": problem}
        act.note(CHANGED, subject_of(after), {**details})
    act.work.tasks.want(CHECK, after.name, next_look(act.work.tenant_id, after, act.at))
    if outcome.domain is not None and outcome.domain.proved and seen.domain is not None and not seen.domain.proved:
        # The provider of mail is told of a domain only once it was proved.
        act.want(CHECK, after.name)
    return after


def _forgotten(act: Act, seen: Seen) -> None:
    """Have a domain forgotten that this look may have made known after its connection had ended."""
    before = seen.domain
    if before is None or not before.proved:
        return
    now = act.work.connection_details.mail_domain(seen.connection.id)
    if now is None or now.domain != before.domain:
        act.put(FORGET_DOMAIN, subject_of(seen.connection), {"domain": before.domain})


def next_look(tenant_id: TenantId, connection: Connection, at: datetime) -> datetime:
    """Return when a connection is looked at next: soon while it is verified, else at its turn, spread over all."""
    if connection.state is ConnectionState.VERIFYING:
        return at + min(POLL_FIRST * (1 << min(connection.looks, 16)), POLL_MOST)
    if connection.state is ConnectionState.FAILING:
        return at + POLL_MOST
    return turn(Task(CHECK, tenant_id, connection.name), at + CHECK_EVERY / 2, CHECK_EVERY)


def _after(before: Connection, outcome: Outcome, at: datetime) -> Connection:
    match outcome.takes:
        case ConnectionCommand.CONFIRM:
            return before.confirmed(at)
        case ConnectionCommand.FAIL if outcome.problem is not None:
            return before.failed(at, outcome.problem)
        case _ if before.state is ConnectionState.VERIFYING:
            return before.waiting(at, outcome.problem, answered=not outcome.away)
        case _:
            # A service that does not answer changes nothing of what works, or fails.
            return before


def _claimed(act: Act, seen: Seen, outcome: Outcome) -> Outcome:
    """Claim what a look proved to be the client's own; what another client holds is told to whoever proved it."""
    if outcome.gateway is not None and outcome.takes is ConnectionCommand.CONFIRM:
        return with_account(act, seen.gateway, outcome, outcome.gateway)
    if outcome.domain is not None and not outcome.domain.proved:
        return _domain(act, outcome, outcome.domain)
    return outcome


def with_account(act: Act, before: Gateway | None, outcome: Outcome, gateway: Gateway) -> Outcome:
    """Return an outcome whose account is claimed for the client, in place of the one before; or that it is held."""
    former = "" if before is None else before.claimed
    if gateway.claimed == former:
        return outcome
    claims = act.work.claims
    if claims.claim(ClaimKind.ACCOUNT, gateway.claimed) != act.work.tenant_id:
        held = Problem(ProblemCode.ACCOUNT_HELD)
        return Outcome(takes=ConnectionCommand.FAIL, problem=held, gateway=evolve(gateway, claimed=former))
    if former:
        claims.release(ClaimKind.ACCOUNT, former)
    return outcome


def _domain(act: Act, outcome: Outcome, domain: MailDomain) -> Outcome:
    if domain.proof_state is not RecordState.FOUND:
        # Whether somebody else holds it is nobody's business before the proof.
        return outcome
    holder = _holder_above(act.work.claims, act.work.tenant_id, domain.domain)
    if not holder and act.work.claims.claim(ClaimKind.DOMAIN, domain.domain) != act.work.tenant_id:
        holder = domain.domain
    if holder:
        return evolve(outcome, takes=ConnectionCommand.WAIT, problem=Problem(ProblemCode.DOMAIN_HELD, holder))
    return evolve(outcome, domain=evolve(domain, proved=True))


def _holder_above(claims: Claims, tenant_id: TenantId, domain: str) -> str:
    """Return the domain above that another client holds, or ""."""
    above = ((each, claims.holder(ClaimKind.DOMAIN, each)) for each in parents(domain))
    return next((each for each, holder in above if holder not in {None, tenant_id}), "")
