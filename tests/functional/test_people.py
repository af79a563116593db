"""Users, departments, roles and assignments at the shell."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.conftest import Saas

OWNER = ("--profile", "olivia")
MIA = ("harbor", "mia@harbor.example", "invoices.approve", *OWNER)


def test_users_are_listed_page_by_page(harbor: Saas) -> None:
    """--limit and --after, by address; --state chooses."""
    everybody = harbor.done("users", "list", "harbor", *OWNER, "--json").json
    assert {each["email"] for each in everybody} == {f"{name}@harbor.example" for name in ("olivia", "mia", "jon")}
    first = harbor.done("users", "list", "harbor", "--limit", "1", *OWNER, "--json").json
    rest = harbor.done("users", "list", "harbor", "--after", first[0]["email"], *OWNER, "--json").json
    assert [*first, *rest] == everybody
    assert harbor.done("users", "list", "harbor", "--state", "deactivated", *OWNER, "--json").json == []
    assert "No users" in harbor.done("users", "list", "harbor", "--state", "deactivated", *OWNER).out


def test_staff_may_not_touch_users_after_activation(harbor: Saas) -> None:
    """Clause 1.5: read, add, roles; all refused with exit code 3."""
    for words in (
        ("users", "list", "harbor"),
        ("users", "add", "harbor", "Eve", "eve@harbor.example"),
        ("roles", "list", "harbor"),
        ("departments", "add", "harbor", "Sales"),
    ):
        assert "1.5" in harbor.refused(*words).err


def test_a_deactivated_user_is_refused_and_the_key_is_dead(harbor: Saas) -> None:
    """Clause 1.5; brought back, the rights are there again, the key is not."""
    harbor.done("users", "deactivate", "harbor", "MIA@harbor.example", "--yes", *OWNER)
    told = harbor.refused("decide", *MIA, "--department", "Finance", "--json").json
    assert told["reasons"][0]["code"] == "USER_DEACTIVATED"
    assert harbor.wrong("decide", "harbor", "me", "support.open", "--profile", "mia").err
    harbor.done("users", "reactivate", "harbor", "mia@harbor.example", *OWNER)
    harbor.done("decide", *MIA, "--department", "Finance")
    assert harbor.wrong("decide", "harbor", "me", "support.open", "--profile", "mia").err


def test_users_are_imported_from_csv_and_again_without_harm(harbor: Saas, tmp_path: Path) -> None:
    """Roles and departments by name; refused rows by line, exit code 2; the second run adds nobody."""
    file = tmp_path / "users.csv"
    file.write_text(
        "name,email,roles,department\n"
        "Ada,ada@harbor.example,Approver,Finance/Accounts\n"
        '"Bob, the second",bob@harbor.example,,\n'
        "Mia,MIA@harbor.example,,\n"
        "Eve,eve@harbor.example,King,\n"
    )
    result = harbor("users", "import", "harbor", file, *OWNER, "--json")
    assert result.code == 2
    assert (result.json["added"], result.json["already"]) == (2, 0)
    assert [each["line"] for each in result.json["refused"]] == [4, 5]
    again = harbor("users", "import", "harbor", file, *OWNER)
    assert "0 users added, 2 there already, 2 rows refused" in again.out
    assert "line 5: roles:" in again.out
    assert again.err == ""


def test_refused_rows_are_kept_in_a_report_that_a_spreadsheet_may_open(harbor: Saas, tmp_path: Path) -> None:
    """All of them, in the order of lines, even where the answer shows a thousand; no cell is a formula."""
    file, report = tmp_path / "users.jsonl", tmp_path / "refused.csv"
    rows = [{"name": "Ada", "email": "ada@harbor.example"}, {"name": "Eve", "=SUM(A1)": "eve@harbor.example"}]
    rows += [{"name": "Bob", "email": f"bob{number}"} for number in range(1100)]
    file.write_text("".join(json.dumps(each) + "\n" for each in rows))
    result = harbor("users", "import", "harbor", file, "--report", report, *OWNER)
    assert result.code == 2
    assert "1 users added, 0 there already, 1101 rows refused" in result.out
    assert f"and 101 more; all of them are in {report}." in result.out
    with report.open(newline="") as told:
        heads, first, *others = list(csv.reader(told))
    assert heads == ["line", "field", "reason", "remedy"]
    assert first[:2] == ["2", "'=SUM(A1)"]
    assert [int(each[0]) for each in others] == list(range(3, 1103))
    assert all(each[1] == "email" and each[2] and each[3] for each in others)


def test_an_import_is_repeated_by_its_key(harbor: Saas, tmp_path: Path) -> None:
    """The first answer comes again, with its rows in the report; another file under the key is refused."""
    file, report = tmp_path / "users.csv", tmp_path / "refused.csv"
    rows = "name,email\nAda,ada@harbor.example\n" + "".join(f"Bob,bob{number}\n" for number in range(1001))
    file.write_text(rows)
    words = ("users", "import", "harbor", file, "--report", report, "--idempotency-key", "one", *OWNER)
    first = harbor(*words)
    assert (first.code, f"all of them are in {report}" in first.out) == (2, True)
    again = harbor(*words)
    assert again.out == first.out.replace(f"all of them are in {report}", "--report FILE keeps all of them")
    assert len(report.read_text().splitlines()) == 1001
    file.write_text(f"{rows}Eve,eve@harbor.example\n")
    assert harbor.wrong(*words, "--json").problem["type"] == "KEY_REUSED"
    assert "eve@harbor.example" not in harbor.done("users", "list", "harbor", *OWNER).out


def test_a_report_never_overwrites_the_file_of_users(harbor: Saas, tmp_path: Path) -> None:
    """Under whichever name."""
    file, other = tmp_path / "users.csv", tmp_path / "same.csv"
    file.write_text("name,email\nMia,mia@harbor.example\n")
    other.hardlink_to(file)
    for report in (file, other):
        told = harbor.wrong("users", "import", "harbor", file, "--report", report, *OWNER)
        assert "the report would overwrite" in told.err
    assert "mia@harbor.example" in file.read_text()


def test_a_report_that_cannot_be_written_is_said_before_anybody_is_added(harbor: Saas, tmp_path: Path) -> None:
    """The path is named, and what to do."""
    file = tmp_path / "users.csv"
    file.write_text("name,email\nAda,ada@harbor.example\n")
    absent = tmp_path / "absent" / "refused.csv"
    told = harbor.wrong("users", "import", "harbor", file, "--report", absent, *OWNER)
    assert str(absent) in told.err
    assert "ada@harbor.example" not in harbor.done("users", "list", "harbor", *OWNER).out


def test_users_are_imported_from_json_lines_and_invited(harbor: Saas, tmp_path: Path) -> None:
    """--invite mails each of them."""
    before = len(list((harbor.home / "mail").glob("*.eml")))
    file = tmp_path / "users.jsonl"
    file.write_text('{"name": "Ada", "email": "ada@harbor.example"}\n{"name": "Bob", "email": "bob@harbor.example"}\n')
    assert harbor.done("users", "import", "harbor", file, "--invite", *OWNER, "--json").json["added"] == 2
    assert len(list((harbor.home / "mail").glob("*.eml"))) == before + 2


def test_departments_are_listed_renamed_moved_and_removed(harbor: Saas) -> None:
    """By path; rights follow a move at the next question."""
    listed = harbor.done("departments", "list", "harbor", *OWNER).out
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["Finance", "Finance/Accounts", "Warehouse"]
    harbor.done("departments", "rename", "harbor", "Finance/Accounts", "Payables", *OWNER)
    harbor.done("decide", *MIA, "--department", "Finance/Payables")
    harbor.done("departments", "move", "harbor", "Payables", "--under", "Warehouse", *OWNER)
    harbor.refused("decide", *MIA, "--department", "Payables")
    harbor.done("departments", "move", "harbor", "Payables", *OWNER)
    harbor.done("departments", "remove", "harbor", "Payables", "--yes", *OWNER)
    assert "Payables" not in harbor.done("departments", "list", "harbor", *OWNER).out


def test_a_dry_run_tells_what_would_change_and_changes_nothing(harbor: Saas) -> None:
    """Giving, taking and editing."""
    place = ("--department", "Warehouse")
    given = ("roles", "assign", "harbor", "Approver", "mia@harbor.example", *place, *OWNER)
    told = harbor.done(*given, "--dry-run", "--json").json
    assert [each["permission"] for each in told["effects"][0]["gains"]] == ["invoices.*"]
    assert "gains invoices.* in Warehouse" in harbor.done(*given, "--dry-run").out
    harbor.refused("decide", *MIA, *place)
    harbor.done(*given)
    harbor.done("decide", *MIA, *place)
    taken = ("roles", "unassign", *given[2:])
    assert "loses" in harbor.done(*taken, "--dry-run").out
    harbor.done("decide", *MIA, *place)
    harbor.done(*taken)
    harbor.refused("decide", *MIA, *place)
    edited = ("roles", "edit", "harbor", "Approver", "--permission", "invoices.view", *OWNER)
    assert "loses" in harbor.done(*edited, "--dry-run").out
    harbor.done(*edited)
    harbor.refused("decide", *MIA, "--department", "Finance")


def test_nobody_gives_roles_to_themselves_or_more_than_they_hold(harbor: Saas) -> None:
    """A conflict with clause and remedy, exit code 2; for who may not manage roles, a refusal."""
    own = ("roles", "assign", "harbor", "Approver", "olivia@harbor.example", *OWNER, "--json")
    assert harbor.wrong(*own).problem["type"] == "OWN_ROLES"
    refused = harbor.refused("roles", "assign", "harbor", "Approver", "jon@harbor.example", "--profile", "jon")
    assert "1.4.b" in refused.err


def test_an_assigned_role_is_deleted_with_a_replacement(harbor: Saas) -> None:
    """Its holders get the other one instead."""
    harbor.wrong("roles", "delete", "harbor", "Approver", "--yes", *OWNER)
    deleted = ("roles", "delete", "harbor", "Approver", "--replacement", "Stock keeper", "--yes", *OWNER, "--json")
    assert harbor.done(*deleted).json["replaced"] == 1
    assert "Approver" not in harbor.done("roles", "list", "harbor", *OWNER).out
    harbor.done("decide", "harbor", "mia@harbor.example", "stock.adjust", "--department", "Finance", *OWNER)
