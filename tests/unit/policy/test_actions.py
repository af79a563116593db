"""Names of permissions: well formed, never of a reserved area in any spelling; and the catalogue they stand in."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.actions import OF_SOFTWARE, TAKING_AWAY, Action, ActionKind
from saas_core.policy.catalogue import Catalogue, Permission, catalogue, registered, require_free
from saas_core.policy.errors import PermissionReserved
from saas_core.policy.names import OWN_AREAS, Reserved, covers, permission_pattern, skeleton
from saas_core.policy.shipped import shipped_terms

Asking = Any
RESERVED = shipped_terms().reserved
DISGUISES = {
    "s": ["S", "ѕ", "ꜱ", "ｓ", "5", "$", "ſ", "s\u0301", "𝐬"],
    "e": ["E", "е", "ε", "3", "é", "ⅇ", "ᴇ"],
    "r": ["R", "ʀ", "ɾ", "ｒ"],
    "v": ["V", "ν", "ѵ", "ⅴ", "ᴠ"],
    "o": ["O", "о", "ο", "0", "օ", "ø", "º", "ᴏ"],
    "t": ["T", "т", "τ", "ᴛ", "ŧ"],
    "b": ["B", "β", "ʙ", "ƀ"],
    "a": ["A", "а", "α", "ɑ", "@", "4", "å", "ᴀ"],
    "c": ["C", "с", "ϲ", "ⅽ", "ᴄ", "ç"],
    "k": ["K", "к", "κ", "ᴋ", "\u212a"],
    "n": ["N", "ո", "ɴ", "ñ"],
    "d": ["D", "ԁ", "đ", "ⅾ", "ᴅ"],
    "u": ["U", "υ", "ս", "ü", "ᴜ"],
}


def _shipped() -> Catalogue:
    return catalogue(shipped_terms().actions, RESERVED)


@st.composite
def _disguised(draw: st.DrawFn) -> tuple[str, str]:
    area = draw(st.sampled_from(RESERVED))
    letters = [draw(st.sampled_from([letter, *DISGUISES[letter]])) for letter in area.area]
    hidden = draw(st.sampled_from(["", "\u200b", "\u00ad", "\ufeff", "\u0336"]))
    ending = draw(st.sampled_from(["", ".access", ".*", "．x", "․x", ":x", "/x", " x", ".a.b.c"]))
    return hidden.join(letters) + ending, area.clause


@given(_disguised())
def test_a_reserved_area_is_seen_through_every_disguise(disguised: tuple[str, str]) -> None:
    """Case, look-alike letters, accents, width and invisible characters hide nothing (1.2, 0.3)."""
    name, clause = disguised
    with pytest.raises(PermissionReserved) as refused:
        permission_pattern(name, RESERVED)
    assert refused.value.clauses == (clause,)


@pytest.mark.parametrize(
    "pattern", ["*", "*.*", "**", "s*", "*.access", "?erver.reboot", "ser*", "S*.*", "r??t.x", "*t.x"]
)
def test_a_wildcard_that_would_match_a_reserved_area_is_reserved(pattern: str) -> None:
    """The decision depends on what a name could open, not on its appearance."""
    with pytest.raises(PermissionReserved):
        permission_pattern(pattern, RESERVED)


@pytest.mark.parametrize("pattern", ["invoices.*", "invoices.approve", "serverless.deploy", "roots.dig", "a.b.c.d.e"])
def test_an_honest_permission_is_taken_as_it_is(pattern: str) -> None:
    """Names that only begin alike are no names of the area."""
    assert permission_pattern(pattern, RESERVED) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "invoices",
        "Invoices.approve",
        "invoices.",
        ".approve",
        "invoices..x",
        "in*.approve",
        "a.b.c.d.e.f",
        "x?",
        7,
        None,
        "invoices.approve\n",
        "invoices.\ud800",
        "a." + "b" * 300,
        "faktüra.x",
        " invoices.approve",
        "[s]erver.x",
    ],
)
def test_what_is_no_permission_is_refused(pattern: object) -> None:
    """Nothing is corrected silently."""
    with pytest.raises(InvalidValue) as refused:
        permission_pattern(pattern, RESERVED)
    assert refused.value.field == "permission"
    assert not isinstance(refused.value, PermissionReserved)


def test_a_permission_nobody_registered_is_refused_where_the_registered_are_known() -> None:
    """An area passes when it covers one that is registered."""
    known = ["invoices.approve"]
    assert permission_pattern("invoices.*", RESERVED, known=known) == "invoices.*"
    with pytest.raises(InvalidValue, match="not registered"):
        permission_pattern("invoices.delete", RESERVED, known=known)
    with pytest.raises(InvalidValue, match="not registered"):
        permission_pattern("billing.*", RESERVED, known=known)


@pytest.mark.parametrize(
    ("pattern", "permission", "answer"),
    [
        ("*", "invoices.approve", True),
        ("invoices.*", "invoices.approve", True),
        ("invoices.*", "invoices.*", True),
        ("invoices.*", "invoices.lines.*", True),
        ("invoices.*", "invoicesx.approve", False),
        ("invoices.*", "invoices", False),
        ("invoices.approve", "invoices.approve", True),
        ("invoices.approve", "invoices.*", False),
    ],
)
def test_a_pattern_covers_what_lies_in_its_area(pattern: str, permission: str, *, answer: bool) -> None:
    """And nothing beside it."""
    assert covers(pattern, permission) is answer


@given(st.text(max_size=50))
def test_the_form_for_the_eye_is_the_same_seen_twice(text: str) -> None:
    """A folded name does not change when folded again, in the letters that matter."""
    assert skeleton(skeleton(text)) == skeleton(skeleton(skeleton(text)))


@pytest.mark.parametrize("name", ["server.reboot", "source.read"])
def test_a_reserved_right_cannot_be_registered(name: str) -> None:
    """The platform has no more rights than its clients."""
    with pytest.raises(PermissionReserved):
        registered(Permission(name, "title"), RESERVED)


@pytest.mark.parametrize("area", sorted(OWN_AREAS))
def test_a_name_in_an_area_of_the_terms_cannot_be_registered(area: str) -> None:
    """Registering an integration as an operation would open what the terms shut."""
    with pytest.raises(InvalidValue, match="belongs to the terms"):
        registered(Permission(f"{area}.extra", "title"), RESERVED)


@pytest.mark.parametrize(("name", "title"), [("invoices.*", "title"), ("invoices.approve", " "), ("x", "title")])
def test_only_single_operations_with_a_title_can_be_registered(name: str, title: str) -> None:
    """An area, an empty title and a malformed name are refused."""
    with pytest.raises(InvalidValue):
        registered(Permission(name, title), RESERVED)


def test_a_permission_of_the_terms_cannot_be_registered_again() -> None:
    """The terms come first."""
    with pytest.raises(InvalidValue, match="part of the terms"):
        require_free(Permission("people.manage", "mine"), _shipped().actions, RESERVED)


@pytest.mark.parametrize("row", OF_SOFTWARE, ids=lambda row: row.name)
def test_a_permission_of_the_software_cannot_be_registered(row: Action) -> None:
    """What takes access away, and who sees and handles tickets, is in no document."""
    with pytest.raises(InvalidValue, match=r"(part of|belongs to) the terms"):
        require_free(Permission(row.name, "mine"), _shipped().actions, RESERVED)


@pytest.mark.parametrize(
    "name", ["people.take_away", "people.manage", "server.reboot", "invoices.*", "topic.extra", ""]
)
def test_a_stored_permission_that_collides_changes_no_row_and_stops_no_decision(name: str) -> None:
    """However it came into the store: the rows of the software and of the terms stand, and so do other permissions."""
    terms = shipped_terms()
    built = catalogue(terms.actions, terms.reserved, [Permission(name, "x"), Permission("invoices.approve", "y")])
    assert built.actions == _shipped().actions | {"invoices.approve": built.actions["invoices.approve"]}


@pytest.mark.parametrize("row", TAKING_AWAY, ids=lambda row: row.name)
def test_no_version_of_the_terms_closes_what_takes_access_away(row: Action) -> None:
    """A document that names it again changes nothing about it (1.5)."""
    terms = shipped_terms()
    closed = evolve(row, kind=ActionKind.NEVER_GRANTED)
    assert catalogue((*terms.actions, closed), terms.reserved).find(row.name) == row


def test_operations_are_what_a_client_may_be_given(ask: Asking) -> None:
    """Its own contexts' permissions and the platform's; none of the staff's."""
    assert {"people.manage", "billing.manage", "invoices.approve", "integrations.use"} <= ask.actions.operations
    assert not [name for name in ask.actions.operations if name.startswith("staff.")]


def test_an_unknown_name_is_no_row_and_one_of_a_reserved_area_is(ask: Asking) -> None:
    """The row of an area cites its clause."""
    assert ask.actions.find("fly.moon") is None
    row = ask.actions.find("SOURCE.mirror")
    assert row is not None
    assert row.clauses == ("0.3",)


def test_an_area_that_another_version_reserves_is_seen_too() -> None:
    """Areas are data of the terms."""
    with pytest.raises(PermissionReserved):
        permission_pattern("vault.open", [Reserved("vault", "1.2")])
