"""Publishing terms and registering permissions, over rows kept in this very file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, field

from clock import Clock, Ids
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import KeyReused
from saas_core.kernel.ids import PROVIDER, StaffId, TenantId, UserId
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.work import Reply
from saas_core.policy.catalogue import Permission, catalogue
from saas_core.policy.circumstances import Circumstances, LicenseState, Presence, Rights
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused
from saas_core.policy.errors import PermissionsInvalid, TermsFrozen, TermsInvalid, TermsUnknown
from saas_core.policy.judgement import judge
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.terms import Terms
from saas_core.policy.use_cases import Policy

NOW = datetime(2026, 6, 1, tzinfo=UTC)
Port = Any  # the rows below stand for ports by their shape
SETUP = System("setup")
LICENSING = Staff(StaffId(UUID(int=1)), frozenset({"staff.licensing"}))
ADMIN = Staff(StaffId(UUID(int=2)), frozenset({"staff.admin"}))
SHIPPED = shipped_document()
PERMISSIONS = b"""
[[permission]]
name = "invoices.approve"
title = "approving invoices"

[[permission]]
name = "invoices.read"
title = "reading invoices"
"""


@define
class Desk(Clock):
    """A unit of work, what it keeps, its clock, its ids and its judge: all in one, nothing isolated."""

    at: datetime = NOW
    tenant_id: TenantId = PROVIDER
    versions: dict[str, Terms] = field(factory=dict)
    registered: dict[str, Permission] = field(factory=dict)
    kept: dict[str, Reply] = field(factory=dict)
    notes: list[JournalEntryDraft] = field(factory=list)
    commits: int = 0
    ids: Ids = field(factory=Ids)

    @property
    def terms(self) -> Port:
        """Versions of the terms."""
        return Versions(self.versions)

    @property
    def permissions(self) -> Port:
        """Registered permissions."""
        return Registered(self.registered)

    @property
    def journal(self) -> Port:
        """Notes."""
        return self

    @property
    def replies(self) -> Port:
        """First results."""
        return Replies(self.kept)

    @property
    def outbox(self) -> Port:
        """Nothing goes out."""
        raise AssertionError

    @property
    def tasks(self) -> Port:
        """Notices to clients are outside this context."""
        return self

    def want(self, kind: str, subject: str, at: datetime) -> None:
        """Only sweeps are wanted."""
        assert kind == SWEEP

    def append(self, draft: JournalEntryDraft) -> None:
        """Keep a note."""
        self.notes.append(draft)

    def commit(self) -> None:
        """Count it."""
        self.commits += 1

    @contextmanager
    def begin(self, tenant_id: TenantId) -> Iterator[Desk]:
        """Open it, always in the provider's scope."""
        assert tenant_id == PROVIDER
        yield self

    read = begin

    def decide(self, work: Port, question: Question, at: datetime) -> Decision:
        """Judge by the terms that the desk has."""
        assert work is self
        terms = next(iter(self.versions.values()))
        known = Circumstances(
            at=at,
            known_at=at,
            terms=terms,
            catalogue=catalogue(terms.actions, terms.reserved),
            licensee=LicenseeKind.BUSINESS_OPERATOR,
            license=LicenseState(frozenset(), (), None),
            rights=Rights(Presence.UNKNOWN),
            activated=False,
        )
        return judge(question, known)

    def require(self, work: Port, question: Question, at: datetime) -> Decision:
        """Judge, or refuse."""
        decision = self.decide(work, question, at)
        if not decision.allowed:
            raise Refused(decision)
        return decision


@define
class Versions:
    """Versions of the terms."""

    rows: dict[str, Terms]

    def get(self, version: str) -> Terms | None:
        """Return one."""
        return self.rows.get(version)

    def put(self, terms: Terms) -> None:
        """Keep one."""
        self.rows[terms.version] = terms

    def all(self) -> tuple[Terms, ...]:
        """Return all in order."""
        return tuple(sorted(self.rows.values(), key=lambda each: each.effective_from))


@define
class Registered:
    """Registered permissions."""

    rows: dict[str, Permission]

    def all(self) -> tuple[Permission, ...]:
        """Return all in order."""
        return tuple(self.rows[name] for name in sorted(self.rows))

    def put(self, permissions: tuple[Permission, ...]) -> None:
        """Keep some."""
        self.rows.update({each.name: each for each in permissions})


@define
class Replies:
    """First results."""

    rows: dict[str, Reply]

    def get(self, key: str) -> Reply | None:
        """Return one."""
        return self.rows.get(key)

    def put(self, reply: Reply) -> None:
        """Keep one."""
        self.rows[reply.key] = reply


@pytest.fixture
def desk() -> Desk:
    """Return an empty desk."""
    return Desk()


