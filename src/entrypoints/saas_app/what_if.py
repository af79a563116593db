"""What if: an invented client over a store in memory, asked by the real judgement, and told in the features' steps.

Each sentence of the situation stands beside the use case that brings it about, so that the scenario which is written
says exactly what was done.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from attrs import define, evolve, field

from saas_app.application import Application, initialize, open_application
from saas_app.settings import settings_at
from saas_app.what_if_telling import KINDS, asked_step, client_of, instant_step, require_possible, scenario_text
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import PROVIDER, TenantId, UserId
from saas_core.kernel.mail import Mail
from saas_core.kernel.money import Money
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Manner, Question
from saas_core.policy.document import read_terms
from saas_core.policy.shipped import shipped_document
from saas_core.policy.terms import Terms
from saas_core.policy.what_if import Asker, Invented, InventedLicense, WhatIf

NOW: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNTIL: Final = datetime(2027, 3, 1, tzinfo=UTC)
TRIAL_UNTIL: Final = datetime(2026, 4, 1, tzinfo=UTC)
OPERATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invoices.read": "read invoices",
        "invoices.approve": "approve invoices",
        "reminders.send": "send reminders",
        "orders.place": "order goods",
        "interface.call": "call the published interface",
        "interface.read": "read the published interface documentation",
        "interface.connect": "connect our own tool through the published interface",
    }
)
"""The operations of the platform of the features, by name, with what they are called there."""
UNMENTIONED: Final = "something that no clause mentions, namely "
"""What the features call a name that stands in no catalogue; the name follows in plain words."""
_NOBODY = UserId(UUID(int=0xC0DE))
_TOKEN = re.compile(r"\binv_[A-Za-z0-9_-]+")


def what_if(
    invented: Invented, document: bytes | None = None, operations: Iterable[tuple[str, str]] = tuple(OPERATIONS.items())
) -> WhatIf:
    """Answer a question of an invented client under a document of terms, by default the shipped one.

    `operations` are those of the platform, by name and title. Nothing is stored outside of memory. Raises TermsInvalid,
    PermissionReserved for a right that no role may hold (1.2, 0.3), InvalidValue for what cannot be invented.
    """
    require_possible(invented)
    clock = _Clock()
    with tempfile.TemporaryDirectory(prefix="saas-what-if-") as folder:
        settings = settings_at(Path(folder), database_url="memory:")
        initialize(settings)
        mailbox = _Mailbox()
        with open_application(settings, clock=clock, mailer=mailbox) as application:
            terms = _offer(application, document)
            stage = _Stage(application, clock, mailbox, terms, dict(operations))
            return stage.played(invented)


def _offer(application: Application, document: bytes | None) -> Terms:
    """Have a document offered long before the story; it may be published elsewhere, or nowhere yet."""
    shipped = shipped_document()
    terms = read_terms(shipped if document is None else document, published=True)
    if document is not None and document != shipped:
        with application.store.begin(PROVIDER) as work:
            taken = work.terms.get(terms.version) is not None
            version = f"{terms.version}-draft" if taken else terms.version
            terms = evolve(terms, version=version, effective_from=NOW - timedelta(days=1))
            work.terms.put(terms)
            work.commit()
    return terms


@define
class _Clock:
    """A clock that stands still until the story moves it."""

    at: datetime = NOW

    def now(self) -> datetime:
        """Return the instant of the story."""
        return self.at


@define
class _Mailbox:
    """Keeps the token of the last invitation to each address; the story opens its link."""

    tokens: dict[str, str] = field(factory=dict)

    def send(self, mail: Mail) -> None:
        """Keep the token of a mail, if it has one."""
        found = _TOKEN.search(mail.text)
        if found is not None:
            self.tokens[mail.to] = found[0]


@define
class _Stage:
    """The story so far: its sentences, and what each of them brought about."""

    app: Application
    clock: _Clock
    mailbox: _Mailbox
    terms: Terms
    operations: dict[str, str]
    sentences: list[str] = field(factory=list)
    staff: Staff = field(init=False)
    tenant_id: TenantId = field(init=False)
    owner: ClientUser = field(init=False)
    client: str = field(init=False)

    def played(self, invented: Invented) -> WhatIf:
        """Return the answer."""
        self.staff = self._signed_in()
        self._register()
        self.sentences.append(f"the date is {instant_step(NOW)}")
        self.client = client_of(invented)
        self._take_on(invented)
        by = self._asker(invented)
        self._then(invented)
        wish = self._wish(invented.action)
        asked = asked_step(invented, wish, self.client)
        decision = self.app.gate.check(
            Question(
                tenant_id=self.tenant_id,
                by=by,
                action=invented.action,
                manner=Manner.AS_SUPPORT if invented.as_support else Manner.ASK,
                capacity=invented.capacity,
                amount=Money.parse(invented.amount) if invented.amount else None,
            )
        )
        return WhatIf(
            situation=tuple(f"{each[0].upper()}{each[1:]}." for each in self.sentences),
            question=f"{asked[0].upper()}{asked[1:]}.",
            decision=decision,
            scenario=scenario_text(self.sentences, asked, decision, wish),
        )

    def _do(self, sentence: str, act: Callable[[], object]) -> None:
        """Bring about what a sentence says."""
        act()
        self.sentences.append(sentence)

    def _signed_in(self) -> Staff:
        """Return the first member of staff, who holds everything."""
        first = self.app.access.staff.first(name="Sam Reyes", email="sam@provider.example")
        return Staff(first.staff.staff_id, frozenset({"staff.admin"}))

    def _register(self) -> None:
        """Register the operations of the platform."""
        rows = "".join(
            f'[[permission]]\nname = "{name}"\ntitle = {_quoted(title)}\n' for name, title in self.operations.items()
        )
        if rows:
            self.app.policy.register_permissions(by=self.staff, document=rows.encode())

    def _take_on(self, invented: Invented) -> None:
        app, kind = self.app, KINDS[invented.kind]
        self.tenant_id = app.tenancy.add_tenant(
            by=self.staff, slug=self.client.casefold(), kind=invented.kind
        ).tenant_id
        app.tenancy.configure_account(
            by=self.staff,
            tenant_id=self.tenant_id,
            legal_name=self.client,
            country="GB",
            time_zone="UTC",
            language="en",
            contact_email="office@acme.example",
        )
        self.owner = self._joins(self.staff, "Olivia", owner=True)
        if invented.license in {InventedLicense.UNPAID, InventedLicense.TRIAL}:
            self.sentences.append(f'"{self.client}" was onboarded as {kind}, owned by "Olivia"')
            return
        self._pay(f"{self.client}-1", NOW, UNTIL)
        app.tenancy.activate(by=self.staff, tenant_id=self.tenant_id)
        paid = f'"{self.client}" is {kind} with a license paid until {instant_step(UNTIL)}, owned by "Olivia"'
        self.sentences.append(paid)

    def _pay(self, invoice: str, since: datetime, until: datetime) -> None:
        self.app.licensing.record_payment(
            by=self.staff, tenant_id=self.tenant_id, invoice=invoice, since=since, until=until
        )

    def _joins(self, by: Actor, name: str, *, owner: bool = False) -> ClientUser:
        app = self.app
        email = f"{name.casefold()}@acme.example"
        app.access.people.invite_user(by=by, tenant_id=self.tenant_id, name=name, email=email, owner=owner)
        app.work.worker.drain(tenant_id=self.tenant_id)
        accepted = app.access.invitations.accept(
            token=self.mailbox.tokens[email], accept_terms=app.policy.offered_terms().digest if owner else None
        )
        return ClientUser(self.tenant_id, accepted.user_id)

    def _asker(self, invented: Invented) -> Actor:
        """Return whoever asks, and bring about what that person is and holds."""
        match invented.asker:
            case Asker.OWNER:
                return self.owner
            case Asker.SUPPORT_STAFF:
                return evolve(self.staff, permissions=frozenset({"staff.support"}))
            case Asker.CUSTOMER:
                self.sentences.append(f'"Carl" is a customer of "{self.client}"')
                return ClientUser(self.tenant_id, _NOBODY)
            case _:
                return self._user(invented)

    def _user(self, invented: Invented) -> ClientUser:
        app = self.app
        user = self._joins(self.owner, "Ada")
        self.sentences.append(f'"Ada" is an internal user of "{self.client}"')
        if invented.rights:
            names = ", ".join(self._wish(each) for each in invented.rights)
            role = app.access.roles.create(
                by=self.owner, tenant_id=self.tenant_id, name="Clerk", permissions=invented.rights
            )
            self.sentences.append(f'the role "Clerk" of "{self.client}" allows its holders to "{names}"')
            limit = Money.parse(invented.limit) if invented.limit else None
            most = "" if limit is None else f" with a limit of {limit}"
            self._do(
                f'"Ada" holds the role "Clerk"{most}',
                lambda: app.access.roles.assign(
                    by=self.owner,
                    tenant_id=self.tenant_id,
                    user_id=user.user_id,
                    role_id=role.role_id,
                    approval_limit_minor=None if limit is None else limit.minor,
                ),
            )
        if invented.asker is Asker.BLOCKED_USER:
            self._do(
                '"Olivia" has blocked the user "Ada"',
                lambda: app.access.people.deactivate(by=self.owner, tenant_id=self.tenant_id, user_id=user.user_id),
            )
        return user

    def _then(self, invented: Invented) -> None:
        """Bring about what happens to the license after everybody is there."""
        licensing = self.app.licensing
        about: dict[str, Any] = {"by": self.staff, "tenant_id": self.tenant_id}
        match invented.license:
            case InventedLicense.TRIAL:
                self._do(
                    f'"{self.client}" has a trial until {instant_step(TRIAL_UNTIL)}',
                    lambda: licensing.grant_trial(**about, since=NOW, until=TRIAL_UNTIL),
                )
                self._do(
                    f'staff has activated "{self.client}"',
                    lambda: self.app.tenancy.activate(by=self.staff, tenant_id=self.tenant_id),
                )
            case InventedLicense.OVERDUE:
                self._move(UNTIL)
                self._do(
                    f'the invoice "{self.client}-2" of "{self.client}" is overdue',
                    lambda: licensing.record_overdue(**about, invoice=f"{self.client}-2"),
                )
            case InventedLicense.REFUNDED:
                self._do(
                    f'the invoice "{self.client}-1" of "{self.client}" was refunded in full',
                    lambda: licensing.refund_invoice(**about, invoice=f"{self.client}-1", full=True),
                )
            case InventedLicense.DISPUTED:
                self._do(
                    f'the invoice "{self.client}-1" of "{self.client}" is disputed at the bank',
                    lambda: licensing.open_dispute(**about, dispute=f"{self.client}-1", invoice=f"{self.client}-1"),
                )
            case InventedLicense.CANCELED:
                self._do(
                    '"Olivia" has canceled the license, effective immediately',
                    lambda: licensing.cancel(by=self.owner, tenant_id=self.tenant_id, at_period_end=False),
                )
            case InventedLicense.EXPIRED:
                self._move(UNTIL)
            case InventedLicense.ON_HOLD:
                self._do(
                    f'the provider has placed a hold on the license of "{self.client}" for "suspected abuse"',
                    lambda: licensing.place_hold(**about, kind=HoldKind.BREACH, why="suspected abuse", clause="0.1"),
                )
            case _:
                pass

    def _move(self, at: datetime) -> None:
        self.clock.at = at
        self.sentences.append(f"the date is now {instant_step(at)}")

    def _wish(self, action: str) -> str:
        """Return what the features call an action: an operation by its title, one of the terms by its own."""
        if action in self.operations:
            return self.operations[action]
        found = next((each.title for each in self.terms.actions if each.name == action), None)
        return found or f"{UNMENTIONED}{re.sub(r'[^a-z0-9]+', ' ', action.casefold()).strip() or 'nothing'}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
