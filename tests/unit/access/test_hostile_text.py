"""Names and addresses as nobody should type them: taken in one form, or refused with the field."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from drawing import often
from saas_core.kernel.errors import Conflict, InvalidValue

HOSTILE = [
    "",
    " \t\n",
    "a\x00b",
    "a\nb",
    "\u202eevil",
    "zero\u200bwidth",
    "\ud800",
    "x" * 201,
    "x" * 100_000,
    "\ufeffname",
    "a\u2028b",
    "\x1b[31mred",
    "\ue000",
]

texts = st.text(st.characters(exclude_categories=[]), max_size=300)
quiet = often(100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_refused_everywhere(company, tenant, name: str) -> None:
    """For users, roles and departments alike; nothing changes."""
    before = company.journal()
    about = {"by": company.owner, "tenant_id": tenant}
    with pytest.raises(InvalidValue) as caught:
        company.people.add_user(**about, email="ada@acme.example", name=name)
    assert caught.value.field == "name"
    with pytest.raises(InvalidValue):
        company.roles.create(**about, name=name, permissions=[])
    with pytest.raises(InvalidValue):
        company.departments.create(**about, name=name)
    with pytest.raises(InvalidValue):
        company.people.change_user(**about, user_id=company.owner.user_id, name=name)
    with pytest.raises(InvalidValue):
        company.staff.first(name=name, email="sam@provider.example")
    assert company.journal() == before


@pytest.mark.parametrize("email", ["", "ada", "@acme", "a b@acme.example", "a@acme", "a@@acme.example", *HOSTILE])
def test_hostile_addresses_are_refused(company, tenant, email: str) -> None:
    """With the field named."""
    with pytest.raises(InvalidValue) as caught:
        company.people.add_user(by=company.owner, tenant_id=tenant, email=email, name="Ada")
    assert caught.value.field == "email"


@quiet
@given(texts)
def test_a_name_is_taken_in_one_form_or_refused(company, tenant, name: str) -> None:
    """Trimmed, composed, 1 to 200 characters, none of them unseen."""
    try:
        view = company.roles.create(by=company.owner, tenant_id=tenant, name=name, permissions=[])
    except (InvalidValue, Conflict):
        return
    assert view.name == unicodedata.normalize("NFC", name).strip()
    assert 1 <= len(view.name) <= 200
    assert company.names.role(by=company.owner, tenant_id=tenant, name=name) == view.role_id


@quiet
@given(texts)
def test_no_token_key_or_permission_breaks_a_door(company, tenant, text: str) -> None:
    """Whatever is typed is answered with one of our own errors."""
    from saas_core.access.errors import KeyUnknown, LinkUnknown

    with pytest.raises(LinkUnknown):
        company.invitations.accept(token=f"inv_{tenant.hex}_{text}")
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(f"usr_{tenant.hex}_{text}")
    with pytest.raises(InvalidValue):
        company.roles.create(by=company.owner, tenant_id=tenant, name="Odd", permissions=[f"!{text}"])
