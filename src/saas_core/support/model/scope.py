"""Scopes: what a ticket is about, by a row of the terms, and how each is resolved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.actions import Action, ActionKind
from saas_core.policy.terms import Terms
from saas_core.support.values import Resolution, ScopeKind

ROWS: Final[Mapping[ScopeKind, ActionKind]] = MappingProxyType(
    {
        ScopeKind.IN_SCOPE: ActionKind.TOPIC,
        ScopeKind.OUT_OF_SCOPE: ActionKind.EXCLUSION,
        ScopeKind.PAID_WORK: ActionKind.PAID_WORK,
        ScopeKind.NEVER_GRANTED: ActionKind.NEVER_GRANTED,
    }
)
"""The scopes that name exactly one row of the terms, and of which kind it is."""
CLAUSES: Final[Mapping[ScopeKind, tuple[str, ...]]] = MappingProxyType(
    {
        ScopeKind.ABOUT_LICENSE: ("0.1",),
        ScopeKind.CLIENTS_OWN: ("1.5",),
        ScopeKind.NEEDS_DECISION: ("9.3",),
        ScopeKind.MIXED: ("5.1",),
    }
)
"""The clauses of scopes that name no row."""
OFFERED: Final = frozenset({ScopeKind.OUT_OF_SCOPE, ScopeKind.PAID_WORK})
"""Scopes for which an estimate is offered, and which are converted (4.1)."""
REFUSED: Final = OFFERED | {ScopeKind.NEVER_GRANTED}
"""Scopes that no answer solves: support does not do them (2.4, 5.1)."""
DEFECT: Final = "topic.platform_defect"
"""The topic of a defect of the platform, which is maintenance (1.1)."""

_ANSWERED = frozenset({Resolution.ANSWERED, Resolution.DUPLICATE, Resolution.NO_REPLY})
RESOLUTIONS: Final[Mapping[ScopeKind, frozenset[Resolution]]] = MappingProxyType(
    {
        ScopeKind.UNCLASSIFIED: frozenset(),
        ScopeKind.IN_SCOPE: _ANSWERED,
        ScopeKind.OUT_OF_SCOPE: frozenset({Resolution.DECLINED_OUT_OF_SCOPE, Resolution.CONVERTED_TO_ENGAGEMENT}),
        ScopeKind.PAID_WORK: frozenset({Resolution.DECLINED_OUT_OF_SCOPE, Resolution.CONVERTED_TO_ENGAGEMENT}),
        ScopeKind.NEVER_GRANTED: frozenset({Resolution.DECLINED_OUT_OF_SCOPE}),
        ScopeKind.ABOUT_LICENSE: _ANSWERED,
        ScopeKind.CLIENTS_OWN: _ANSWERED,
        # Silence neither bills nor grants, and is no refusal either: a person decides first (9.3).
        ScopeKind.NEEDS_DECISION: frozenset({Resolution.DUPLICATE, Resolution.NO_REPLY}),
        # Its parts carry it on, each with a verdict of its own.
        ScopeKind.MIXED: frozenset({Resolution.DUPLICATE}),
    }
)
"""The resolutions that fit each scope."""


@frozen
class Scope:
    """What a ticket is about: a kind, the row of the terms that it names, or the place where the client does it."""

    kind: ScopeKind = ScopeKind.UNCLASSIFIED
    named: str | None = None
    where: str | None = None

    @property
    def resolutions(self) -> frozenset[Resolution]:
        """Return the resolutions that fit; a defect of the platform is also repaired (1.1)."""
        repaired = {Resolution.DEFECT_REPAIRED} if self.named == DEFECT else frozenset()
        return RESOLUTIONS[self.kind] | repaired

    def clauses(self, terms: Terms) -> tuple[str, ...]:
        """Return the clauses that the scope rests on; raises InvalidValue for a scope that the terms do not know.

        What is not included cites the clause of paid work too, for it is offered as such (4.1).
        """
        row = self.row(terms)
        if row is None:
            return CLAUSES[self.kind]
        return (*row.clauses, "4.1") if self.kind in OFFERED and "4.1" not in row.clauses else row.clauses

    def row(self, terms: Terms) -> Action | None:
        """Return the one row of the terms that the scope names, or None for a scope without one.

        Raises InvalidValue where a row is missing, is of another kind, or is named by a scope that has none; and for a
        matter of the client's own that does not say where it is done. Free text alone classifies nothing.
        """
        if self.kind is ScopeKind.UNCLASSIFIED:
            message = "says nothing about the ticket."
            raise InvalidValue(message, field="scope", remedy="Say what the ticket is about.")
        if (self.where is not None) != (self.kind is ScopeKind.CLIENTS_OWN):
            message = "says where the client does it, for clients_own and for no other scope."
            raise InvalidValue(message, field="where", remedy="Name the place in the system, or leave it out.")
        wanted = ROWS.get(self.kind)
        if wanted is None:
            if self.named is None:
                return None
            message = f"is not given with {self.kind.value}."
            raise InvalidValue(message, field="named", remedy="Leave it out.")
        found = next((each for each in terms.actions if each.name == self.named and each.kind is wanted), None)
        if found is None:
            fitting = ", ".join(each.name for each in terms.actions if each.kind is wanted)
            message = f"must name exactly one {wanted.value.replace('_', ' ')} of the terms {terms.version}."
            raise InvalidValue(message, field="named", remedy=f"Name one of {fitting}.")
        return found


UNCLASSIFIED: Final = Scope()


@frozen(kw_only=True)
class Classification:
    """What somebody found a ticket to be about: by which clauses and terms, and why; `number` counts from 1."""

    number: int
    scope: Scope
    clauses: tuple[str, ...]
    terms_version: str
    by: str
    at: datetime
    reason: str


@frozen
class Evidence:
    """Why something was proposed: the words that were found, and the row and clause that they speak for."""

    words: str
    named: str
    clause: str


@frozen(kw_only=True)
class Proposal:
    """What a classifier takes a ticket to be about; it takes effect only when a person confirms it.

    Several scopes mean that the ticket asks for several things.
    """

    scopes: tuple[Scope, ...]
    evidence: tuple[Evidence, ...]
    by: str
    at: datetime
