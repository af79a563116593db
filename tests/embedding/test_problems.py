"""Problem documents: a status that programs can rely on, and nothing told that is not theirs."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime
from uuid import UUID

import pytest

from saas_core.kernel.actors import System
from saas_core.kernel.errors import Conflict, InvalidValue, KeyReused, NotFound, SaasError, StoreUnavailable
from saas_core.kernel.ids import EntryId, TenantId
from saas_core.policy.decision import Decision, Question, Refused, Ruling, Verdict
from saas_core.policy.reasons import CATALOGUE, PAYMENT_CAUSES, Reason, ReasonCode, Remedy
from saas_embed import CallerUnknown, problem_of

AT = datetime(2026, 3, 1, tzinfo=UTC)


def _refused(*codes: ReasonCode, entry: EntryId | None = None) -> Refused:
    reasons = tuple(Reason(code, CATALOGUE[code].clauses, "A sentence.", CATALOGUE[code].remedy) for code in codes)
    clauses = tuple(dict.fromkeys(clause for each in reasons for clause in each.clauses))
    ruling = Ruling(Verdict.DENIED, reasons, clauses, (), "2026-01", None)
    return Refused(Decision(Question(TenantId(UUID(int=1)), System("test"), "a.b"), ruling, AT, id=entry))


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_has_its_status(code: ReasonCode) -> None:
    """402 where money comes first, 403 for the others; with code, clauses, remedy and the instant."""
    problem = problem_of(_refused(code))
    told = json.loads(problem.body)
    assert told["status"] == problem.status == (402 if code in PAYMENT_CAUSES else 403)
    assert told["type"] == f"urn:saas-core:problem:{code.value}"
    assert told["code"] == told["reasons"][0]["code"] == code.value
    assert tuple(told["clauses"]) == CATALOGUE[code].clauses
    assert told["remedy"] == CATALOGUE[code].remedy.value
    assert told["at"] == "2026-03-01T00:00:00Z"
    assert told["valid_until"] is None


def test_the_causes_of_payment_are_those_that_money_takes_away() -> None:
    """Every reason that asks to pay or to renew is one of them, and an open dispute."""
    money = {Remedy.PAY_INVOICE, Remedy.RENEW, Remedy.UPDATE_PAYMENT_METHOD}
    asking = {code for code, row in CATALOGUE.items() if row.remedy in money}
    assert asking | {ReasonCode.PAYMENT_DISPUTED} == PAYMENT_CAUSES


def test_the_most_fundamental_reason_gives_the_status() -> None:
    """A hold outranks a debt, and paying would not help yet."""
    both = problem_of(_refused(ReasonCode.LICENSE_ON_HOLD, ReasonCode.PAYMENT_OVERDUE))
    assert both.status == 403
    assert [each["code"] for each in json.loads(both.body)["reasons"]] == ["LICENSE_ON_HOLD", "PAYMENT_OVERDUE"]


def test_a_recorded_decision_is_named_by_its_entry_and_a_remedy_by_its_place() -> None:
    """A link is included if the host provided one."""
    told = json.loads(
        problem_of(
            _refused(ReasonCode.PAYMENT_OVERDUE, entry=EntryId(UUID(int=5))), {Remedy.PAY_INVOICE: "/billing"}
        ).body
    )
    assert (told["decision"], told["help"]) == (str(UUID(int=5)), "/billing")


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (InvalidValue("is no address.", field="email", remedy="Check it."), 400),
        (CallerUnknown(), 401),
        (NotFound("is not there.", field="role"), 404),
        (Conflict("was done already."), 409),
        (KeyReused("was used before.", field="idempotency_key"), 409),
        (StoreUnavailable("is down."), 503),
        (SaasError("is odd."), 500),
    ],
)
def test_every_error_has_its_status(fault: SaasError, status: int) -> None:
    """With its code, and its field where it has one."""
    problem = problem_of(fault)
    told = json.loads(problem.body)
    assert (problem.status, told["status"], told["code"]) == (status, status, fault.code)
    assert told.get("field", "") == (fault.field if status < 500 else "")
    assert told["title"]
    assert told["detail"]


@pytest.mark.parametrize("fault", [StoreUnavailable("host 10.0.0.7: password of owner"), SaasError("secret")])
def test_what_is_wrong_inside_is_not_told(fault: SaasError) -> None:
    """The log has it; a client gets what it can do."""
    body = problem_of(fault).body
    assert b"10.0.0.7" not in body
    assert b"secret" not in body


def test_a_text_that_cannot_be_encoded_does_not_break_the_document() -> None:
    """Lone surrogates come in with hostile names."""
    problem = problem_of(InvalidValue("'\ud800' is no name.", field="name"))
    assert json.loads(problem.body)["field"] == "name"
    assert problem.all_headers["Content-Length"] == str(len(problem.body))


def test_an_unknown_caller_travels_between_processes() -> None:
    """As all errors do."""
    assert isinstance(pickle.loads(pickle.dumps(CallerUnknown())), CallerUnknown)
