"""Signing over a store in memory, with a person for each role, and a policy that can change."""

from __future__ import annotations

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
from saas_core.signing.use_cases.review import Reviewing
from saas_core.signing.use_cases.signing import Signing
from saas_core.signing.values import Role
from saas_testing.clock import Clock
from saas_testing.kit import Kit


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

    def reword(self, key: str, answer: str) -> None:
        """Change a reading."""
        readings = (evolve(each, answer=answer) if each.key == key else each for each in self.book.readings)
        self.book = evolve(self.book, readings=tuple(readings))

    def offer(self, old: bytes, new: bytes) -> None:
        """Have terms offered that differ from the shipped ones."""
        document = shipped_document().replace(b'version = "2026-02"', b'version = "2027-01"')
        assert document.count(old) == 1
        terms = read_terms(document.replace(old, new))
        with self.app.store.begin(PROVIDER) as work:
            work.terms.put(evolve(terms, effective_from=self.clock.now()))
            work.commit()


@pytest.fixture
def desk(saas: Kit) -> Desk:
    """Return a desk."""
    app = saas.application
    people = {}
    with app.store.begin(PROVIDER) as work:
        for number, name in enumerate(("legal", "product", "support")):
            staff_id, held = StaffId(UUID(int=number + 1)), frozenset({f"staff.{name}"})
            member = StaffMember(id=staff_id, name=name.title(), email=f"{name}@provider.example", permissions=held)
            work.staff.save(member, saas.clock.now())
            people[name] = Staff(staff_id, held)
        work.commit()
    ports = {"transactions": app.store, "clock": saas.clock, "judge": app.gate}
    wiring = app.gathered.wirings["signing"]
    signers = (people[each] for each in ("legal", "product", "support"))
    found = Desk(saas, *signers, shipped_book(), app.signing, wiring.reviewing())

    def books() -> Book:
        return found.book

    ids = app.signing._acts.ids
    found.signing = Signing(**ports, ids=ids, books=books, people=app.signing._reading.people, signs=app.signing._signs)
    found.reviewing = Reviewing(**ports, ids=ids, books=books)
    return found
