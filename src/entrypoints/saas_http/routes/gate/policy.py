"""The policy as it decides: how often each clause did, and what other terms would have decided."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from attrs import frozen

from saas_core.engagements.estimates.commands import Day
from saas_core.gate.counting import CountsView
from saas_core.gate.flips import ReplayView
from saas_core.kernel.bounds import Version
from saas_core.policy.errors import TermsInvalid, TermsUnknown
from saas_core.policy.queries import ComparisonView
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import LARGEST_DOCUMENT_BODY, Document, Number

deciding = Router(
    "staff: policy", "How often clauses decided, and what other terms would have.", prefix="/v1/staff", name="policy"
)
READ = staff("provider.journal")
MOST_DECISIONS = 10_000
MOST_ENTRIES = 100_000
"""What fits into the time of a request, of decisions and of entries read on the way; the shell asks all of them."""


@frozen(kw_only=True)
class Period:
    """The days from `since` to `until`, the latter not included; by default the current month so far, in UTC."""

    since: Day | None = None
    until: Day | None = None


@frozen(kw_only=True)
class Drafted:
    """A published version, and a document of terms that need not be published."""

    before: Version
    document: Document


@frozen(kw_only=True)
class Replayed(Drafted):
    """How many days back decisions are asked again, and the most of them."""

    days: Annotated[int, Number(1, 3_660)] = 30
    most: Annotated[int, Number(1, MOST_DECISIONS)] = MOST_DECISIONS


@deciding.get("/policy/counts", READ)
def counts(call: Call, query: Period) -> CountsView:
    """Show how often each clause decided, refused and was overruled, and what never came up.

    Answers are counted in memory and written by the minute; a crash loses at most what was counted since.
    """
    return call.app.oversight.counting.show(by=call.by, since=_day(query.since), until=_day(query.until))


@deciding.get("/tenants/{tenant_id}/policy-counts", READ, TenantUnknown)
def counts_of_client(call: Call, query: Period) -> CountsView:
    """Show the same for one client, of the decisions recorded in its journal."""
    return call.app.oversight.counting.of_client(**call.acting, since=_day(query.since), until=_day(query.until))


@deciding.ask("/terms/comparison", READ, TermsInvalid, TermsUnknown, largest=LARGEST_DOCUMENT_BODY)
def compare_draft(call: Call, body: Drafted) -> ComparisonView:
    """List every difference between a published version and a document that is not published yet."""
    return call.app.oversight.replays.compare(by=call.by, before=body.before, document=body.document.encode())


@deciding.ask("/terms/replay", READ, TermsInvalid, TermsUnknown, largest=LARGEST_DOCUMENT_BODY)
def replay(call: Call, body: Replayed) -> ReplayView:
    """Ask recorded decisions again under a published version and a document, with the facts of their instants.

    At most 100,000 entries of journals are read, each client counting as 20 of them; the answer says if not all were.
    """
    before = call.app.policy.show_terms(version=body.before).document.encode()
    return call.app.oversight.replays.replay(
        by=call.by,
        before=before,
        after=body.document.encode(),
        days=body.days,
        most=body.most,
        most_entries=MOST_ENTRIES,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
