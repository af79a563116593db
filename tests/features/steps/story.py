"""The story a scenario tells: who is who in it, what was answered, and what could be seen before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from attrs import define, field, frozen

from features.drivers.driver import Driver
from features.drivers.values import Duty, Made
from features.wishes import actions
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import PROVIDER, DepartmentId, GrantId, RoleId, TenantId, UserId
from saas_core.kernel.money import Money
from saas_core.policy.decision import About, Decision, LicenseeKind, Manner, Question, Refused, Verdict

INSTANT = r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d{6})?)? UTC"
AMOUNT = r"\d+\.\d\d [A-Z]{3}"
KINDS: Mapping[str, LicenseeKind] = {
    "a business operator": LicenseeKind.BUSINESS_OPERATOR,
    "an end-user": LicenseeKind.END_USER,
    "an agency": LicenseeKind.AGENCY,
    "a developer": LicenseeKind.DEVELOPER,
}
KIND = "|".join(KINDS)

# A rule that is no reason of the judgement and whose error does not name its clause itself.
BROKEN_RULES: Mapping[str, tuple[str, ...]] = {
    "TERMS_FROZEN": ("9.4",),
    "KEY_UNKNOWN": ("1.5",),
    "LINK_UNKNOWN": ("1.5",),
}


@frozen
class Why:
    """One reason as a scenario names it."""

    code: str
    remedy: str
    sentence: str


@frozen
class Answer:
    """An answer as a scenario speaks of it, given by the policy's judgement or by a rule that a command keeps."""

    verdict: str
    clauses: tuple[str, ...]
    reasons: tuple[Why, ...] = ()
    decision: Decision | None = None

    def decided(self) -> Decision:
        """Give the decision behind it."""
        assert self.decision is not None, "this answer is a rule's and no decision of the judgement"
        return self.decision


def answer_of(decision: Decision) -> Answer:
    """Give a decision as an answer."""
    return Answer(
        verdict=decision.verdict.value,
        clauses=decision.clauses,
        reasons=tuple(Why(each.code.value, each.remedy.value, each.sentence) for each in decision.reasons),
        decision=decision,
    )


def clauses_of(fault: SaasError) -> tuple[str, ...]:
    """Give the clauses that an error names; none for a fault that has nothing to do with the policy."""
    named: tuple[str, ...] = getattr(fault, "clauses", ())
    return named or BROKEN_RULES.get(fault.code, ())


def moment(text: str) -> datetime:
    """Read an instant as the scenarios write it."""
    return datetime.fromisoformat(text.removesuffix(" UTC")).replace(tzinfo=UTC)


def names(text: str) -> tuple[str, ...]:
    """Read a list of names."""
    return tuple(part.strip() for part in text.split(","))


@define
class Story:
    """Everything a scenario has named so far."""

    driver: Driver
    compares: bool = True
    clients: dict[str, TenantId] = field(factory=dict)
    owners: dict[str, str] = field(factory=dict)
    people: dict[str, ClientUser] = field(factory=dict)
    keys: dict[str, str] = field(factory=dict)
    programs: dict[str, tuple[Made, ClientUser]] = field(factory=dict)
    grant: GrantId | None = None
    departments: dict[tuple[TenantId, str], DepartmentId] = field(factory=dict)
    planned: tuple[str, str, datetime] | None = None
    device_clock: datetime | None = None
    answer: Answer | None = None
    answers: dict[str, Answer] = field(factory=dict)
    before: dict[TenantId, Mapping[str, object]] = field(factory=dict)

    def owner_of(self, client: str) -> ClientUser:
        """Give the owner of a client."""
        return self.people[self.owners[client]]

    def client_of(self, person: str) -> TenantId:
        """Give the client whose internal user, or customer, a person is."""
        return self.people[person].tenant_id

    def owner_beside(self, person: str) -> ClientUser:
        """Give the owner of the client to which a person belongs."""
        mine = self.client_of(person)
        return next(self.owner_of(name) for name, tenant_id in self.clients.items() if tenant_id == mine)

    def role(self, tenant_id: TenantId, name: str) -> RoleId:
        """Find a role of a client, as its owner sees it."""
        client = next(each for each, known in self.clients.items() if known == tenant_id)
        return self.driver.role(self.owner_of(client), tenant_id, name)

    def department(self, tenant_id: TenantId, name: str | None) -> DepartmentId | None:
        """Give a department of a client; None for the instance as a whole."""
        return None if name is None else self.departments[tenant_id, name]

    def user(self, name: str) -> UserId:
        """Give the user that a person is."""
        return self.people[name].user_id

    def question(
        self,
        by: Actor,
        wish: str,
        tenant_id: TenantId,
        *,
        called: str | None = None,
        department: str | None = None,
        manner: Manner = Manner.ASK,
        capacity: LicenseeKind | None = None,
        about: About | None = None,
        amount: Money | None = None,
    ) -> Question:
        """Put a wish, and what it is called, as a question."""
        first, *more = actions(wish)
        also = (*more, *(() if called is None else actions(called)))
        return Question(
            tenant_id=tenant_id,
            by=by,
            action=first,
            also=also,
            department_id=self.department(tenant_id, department),
            manner=manner,
            capacity=capacity,
            about=about,
            amount=amount,
        )

    def look(self) -> None:
        """Keep what can be seen before something is asked or done, if the scenario will compare."""
        if not self.compares:
            return
        self.before = {each: self.driver.picture(each) for each in (PROVIDER, *self.clients.values())}

    def ask(self, question: Question) -> None:
        """Ask, and keep the answer."""
        self.look()
        self.answer = answer_of(self.driver.ask(question))

    def ask_each(self, questions: Iterable[tuple[str, Question]]) -> None:
        """Ask several questions that came together, and keep the answer to each."""
        self.look()
        self.answers = {wish: answer_of(self.driver.ask(question)) for wish, question in questions}

    def attempt(self, question: Question, do: Callable[[], object]) -> None:
        """Try to do something, and keep what was answered.

        A command that goes through gives no decision, so the question that it is judged by is asked just before, and
        must agree with what happens.
        """
        self.look()
        try:
            expected = self.driver.judge_again(question, at=self.driver.clock.now())
            do()
        except Refused as refused:
            self.answer = answer_of(refused.decision)
        except SaasError as fault:
            broken = clauses_of(fault)
            if not broken:
                raise
            self.answer = Answer(Verdict.DENIED.value, broken, (Why(fault.code, "", str(fault)),))
        else:
            assert expected.allowed, f"done although the judgement says {expected.verdict.value} by {expected.clauses}"
            self.answer = answer_of(expected)

    def person(self, name: str) -> Actor:
        """Give a person as an actor."""
        return self.people[name]

    def staff(self, duty: Duty = Duty.SUPPORT) -> Actor:
        """Give the member of staff on duty."""
        return self.driver.staff(duty)
