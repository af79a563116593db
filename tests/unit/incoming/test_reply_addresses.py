"""Reply addresses: a keyed token of one client, one ticket and one person, for a while."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from clock import Clock
from saas_core.incoming.reply_addresses import LASTS, Mailbox, ReplyAddresses, Token, month_after
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId, TicketId, UserId
from saas_core.kernel.secrets import hashed
from saas_memory import MemoryStore

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
HARBOR, TICKET, OLIVIA = TenantId(UUID(int=7)), TicketId(UUID(int=8)), UserId(UUID(int=9))
MAILBOX = Mailbox("support@in.provider.example")


class Keyed:
    """Digests under a key."""

    def of(self, value: str) -> str:
        return hmac.digest(b"key", value.encode(), hashlib.sha256).hex()


@pytest.fixture
def clock() -> Clock:
    return Clock(AT)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def addresses(store: MemoryStore, clock: Clock) -> ReplyAddresses:
    return ReplyAddresses(transactions=store, digests=Keyed(), clock=clock, mailbox=MAILBOX)


def test_an_address_leads_to_its_ticket_and_its_person(addresses: ReplyAddresses, store: MemoryStore) -> None:
    """Its local part fits into what mail servers take, and holds no id of anybody."""
    given = addresses.give(HARBOR, TICKET, OLIVIA)
    local, _, domain = given.partition("@")
    assert (local.partition("+")[0], domain) == ("support", "in.provider.example")
    assert len(local) <= 64
    assert given == given.lower()
    (token,) = MAILBOX.tokens([given])
    with store.read(token.tenant_id) as work:
        row = work.reply_addresses.get(hashed(token.secret))
    assert (token.tenant_id, row.ticket_id, row.user_id) == (HARBOR, TICKET, OLIVIA)
    assert row.expires_at >= AT + LASTS
    assert token.secret not in repr(row)


@pytest.mark.parametrize("spelled", [str.upper, str.title, lambda given: f" <{given}> "])
def test_a_server_that_changes_the_case_changes_nothing(addresses: ReplyAddresses, spelled: object) -> None:
    """Mail servers may write a local part anew."""
    given = addresses.give(HARBOR, TICKET, OLIVIA)
    assert list(MAILBOX.tokens([spelled(given)])) == list(MAILBOX.tokens([given]))


def test_a_letter_that_is_sent_again_names_the_same_address(addresses: ReplyAddresses, clock: Clock) -> None:
    """Within a month; then a fresh one, which is good for as long."""
    first = addresses.give(HARBOR, TICKET, OLIVIA)
    clock.at += timedelta(days=2)
    assert addresses.give(HARBOR, TICKET, OLIVIA) == first
    clock.at += timedelta(days=40)
    assert addresses.give(HARBOR, TICKET, OLIVIA) != first


def test_every_ticket_person_and_client_has_its_own(addresses: ReplyAddresses) -> None:
    """So a token of one opens nothing of another."""
    given = {
        addresses.give(TenantId(UUID(int=tenant)), TicketId(UUID(int=ticket)), UserId(UUID(int=user)))
        for tenant in (1, 2)
        for ticket in (3, 4)
        for user in (5, 6)
    }
    assert len({next(MAILBOX.tokens([each])).secret for each in given}) == 8


def test_a_token_of_one_client_is_unknown_at_another(addresses: ReplyAddresses, store: MemoryStore) -> None:
    """The part that names the client proves nothing."""
    (token,) = MAILBOX.tokens([addresses.give(HARBOR, TICKET, OLIVIA)])
    with store.read(TenantId(UUID(int=77))) as work:
        assert work.reply_addresses.get(hashed(token.secret)) is None


@pytest.mark.parametrize(
    "recipient",
    [
        "support@in.provider.example",
        "support+@in.provider.example",
        "support+short@in.provider.example",
        f"support+{'a' * 52}@elsewhere.example",
        f"sales+{'a' * 52}@in.provider.example",
        f"support+{'1' * 52}@in.provider.example",
        f"support+{'ä' * 52}@in.provider.example",
        f"support+{'a' * 53}@in.provider.example",
        "",
        "@",
    ],
)
def test_what_is_no_token_is_none(recipient: str) -> None:
    """Of another length, another mailbox, or letters that no token has."""
    assert list(MAILBOX.tokens([recipient])) == []


def test_an_address_that_is_named_twice_counts_once() -> None:
    """As envelope and header often name the same."""
    token = Token(HARBOR, "a" * 26)
    address = MAILBOX.with_token(token)
    assert list(MAILBOX.tokens([address, address.upper()])) == [token]


def test_without_a_mailbox_no_address_is_given(store: MemoryStore, clock: Clock) -> None:
    """A letter then leads to the ticket alone."""
    addresses = ReplyAddresses(transactions=store, digests=Keyed(), clock=clock, mailbox=Mailbox(""))
    assert addresses.give(HARBOR, TICKET, OLIVIA) == ""
    assert list(Mailbox("").tokens([f"+{'a' * 52}@"])) == []


@pytest.mark.parametrize(
    "address", ["support", "@in.provider.example", "a+b@in.provider.example", "customer-care@x.example"]
)
def test_a_mailbox_that_no_token_fits_is_refused(address: str) -> None:
    """Where it is named, not with the first letter."""
    with pytest.raises(InvalidValue, match="mail_in_address"):
        Mailbox(address)


def test_an_expired_address_is_forgotten_after_its_time(addresses: ReplyAddresses, store: MemoryStore) -> None:
    """Until then it is known as expired."""
    addresses.give(HARBOR, TICKET, OLIVIA)
    until = month_after(AT + LASTS)
    with store.begin(HARBOR) as work:
        assert work.reply_addresses.forget(until, 10) == 0
        assert work.reply_addresses.forget(until + timedelta(seconds=1), 10) == 1
        work.commit()
