"""The provider's commands: licenses, terms, permissions, staff, the journal, the doctor."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mailed import newest_token
from saas_core.policy.document import read_terms
from saas_core.policy.shipped import earlier_documents, shipped_document

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from saas_core.policy.terms import Terms
    from tests.functional.conftest import Saas

ASK = (
    "decide", "harbor", "mia@harbor.example", "invoices.approve", "--department", "Finance", "--profile", "olivia",
)  # fmt: skip


def test_a_license_is_shown_with_standing_reasons_and_facts(harbor: Saas, ahead: Callable[[int], str]) -> None:
    """Now in good standing, after the paid period not; the forecast says when."""
    assert "harbor: in good standing" in harbor.done("license", "show", "harbor").out
    later = harbor.done("license", "show", "harbor", "--at", ahead(40))
    assert "not in good standing" in later.out
    assert "RENEW" in later.out
    changes = harbor.done("license", "forecast", "harbor", "--json").json
    assert "platform" in changes[0]["closes"]
    assert "platform" in harbor.done("license", "forecast", "harbor").out
    assert harbor.done("license", "show", "harbor", "--profile", "olivia", "--json").json["good_standing"]


def test_a_hold_stops_everything_until_it_is_lifted(harbor: Saas) -> None:
    """The only hold needs no id to be lifted."""
    why = ("--why", "attack on the servers")
    harbor.done("license", "hold", "harbor", "--kind", "abuse", "--clause", "1.2", *why, "--yes")
    assert harbor.refused(*ASK, "--json").json["reasons"][0]["code"] == "LICENSE_ON_HOLD"
    assert "attack on the servers" in harbor.done("license", "show", "harbor").out
    harbor.done("license", "lift", "harbor", "--why", "settled", "--yes")
    harbor.done(*ASK)


def test_a_license_is_canceled_to_its_end_or_at_once_and_resumed(harbor: Saas) -> None:
    """The client may cancel; at once, everything closes."""
    harbor.done("license", "cancel", "harbor", "--yes", "--profile", "olivia")
    harbor.done(*ASK)
    harbor.done("license", "resume", "harbor", "--profile", "olivia")
    harbor.done("license", "cancel", "harbor", "--now", "--yes")
    assert harbor.refused(*ASK, "--json").json["reasons"][0]["code"] == "LICENSE_CANCELED"


def test_a_payment_recorded_twice_is_one_payment(harbor: Saas, ahead: Callable[[int], str]) -> None:
    """The idempotency key gives the first answer again."""
    since, until = ahead(30), ahead(60)
    words = ("license", "record-payment", "harbor", "INV-2", "--since", since, "--until", until, "--json")
    first = harbor.done(*words, "--idempotency-key", "pay-2").json
    assert harbor.done(*words, "--idempotency-key", "pay-2").json == first
    assert sum(each["kind"] == "PeriodPaid" for each in first["facts"]) == 2
    backwards = ("license", "record-payment", "harbor", "INV-3", "--since", until, "--until", since)
    assert "until" in harbor.wrong(*backwards, "--json").problem["field"]


def test_clients_may_not_record_payments_or_hold_licenses(harbor: Saas, ahead: Callable[[int], str]) -> None:
    """Clause 1.1: that is the provider's part."""
    words = ("license", "record-payment", "harbor", "INV-2", "--since", ahead(30), "--until", ahead(60))
    assert "1.1" in harbor.refused(*words, "--profile", "olivia").err
    assert harbor.refused("tenant", "add", "mine", "--profile", "olivia")


def test_terms_are_checked_compared_and_published(harbor: Saas, tmp_path: Path, ahead: Callable[[int], str]) -> None:
    """A version in a file can be compared before it is published; once known it never changes."""
    text = shipped_document().decode()
    changed = text.replace('version = "2026-02"', 'version = "2027-01"').replace('"65.00"', '"70.00"')
    changed = changed.replace("effective_from = 2026-02-01T00:00:00Z", f"effective_from = {ahead(30)}")
    file = tmp_path / "terms.toml"
    file.write_text(changed)
    assert harbor.done("terms", "check", file, "--json").json["version"] == "2027-01"
    compared = harbor.done("terms", "diff", "2026-02", file, "--json").json
    assert {each["name"] for each in compared["differences"]} >= {"hourly_rate"}
    assert "70.00" in harbor.done("terms", "diff", "2026-02", file).out
    assert harbor.refused("terms", "publish", file, "--yes", "--profile", "olivia").code == 3
    harbor.done("terms", "publish", file, "--yes")
    file.write_text(changed.replace('"70.00"', '"71.00"'))
    assert harbor.wrong("terms", "publish", file, "--yes", "--json").problem["type"] == "TERMS_FROZEN"
    assert [each["version"] for each in harbor.done("terms", "list", "--json").json] == ["2026-02", "2027-01"]
    assert harbor.done("terms", "show", "--json").json["version"] == "2026-02"
    assert harbor.done("terms", "show", "--at", ahead(31), "--json").json["version"] == "2027-01"
    assert harbor.done("terms", "show", "2026-02", "--document").out == text