@pytest.fixture
def policy(desk: Desk) -> Policy:
    """Return the use cases over the desk, with the shipped terms published."""
    use_cases = Policy(transactions=desk, clock=desk, ids=desk.ids, judge=desk)
    use_cases.publish_terms(by=SETUP, document=SHIPPED)
    return use_cases


def _next(version: str = "2026-07", since: str = "2026-07-01T00:00:00Z", **changes: str) -> bytes:
    document = SHIPPED.decode().replace('"2026-02"', f'"{version}"').replace("2026-02-01T00:00:00Z", since)
    for before, after in changes.items():
        document = document.replace(before, after)
    return document.encode()


def test_the_setup_publishes_the_very_first_version(desk: Desk, policy: Policy) -> None:
    """No terms judge that yet; the journal has it."""
    (summary,) = policy.versions()
    assert (summary.version, summary.hourly_rate_minor, summary.currency) == ("2026-02", 6500, "USD")
    assert summary.digest == shipped_terms().digest
    (note,) = desk.notes
    assert (note.action, note.subject, note.by) == ("policy.publish_terms", "terms:2026-02", SETUP)
    assert note.details["digest"] == summary.digest


def test_the_same_document_again_changes_nothing(desk: Desk, policy: Policy) -> None:
    """With a key or without."""
    first = policy.versions()
    for key in (None, "k", "k"):
        assert policy.publish_terms(by=LICENSING, document=SHIPPED, idempotency_key=key) == first[0]
    assert policy.versions() == first
    assert len(desk.notes) == 1


def test_a_key_is_not_taken_for_another_document(policy: Policy) -> None:
    """One key, one request."""
    policy.publish_terms(by=LICENSING, document=SHIPPED, idempotency_key="k")
    with pytest.raises(KeyReused):
        policy.publish_terms(by=LICENSING, document=_next(), idempotency_key="k")


def test_a_version_never_changes(policy: Policy) -> None:
    """A changed document needs a new version."""
    with pytest.raises(TermsFrozen):
        policy.publish_terms(by=LICENSING, document=SHIPPED + b"\n")


@pytest.mark.parametrize(
    ("document", "field_"),
    [
        (_next(since="2026-06-01T00:00:00Z"), "effective_from"),
        (_next(since="2025-01-01T00:00:00Z"), "effective_from"),
    ],
)
def test_new_terms_never_reach_back(policy: Policy, document: bytes, field_: str) -> None:
    """They are offered from an instant ahead."""
    with pytest.raises(TermsInvalid) as refused:
        policy.publish_terms(by=LICENSING, document=document)
    assert refused.value.field == field_


def test_no_two_versions_are_offered_from_one_instant(policy: Policy) -> None:
    """The last moment of the old and the first of the new never overlap."""
    policy.publish_terms(by=LICENSING, document=_next())
    with pytest.raises(TermsInvalid, match="already offered from this instant"):
        policy.publish_terms(by=LICENSING, document=_next("2026-08"))


def test_a_version_is_shown_and_offered_from_its_instant(policy: Policy) -> None:
    """And the two are compared."""
    policy.publish_terms(by=LICENSING, document=_next(**{'"65.00"': '"70.00"'}))
    july = datetime(2026, 7, 1, tzinfo=UTC)
    assert policy.offered_terms().version == "2026-02"
    assert policy.offered_terms(at=july - timedelta(microseconds=1)).version == "2026-02"
    assert policy.offered_terms(at=july).version == "2026-07"
    shown = policy.show_terms(version="2026-07")
    assert shown.hourly_rate == "70.00 USD"
    assert shown.eligible == ("business_operator", "end_user")
    assert (shown.settings[0].name, shown.settings[0].value) == ("grace_days", "0")
    assert shown.reserved == ("server", "root", "backend", "source")
    assert len(shown.clauses) == 33
    assert shown.actions[0].clauses == ("1.2",)
    compared = policy.compare_terms(before="2026-02", after="2026-07")
    assert (compared.before, compared.after) == ("2026-02", "2026-07")
    assert [each.name for each in compared.differences] == ["effective_from", "hourly_rate", "4.1"]


def test_an_unknown_version_is_said_to_be_unknown(policy: Policy) -> None:
    """Whatever is asked of it."""
    with pytest.raises(TermsUnknown):
        policy.show_terms(version="x" * 10_000)
    with pytest.raises(TermsUnknown):
        policy.compare_terms(before="2026-02", after="none")


