"""One mailbox is one user, at every place where an address comes in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from saas_core.access.errors import EmailTaken
from saas_core.access.import_rows import csv_rows
from saas_core.access.part import PART
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId

Company = Any  # of the conftest beside this file
Door = Callable[[Company, TenantId, str], object]


def _imported(company: Company, tenant: TenantId, email: str) -> object:
    view = company.imports.import_users(
        by=company.owner, tenant_id=tenant, rows=[(2, {"email": email, "name": "Somebody"})]
    )
    for each in view.refused:
        kind = EmailTaken if "has this address" in each.reason or "holder" in each.reason else InvalidValue
        raise kind(each.reason, field=each.field, remedy=each.remedy)
    return view


def _changed(company: Company, tenant: TenantId, email: str) -> object:
    user = company.invite("Kim")
    return company.people.change_user(by=company.owner, tenant_id=tenant, user_id=user.user_id, email=email)


DOORS: dict[str, Door] = {
    "add": lambda company, tenant, email: company.people.add_user(
        by=company.owner, tenant_id=tenant, name="Somebody", email=email
    ),
    "invite": lambda company, tenant, email: company.people.invite_user(
        by=company.owner, tenant_id=tenant, name="Somebody", email=email
    ),
    "change": _changed,
    "import": _imported,
    "staff": lambda company, tenant, email: company.staff.first(name="Somebody", email=email),
}
OTHERS = [
    "<mia@acme.example>",
    '"mia"@acme.example',
    "mia(c)@acme.example",
    "mi\u200da@acme.example",
    "mia\ufe0f@acme.example",
    "mi\u034fa@acme.example",
    "ｍia@acme.example",
    "mia@ａcme.example",
]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("email", OTHERS, ids=ascii)
def test_no_door_takes_what_is_no_plain_address(company: Company, tenant: TenantId, door: str, email: str) -> None:
    """So that nobody is a second user beside the one with that mailbox."""
    with pytest.raises(InvalidValue) as caught:
        DOORS[door](company, tenant, email)
    assert caught.value.field == "email"


@pytest.mark.parametrize("door", ["add", "invite", "change"])
@pytest.mark.parametrize("email", ["max@xn--bcher-kva.example", "MAX@BÜCHER.example", "max@bu\u0308cher.example"])
def test_the_spellings_of_one_address_are_one_user(company: Company, tenant: TenantId, door: str, email: str) -> None:
    """In whichever the first one came in."""
    company.people.add_user(by=company.owner, tenant_id=tenant, name="Max", email="max@bücher.example")
    with pytest.raises(EmailTaken):
        DOORS[door](company, tenant, email)


def test_an_import_finds_the_user_in_any_spelling(company: Company, tenant: TenantId) -> None:
    """In the file itself as among those who are there."""
    file = [
        "email,name\n",
        "max@bücher.example,Max\n",
        "max@xn--bcher-kva.example,Max\n",
        "MAX@Bücher.example,Moritz\n",
    ]
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=csv_rows(file))
    assert (view.added, view.already, [each.line for each in view.refused]) == (1, 1, [4])


def test_two_names_that_are_spelled_alike_are_two(company: Company, tenant: TenantId) -> None:
    """`straße` is another name than `strasse` (IDNA 2008)."""
    for email in ("max@straße.example", "max@strasse.example", "straße@acme.example", "strasse@acme.example"):
        company.people.add_user(by=company.owner, tenant_id=tenant, name="Max", email=email)


def test_an_address_is_found_and_signed_in_with_in_any_spelling(company: Company, tenant: TenantId) -> None:
    """As people type it, and as a mail program shows it."""
    user = company.people.invite_user(
        by=company.owner, tenant_id=tenant, name="Max", email="max@bücher.example"
    ).user_id
    company.accept(user)
    with company.store.begin(tenant) as work:
        work.directory.claim("acme", tenant)
        work.commit()
    for typed in (" MAX@xn--bcher-kva.example ", "max@BÜCHER.example"):
        assert company.names.user(by=company.owner, tenant_id=tenant, email=typed) == user
        before = len(company.mails())
        company.sign_in.ask(client="acme", email=typed)
        assert len(company.mails()) == before + 1


def test_a_user_of_older_times_with_anothers_address_can_still_be_changed(company: Company, tenant: TenantId) -> None:
    """Kept as it is, deactivated, and given another address; nobody new gets an address that is taken."""
    look = next(each.look for each in PART.checks if each.name == "address")
    company.people.add_user(by=company.owner, tenant_id=tenant, name="Max", email="max@xn--bcher-kva.example")
    older = company.people.add_user(by=company.owner, tenant_id=tenant, name="Moritz", email="m@acme.example").user_id
    with company.store.begin(tenant) as work:
        assert list(look(work, "acme")) == []
        # As an older version kept it, which took the two for two.
        people, person = work.users._people, work.users._people.get(older)
        people.put(older, evolve(person, user=evolve(person.user, email="max@bücher.example")))
        work.commit()
    with company.store.read(tenant) as work:
        (finding,) = look(work, "acme")
    assert "share the address" in finding.sentence
    change = {"by": company.owner, "tenant_id": tenant, "user_id": older}
    assert company.people.change_user(**change, name="Moritz B.").email == "max@bücher.example"
    with pytest.raises(EmailTaken):
        company.people.change_user(**change, email="MAX@bücher.example")
    company.people.deactivate(**change)
    with company.store.read(tenant) as work:
        assert list(look(work, "acme")) == []
    assert company.people.change_user(**change, email="moritz@bücher.example").email == "moritz@bücher.example"


def test_the_doctor_counts_addresses_that_nobody_could_give_today(company: Company, tenant: TenantId) -> None:
    """Those of older times, such as one with a comment; whoever runs it may not see who the users are (1.5)."""
    look = next(each.look for each in PART.checks if each.name == "address")
    add, emails = company.people.add_user, ("zoë@acme.example", "max@acme.example", "mia@acme.example")
    users = [add(by=company.owner, tenant_id=tenant, name="N", email=each).user_id for each in emails]
    with company.store.begin(tenant) as work:
        people = work.users._people
        for user, email in zip(users[1:], ("max(c)@acme.example", "ZOË@acme.example"), strict=True):
            person = people.get(user)
            people.put(user, evolve(person, user=evolve(person.user, email=email)))
        found = tuple(look(work, "acme"))
    assert [each.sentence.rpartition(": ")[2] for each in found] == ["1.", "1."]
    for told in (*emails, *map(str, users)):
        assert told.partition("@")[0] not in repr(found)
