"""Ids: one UUID each, told apart by type checkers, read from text by their type."""

from __future__ import annotations

import pickle
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel import ids
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import ApiKeyId, DepartmentId, IdType, TenantId

TEXT = "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
Wrong = Any
TYPES = [each for each in vars(ids).values() if isinstance(each, IdType)]


@pytest.mark.parametrize("kind", TYPES, ids=lambda each: each.__name__)
def test_every_type_of_id_reads_its_text(kind: IdType) -> None:
    """Also in capitals; and gives a plain UUID, which is compared and hashed at no further cost."""
    found = kind.parse(TEXT.upper())
    assert type(found) is UUID
    assert (found, str(found)) == (UUID(TEXT), TEXT)


def test_an_id_is_the_uuid_that_it_was_made_of() -> None:
    """Not a copy of it."""
    number = UUID(TEXT)
    assert TenantId(number) is number
    assert pickle.loads(pickle.dumps(TenantId)) is TenantId


@pytest.mark.parametrize(
    "text", ["", "harbor", TEXT[:-1], f"{{{TEXT}}}", f"urn:uuid:{TEXT}", TEXT.replace("-", ""), f" {TEXT}", 7, None]
)
def test_what_is_not_an_id_is_refused_with_its_field_and_how_to_make_one(text: Wrong) -> None:
    """Other spellings of a UUID too: an id is written in one way."""
    with pytest.raises(InvalidValue) as caught:
        ApiKeyId.parse(text)
    assert caught.value.field == "api_key_id"
    assert caught.value.remedy == f'Make one from its text, as in ApiKeyId.parse("{TEXT}").'


def test_a_use_case_takes_an_id_as_text_and_says_which_type_reads_it() -> None:
    """The field is the parameter; the type is the one that its annotation names, also where it may be left out."""

    @checked
    class Desk:
        def move(self, tenant_id: TenantId, *, department_id: DepartmentId | None = None) -> tuple[Wrong, Wrong]:
            """Return what came in."""
            return tenant_id, department_id

    text: Wrong = TEXT
    assert Desk().move(text, department_id=text) == (UUID(TEXT), UUID(TEXT))
    wrong: Wrong = TEXT[:-1]
    for given, field, kind in (
        ((wrong,), "tenant_id", "TenantId"),
        ((TenantId.parse(TEXT), wrong), "department_id", "DepartmentId"),
    ):
        with pytest.raises(InvalidValue) as caught:
            Desk().move(given[0], **({"department_id": given[1]} if len(given) > 1 else {}))
        assert caught.value.field == field
        assert f"{kind}.parse(" in caught.value.remedy
