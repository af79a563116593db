"""Make the dumps beside this file: databases of a former commit, with rows in every table, and with real replies.

    git worktree add --detach ../former d1c0bc5
    PYTHONPATH=../former/src:../former/src/adapters:../former/src/entrypoints:tests python tests/upgrades/make_dumps.py

With `held` or `answered` after it, it makes those alone.

It speaks to the stores of that commit in the words of that commit, and is not run by any test: what it made is what
databases of that time look like, and stays as it is.

`held` is filled row by row. In `answered` commands were carried out by the application of that commit, each under its
name as the key; the file of first results tells what they gave, and the key file lies beside it, since the requests
with names and addresses were kept as keyed digests.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from attrs import asdict
from saas_core.access.model.credentials import ApiKey, Secret, Session, SignInLink
from saas_core.delivery.mailings import Mailing, MailState, Suppression
from saas_core.notices.letters import LetterKind
from saas_core.notices.model import Notice

import saas_app.application
from mailed import newest_token
from postgres import PostgresCluster, system_binaries
from saas_app import initialize, open_application, settings_at
from saas_app.simulation import payments_over
from saas_core.access.model import EVERYTHING, Assignment, Department, Invitation, Key, Role, StaffMember, User
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.values import GrantScope, UserState
from saas_core.kernel.actors import ClientUser, System
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.journal import Note
from saas_core.kernel.money import Money
from saas_core.kernel.signals import Signal
from saas_core.kernel.work import Message, Reply
from saas_core.licensing.events import HoldKind, HoldPlaced, PeriodPaid, TermsAccepted
from saas_core.licensing.model import Checkout, Incident, License, OpenInvoice, PaymentAccount
from saas_core.policy.catalogue import Permission
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.shipped import shipped_terms
from saas_core.tenancy.model import Account, Instance, Tenant
from saas_sandbox.stripe import SimulatedStripe
from saas_sql import SqlStore, migrate

HERE = Path(__file__).parent
AT = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
ACME, BETA = TenantId(UUID(int=0xACE << 96)), TenantId(UUID(int=0xBE7A << 96))
DAY = timedelta(days=1)
KEYS = HERE / "d1c0bc5_answered_key.json"
FIRST = HERE / "d1c0bc5_answered_first.json"

_numbers = count(1)


def _id() -> Any:
    return UUID(int=(next(_numbers) << 64) + 7)


def fill(store: Any) -> None:
    """Put rows into every table."""
    _provider(store)
    for tenant_id, slug in ((ACME, "acme"), (BETA, "beta")):
        with store.begin(tenant_id) as work:
            _client(work, tenant_id, slug)
            _people(work)
            _kept(work)
            work.commit()
    store.uses.keep(ACME, UUID(int=5), AT)
    store.mailings.save(Mailing(id=_id(), state=MailState.DELIVERED, unanswered=1, changed_at=AT))
    store.suppressions.add(Suppression(address="ab" * 32, why="bounce", since=AT, mail=_id()))
    for event, account in (("evt_1", "cus_acme"), ("evt_2", "")):
        signal = Signal(
            endpoint="stripe", event=event, kind="invoice.paid", subject="in_1", account=account, occurred_at=AT
        )
        store.signals.take(signal, AT + DAY)


def _provider(store: Any) -> None:
    with store.begin(PROVIDER) as work:
        work.terms.put(shipped_terms())
        work.permissions.put((Permission("orders.read", "Read orders", AT), Permission("orders.write", "Ünder", AT)))
        member = StaffMember(
            id=_id(), name="Sam", email="sam@provider.example", permissions=frozenset({"staff.admin", "staff.support"})
        )
        work.staff.save(member, AT)
        work.journal.append(
            Note(_id(), AT, System("dump"), "access.first_staff", f"staff:{member.id}", {"a": [1, None]})
        )
        work.commit()


def _client(work: Any, tenant_id: TenantId, slug: str) -> None:
    work.directory.claim(slug, tenant_id)
    account = Account("Acme Trading Ltd", "DE", "Europe/Berlin", "de", f"office@{slug}.example")
    instance = Instance(_id(), "eu-west-1", AT)
    work.tenants.save(Tenant(tenant_id, slug, LicenseeKind.AGENCY, instance, AT, account if slug == "acme" else None))
    paid = PeriodPaid(effective_at=AT, recorded_at=AT, invoice="in_0", since=AT, until=AT + 30 * DAY)
    accepted = TermsAccepted(effective_at=AT, recorded_at=AT, version="1", digest="cd" * 32, by=_id())
    held = HoldPlaced(
        effective_at=AT, recorded_at=AT, hold=_id(), kind=HoldKind.ABUSE, clause="8.2", why="a|b", by=_id()
    )
    license_ = License(
        id=_id(), tenant_id=tenant_id, instance_id=instance.id, terms_version="1", opened_at=AT, facts=(accepted, paid)
    )
    work.licenses.open(license_)
    work.licenses.append(license_.id, (held,))
    work.payments.save(PaymentAccount(account=f"cus_{slug}", opened_at=AT, subscription="sub_1"))
    work.payments.save_checkout(Checkout(ref="cs_1", url="https://pay.example/1", opened_at=AT, expires_at=AT + DAY))
    work.incidents.add(Incident(kind="odd", subject="in_2", says="both", raised_at=AT))
    work.open_invoices.keep([OpenInvoice(ref="in_1", number="N-1", owed=Money(12345, "EUR"), due_at=AT, failed=True)])
    work.notices.add(Notice(kind=LetterKind.INVOICE_DUE, cause="invoice_due:in_1", facts={"number": "N-1"}), AT)


def _people(work: Any) -> None:
    owner = Role(id=_id(), name="Owner", permissions=frozenset({EVERYTHING}), built_in=True)
    clerk = Role(id=_id(), name="Clerk", permissions=frozenset({"orders.read", "orders.write"}))
    for each in (owner, clerk):
        work.roles.save(each, AT)
    sales, field = Department(id=_id(), name="Sales"), Department(id=_id(), name="Field")
    work.departments.save(sales, AT)
    work.departments.save(field, AT)
    work.departments.save(field.moved(sales.id), AT + DAY)
    ada = User(id=_id(), name="Ada Ünal", email="Ada@acme.example", state=UserState.ACTIVE)
    bob = User(id=_id(), name="Bob", email="bob@acme.example")
    for each in (ada, bob):
        work.users.save(each, AT)
    work.users.save(bob.deactivated(), AT + DAY)
    given = {"since": AT, "user_id": ada.id}
    work.assignments.add(Assignment(id=_id(), role_id=owner.id, department_id=None, **given))
    work.assignments.add(
        Assignment(id=_id(), role_id=clerk.id, department_id=field.id, approval_limit_minor=5000, **given)
    )
    week = AT + 7 * DAY
    work.invitations.save(Invitation(id=_id(), user_id=bob.id, token_hash="1" * 64, created_at=AT, expires_at=week))
    work.keys.save(
        Key(id=_id(), tenant_id=work.tenant_id, holder=f"user:{ada.id}", secret_hash="2" * 64, created_at=AT)
    )
    first = ApiKey(
        id=UUID(int=5),
        user_id=ada.id,
        name="Shop",
        scopes=frozenset({"orders.read"}),
        secret=Secret("3" * 64, "wxyz"),
        created_at=AT,
        expires_at=week,
        former=Secret("4" * 64, "abcd"),
        former_until=AT + DAY,
    )
    work.api_keys.save(first)
    second = ApiKey(
        id=_id(),
        user_id=ada.id,
        name="Till",
        scopes=frozenset(),
        secret=Secret("5" * 64, "efgh"),
        created_at=AT,
        expires_at=week,
        made_with=first.id,
    )
    work.api_keys.save(second)
    work.sign_in_links.save(SignInLink(id=_id(), user_id=ada.id, token_hash="6" * 64, created_at=AT, expires_at=week))
    work.sessions.save(Session(id=_id(), user_id=ada.id, secret_hash="7" * 64, created_at=AT, expires_at=week))
    asked = BreakGlassGrant(
        id=_id(), staff_id=_id(), reason="Ticket 7", scope=GrantScope.CHANGE, asked_at=AT, until=AT + DAY
    )
    work.break_glass.save(asked.approved(_id(), AT))


def _kept(work: Any) -> None:
    for number in range(3):
        details = {"n": number, "deep": {"b": [True, None, "ü\u0000"]}}
        work.journal.append(Note(_id(), AT + number * DAY, System("dump"), "tests.do", f"thing:{number}", details))
    sent = Message(id=_id(), at=AT, kind="mail", aggregate="user:1", body={"to": "x", "n": 3})
    work.outbox.put(sent)
    work.outbox.put(Message(id=_id(), at=AT, kind="mail", aggregate="user:2", body={"deep": [{"y": False}]}))
    work.outbox.done(sent.id, AT + DAY)
    work.replies.put(Reply(key="key-1", command="access.roles.create", request="8" * 64, result='{"role":"1"}'))
    work.tasks.want("sweep", "client", AT)


class _Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        return AT


class _Numbered:
    """Ids in a row, so that both databases hold the same ones."""

    def new(self) -> Any:
        return _id()


class _Plain:
    """Secrets that are none, in a row like the ids."""

    def new(self) -> str:
        return f"{next(_numbers):043d}"


def answer(url: str, home: Path) -> dict[str, Any]:
    """Carry out commands under their names as keys; gives who asked, and what each of them gave first."""
    settings = settings_at(home, database_url=url)
    initialize(settings)
    if KEYS.exists():
        shutil.copy(KEYS, settings.key_file)
    else:
        shutil.copy(settings.key_file, KEYS)
    saas_app.application.SystemIds = _Numbered  # type: ignore[misc, assignment]
    saas_app.application.SystemSecrets = _Plain  # type: ignore[misc, assignment]
    payments = payments_over(SimulatedStripe(_Standing()).http_client, _Standing())
    with open_application(settings, clock=_Standing(), payments=payments) as application:
        return _answers(application)


def _answers(application: Any) -> dict[str, Any]:
    access, told = application.access, {}

    def once(key: str, do: Any, **given: Any) -> Any:
        given["by"] = by
        result = do(**given, idempotency_key=key)
        told[key] = result if isinstance(result, str) else asdict(result)
        return result

    staff = access.staff.authenticate(str(access.staff.first(name="Sam", email="sam@provider.example").key))
    by: Any = staff
    made = once("tenancy.add_tenant", application.tenancy.add_tenant, slug="corn", kind=LicenseeKind.BUSINESS_OPERATOR)
    here = {"tenant_id": made.tenant_id}
    account = {"country": "GB", "time_zone": "Europe/London", "language": "en", "contact_email": "office@corn.example"}
    once("tenancy.configure_account", application.tenancy.configure_account, **here, legal_name="Corn Ltd", **account)
    licensing = application.licensing
    once("licensing.record_payment", licensing.record_payment, **here, invoice="I-1", since=AT, until=AT + 30 * DAY)
    person = {"email": "Ola@corn.example", "name": "Ola Ünal"}
    added = once("access.invite_user", access.people.invite_user, **here, **person, owner=True)
    application.worker.drain(tenant_id=made.tenant_id)
    token = newest_token(application.settings.mail_folder)
    access.invitations.accept(token=token, accept_terms=application.policy.offered_terms().digest)
    once("tenancy.activate", application.tenancy.activate, **here)
    by = ClientUser(made.tenant_id, added.user_id)
    place = once("access.create_department", access.departments.create, **here, name=" Sales ")
    once("access.create_role", access.roles.create, **here, name="Clerk", permissions=["audit.read"])
    once("access.create_api_key", access.api_keys.create, **here, name="Till", scopes=["audit.read"])
    below = {"name": "Shops", "parent_id": place.department_id}
    once("access.create_department below", access.departments.create, **here, **below)
    once("billing.subscribe", application.billing.subscribe, **here)
    by = staff
    held = {"kind": HoldKind.ABUSE, "why": "Resold.", "clause": "0.2"}
    hold = once("licensing.place_hold", licensing.place_hold, **here, **held).holds[0].id
    once("licensing.lift_hold", licensing.lift_hold, **here, hold=hold, why="Settled.")
    # A repeat is not told it.
    told["access.create_api_key"]["key"] = None
    allowed = sorted(staff.permissions)
    told["who"] = {
        "staff": staff.staff_id,
        "allowed": allowed,
        "tenant": made.tenant_id,
        "owner": added.user_id,
        "hold": hold,
    }
    return told


def _made(url: str, *, answered: bool) -> None:
    if answered:
        with tempfile.TemporaryDirectory() as folder:
            told = json.dumps(answer(url, Path(folder) / "home"), default=_plain, indent=1, sort_keys=True) + "\n"
        if FIRST.exists() and FIRST.read_text(encoding="utf-8") != told:
            message = "the databases were answered differently"
            raise AssertionError(message)
        FIRST.write_text(told, encoding="utf-8")
        return
    store = SqlStore(url)
    fill(store)
    store.close()


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else str(getattr(value, "value", value))


def _sqlite(*, answered: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "former.db"
        migrate(f"sqlite:///{file}")
        _made(f"sqlite:///{file}", answered=answered)
        connection = sqlite3.connect(file)
        dump = "\n".join(connection.iterdump())
        connection.close()
        return dump + "\n"


def _postgresql(*, answered: bool) -> str:
    cluster = PostgresCluster()
    try:
        url = cluster.migrated_database()
        _made(url, answered=answered)
        parts = urlsplit(url)
        dumped = subprocess.run(
            [
                str((system_binaries() or Path()) / "pg_dump"),
                "--inserts",
                "--no-owner",
                "--no-comments",
                f"--host={parse_qs(parts.query)['host'][0]}",
                "--username=owner",
                parts.path.removeprefix("/"),
            ],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    finally:
        cluster.stop()
    # Settings of the session, words to psql and remarks are of no use to whoever reads it by a driver.
    left_out = re.compile(r"^(--|\\|SET |SELECT pg_catalog\.set_config|$)")
    return "\n".join(line for line in dumped.stdout.splitlines() if not left_out.match(line)) + "\n"


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["held", "answered"]
    for kind, suffix in (("held", ""), ("answered", "_answered")):
        if kind not in wanted:
            continue
        for name, make in (("sqlite", _sqlite), ("postgresql", _postgresql)):
            _numbers = count(1)
            dump = make(answered=kind == "answered")
            (HERE / f"d1c0bc5_{name}{suffix}.sql").write_text(dump, encoding="utf-8")