def _as_before(document: bytes, *, published: bool) -> Terms:
    """Read a document as the version of the software that shipped it did."""
    assert not published
    return read_terms(document, published=True)


def test_an_existing_database_is_offered_the_newest_shipped_terms(
    saas: Saas, ahead: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`saas init` names them and what they change, staff publishes them, and then nothing more is offered."""
    (first,) = earlier_documents()
    with monkeypatch.context() as before:
        before.setattr(
            "saas_core.policy.use_cases.read_terms", lambda document, **_: read_terms(document, published=True)
        )
        before.setattr("saas_core.policy.shipped.shipped_document", lambda: first)
        saas.done("init", "--name", "Sam Reyes", "--email", "sam@provider.example")
    told = saas.done("init")
    assert "version 2026-02, which is not published here" in told.out
    assert "saas terms diff 2026-01 shipped" in told.out
    assert saas.done("init", "--json").json["terms"] == "2026-02"
    names = {each["name"] for each in saas.done("terms", "diff", "2026-01", "shipped", "--json").json["differences"]}
    assert {"renewal_tolerance_minutes", "processing_tolerance_days"} <= names
    assert saas.wrong("terms", "publish", "--json").problem["field"] == "file"
    saas.done("terms", "publish", "--shipped", "--from", ahead(2), "--yes")
    assert [each["version"] for each in saas.done("terms", "list", "--json").json] == ["2026-01", "2026-02"]
    assert saas.done("terms", "show", "--json").json["version"] == "2026-01"
    assert saas.done("terms", "show", "--at", ahead(3), "--json").json["version"] == "2026-02"
    assert saas.done("init", "--json").json["terms"] is None


def test_permissions_are_listed_and_registered_again_without_change(harbor: Saas, tmp_path: Path) -> None:
    """A known name gets the new title."""
    file = tmp_path / "more.toml"
    file.write_text('[[permission]]\nname = "stock.adjust"\ntitle = "changing stock"\n')
    assert harbor.done("permissions", "register", file, "--json").json["retitled"] == ["stock.adjust"]
    assert "changing stock" in harbor.done("permissions", "list").out


def test_staff_act_with_their_own_permissions_only(harbor: Saas) -> None:
    """A new member fetches the key; without the permission a command is refused; deactivated, the key is dead."""
    harbor.done("staff", "add", "Ana Ruiz", "ana@provider.example", "--permission", "staff.support")
    link = newest_token(harbor.home / "mail", "stk")
    key = harbor.done("staff", "fetch-key", link, "--save-profile", "ana")
    assert "stf_" not in key.out
    renewed = harbor.done("staff", "renew-key", "ana@provider.example", "--yes")
    assert "stf_" not in renewed.out
    harbor.wrong("tenant", "show", "harbor", "--profile", "ana")
    harbor.done("staff", "fetch-key", newest_token(harbor.home / "mail", "stk"), "--save-profile", "ana-too")
    harbor.done("tenant", "show", "harbor", "--profile", "ana-too")
    held = ("license", "hold", "harbor", "--kind", "breach", "--clause", "0.2", "--why", "x", "--yes")
    assert harbor.refused(*held, "--profile", "ana-too")
    assert "Ana Ruiz" in harbor.done("staff", "list").out
    harbor.done("staff", "deactivate", "ana@provider.example", "--yes")
    assert harbor.wrong("tenant", "show", "harbor", "--profile", "ana-too")


def test_the_journal_is_shown_to_the_client_and_verified(harbor: Saas) -> None:
    """The journal says who did what and when, without names or addresses; a checkpoint is kept outside the database."""
    shown = harbor.done("journal", "show", "harbor", "--profile", "olivia").out
    assert "tenancy.activate" in shown
    assert "Olivia Hart (user:" in shown
    assert "Approver (role:" in shown
    entries = harbor.done("journal", "show", "harbor", "--json").out
    assert "harbor.example" not in entries
    assert "Mia" not in entries
    assert harbor.refused("journal", "show", "harbor", "--profile", "jon")
    assert harbor.done("journal", "checkpoint", "harbor", "--json").json["position"] > 10
    keyed = ("journal", "checkpoint", "harbor", "--idempotency-key", "one", "--json")
    assert harbor.done(*keyed).json == harbor.done(*keyed).json
    assert "the chain is whole" in harbor.done("journal", "verify", "harbor").out
    assert harbor.done("journal", "verify", "--json").json["broken"] is None
    assert (harbor.home / "checkpoints.jsonl").exists()


def test_the_journal_is_narrowed_as_people_think_of_it(harbor: Saas) -> None:
    """By an address, an action, a subject and times, newest first; staff's own journal by a colleague's address."""
    olivia = ("--profile", "olivia")
    whole = harbor.done("journal", "show", "harbor", *olivia, "--json").json
    positions = [each["position"] for each in whole]
    assert positions == sorted(positions, reverse=True)

    def shown(*words: str) -> list[Any]:
        return harbor.done("journal", "show", "harbor", *words, *olivia, "--json").json

    by_olivia = shown("--actor", "OLIVIA@harbor.example")
    assert {each["by_name"] for each in by_olivia} == {"Olivia Hart"}
    assert shown("--actor", by_olivia[0]["by"]) == by_olivia
    assert {each["action"] for each in shown("--action", "access.add_user")} == {"access.add_user"}
    assert all(each["subject_name"] == "Mia Chen" for each in shown("--subject", "mia@harbor.example"))
    assert shown("--before", str(positions[2]), "--limit", "2") == whole[3:5]
    assert shown("--since", "2099-01-01T00:00:00Z") == shown("--until", "2020-01-01T00:00:00Z") == []
    assert harbor.wrong("journal", "show", "harbor", "--actor", "nobody@harbor.example", *olivia)
    own = harbor.done("journal", "show", "--actor", "sam@provider.example", "--json").json
    assert {each["by_name"] for each in own} == {"Sam Reyes"}


def test_an_altered_journal_is_found(harbor: Saas) -> None:
    """Exit code 1 and the position, from verify and from the doctor."""
    assert "everything is in order" in harbor.done("doctor").out
    with sqlite3.connect(harbor.home / "saas.db") as database:
        (table,) = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name in {"journal", "journal_entries"}
        ]
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(f"UPDATE {table} SET action = 'nothing.happened' WHERE position = 3")
    assert harbor("journal", "verify", "harbor").code == 1
    report = harbor("doctor", "--json")
    assert report.code == 1
    assert report.json["healthy"] is False
    assert {each["check"] for each in report.json["examination"]["findings"]} == {"guards", "journal"}


def test_an_accepted_version_binds_and_a_wrong_document_does_not(harbor: Saas) -> None:
    """Acceptance covers the exact document offered, and only the client can accept it."""
    digest = str(harbor.done("terms", "show", "--json").json["digest"])
    mine = ("terms", "accept", "harbor", "--profile", "olivia", "--json", "--digest")

    assert harbor.wrong(*mine, "0" * 64).problem["type"] == "TERMS_MISMATCH"
    assert harbor.wrong("terms", "accept", "harbor", "--digest", digest)
    assert harbor.done(*mine, digest).json["terms_version"] == "2026-02"


def test_the_clients_are_listed_with_standing_filter_and_cursor(harbor: Saas) -> None:
    """A client without a payment is closed, and in setup; where the list goes on is told beside it."""
    harbor.done("tenant", "add", "island", "--kind", "end_user")

    def slugs(*words: str) -> list[str]:
        return [each["slug"] for each in harbor.done("tenant", "list", *words, "--json").json["tenants"]]

    assert slugs() == ["harbor", "island"]
    assert slugs("--standing", "good") == ["harbor"]
    assert slugs("--standing", "closed") == slugs("--instance", "setup") == slugs("--kind", "end_user") == ["island"]
    assert slugs("--after", "harbor") == ["island"]
    listed = harbor.done("tenant", "list", "--limit", "1")
    assert "harbor" in listed.out
    assert "--after harbor" in listed.err
    assert "TERMS_NOT_ACCEPTED" in harbor.done("tenant", "list").out
    assert harbor.wrong("tenant", "list", "--standing", "bad", "--json").problem["field"] == "standing"
    harbor.refused("tenant", "list", "--profile", "olivia")
