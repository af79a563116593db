"""Webhooks per second, verified and stored, compared with two bare inserts in one transaction on the same database."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import stripe

from benchmarks.output import Figures
from benchmarks.record import opened, rates_of, ratio
from saas_core.kernel.ids import TenantId
from saas_core.payments.model import PaymentAccount
from saas_core.payments.use_cases.looking import AccountOwners, look_for
from saas_core.work.inbox import SignalReceiver
from saas_local.makers import SystemClock
from saas_stripe import StripeWebhooks

DATABASES = ("sqlite", "postgres")
_SECRET = "whsec_of_the_benchmark"
_ACCOUNTS = 1000
_INBOX = ("endpoint", "event", "tenant_id", "kind", "subject", "account", "occurred_at", "received_at")
_TASK = ("tenant_id", "kind", "subject", "wanted", "due_at", "attempts", "fault")


def measure(database: str, rounds: int, batch: int) -> Figures:
    """Return webhooks per second and the ratio to the bare transactions, each sequential on one connection.

    Ours verifies the signature, finds the account's tenant, stores the signal once and requests a look at the account,
    for a thousand accounts in turn; bare inserts the two rows.
    """
    with opened(database) as place:
        for number in range(_ACCOUNTS):
            with place.store.begin(TenantId(UUID(int=number + 1))) as work:
                work.payments.save(PaymentAccount(account=f"cus_{number}", opened_at=datetime.now(UTC)))
                work.commit()
        clock = SystemClock()
        reader = StripeWebhooks(secrets=(_SECRET,), clock=clock, live=False)
        receiver = SignalReceiver(
            reader=reader,
            follow_up=look_for,
            owner=AccountOwners(place.store.linked_accounts).owner,
            signals=place.store.signals,
            clock=clock,
        )
        # Signed beforehand, since that is the sender's work.
        sent = iter([_signed(number) for number in range((rounds + 1) * batch)])
        with _bare(str(place.url)) as bare:
            rates = rates_of({"intake": lambda: _received(receiver, *next(sent)), "bare": bare}, rounds, batch)
    return {
        "database": database,
        "rounds": rounds,
        "batch": batch,
        "taken_per_second": round(statistics.median(rates["intake"])),
        "bare_per_second": round(statistics.median(rates["bare"])),
        "ratio_bare_inserts": ratio(rates, "intake"),
    }


def _signed(number: int) -> tuple[bytes, dict[str, str]]:
    event = {
        "id": f"evt_{number}",
        "object": "event",
        "type": "invoice.paid",
        "created": 1_772_355_600,
        "livemode": False,
        "data": {"object": {"id": f"in_{number}", "object": "invoice", "customer": f"cus_{number % _ACCOUNTS}"}},
    }
    body = json.dumps(event)
    header = stripe.WebhookSignature.generate_signature_header(body, _SECRET)
    return body.encode(), {"stripe-signature": header}


def _received(receiver: SignalReceiver, body: bytes, headers: dict[str, str]) -> None:
    if not receiver.receive(body, headers):
        message = "a new event was not kept"
        raise AssertionError(message)


@contextmanager
def _bare(url: str) -> Iterator[Callable[[], None]]:
    """Return a function that inserts one row into each table in one transaction, with statements built once."""
    engine = sa.create_engine(url)
    postgres = engine.dialect.name == "postgresql"
    mark, begin = ("%s", "BEGIN") if postgres else ("?", "BEGIN IMMEDIATE")
    now = datetime.now(UTC).isoformat()
    connection: Any = engine.raw_connection().driver_connection
    if postgres:
        connection.autocommit = True
    else:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=NORMAL")
    numbers = count(1)

    def insertion(table: str, names: tuple[str, ...]) -> str:
        return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"

    signal, task = insertion("inbox", _INBOX), insertion("due_work", _TASK)
    tenant = str(UUID(int=0xBA2E)) if postgres else UUID(int=0xBA2E).hex

    def insert() -> None:
        number = next(numbers)
        cursor = connection.cursor()
        cursor.execute(begin)
        cursor.execute(signal, ("bare", f"evt_{number}", tenant, "invoice.paid", "in_1", "cus_1", now, now))
        cursor.execute(task, (tenant, "bare", f"cus_{number}", 1, now, 0, ""))
        cursor.execute("COMMIT")
        cursor.close()

    try:
        yield insert
    finally:
        connection.close()
        engine.dispose()
