"""The state of a scenario: its people, the answers received, and the visible state before the question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from attrs import define, field, frozen

from features.drivers.driver import Driver
from features.drivers.values import Duty, Made
from features.steps.job import Job
from features.wishes import actions
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import PROVIDER, DepartmentId, GrantId, RoleId, TenantId, TicketId, UserId
from saas_core.kernel.money import Money
from saas_core.policy.decision import About, Decision, LicenseeKind, Manner, Question, Refused, Verdict

INSTANT = r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d(?:\.\d{6})?)? UTC)?"
"""An instant as scenarios write it; a day alone is its first instant in UTC."""
AMOUNT = r"\d+(?:\.\d{2,4})? [A-Z]{3}"
KINDS: Mapping[str, LicenseeKind] = {
    "a business operator": LicenseeKind.BUSINESS_OPERATOR,
    "an end-user": LicenseeKind.END_USER,
    "an agency": LicenseeKind.AGENCY,
    "a developer": LicenseeKind.DEVELOPER,
}
KIND = "|".join(KINDS)

# Clauses of rules that are not reasons of the judgement and whose errors do not name a clause themselves.
BROKEN_RULES: Mapping[str, tuple[str, ...]] = {
    "TERMS_FROZEN": ("9.4",),
    "KEY_UNKNOWN": ("1.5",),
    "LINK_UNKNOWN": ("1.5",),
    "TICKET_UNKNOWN": ("1.5",),
    "APPEAL_OPEN": ("0.1",),
    "APPEAL_ONLY": ("0.1",),
    "TICKET_MIXED": ("5.1",),
    "NOT_CONVERTED": ("5.1",),
    "NOT_DISPUTED": ("5.1",),
    "DISPUTE_OPEN": ("5.1",),
    "DISPUTE_BY_CLASSIFIER": ("5.1",),
}


@frozen
class Why:
    """A reason as a scenario names it."""

    code: str
    remedy: str
    sentence: str


@frozen
class Answer:
    """An answer as a scenario sees it, given by the policy's judgement or by a rule enforced by a command."""

    verdict: str
    clauses: tuple[str, ...]
    reasons: tuple[Why, ...] = ()
    decision: Decision | None = None

    def decided(self) -> Decision:
        """Return the decision behind the answer."""
        assert self.decision is not None, "this answer comes from a rule, not from a decision of the judgement"
        return self.decision


def answer_of(decision: Decision) -> Answer:
    """Return a decision as an answer."""
    return Answer(
        verdict=decision.verdict.value,
        clauses=decision.clauses,
        reasons=tuple(Why(each.code.value, each.remedy.value, each.sentence) for each in decision.reasons),
        decision=decision,
    )


def clauses_of(fault: SaasError) -> tuple[str, ...]:
    """Return the clauses that an error names; none for an error unrelated to the policy."""
    named: tuple[str, ...] = getattr(fault, "clauses", ())
    return named or BROKEN_RULES.get(fault.code, ())


def moment(text: str) -> datetime:
    """Parse an instant as scenarios write it."""
    return datetime.fromisoformat(text.removesuffix(" UTC")).replace(tzinfo=UTC)


def names(text: str) -> tuple[str, ...]:
    """Parse a comma-separated list of names."""
    return tuple(part.strip() for part in text.split(","))


@define
class Story:
    """Everything that a scenario has named so far."""

    driver: Driver
    compares: bool = True
    clients: dict[str, TenantId] = field(factory=dict)
    owners: dict[str, str] = field(factory=dict)
    people: dict[str, ClientUser] = field(factory=dict)
    keys: dict[str, str] = field(factory=dict)
    programs: dict[str, tuple[Made, ClientUser]] = field(factory=dict)
    grant: GrantId | None = None
    departments: dict[tuple[TenantId, str], DepartmentId] = field(factory=dict)
    colleagues: dict[str, Actor] = field(factory=dict)
    ticket: tuple[TenantId, TicketId] | None = None
    job: Job = field(factory=Job)
    outcome: str = ""
    parts: dict[str, TicketId] = field(factory=dict)
    planned: tuple[str, str, datetime] | None = None
    device_clock: datetime | None = None
    answer: Answer | None = None
    answers: dict[str, Answer] = field(factory=dict)
    before: dict[TenantId, Mapping[str, object]] = field(factory=dict)

    def owner_of(self, client: str) -> ClientUser:
        """Return the owner of a client."""
        return self.people[self.owners[client]]

    def client_of(self, person: str) -> TenantId:
        """Return the client of which a person is an internal user or a customer."""
        return self.people[person].tenant_id

    def owner_beside(self, person: str) -> ClientUser:
        """Return the owner of the client to which a person belongs."""
        mine = self.client_of(person)
        return next(self.owner_of(name) for name, tenant_id in self.clients.items() if tenant_id == mine)

    def role(self, tenant_id: TenantId, name: str) -> RoleId:
        """Return a role of a client, looked up as its owner."""
        client = next(each for each, known in self.clients.items() if known == tenant_id)
        return self.driver.role(self.owner_of(client), tenant_id, name)

    def department(self, tenant_id: TenantId, name: str | None) -> DepartmentId | None:
        """Return a department of a client; None for the whole instance."""
        return None if name is None else self.departments[tenant_id, name]

    def user(self, name: str) -> UserId:
        """Return the user id of a person."""
        return self.people[name].user_id

    def question(
        self,
        by: Actor,
        wish: str,
        tenant_id: TenantId,
        *,
        called: Iterable[str] = (),
        department: str | None = None,
        manner: Manner = Manner.ASK,
        capacity: LicenseeKind | None = None,
        about: About | None = None,
        amount: Money | None = None,
    ) -> Question:
        """Return the question for a wish and the headings it is asked under."""
        first, *more = actions(wish)
        also = (*more, *(each for heading in called for each in actions(heading)))
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
        """Record the visible state before something is asked or done, if the scenario compares it later."""
        if not self.compares:
            return
        self.before = {each: self.driver.picture(each) for each in (PROVIDER, *self.clients.values())}

    def ask(self, question: Question) -> None:
        """Ask and keep the answer."""
        self.look()
        self.answer = answer_of(self.driver.ask(question))

    def ask_each(self, questions: Iterable[tuple[str, Question]]) -> None:
        """Ask several questions from one ticket and keep the answer to each."""
        self.look()
        self.answers = {wish: answer_of(self.driver.ask(question)) for wish, question in questions}

    def attempt(self, question: Question, do: Callable[[], object]) -> None:
        """Try to do something and keep the answer.

        A command that succeeds returns no decision, so the question it is judged by is asked just before and must
        agree with what happens.
        """

        def done() -> Answer:
            expected = self.driver.judge_again(question, at=self.driver.clock.now())
            do()
            assert expected.allowed, f"done although the judgement says {expected.verdict.value} by {expected.clauses}"
            return answer_of(expected)

        self.act(done)

    def act(self, do: Callable[[], Answer]) -> None:
        """Try to do something that gives its own answer, and keep that, or the refusal."""
        self.look()
        try:
            self.answer = do()
        except Refused as refused:
            self.answer = answer_of(refused.decision)
        except SaasError as fault:
            broken = clauses_of(fault)
            if not broken:
                raise
            self.answer = Answer(Verdict.DENIED.value, broken, (Why(fault.code, "", str(fault)),))

    def person(self, name: str) -> Actor:
        """Return a person as an actor."""
        return self.people[name]

    def staff(self, duty: Duty = Duty.SUPPORT) -> Actor:
        """Return the member of staff on duty."""
        return self.driver.staff(duty)
