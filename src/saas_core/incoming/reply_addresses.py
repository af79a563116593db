"""Reply addresses: each belongs to one ticket and one person until an instant, and holds a keyed token.

The token names its client, so that it is looked up inside that client alone. What is stored is its hash.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from attrs import field, frozen

from saas_core.kernel.addresses import ascii_address
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId, TicketId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import Digests, hashed
from saas_core.kernel.work import Transactions, Work

LASTS: Final = timedelta(days=90)
"""The shortest time for which an address counts after its letter; it ends with a month."""
_SECRET_BYTES: Final = 16
_ID_BYTES: Final = 16
_LENGTH: Final = 52
LONGEST_LOCAL: Final = 64 - _LENGTH - 1
"""In characters: the local part of the mailbox, beside the token and the sign before it."""


@frozen(kw_only=True)
class ReplyAddress:
    """A reply address as it is kept: the hash of its token, and whose answers to which ticket it takes until when."""

    token: str
    ticket_id: TicketId
    user_id: UserId
    expires_at: datetime


class ReplyAddressRows(Protocol):
    """The reply addresses of the current tenant."""

    def get(self, token: str) -> ReplyAddress | None:
        """Return an address by the hash of its token."""
        ...

    def add(self, address: ReplyAddress) -> None:
        """Keep an address, unless it is kept."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that expired before an instant, up to a limit; return the number removed."""
        ...


class ReplyWork(Work, Protocol):
    """A unit of work with the reply addresses of its tenant."""

    @property
    def reply_addresses(self) -> ReplyAddressRows:
        """The tenant's reply addresses."""
        ...


@frozen
class Token:
    """A token as it stands in an address: its client, and its secret part."""

    tenant_id: TenantId
    secret: str = field(repr=False)


@frozen
class Mailbox:
    """The mailbox that takes answers in, such as `support@in.provider.example`; none for an empty address.

    Raises InvalidValue for an address that a token cannot be added to.
    """

    address: str = field()

    @address.validator
    def _fits(self, _attribute: object, value: str) -> None:
        local = value.rpartition("@")[0]
        if value and (ascii_address(value) is None or len(local) > LONGEST_LOCAL or "+" in local):
            message = f"{value[:60]!r} is not an address that answers can be sent to."
            remedy = f"Write it as in support@in.provider.example; before the @ at most {LONGEST_LOCAL} characters."
            raise InvalidValue(message, field="mail_in_address", remedy=remedy)

    def with_token(self, token: Token) -> str:
        """Return the address with a token."""
        local, _, domain = self.address.rpartition("@")
        return f"{local}+{_letters(token.tenant_id.bytes)}{token.secret}@{domain}"

    def tokens(self, recipients: Iterable[str]) -> Iterator[Token]:
        """Yield the tokens in addresses of this mailbox, each once, whatever the case of their letters."""
        local, _, domain = self.address.lower().rpartition("@")
        seen: set[str] = set()
        for each in recipients:
            found, _, at = each.strip("<> ").lower().rpartition("@")
            name, sign, token = found.partition("+")
            if local and sign and (name, at) == (local, domain) and token not in seen:
                seen.add(token)
                read = _token(token)
                if read is not None:
                    yield read


@frozen(kw_only=True)
class ReplyAddresses:
    """Gives reply addresses to the letters that lead to tickets."""

    transactions: Transactions[ReplyWork]
    digests: Digests
    clock: Clock
    mailbox: Mailbox

    def give(self, tenant_id: TenantId, ticket_id: TicketId, user_id: UserId) -> str:
        """Return the address to which a person answers about a ticket; empty where no mail is taken in.

        The same within a month, so that a letter that is sent again is the same letter. Raises StoreFault.
        """
        if not self.mailbox.address:
            return ""
        expires_at = month_after(self.clock.now() + LASTS)
        parts = f"{tenant_id} {ticket_id} {user_id} {expires_at.isoformat()}"
        secret = _letters(bytes.fromhex(self.digests.of(f"reply address {parts}"))[:_SECRET_BYTES])
        row = ReplyAddress(token=hashed(secret), ticket_id=ticket_id, user_id=user_id, expires_at=expires_at)
        with self.transactions.begin(tenant_id) as work:
            work.reply_addresses.add(row)
            work.commit()
        return self.mailbox.with_token(Token(tenant_id, secret))


def month_after(at: datetime) -> datetime:
    """Return the first instant of the month after the one that an instant lies in."""
    first = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def _letters(content: bytes) -> str:
    """Return bytes as small letters and digits, which no mail server changes."""
    return base64.b32encode(content).decode().rstrip("=").lower()


def _token(letters: str) -> Token | None:
    if len(letters) != _LENGTH or not letters.isascii():
        return None
    half = _LENGTH // 2
    try:
        tenant = base64.b32decode(f"{letters[:half].upper()}======")
        base64.b32decode(f"{letters[half:].upper()}======")
    except (binascii.Error, ValueError):
        return None
    return Token(TenantId(UUID(bytes=tenant[:_ID_BYTES])), letters[half:])
