"""Identifiers: every id is a UUID, and its type says what it identifies.

A type of id exists for type checkers and for `parse` alone. At run time `TenantId(uuid)` gives the UUID itself, so that
an id is hashed, compared, pickled, stored and serialized as the UUID that it is, at no cost; `isinstance` asks about
`UUID`. Ids are made behind the `Ids` port and passed in as values; nothing in the core makes one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NewType, Protocol
from uuid import UUID

from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from typing import Self

_SPELLING = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SHOWN = 40
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
EXAMPLE = "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"


class IdType(NewType):
    """A type of id as it is at run time: calling it returns the UUID unchanged."""

    def parse(self, text: str) -> UUID:
        """Read an id from the 36 characters of a UUID; raises InvalidValue, naming the field by the type."""
        return read_id(text, self.__name__)


def read_id(text: str, name: str) -> UUID:
    """Read an id of the named type from the 36 characters of a UUID; raises InvalidValue, naming the field by it."""
    if isinstance(text, str) and _SPELLING.fullmatch(text):
        return UUID(text)
    message = f"{str(text)[:_SHOWN]!a} is not an id."
    raise InvalidValue(message, field=_WORD.sub("_", name).lower(), remedy=made_by(name))


def made_by(name: str) -> str:
    """Return a sentence that says how to make an id of a type from text."""
    reader = name if name == "UUID" else f"{name}.parse"
    return f'Make one from its text, as in {reader}("{EXAMPLE}").'


if TYPE_CHECKING:

    class _Id(UUID):
        """A type of id as type checkers see it: a UUID that is not interchangeable with other types of id."""

        def __init__(self, value: UUID) -> None:
            """Take a UUID as an id of this type."""

        @classmethod
        def parse(cls, text: str) -> Self:
            """Read an id from the 36 characters of a UUID; raises InvalidValue, naming the field by the type."""
            ...

    class TenantId(_Id):
        """A client of the platform."""

    class InstanceId(_Id):
        """The instance of a client."""

    class LicenseId(_Id):
        """A license."""

    class HoldId(_Id):
        """A hold on a license."""

    class UserId(_Id):
        """An internal user of a client."""

    class DepartmentId(_Id):
        """A department."""

    class RoleId(_Id):
        """A role."""

    class AssignmentId(_Id):
        """An assignment of a role."""

    class InvitationId(_Id):
        """An invitation."""

    class KeyId(_Id):
        """A key that came with an invitation."""

    class ApiKeyId(_Id):
        """An API key."""

    class SessionId(_Id):
        """A session."""

    class LinkId(_Id):
        """A mailed link."""

    class GrantId(_Id):
        """A break-glass grant."""

    class StaffId(_Id):
        """A member of the provider's staff."""

    class EntryId(_Id):
        """An entry of the journal."""

    class EffectId(_Id):
        """An effect in the outbox."""

    class EngagementId(_Id):
        """An engagement."""

    class EstimateId(_Id):
        """An estimate of an engagement."""

    class ApprovalId(_Id):
        """A written approval of an estimate."""

    class PaperId(_Id):
        """A document kept for good, such as an issued estimate."""

    class TimeEntryId(_Id):
        """An entry of time worked."""

    class EnhancementId(_Id):
        """A delivered change in the register of enhancements."""

    class InvoiceId(_Id):
        """An invoice for paid work."""

    class CreditNoteId(_Id):
        """A credit note to such an invoice."""

    class TicketId(_Id):
        """A ticket."""

    class IntegrationId(_Id):
        """An integration of a client."""

    class IncomingId(_Id):
        """A mail that came in."""

    class AttachmentId(_Id):
        """An attachment of a ticket."""

else:
    TenantId = IdType("TenantId", UUID)
    InstanceId = IdType("InstanceId", UUID)
    LicenseId = IdType("LicenseId", UUID)
    HoldId = IdType("HoldId", UUID)
    UserId = IdType("UserId", UUID)
    DepartmentId = IdType("DepartmentId", UUID)
    RoleId = IdType("RoleId", UUID)
    AssignmentId = IdType("AssignmentId", UUID)
    InvitationId = IdType("InvitationId", UUID)
    KeyId = IdType("KeyId", UUID)
    ApiKeyId = IdType("ApiKeyId", UUID)
    SessionId = IdType("SessionId", UUID)
    LinkId = IdType("LinkId", UUID)
    GrantId = IdType("GrantId", UUID)
    StaffId = IdType("StaffId", UUID)
    EntryId = IdType("EntryId", UUID)
    EffectId = IdType("EffectId", UUID)
    EngagementId = IdType("EngagementId", UUID)
    EstimateId = IdType("EstimateId", UUID)
    ApprovalId = IdType("ApprovalId", UUID)
    PaperId = IdType("PaperId", UUID)
    TimeEntryId = IdType("TimeEntryId", UUID)
    EnhancementId = IdType("EnhancementId", UUID)
    InvoiceId = IdType("InvoiceId", UUID)
    CreditNoteId = IdType("CreditNoteId", UUID)
    TicketId = IdType("TicketId", UUID)
    IntegrationId = IdType("IntegrationId", UUID)
    IncomingId = IdType("IncomingId", UUID)
    AttachmentId = IdType("AttachmentId", UUID)

PROVIDER = TenantId(UUID(int=0))
"""The provider's own scope: staff, versions of the terms and the catalogue of permissions live in it."""


class Ids(Protocol):
    """Makes fresh identifiers."""

    def new(self) -> UUID:
        """Return an id that was never returned before."""
        ...
