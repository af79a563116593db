"""Bad input: each is a clear error that names the field and the remedy, exit code 2, and nothing is half done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from saas_core.policy.shipped import shipped_document

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

MIA = ("harbor", "mia@harbor.example", "invoices.approve")
LONG = "x" * 10_000
OWNER = ("--profile", "olivia")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("decide", "nowhere", "mia@harbor.example", "invoices.approve"), "tenant"),
        (("decide", "../etc", "me", "invoices.approve"), "tenant"),
        (("decide", "00000000-0000-7000-8000-000000000001", "me", "support.open"), "tenant"),
        (("decide", "harbor", "nobody@harbor.example", "invoices.approve", *OWNER), "user"),
        (("decide", *MIA, "--department", "Nowhere", *OWNER), "department"),
        (("decide", *MIA, "--department", "00000000-0000-7000-8000-000000000001", *OWNER), "department"),
        (("decide", *MIA, "--at", "2026-11-23T09:00:00", *OWNER), "at"),
        (("decide", *MIA, "--at", "yesterday", *OWNER), "at"),
        (("decide", *MIA, "--at", "1066-10-14T09:00:00Z", *OWNER), "at"),
        (("decide", *MIA, "--at", "9999-12-31T23:59:59-14:00", *OWNER), "at"),
        (("decide", *MIA, "--known-at", "2026-11-23", *OWNER), "known_at"),
        (("decide", *MIA, "--as-kind", "pirate", *OWNER), "as_kind"),
        (("decide", "harbor", "mia@harbor.example", "a\x1b[31mb", *OWNER), "action"),
        (("decide", "harbor", "mia@harbor.example", LONG, *OWNER), "action"),
        (("terms", "show", "1999-01"), "version"),
        (("terms", "diff", "2026-02", "1999-01"), "version"),
        (("terms", "show", "--at", "2026-01-01"), "at"),
        (("tenant", "add", "Harbor Foods"), "slug"),
        (("tenant", "add", "harbor"), "slug"),
        (("tenant", "add", LONG), "slug"),
        (("tenant", "add", "second", "--kind", "pirate"), "kind"),
        (("tenant", "add", "second", "--region", "moon"), "region"),
        (("tenant", "show", "nowhere"), "tenant"),
        (("license", "show", "nowhere"), "tenant"),
        (("license", "hold", "harbor", "--kind", "x", "--clause", "0.2", "--why", "because", "--yes"), "kind"),
        (("license", "hold", "harbor", "--kind", "breach", "--clause", "77", "--why", "because", "--yes"), "clause"),
        (("license", "lift", "harbor", "--why", "because", "--yes"), "hold"),
        (("staff", "add", "Ana", "ana@provider.example", "--permission", "staff.king"), "permissions"),
        (("staff", "add", "Sam", "SAM@provider.example", "--permission", "staff.support"), "email"),
        (("staff", "deactivate", "sam@provider.example", "--yes"), "staff"),
        (("invitations", "accept", "inv_nonsense"), "token"),
        (("users", "list", "harbor", "--state", "asleep", *OWNER), "state"),
        (("users", "add", "harbor", "Eve\x00", "eve@harbor.example", *OWNER), "name"),
        (("users", "add", "harbor", "\u202eevE", "eve@harbor.example", *OWNER), "name"),
        (("users", "add", "harbor", LONG, "eve@harbor.example", *OWNER), "name"),
        (("users", "add", "harbor", " ", "eve@harbor.example", *OWNER), "name"),
        (("users", "add", "harbor", "Eve", "eve", *OWNER), "email"),
        (("users", "add", "harbor", "Mia again", "MIA@Harbor.Example", *OWNER), "email"),
        (("users", "add", "harbor", "Eve", "eve@harbor.example", "--role", "King", *OWNER), "role"),
        (("users", "add", "harbor", "Eve", "eve@harbor.example", "--department", "Finance", *OWNER), "department"),
        (("users", "deactivate", "harbor", "olivia@harbor.example", "--yes", *OWNER), "user"),
        (("roles", "add", "harbor", "King", "--permission", "ROOT.*", *OWNER), "permission"),
        (("roles", "add", "harbor", "King", "--permission", "rооt.shell", *OWNER), "permission"),
        (("roles", "add", "harbor", "King", "--permission", "s0urce.read", *OWNER), "permission"),
        (("roles", "add", "harbor", "King", "--permission", "*", *OWNER), "permission"),
        (("roles", "add", "harbor", "King", "--permission", "invoices.aprove", *OWNER), "permission"),
        (("roles", "add", "harbor", "approver", "--permission", "invoices.view", *OWNER), "name"),
        (("roles", "edit", "harbor", "Owner", "--permission", "invoices.view", *OWNER), "role"),
        (("roles", "delete", "harbor", "Approver", "--yes", *OWNER), "role"),
        (("roles", "unassign", "harbor", "Owner", "olivia@harbor.example", *OWNER), "user"),
        (("roles", "assign", "harbor", "Approver", "mia@harbor.example", "--approval-limit", "-1", *OWNER), "limit"),
        (("departments", "move", "harbor", "Finance", "--under", "Finance/Accounts", *OWNER), "parent"),
        (("departments", "move", "harbor", "Finance", "--under", "Finance", *OWNER), "parent"),
        (("departments", "add", "harbor", "FINANCE", *OWNER), "name"),
        (("departments", "remove", "harbor", "Finance", "--yes", *OWNER), "department"),
        (("who-may", "harbor", "invoices.aprove", *OWNER), "permission"),
        (("decide", *MIA, "--profile", "nobody"), "profile"),
        (("permissions", "register", "/nowhere/permissions.toml"), "permissions.toml"),
        (("users", "import", "harbor", "/nowhere/users.csv", *OWNER), "users.csv"),
    ],
)
def test_bad_input_is_named_with_its_field_and_a_remedy(words: tuple[str, ...], field: str, harbor: Saas) -> None:
    """As text on stderr and as one JSON problem; the journal did not grow."""
    before = harbor.done("journal", "verify", "harbor", "--json").json["entries"]
    problem = harbor.wrong(*words, "--json").problem
    assert field in problem["field"]
    assert problem["remedy"]
    assert problem["message"]
    text = harbor.wrong(*words)
    assert text.out == ""
    assert problem["remedy"] in text.err
    assert "\x1b" not in text.err
    assert len(text.err) < 1000
    assert harbor.done("journal", "verify", "harbor", "--json").json["entries"] == before


CLAUSE = """[[clause]]
number = "3.8"
key = "excluded.design-ui"
text = "Not included in standard support: customizations of design or user interface."
"""


def _changed(old: str, new: str) -> str:
    text = shipped_document().decode()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "line", "key"),
    [
        (('hourly_rate = "65.00"', 'hourly_rate = "-65.00"'), 7, "hourly_rate"),
        (('currency = "USD"', 'currency = "USD"\ncolour = "red"'), 7, "colour"),
        ((CLAUSE, ""), 0, "3.8"),
        (('currency = "USD"', 'currency = "USD'), 6, ""),
        (("grace_days = 0 ", "grace_days = -1 "), 0, "grace_days"),
    ],
)
def test_wrong_terms_are_named_by_line_and_key(
    change: tuple[str, str], line: int, key: str, saas: Saas, tmp_path: Path
) -> None:
    """A missing clause, a negative rate, an unknown key, broken TOML."""
    file = tmp_path / "terms.toml"
    file.write_text(_changed(*change))
    problem = saas.wrong("terms", "check", file, "--json").problem
    assert key in problem["field"] + problem["message"]
    assert problem["remedy"]
    if line:
        assert problem["line"] == line


@pytest.mark.parametrize(
    ("setting", "text", "clause", "says"),
    [
        (
            ('hourly_rate = "65.00"', 'hourly_rate = "95.00"'),
            ("at {hourly_rate} per hour", "at 65 US dollars per hour"),
            "4.1",
            "'65 US dollars', but hourly_rate is 95.00 USD",
        ),
        (
            ('eligible = ["end_user", "business_operator"]', 'eligible = ["agency", "end_user", "business_operator"]'),
            ("{eligible}, not for {ineligible}", "end-users and business operators, not for agencies or developers"),
            "0.2",
            "that agencies are not served, but eligible is agency, business_operator, end_user",
        ),
    ],
)
def test_terms_that_contradict_themselves_are_neither_valid_nor_published(
    setting: tuple[str, str], text: tuple[str, str], clause: str, says: str, harbor: Saas, tmp_path: Path
) -> None:
    """Field, line, clause, both sides and a remedy are named, whether it is checked or published."""
    document = _changed(*setting).replace(*text).replace('version = "2026-02"', 'version = "2027-01"')
    file = tmp_path / "terms.toml"
    file.write_text(document)
    for words in (("terms", "check"), ("terms", "publish", "--yes")):
        problem = harbor.wrong(*words, file, "--json").problem
        assert f"clause {clause} says {says}." in problem["message"]
        assert (problem["field"].endswith(".text"), problem["line"] > 0) == (True, True)
        assert "Write {hourly_rate}" in problem["remedy"] or "{eligible}" in problem["remedy"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name,email\nJos\xe9,jose@x.example\n", "not UTF-8"),
        (b"name\nAda\n", "'email' is missing"),
        (b"", "is missing"),
        (b'name,email\nAda,ada@x.example\n"Bob,bob@x.example\n', "line 3: a quote is not closed"),
    ],
)
def test_a_broken_file_of_users_imports_nobody(content: bytes, says: str, harbor: Saas, tmp_path: Path) -> None:
    """Wrong encoding, missing column, open quote: named with the line, before anybody is added."""
    file = tmp_path / "users.csv"
    file.write_bytes(content)
    assert says in harbor.wrong("users", "import", "harbor", file, *OWNER).err
    assert len(harbor.done("users", "list", "harbor", *OWNER, "--json").json) == 3


@pytest.mark.parametrize("content", ["name = 1", "[[permission]]\nname = 'root.shell'\ntitle = 'x'\n", "\x00", "[[x]]"])
def test_a_wrong_file_of_permissions_registers_nothing(content: str, harbor: Saas, tmp_path: Path) -> None:
    """The fault is reported with its line, and the list stays unchanged."""
    file = tmp_path / "permissions.toml"
    file.write_text(content)
    assert harbor.wrong("permissions", "register", file).err
    assert len(harbor.done("permissions", "list", "--json").json) == 3


@pytest.mark.parametrize("key", ["", " ", "nonsense", "stf_x_y", "usr_" + "0" * 32 + "_" + "0" * 32 + "_secret", LONG])
def test_a_key_that_signs_nobody_in_says_no_more(key: str, harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, and one answer for every wrong key; an empty one falls back on the profile."""
    monkeypatch.setenv("SAAS_KEY", key)
    result = harbor("tenant", "show")
    if key.strip():
        assert result.code == 2
        assert "signs nobody in" in result.err
    else:
        assert result.code == 0


def test_without_a_key_nothing_is_done(saas: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command acts as someone: the remedy names init, SAAS_KEY and --profile."""
    problem = saas.wrong("tenant", "add", "harbor", "--json").problem
    assert problem["field"] == "key"
    assert "saas init" in problem["remedy"]
    assert not saas.home.exists()


def test_an_idempotency_key_of_another_request_is_refused(harbor: Saas) -> None:
    """A repeat gets the first answer, another request under the key an error."""
    words = ("departments", "add", "harbor", "Sales", *OWNER, "--idempotency-key", "one", "--json")
    first = harbor.done(*words).json
    assert harbor.done(*words).json == first
    other = ("departments", "add", "harbor", "Marketing", *OWNER, "--idempotency-key", "one", "--json")
    assert harbor.wrong(*other).problem["type"] == "KEY_REUSED"
