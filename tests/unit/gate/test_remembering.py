"""What an entry may have changed of what answers rest on, held to what each command writes."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from saas_core.gate.remembering import Touched, touched
from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.instants import EARLIEST
from saas_core.kernel.journal import GENESIS, EntryKind, JournalEntry, Value
from saas_core.licensing.policies.vouching import DETAIL

STATEMENTS = Path(__file__).parents[2] / "promises/statements.txt"
NEWS = "changed_editions"
BESIDE = (
    "access.sign_in.",
    "gate.",
    "support.",
    "mail.",
    "oversight.audit.",
    "signing.",
    "work.inbox.",
    "work.outbox.",
)
# A request for paid work opens nothing before its approval, which is looked up for each question about it.
CONVERTING = {"support.handling.convert", "support.tickets.convert"}
OF_OTHERS = {"tenants", "licenses", "license_facts", "terms", "permissions", "integrations", "enhancements"}


def _written() -> dict[str, set[str]]:
    """Return the tables that each command writes."""
    lines = (line.partition(":") for line in STATEMENTS.read_text(encoding="utf-8").splitlines() if line)
    return {name: set(told.partition("writes ")[2].split(", ")) for name, _colon, told in lines}


def _entry(action: str, kind: EntryKind = EntryKind.CHANGE, details: dict[str, Value] | None = None) -> JournalEntry:
    ids = TenantId(UUID(int=1)), EntryId(UUID(int=2))
    return JournalEntry(ids[0], 1, ids[1], EARLIEST, "job:x", kind, action, "thing:1", details or {}, GENESIS, GENESIS)


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        (_entry("access.sign_in"), Touched.NOTHING),
        (_entry("access.see_under_grant"), Touched.NOTHING),
        (_entry("support.open_ticket"), Touched.NOTHING),
        (_entry("licensing.place_hold", EntryKind.REFUSAL), Touched.NOTHING),
        (_entry("integrations.credential_used", EntryKind.USE), Touched.NOTHING),
        (_entry("access.create_role"), Touched.PEOPLE),
        (_entry("access.accept_invitation", details={DETAIL: {"1": "f" * 64}}), Touched.ANYTHING),
        (_entry("licensing.place_hold"), Touched.ANYTHING),
        (_entry("tides.rise"), Touched.ANYTHING),
    ],
    ids=lambda each: f"{each.action}-{each.kind.value}" if isinstance(each, JournalEntry) else each.name,
)
def test_an_entry_touches_what_its_command_writes(entry: JournalEntry, what: Touched) -> None:
    """Of a context that is not known here, anything."""
    assert touched(entry) is what


def test_commands_whose_entries_count_for_nothing_change_nothing_that_answers_rest_on() -> None:
    """Each makes no new edition; and those about people write no license, terms or integration."""
    written = _written()
    beside = {name for name in written if name.startswith(BESIDE)} - CONVERTING
    assert len(beside) > 30
    assert {name for name in beside if NEWS in written[name]} == set()
    people = {name: written[name] & OF_OTHERS for name in written if name.startswith("access.")}
    assert len(people) > 25
    assert {name: tables for name, tables in people.items() if tables} == {}
