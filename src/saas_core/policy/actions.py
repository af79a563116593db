"""Actions: everything that can be asked about, with its access class, its clauses and the permission it needs."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class AccessClass(Enum):
    """The classes of access that a license opens; the last five stay open without one."""

    PLATFORM = "platform"
    SUPPORT = "support"
    INTEGRATIONS = "integrations"
    CUSTOM_WORK = "custom_work"
    PAY = "pay"
    READ_LICENSE = "read_license"
    EXPORT = "export"
    APPEAL = "appeal"
    TAKE_AWAY = "take_away"


LICENSED = frozenset({AccessClass.PLATFORM, AccessClass.SUPPORT, AccessClass.INTEGRATIONS, AccessClass.CUSTOM_WORK})
"""The classes that need a license in good standing."""

ALWAYS_OPEN = frozenset(AccessClass) - LICENSED
"""The classes open without a license."""


class ActionKind(Enum):
    """The kind of an action, which decides the steps of the judgement that apply."""

    OPERATION = "operation"
    TOPIC = "topic"
    SETUP = "setup"
    INTEGRATION = "integration"
    INTEGRATION_USE = "integration_use"
    EXCLUSION = "exclusion"
    PAID_WORK = "paid_work"
    CUSTOM_WORK = "work"
    OPEN = "open"
    PROVIDER = "provider"
    NEVER_GRANTED = "never_granted"


@frozen
class Action:
    """A row of the catalogue: an action's name, its kind, its requirements and the clauses that cover it."""

    name: str
    kind: ActionKind
    access: AccessClass
    clauses: tuple[str, ...]
    title: str
    permission: str | None = None
    in_setup: bool = False


TAKING_AWAY = (
    Action(
        name="people.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5", "1.4.a"),
        title="deactivating users",
        permission="people.manage",
    ),
    Action(
        name="roles.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5", "1.4.b"),
        title="unassigning roles",
        permission="roles.manage",
    ),
    Action(
        name="credentials.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5",),
        title="ending own keys and sessions and, for owners, everybody's and grants of staff",
    ),
)
"""Rows of every catalogue: a client takes access away at any time, by whatever version of the terms (1.5).

They are part of the software and not of the documents, so that they hold for versions that were accepted before.
"""
TICKETING = (
    Action(
        name="support.read",
        kind=ActionKind.OPEN,
        access=AccessClass.EXPORT,
        clauses=("2.3.a", "1.4.b"),
        title="seeing tickets of other users",
        permission="support.read",
    ),
    Action(
        name="provider.support",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "2.3.a"),
        title="handling tickets of clients",
        permission="staff.support",
    ),
    Action(
        name="provider.appeals",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "0.1"),
        title="handling appeals about licenses",
        permission="staff.licensing",
    ),
)
"""Rows of every catalogue: who sees and handles tickets, whatever version of the terms was accepted.

What a client wrote and was told is its own data, so seeing it needs a role and no license (0.1).
"""
PAID_WORK = (
    Action(
        name="provider.estimates",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("4.1", "4.2"),
        title="estimating paid work of clients, and showing its evidence",
        permission="staff.support",
    ),
    Action(
        name="provider.work",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("4.2",),
        title="keeping the time and the deliveries of paid work",
        permission="staff.support",
    ),
    Action(
        name="provider.billing",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("4.1",),
        title="billing paid work",
        permission="staff.billing",
    ),
)
"""Rows of every catalogue: what staff does about paid work rests on the rate and the written approval (4.1, 4.2).

Whether somebody may work under an approval, or may approve, is a row of the documents.
"""
CONNECTIONS = (
    Action(
        name="integrations.read",
        kind=ActionKind.OPEN,
        access=AccessClass.EXPORT,
        clauses=("2.2", "1.4.b"),
        title="viewing the client's connections",
        permission="integrations.manage",
    ),
    Action(
        name="integrations.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("2.2", "1.4.b"),
        title="ending the client's connections",
        permission="integrations.manage",
    ),
    Action(
        name="provider.master_keys",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1",),
        title="rotating the master key that seals clients' credentials",
        permission="staff.admin",
    ),
)
"""Rows of every catalogue, by whatever terms: a client sees and ends its own connections also while suspended (0.1)."""
SIGNING = (
    Action(
        name="provider.sign_legal",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "9.1"),
        title="signing the policy for legal",
        permission="staff.legal",
    ),
    Action(
        name="provider.sign_product",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "9.1"),
        title="signing the policy for product",
        permission="staff.product",
    ),
)
"""Rows of every catalogue: who signs what the policy says, in which role; no version of the terms changes that."""
READING_THE_POLICY = ("provider.sign_legal", "provider.sign_product", "provider.terms")
"""Whoever may do one of these reads the policy as staff does: signatures, questions, and counts, which name nobody."""
OF_SOFTWARE = (*TAKING_AWAY, *TICKETING, *PAID_WORK, *CONNECTIONS, *SIGNING)
"""All rows that are part of the software."""
OF_SOFTWARE_NAMES = frozenset(row.name for row in OF_SOFTWARE)
"""Their names, which neither a document of terms nor the platform may take."""
