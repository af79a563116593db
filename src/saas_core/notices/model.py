"""Notices: what a client is told once for each cause, and what is known of the client when that is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from saas_core.kernel.ids import HoldId
from saas_core.licensing.policies import Change, Standing
from saas_core.notices.letters import LetterKind
from saas_core.payments.model import OpenInvoice


@frozen(kw_only=True)
class Notice:
    """Something a client is told: a kind of letter, its cause, and its facts but for names and links.

    For one cause a client is told once. Nothing personal stands in it.
    """

    kind: LetterKind
    cause: str
    facts: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Hold:
    """A hold: why it was placed and on which clause, and why it was lifted, None while it is in force."""

    id: HoldId
    why: str
    clause: str
    lifted: str | None = None


@frozen(kw_only=True)
class Situation:
    """All that decides what a client should be told at an instant; `told` are the causes of which it was told.

    `since` is since when the license has been in good standing, or out of it: None when it never was in it, or nobody
    needs to know. `bound` is the version of the terms accepted, None before one was, and `newest` the one published
    last, with the instant from which it is offered.
    """

    at: datetime
    zone: str
    activated: bool
    standing: Standing
    since: datetime | None
    forecast: tuple[Change, ...]
    invoices: tuple[OpenInvoice, ...]
    holds: tuple[Hold, ...]
    bound: str | None
    newest: str
    newest_from: datetime
    told: frozenset[str]
