"""The sweep: what must hold after every fault, once things have calmed down: the doctor's checks and some more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.payments.values import DRIFT
from saas_sandbox.billing import Billing
from saas_sandbox.stripe import SimulatedStripe

TOLERANCE = timedelta(hours=24)
PROCESSING = timedelta(days=7)
_UNTOLD = "TERMS_NOT_ACCEPTED"
_ALL = 1000
# What is made once for each intent, or for each client.
_MARKS = (("sessions", "saas_intent"), ("refunds", "saas_intent"), ("customers", "saas_tenant"))


def sweep_is_clean(application: Application, provider: SimulatedStripe, by: Actor) -> None:
    """Assert that nothing is wrong, half done or twice there; `by` is staff."""
    assert list(swept(application, provider, by)) == []


def swept(application: Application, provider: SimulatedStripe, by: Actor) -> Iterator[str]:
    """Yield what is not as it must be, one sentence each."""
    for each in application.oversight.doctor.examine(by=by, with_provider=True).findings:
        if each.check == "incident" and each.sentence.startswith(f"{DRIFT} "):
            # What was lost was found; that it had been lost is told until a person has seen it.
            continue
        yield f"the doctor finds {each.check} of {each.tenant}: {each.sentence}"
    yield from _left(application)
    yield from _twice(provider)
    for slug in wrong(application, provider, by):
        yield f"the license of {slug} is not as the provider's books have it"


def wrong(application: Application, provider: SimulatedStripe, by: Actor) -> Iterator[str]:
    """Yield the clients whose license is not as the provider's books have it."""
    for slug, tenant_id in application.store.directory.page("", _ALL):
        with application.store.read(tenant_id) as work:
            account = work.payments.get()
        if account is None:
            continue
        seen = application.licensing.show(by=by, tenant_id=tenant_id)
        # Nobody accepts the terms here.
        is_open = not [each for each in seen.reasons if each.code != _UNTOLD]
        told = Counter(each.says for each in seen.facts if each.kind == "PeriodPaid")
        if is_open != paid(provider.billing, str(tenant_id)) or max(told.values(), default=1) > 1:
            yield slug


def _left(application: Application) -> Iterator[str]:
    """Look for what someone holds though nobody works, and for what nobody looks after."""
    tasks = application.store.tasks.page(None, _ALL)
    for each in tasks:
        if each.leased_until is not None:
            yield f"{each.task.kind} of {each.task.subject} is held"
    parked = {each.task.subject for each in tasks if each.parked_at is not None}
    for signal in application.store.signals.page(None, _ALL, waiting=True):
        if signal.signal.account not in parked:
            yield f"signal {signal.signal.event} is neither done nor parked"


def _twice(provider: SimulatedStripe) -> Iterator[str]:
    """Look for intents of which more than one object came, and for clients with more than one customer."""
    rows = provider.billing.rows
    marks = [(kind, each["metadata"]) for kind in ("sessions", "refunds", "customers") for each in rows[kind].values()]
    made = Counter((kind, mark["saas_intent"]) for kind, mark in marks if "saas_intent" in mark)
    made += Counter(
        ("customers", each["metadata"]["saas_tenant"])
        for each in rows["customers"].values()
        if "saas_tenant" in each["metadata"] and not each.get("deleted")
    )
    for (kind, mark), number in made.items():
        if number > 1:
            yield f"{number} {kind} were made for {mark}"


def paid(books: Billing, tenant: str) -> bool:
    """Tell from the provider's books alone, in its own words, whether a client is in good standing now."""
    at = books.now()
    accounts = [
        each["id"] for each in books.rows["customers"].values() if each["metadata"].get("saas_tenant") == tenant
    ]
    invoices = [each for account in accounts for each in books.of("invoices", customer=account)]
    charges = [each for account in accounts for each in books.of("charges", customer=account)]
    disputes = [each for charge in charges for each in books.of("disputes", charge=charge["id"])]
    if any(each["status"] != "won" for each in disputes):
        # Money that was taken back is owed, whatever was paid for later.
        return False
    for row in (each for account in accounts for each in books.of("subscriptions", customer=account)):
        if row["status"] in {"incomplete", "incomplete_expired"} or (row["ended_at"] or at + 1) <= at:
            continue
        if row["trial_end"] and row["trial_start"] <= at < row["trial_end"]:
            return True
        if any(_funded(books, each, at) for each in invoices):
            return True
        # A renewal that Stripe announced is waited for, and longer while its payment is being processed.
        (item,) = row["items"]["data"]
        renewing = row["status"] == "active" and not row["cancel_at_period_end"] and not row["pause_collection"]
        begun = item["current_period_start"]
        on_trial = bool(row["trial_end"]) and row["trial_end"] == begun > row["trial_start"]
        before = on_trial or any(_funded(books, each, begun - 1, row["id"]) for each in invoices)
        under_way = any(_processing(books, each) for each in books.of("invoices", customer=row["customer"]))
        waiting = PROCESSING if under_way else TOLERANCE
        if renewing and before and begun <= at < begun + waiting.total_seconds():
            return True
    return False


def _processing(books: Billing, invoice: dict[str, Any]) -> bool:
    refs = [each["payment"]["payment_intent"] for each in invoice["payments"]["data"]]
    return invoice["status"] == "open" and any(books.rows["intents"][ref]["status"] == "processing" for ref in refs)


def _funded(books: Billing, invoice: dict[str, Any], at: int, by: str = "") -> bool:
    if invoice["status"] != "paid" or not invoice["total"]:
        return False
    if by and invoice["parent"]["subscription_details"]["subscription"] != by:
        return False
    period = invoice["lines"]["data"][0]["period"]
    intents = [each["payment"]["payment_intent"] for each in invoice["payments"]["data"]]
    charges = [each for intent in intents for each in books.of("charges", payment_intent=intent)]
    back = any(each["refunded"] for each in charges)
    return period["start"] <= at < period["end"] and not back
