"""The driver over the HTTP interface: what has a route goes through it, with the key of whoever acts.

What a scenario looks at from outside, such as all that can be seen of a client, is read as in process; so is what no
request can say: one names no other client, and nobody but the payment provider tells its news.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import define, field

from api import PLENTY, Answer, Api
from features.drivers.doors_over_http import DoorsOverHttp
from features.drivers.driver import Driver, Duty, Joined, Money
from features.drivers.in_process import InProcess, address, permissions_document
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import PROVIDER, DepartmentId, EntryId, HoldId, RoleId, TenantId, UserId
from saas_core.policy.decision import Decision, Fact, LicenseeKind, Question, Refused, Ruling, Verdict
from saas_core.policy.reasons import Reason, ReasonCode, Remedy
from saas_http import http_application

_REFUSED = frozenset({402, 403})
_WRONG = 400
_ENDED = 401
_UNSAID = frozenset({_WRONG, _ENDED, 404})


@define
class OverHttp(InProcess):
    """Speaks to an application through its HTTP interface; see `driver.Driver`."""

    api: Api = field(init=False)
    _keys: dict[Actor, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        # Every look at this clock is a second later than the one before, so that nobody is remembered.
        ticks = itertools.count().__next__
        log = io.StringIO()
        served = http_application(self.application, manners=PLENTY, ticks=ticks, log=log)
        self.api = Api(None, served, log)
        self.doors = DoorsOverHttp(self.application, self._do, self._keys)
        self._keys |= {each.owner.actor: each.owner.key for each in self.ready.values()}

    def close(self) -> None:
        """Let the threads end."""
        self.api.app.service.threads.close()

    # Asking

    def ask(self, question: Question) -> Decision:
        return self._decided("decisions", question, {}) or super().ask(question)

    def judge_again(self, question: Question, *, at: datetime, known_at: datetime | None = None) -> Decision:
        as_of = {"at": at.isoformat(), "known_at": None if known_at is None else known_at.isoformat()}
        found = self._decided("decisions/why", question, as_of)
        return found or super().judge_again(question, at=at, known_at=known_at)

    def _decided(self, route: str, question: Question, more: Mapping[str, Any]) -> Decision | None:
        """Ask as whoever acts; None where a request cannot say it."""
        key, path = self._keys.get(question.by), f"/v1/{route}"
        if isinstance(question.by, Staff):
            path = f"/v1/staff/tenants/{question.tenant_id}/decisions"
        elif isinstance(question.by, ClientUser) and question.by.tenant_id != question.tenant_id:
            return None
        if key is None or question.tenant_id == PROVIDER:
            return None
        body = {
            "action": question.action,
            "also": list(question.also),
            "department_id": None if question.department_id is None else str(question.department_id),
            "manner": question.manner.value,
            "capacity": None if question.capacity is None else question.capacity.value,
            "about": None
            if question.about is None
            else {"kind": question.about.kind.value, "id": str(question.about.id)},
            "amount": None
            if question.amount is None
            else {"minor": question.amount.minor, "currency": question.amount.currency},
            **more,
        }
        told = self.api("POST", path, key, body)
        if told.status in _UNSAID:
            # Nobody is signed in with an ended key, nothing is asked of an unknown department or with an endless name.
            return None
        found = told.json
        answer = found.get("answer", found)
        return _decision(question, answer, tuple(Fact(**each) for each in found.get("facts", ())))

    # What the provider does

    def staff(self, duty: Duty) -> Actor:
        actor = super().staff(duty)
        self._keys[actor] = self.staff_keys[duty]
        return actor

    def add_client(self, by: Actor, slug: str, kind: LicenseeKind) -> TenantId:
        made = self._do(by, "POST", "/v1/staff/tenants", {"slug": slug, "kind": kind.value})
        return TenantId(UUID(made["tenant_id"]))

    def configure_account(self, by: Actor, tenant_id: TenantId, *, legal_name: str, time_zone: str) -> None:
        body = {
            "legal_name": legal_name,
            "country": "US",
            "time_zone": time_zone,
            "language": "en",
            "contact_email": address(legal_name),
        }
        self._do(by, "PUT", f"{self._at(by, tenant_id)}/account", body)

    def activate(self, by: Actor, tenant_id: TenantId) -> None:
        path = "/v1/setup/activate" if isinstance(by, ClientUser) else f"/v1/staff/tenants/{tenant_id}/activate"
        self._do(by, "POST", path, None)

    def region(self, tenant_id: TenantId) -> str:
        return str(self._do(self.staff(Duty.ADMIN), "GET", f"/v1/staff/tenants/{tenant_id}", None)["region"])

    def add_operations(self, operations: Mapping[str, str]) -> None:
        document = permissions_document(operations).decode()
        self._do(self.staff(Duty.ADMIN), "POST", "/v1/staff/permissions", {"document": document})

    def publish_terms(self, document: str) -> None:
        self._do(self.staff(Duty.LICENSING), "POST", "/v1/staff/terms", {"document": document})

    def terms_document(self, version: str) -> str:
        return self.api("GET", f"/v1/terms/{version}/document").body.decode()

    # What becomes true of a license

    def record(self, by: Actor, tenant_id: TenantId, money: Money) -> None:
        path, body = _booked(money)
        self._do(by, "POST", f"/v1/staff/tenants/{tenant_id}/license/{path}", body)

    def grant_trial(self, tenant_id: TenantId, *, since: datetime, until: datetime) -> None:
        body = {"since": since.isoformat(), "until": until.isoformat()}
        self._do(self.staff(Duty.LICENSING), "POST", f"/v1/staff/tenants/{tenant_id}/license/trials", body)

    def announce_renewal(self, tenant_id: TenantId) -> None:
        body = {"renews": True, "said": "it renews by itself"}
        self._do(self.staff(Duty.BILLING), "POST", f"/v1/staff/tenants/{tenant_id}/license/renewal", body)

    def accept_terms(self, by: Actor, tenant_id: TenantId) -> None:
        digest = self.api("GET", "/v1/terms/offered").json["digest"]
        self._do(by, "POST", "/v1/terms/accept", {"digest": digest})

    def cancel(self, by: Actor, tenant_id: TenantId, *, at_period_end: bool) -> None:
        self._do(by, "POST", f"{self._at(by, tenant_id)}/license/cancel", {"at_period_end": at_period_end})

    def resume(self, by: Actor, tenant_id: TenantId) -> None:
        self._do(by, "POST", f"{self._at(by, tenant_id)}/license/resume", None)

    def hold(self, by: Actor, tenant_id: TenantId, why: str) -> None:
        body = {"kind": "breach", "why": why, "clause": "0.1"}
        self._do(by, "POST", f"/v1/staff/tenants/{tenant_id}/license/holds", body)

    def lift(self, by: Actor, tenant_id: TenantId, hold_id: HoldId) -> None:
        path = f"/v1/staff/tenants/{tenant_id}/license/holds/{hold_id}/lift"
        self._do(by, "POST", path, {"why": "it was put right"})

    # What is done to users, roles and departments

    def add_user(self, by: Actor, tenant_id: TenantId, name: str) -> None:
        body = {"name": name, "email": address(name)}
        told = self.api("POST", f"{self._at(by, tenant_id)}/users", self._keys[by], body)
        if told.status == _ENDED:
            # Whoever was blocked is nobody to the interface; why, is told by the judgement.
            super().add_user(by, tenant_id, name)
        elif told.status >= _WRONG:
            raise _error(told, by)

    def join(self, by: Actor, tenant_id: TenantId, name: str, *, owner: bool = False) -> Joined:
        body = {"name": name, "email": address(name), "owner": owner, "invite": True}
        self._do(by, "POST", f"{self._at(by, tenant_id)}/users", body)
        self.application.work.worker.drain(tenant_id=tenant_id)
        token = self._mailed(address(name))
        look = self._do(None, "POST", "/v1/invitations/look", {"token": token})
        body = {"token": token, "accept_terms": look["terms_to_accept"]}
        accepted = self._do(None, "POST", "/v1/invitations/accept", body)
        actor = ClientUser(tenant_id, UserId(UUID(accepted["user_id"])))
        self._keys[actor] = accepted["key"]
        if owner:
            self._owners.setdefault(tenant_id, actor)
        return Joined(actor, accepted["key"])

    def sign_in(self, key: str) -> Actor:
        actor = super().sign_in(key)
        self._keys[actor] = key
        return actor

    def users(self, by: Actor, tenant_id: TenantId) -> Mapping[str, str]:
        rows = self._listed(by, "/v1/users") if isinstance(by, ClientUser) else None
        return super().users(by, tenant_id) if rows is None else {each["name"]: each["state"] for each in rows}

    def block(self, by: Actor, tenant_id: TenantId, user_id: UserId) -> None:
        if not isinstance(by, ClientUser):
            return super().block(by, tenant_id, user_id)
        self._do(by, "POST", f"/v1/users/{user_id}/deactivate", None)
        return None

    def create_role(self, by: Actor, tenant_id: TenantId, name: str, permissions: Iterable[str]) -> RoleId:
        if not isinstance(by, ClientUser):
            return super().create_role(by, tenant_id, name, permissions)
        made = self._do(by, "POST", "/v1/roles", {"name": name, "permissions": list(permissions)})
        return RoleId(UUID(made["role_id"]))

    def change_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, permissions: Iterable[str]) -> None:
        if not isinstance(by, ClientUser):
            return super().change_role(by, tenant_id, role_id, permissions)
        self._do(by, "PATCH", f"/v1/roles/{role_id}", {"permissions": list(permissions)})
        return None

    def delete_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, replacement: RoleId | None) -> None:
        if not isinstance(by, ClientUser):
            return super().delete_role(by, tenant_id, role_id, replacement)
        query = "" if replacement is None else f"?replacement_id={replacement}"
        self._do(by, "DELETE", f"/v1/roles/{role_id}{query}", None)
        return None

    def role(self, by: Actor, tenant_id: TenantId, name: str) -> RoleId:
        if not isinstance(by, ClientUser):
            return super().role(by, tenant_id, name)
        return next(RoleId(UUID(each["role_id"])) for each in self._listed(by, "/v1/roles") if each["name"] == name)

    def give(
        self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None
    ) -> None:
        if not isinstance(by, ClientUser):
            return super().give(by, tenant_id, user_id, role_id, department_id)
        self._do(by, "POST", "/v1/assignments", _held(user_id, role_id, department_id))
        return None

    def give_up_to(self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, limit_minor: int) -> None:
        held = {**_held(user_id, role_id, None), "approval_limit_minor": limit_minor}
        self._do(by, "POST", "/v1/assignments", held)

    def take(
        self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None
    ) -> None:
        if not isinstance(by, ClientUser):
            return super().take(by, tenant_id, user_id, role_id, department_id)
        self._do(by, "POST", "/v1/assignments/end", _held(user_id, role_id, department_id))
        return None

    def add_department(self, by: Actor, tenant_id: TenantId, name: str, parent: DepartmentId | None) -> DepartmentId:
        if not isinstance(by, ClientUser):
            return super().add_department(by, tenant_id, name, parent)
        made = self._do(
            by, "POST", "/v1/departments", {"name": name, "parent_id": None if parent is None else str(parent)}
        )
        return DepartmentId(UUID(made["department_id"]))

    def delete_department(self, by: Actor, tenant_id: TenantId, department_id: DepartmentId) -> None:
        if not isinstance(by, ClientUser):
            return super().delete_department(by, tenant_id, department_id)
        self._do(by, "DELETE", f"/v1/departments/{department_id}", None)
        return None

    # How it is sent

    def _at(self, by: Actor, tenant_id: TenantId) -> str:
        """Give where the routes about a client begin: for its users without naming it, for staff with its id."""
        return "/v1" if isinstance(by, ClientUser) else f"/v1/staff/tenants/{tenant_id}"

    def _do(self, by: Actor | None, method: str, path: str, body: Any) -> Any:
        """Send a request with the key of whoever acts; raises the error that a problem stands for."""
        told = self.api(method, path, None if by is None else self._keys[by], body)
        if told.status >= _WRONG:
            raise _error(told, by)
        return told.json if told.body else None

    def _listed(self, by: Actor, path: str) -> list[Any]:
        rows: list[Any] = []
        place: str | None = f"{path}?limit=500"
        while place is not None:
            page = self._do(by, "GET", place, None)
            rows += page["items"]
            place = page["next"]
        return rows


def _booked(money: Money) -> tuple[str, dict[str, Any]]:
    invoice = {"invoice": money.invoice}
    match money:
        case Money(news="was paid", since=datetime() as since, until=datetime() as until):
            return "payments", {**invoice, "since": since.isoformat(), "until": until.isoformat()}
        case Money(news="is overdue"):
            return "overdue", invoice
        case Money(news="was refunded in full" | "was refunded in part"):
            return "refunds", {**invoice, "full": money.news == "was refunded in full"}
        case Money(news="is disputed at the bank"):
            return "disputes", {**invoice, "dispute": f"over {money.invoice}"}
        case Money(news="dispute won" | "dispute lost"):
            return "disputes/close", {"dispute": f"over {money.invoice}", "won": money.news == "dispute won"}
    message = f"nobody told what {money.news!r} means"
    raise AssertionError(message)


def _held(user_id: UserId, role_id: RoleId, department_id: DepartmentId | None) -> dict[str, Any]:
    place = None if department_id is None else str(department_id)
    return {"user_id": str(user_id), "role_id": str(role_id), "department_id": place}


def _decision(question: Question, told: Mapping[str, Any], facts: tuple[Fact, ...] = ()) -> Decision:
    ruling = Ruling(
        verdict=Verdict(told["verdict"]),
        reasons=tuple(
            Reason(ReasonCode(each["code"]), tuple(each["clauses"]), each["sentence"], Remedy(each["remedy"]))
            for each in told["reasons"]
        ),
        clauses=tuple(told["clauses"]),
        overruled=tuple(told.get("overruled", ())),
        terms_version=str(told.get("terms_version", told.get("terms"))),
        valid_until=_instant(told["valid_until"]),
        facts=facts,
    )
    kept = told.get("decision")
    at, known_at = _instant(told["at"]), _instant(told.get("known_at"))
    assert at is not None
    return Decision(question, ruling, at, known_at, id=None if kept is None else EntryId(UUID(kept)))


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _error(told: Answer, by: Actor | None) -> SaasError:
    problem = told.json
    if told.status in _REFUSED and "verdict" in problem:
        tenant_id = by.tenant_id if isinstance(by, ClientUser) else TenantId(UUID(int=0))
        assert by is not None
        return Refused(_decision(Question(tenant_id, by, problem["action"]), problem))
    fault = SaasError(problem["detail"], field=problem.get("field", ""), remedy=problem.get("remedy", ""))
    fault.code = problem["code"]
    fault.clauses = tuple(problem.get("clauses", ()))  # type: ignore[attr-defined]
    return fault


@contextmanager
def served(opened: Iterator[Driver] | Any) -> Iterator[Driver]:
    """Serve what a driver in process was opened with."""
    with opened as inner:
        driver = OverHttp(inner.application, inner.clock, inner.paying, inner.staff_keys, inner.ready)
        try:
            yield driver
        finally:
            driver.close()
