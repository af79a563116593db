"""Times of tickets: for how long one is taken up again, and kept, by the terms under which it was opened (9.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from saas_core.policy.ports import TermsLibrary
from saas_core.policy.terms import Terms
from saas_core.support.model.ticket import Ticket
from saas_core.support.values import REOPEN_WINDOW


def reopen_window(library: TermsLibrary, ticket: Ticket) -> timedelta:
    """Return the time in which a ticket is taken up again; the usual one if its terms are missing from the store."""
    terms = library.get(ticket.opening.terms_version)
    return REOPEN_WINDOW if terms is None else terms.settings.ticket_reopen


def kept_under(versions: Iterable[Terms]) -> tuple[tuple[timedelta, frozenset[str]], ...]:
    """Return each time for which tickets are kept, the longest first, with the versions of the terms that say so."""
    ordered = sorted(versions, key=_kept, reverse=True)
    return tuple((kept, frozenset(each.version for each in some)) for kept, some in groupby(ordered, _kept))


def _kept(terms: Terms) -> timedelta:
    return terms.settings.tickets_kept