@pytest.mark.parametrize(
    "by",
    [ADMIN.__class__(StaffId(UUID(int=9)), frozenset({"staff.billing"})), ClientUser(PROVIDER, UserId(UUID(int=5)))],
)
def test_who_may_not_publish_or_register_changes_nothing(desk: Desk, policy: Policy, by: Staff | ClientUser) -> None:
    """Refused by the clause of who manages the service."""
    for attempt in (
        lambda: policy.publish_terms(by=by, document=_next()),
        lambda: policy.register_permissions(by=by, document=PERMISSIONS),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert "1.1" in refused.value.decision.clauses
    assert len(desk.versions) == 1
    assert not desk.registered


def test_permissions_are_registered_and_retitled(desk: Desk, policy: Policy) -> None:
    """The result lists new, retitled and unchanged permissions; none is removed."""
    assert policy.register_permissions(by=ADMIN, document=PERMISSIONS).added == ("invoices.approve", "invoices.read")
    changed = PERMISSIONS.replace(b"reading invoices", b"seeing invoices")
    view = policy.register_permissions(by=ADMIN, document=changed)
    assert (view.added, view.retitled, view.unchanged) == ((), ("invoices.read",), ("invoices.approve",))
    assert [each.title for each in policy.permissions()] == ["approving invoices", "seeing invoices"]
    assert [note.details.get("retitled") for note in desk.notes[1:]] == [[], ["invoices.read"]]


def test_registering_the_same_again_leaves_no_trace(desk: Desk, policy: Policy) -> None:
    """With a key the first result is given again, without one the present state."""
    first = policy.register_permissions(by=ADMIN, document=PERMISSIONS, idempotency_key="k")
    assert policy.register_permissions(by=ADMIN, document=PERMISSIONS, idempotency_key="k") == first
    again = policy.register_permissions(by=ADMIN, document=PERMISSIONS)
    assert again.unchanged == first.added
    assert len(desk.notes) == 2


@pytest.mark.parametrize(
    ("before", "after", "key", "line", "said"),
    [
        ("invoices.read", "server.read", "permission[2].name", 7, "never granted"),
        ("invoices.read", "Invoices.read", "permission[2].name", 7, "not a permission"),
        ("invoices.read", "invoices.*", "permission[2].name", 7, "an area"),
        ("invoices.read", "integration.fax", "permission[2].name", 7, "belongs to the terms"),
        ("invoices.read", "people.manage", "permission[2].name", 7, "part of the terms"),
        ("invoices.read", "people.take_away", "permission[2].name", 7, "part of the software"),
        ("invoices.read", "roles.take_away", "permission[2].name", 7, "part of the software"),
        ("invoices.read", "credentials.take_away", "permission[2].name", 7, "part of the software"),
        ("invoices.read", "invoices.approve", "permission[2].name", 7, "already exists"),
        ("reading invoices", " ", "permission[2].title", 8, "is empty"),
        ("title", "titel", "permission[1].titel", 4, "not a known key"),
        ("[[permission]]", "[[permissions]]", "permissions", 2, "not a known key"),
    ],
)
def test_a_mistake_in_permissions_is_told_by_line_and_key(
    desk: Desk, policy: Policy, before: str, after: str, key: str, line: int, said: str
) -> None:
    """Nothing is registered then."""
    document = PERMISSIONS.decode().replace(before, after).encode()
    with pytest.raises(PermissionsInvalid, match=said) as refused:
        policy.register_permissions(by=ADMIN, document=document)
    assert (refused.value.field, refused.value.line) == (key, line)
    assert not desk.registered


def test_a_permission_of_an_older_version_stays_taken(policy: Policy) -> None:
    """A license may still rest on it."""
    row = '[[action]]\nname = "extra.work"\nkind = "operation"\naccess = "platform"\nclauses = ["1.4"]\n'
    more = f'\n{row}title = "x"\npermission = "extra.work"\n'
    policy.publish_terms(by=LICENSING, document=_next() + more.encode())
    document = PERMISSIONS.replace(b"invoices.read", b"extra.work")
    with pytest.raises(PermissionsInvalid, match="version 2026-07"):
        policy.register_permissions(by=ADMIN, document=document)


def test_terms_take_no_name_that_the_platform_registered(policy: Policy) -> None:
    """Otherwise no question could be judged any more."""
    policy.register_permissions(by=ADMIN, document=PERMISSIONS)
    row = '[[action]]\nname = "invoices.read"\nkind = "operation"\naccess = "platform"\nclauses = ["1.4"]\n'
    more = f'\n{row}title = "x"\npermission = "invoices.read"\n'
    with pytest.raises(TermsInvalid, match="registered"):
        policy.publish_terms(by=LICENSING, document=_next() + more.encode())
    area = '\n[[reserved]]\narea = "invoices"\nclause = "1.2"\n'
    with pytest.raises(TermsInvalid, match="never granted"):
        policy.publish_terms(by=LICENSING, document=_next() + area.encode())
