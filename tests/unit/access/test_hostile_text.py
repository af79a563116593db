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


UNSEEN = [
    "\u200d",
    "\u200c\u200d",
    "\ufe0f",
    "\u034f",
    "\u3164",
    "\u115f\u1160",
    "\uffa0",
    "\u2800",
    "\u0301",
    " \u200d ",
]


@pytest.mark.parametrize("name", UNSEEN, ids=ascii)
def test_a_name_that_nobody_sees_is_refused_everywhere(company, tenant, name: str) -> None:
    """Of users, roles, departments, keys and staff, also in a file."""
    about = {"by": company.owner, "tenant_id": tenant}
    owner = company.owner.user_id
    row = {"email": "ada@acme.example", "name": name}
    for refused in (
        lambda: company.people.add_user(**about, email="ada@acme.example", name=name),
        lambda: company.people.change_user(**about, user_id=owner, name=name),
        lambda: company.roles.create(**about, name=name, permissions=[]),
        lambda: company.departments.create(**about, name=name),
        lambda: company.api_keys.create(**about, name=name, scopes=["audit.read"]),
        lambda: company.staff.first(name=name, email="sam@provider.example"),
    ):
        with pytest.raises(InvalidValue) as caught:
            refused()
        assert caught.value.field == "name"
    view = company.imports.import_users(**about, rows=[(2, row)])
    assert [each.field for each in view.refused] == ["name"]


@pytest.mark.parametrize("name", ["👩\u200d💻", "❤\ufe0f", "می\u200cخواهم", "ก\u0e34", "!", "0"])
def test_a_name_with_something_to_see_is_taken(company, tenant, name: str) -> None:
    """Whatever joins or shapes it."""
    assert company.roles.create(by=company.owner, tenant_id=tenant, name=name, permissions=[]).name == name


LIKE_OWNER = {
    "Cyrillic": "Оwnеr",
    "Cyrillic alone": "Оԝпег",
    "Greek": "Οwner",
    "Greek capitals": "OWΝER",
    "full width": "Ｏｗｎｅｒ",
    "a joiner": "Ow\u200dner",
    "a variation selector": "O\ufe0fwner",
    "a filler": "Owner\u3164",
    "mathematical": "𝐎𝐰𝐧𝐞𝐫",
    "small capitals": "ᴏᴡɴᴇʀ",
    "circled": "ⓄⓌⓃⒺⓇ",
    "a digit": "0wner",
    "two letters for one": "Ovvner",
    "accents": "Öwnér",
    "Lisu": "ꓳꓪꓠꓰꓣ",
    "capitals": "OWNER",
    "a space that does not break": "Ow\u00a0ner",
    "a narrow space": "Own\u202fer",
    "a space": "Ow ner",
    "a hair space and two letters for one": "Ov\u200avner",
    "Cherokee": "Ꮎwner",
    "small Cherokee": "ꮎwner",
    "Cherokee alone": "ᎾᎳᏁᎬᎡ",
    "Cyrillic with a bar": "Өwner",
    "Greek theta": "Θwner",
    "a Thai zero": "๐wner",
    "Armenian": "Oաոҽr",
}


@pytest.mark.parametrize("name", LIKE_OWNER.values(), ids=LIKE_OWNER)
def test_no_role_looks_like_the_built_in_one(company, tenant, name: str) -> None:
    """Neither a new one nor a renamed one."""
    about = {"by": company.owner, "tenant_id": tenant}
    role = company.role("Clerk")
    with pytest.raises(Conflict):
        company.roles.create(**about, name=name, permissions=[])
    with pytest.raises(Conflict):
        company.roles.edit(**about, role_id=role, name=name)


def test_names_are_told_apart_by_what_is_seen(company, tenant) -> None:
    """Two roles whose names differ in a joiner alone would be one to everybody; `Owners` is another word."""
    about = {"by": company.owner, "tenant_id": tenant, "permissions": []}
    company.roles.create(**about, name="Clerk")
    with pytest.raises(Conflict):
        company.roles.create(**about, name="Cle\u200drk")
    company.roles.create(**about, name="Owners")
