"""Signing over a store in memory, with a person for each role, and a policy that can change."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from attrs import define, evolve

from saas_app import Application
from saas_core.access.model import StaffMember
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import PROVIDER, StaffId
from saas_core.policy.book import Book
from saas_core.policy.document import read_terms
from saas_core.policy.shipped import shipped_document
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Terms
from saas_core.signing.use_cases.review import Reviewing
from saas_core.signing.use_cases.signing import Signing
from saas_core.signing.values import Role
from saas_testing.clock import Clock
from saas_testing.kit import Kit


def hired(kit: Kit, name: str, number: int, permission: str) -> Staff:
    """Return a new member of staff with a permission."""
    staff_id, held = StaffId(UUID(int=number)), frozenset({permission})
    member = StaffMember(id=staff_id, name=name, email=f"{name.lower()}@provider.example", permissions=held)
    with kit.application.store.begin(PROVIDER) as work:
        work.staff.save(member, kit.clock.now())
        work.commit()
    return Staff(staff_id, held)


@define
class Desk:
    """The desk of signatures over a book that a test may change."""

    kit: Kit
    legal: Staff
    product: Staff
    nobody: Staff
    book: Book
    signing: Signing
    reviewing: Reviewing

    @property
    def app(self) -> Application:
        """The application."""
        return self.kit.application

    @property
    def clock(self) -> Clock:
        """Its clock."""
        return self.kit.clock

    def digest(self, scope: str) -> str:
        """Return the digest of what stands in a scope."""
        return self.signing.show(by=self.legal, scope=scope).digest

    def agree(self, scope: str, role: Role = Role.LEGAL, by: Staff | None = None):
        """Sign a scope as it stands."""
        signer = by or (self.legal if role is Role.LEGAL else self.product)
        return self.signing.sign(by=signer, scope=scope, role=role, digest=self.digest(scope))

    def leave(self, who: Staff) -> None:
        """Have a member of staff leave."""
        with self.app.store.begin(PROVIDER) as work:
            work.staff.save(work.staff.get(who.staff_id).deactivated(), self.clock.now())
            work.commit()

    def reword(self, key: str, answer: str) -> None:
        """Change a reading."""
        readings = (evolve(each, answer=answer) if each.key == key else each for each in self.book.readings)
        self.book = evolve(self.book, readings=tuple(readings))

    def offer(self, old: bytes, new: bytes) -> Terms:
        """Have terms offered from now on that differ from the shipped ones."""
        return self.publish(old, new, self.clock.now())

    def publish(self, old: bytes, new: bytes, begins: datetime, version: str = "2027-01") -> Terms:
        """Publish terms that differ from the shipped ones and are offered from an instant."""
        document = shipped_document()
        changes = (
            (b'version = "2026-02"', f'version = "{version}"'.encode()),
            (b"effective_from = 2026-02-01T00:00:00Z", f"effective_from = {begins:%Y-%m-%dT%H:%M:%SZ}".encode()),
            (old, new),
        )
        for before, after in changes:
            assert document.count(before) == 1, before
            document = document.replace(before, after)
        terms = read_terms(document)
        with self.app.store.begin(PROVIDER) as work:
            work.terms.put(terms)
            work.commit()
        return terms


@pytest.fixture
def desk(saas: Kit) -> Desk:
    """Return a desk, while the shipped terms are those offered."""
    app = saas.application
    saas.clock.at += timedelta(days=30)
    ports = {"transactions": app.store, "clock": saas.clock, "judge": app.gate}
    wiring = app.gathered.wirings["signing"]
    names = ("legal", "product", "support")
    signers = (hired(saas, each.title(), number, f"staff.{each}") for number, each in enumerate(names, start=1))
    found = Desk(saas, *signers, shipped_book(), app.signing, wiring.reviewing())

    def books() -> Book:
        return found.book

    ids = app.signing._acts.ids
    found.signing = Signing(**ports, ids=ids, books=books, people=app.signing._reading.people, signs=app.signing._signs)
    found.reviewing = Reviewing(**ports, ids=ids, books=books)
    return found
