"""Owners are told of every further owner, whoever added them and however (1.5)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from saas_core.kernel.ids import UserId
from saas_core.policy.decision import LicenseeKind
from saas_testing import Client, Kit, open_kit

_SUBJECT = "has another owner"
_MIA = "mia@harbor.example"


@pytest.fixture
def kit() -> Iterator[Kit]:
    with open_kit() as opened:
        yield opened


def _notified(kit: Kit) -> list[str]:
    kit.application.work.worker.drain()
    return sorted(each.to for each in kit.mailbox.mails if each.subject.endswith(_SUBJECT))


def _invited(kit: Kit, client: Client, *, owner: bool) -> UserId:
    people = kit.application.access.people
    added = people.invite_user(by=client.owner.by, tenant_id=client.tenant_id, name="Mia Chen", email=_MIA, owner=owner)
    assert _notified(kit) == []
    return added.user_id


def _accepted(kit: Kit, address: str, terms: str | None = None) -> None:
    kit.application.work.worker.drain()
    kit.application.access.invitations.accept(token=kit.mailbox.token(address), accept_terms=terms)


def test_a_further_owner_is_told_to_all_owners_once_they_accept(kit: Kit) -> None:
    """And once only; the letter has no name in it, since the account's contact, who gets it too, may not be a user."""
    client = kit.active_client()
    _invited(kit, client, owner=True)
    _accepted(kit, _MIA)
    everybody = [_MIA, "office@harbor.example", "olivia@harbor.example"]
    assert _notified(kit) == everybody
    assert _notified(kit) == everybody
    letter = next(each for each in kit.mailbox.mails if each.subject == f"Harbor Ltd {_SUBJECT}")
    assert "Mia" not in f"{letter.text}{letter.html}"
    assert "January 15, 2026" in letter.text


def test_who_is_made_an_owner_later_is_told_too(kit: Kit) -> None:
    """A user who joins without the role is not announced."""
    client = kit.active_client()
    user_id = _invited(kit, client, owner=False)
    _accepted(kit, _MIA)
    assert _notified(kit) == []
    roles = kit.application.access.roles
    owner = next(each for each in roles.list_roles(by=client.owner.by, tenant_id=client.tenant_id) if each.built_in)
    roles.assign(by=client.owner.by, tenant_id=client.tenant_id, user_id=user_id, role_id=owner.role_id)
    assert _notified(kit) == [_MIA, "office@harbor.example", "olivia@harbor.example"]


def test_an_owner_whom_staff_added_during_setup_is_told_at_activation(kit: Kit) -> None:
    """Until then the client gets no notices."""
    app, staff = kit.application, kit.staff
    tenant_id = app.tenancy.add_tenant(by=staff, slug="harbor", kind=LicenseeKind.BUSINESS_OPERATOR).tenant_id
    app.tenancy.configure_account(
        by=staff,
        tenant_id=tenant_id,
        legal_name="Harbor Ltd",
        country="GB",
        time_zone="Europe/London",
        language="en",
        contact_email="office@harbor.example",
    )
    for name, address in (("Olivia", "olivia@harbor.example"), ("Sam's friend", _MIA)):
        app.access.people.invite_user(by=staff, tenant_id=tenant_id, name=name, email=address, owner=True)
    _accepted(kit, "olivia@harbor.example", app.policy.offered_terms().digest)
    _accepted(kit, _MIA)
    paid = {"since": kit.clock.at, "until": kit.clock.at.replace(year=2027)}
    app.licensing.record_payment(by=staff, tenant_id=tenant_id, invoice="1", **paid)
    assert _notified(kit) == []
    app.tenancy.activate(by=staff, tenant_id=tenant_id)
    assert _notified(kit) == [_MIA, "office@harbor.example", "olivia@harbor.example"]
