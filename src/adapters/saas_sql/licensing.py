"""A tenant's license, in the database: one row, and its facts as append-only rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import LicenseId
from saas_core.kernel.journal import Value
from saas_core.licensing import events
from saas_core.licensing.errors import LicenseExists
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.policies.vouching import LICENSE, Digests, row_digest
from saas_sql.column_types import Instant, Json
from saas_sql.declaration import Tables, column, ident, refers, unique
from saas_sql.mapping import Mapped, from_json, to_json
from saas_sql.prepared import Prepared, Row
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

licenses = TABLES.add(
    "licenses",
    ident(),
    column("instance_id", sa.Uuid),
    column("terms_version", sa.Text),
    column("opened_at", Instant),
    # One license per tenant: its facts end and restore it.
    unique(name="uq_licenses_tenant_id"),
    judged=True,
)
_LICENSE = Mapped(License, licenses, besides=("facts",))

license_facts = TABLES.add(
    "license_facts",
    ident("license_id"),
    column("key", sa.Text, key=True),
    column("position", sa.BigInteger),
    column("effective_at", Instant),
    column("recorded_at", Instant),
    column("kind", sa.Text),
    column("body", Json),
    refers("license_id", licenses),
    unique("license_id", "position", name="uq_license_facts_position"),
    added_only=True,
    judged=True,
)

_OWN_FACTS: Final = license_facts.c.tenant_id == sa.bindparam("own")
# A tenant has one license, so that its facts are the tenant's.
FACTS: Final = Prepared(sa.select(license_facts).where(_OWN_FACTS).order_by(license_facts.c.position))

KINDS: Final[dict[str, type[LicenseFact]]] = {
    "terms_accepted": events.TermsAccepted,
    "period_paid": events.PeriodPaid,
    "invoice_overdue": events.InvoiceOverdue,
    "invoice_deferred": events.InvoiceDeferred,
    "invoice_settled": events.InvoiceSettled,
    "invoice_voided": events.InvoiceVoided,
    "invoice_refunded": events.InvoiceRefunded,
    "refund_undone": events.RefundUndone,
    "dispute_opened": events.DisputeOpened,
    "dispute_won": events.DisputeWon,
    "dispute_lost": events.DisputeLost,
    "trial_granted": events.TrialGranted,
    "trial_moved": events.TrialMoved,
    "cancellation_asked": events.CancellationAsked,
    "cancellation_dated": events.CancellationDated,
    "resumed": events.Resumed,
    "ended": events.Ended,
    "hold_placed": events.HoldPlaced,
    "hold_lifted": events.HoldLifted,
    "provider_heard": events.ProviderHeard,
}
"""The name of each kind of fact in the database, independent of its class name."""

_NAMES: Final = {kind: name for name, kind in KINDS.items()}


class Ports(SqlWork):
    """The current tenant's license."""

    @cached_property
    def licenses(self) -> SqlLicenses:
        """The current tenant's license."""
        return SqlLicenses(self.session)


class SqlLicenses:
    """The current tenant's license."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session
        self._made: tuple[object, object, License] | None = None

    def get(self) -> License | None:
        """Return the tenant's license with all its facts, in the order they were learned."""
        row = self._session.own(licenses)
        if row is None:
            return None
        # Made once from the rows that are kept: a command is judged by it more than once.
        rows = self._session.found(FACTS)
        if self._made is None or self._made[0] is not row or self._made[1] is not rows:
            facts = tuple(_fact(each) for each in rows if each["license_id"] == row["id"])
            self._made = row, rows, _LICENSE.load({**row, "facts": facts})
        return self._made[2]

    def open(self, license_: License) -> Digests:
        """Save a new license and return its digests; raises LicenseExists if the tenant already has one."""
        if license_.tenant_id != self._session.tenant_id:
            message = "A unit of work can save only its own tenant's license."
            raise StoreFault(message, field="license", remedy="Begin a unit of work on that tenant.")
        if self._session.own(licenses) is not None:
            message = "The tenant already has a license."
            raise LicenseExists(message, field="license", remedy="Use that license.")
        row = _LICENSE.dump(license_)
        self._session.insert(licenses, row)
        return {LICENSE: self._digest(row), **self._append(license_.id, license_.facts, set())}

    def append(self, license_id: LicenseId, facts: tuple[LicenseFact, ...]) -> Digests:
        """Add facts, skipping any whose key already exists; return the digests of those added."""
        known = {row["key"] for row in self._session.found(_keys(), license=license_id)}
        return self._append(license_id, facts, known)

    def _append(self, license_id: LicenseId, facts: tuple[LicenseFact, ...], known: set[str]) -> Digests:
        digests = {}
        for fact in facts:
            if fact.key not in known:
                known.add(fact.key)
                row = _row(license_id, fact, len(known))
                self._session.insert(license_facts, row)
                digests[str(row["position"])] = self._digest(row)
        return digests

    def digests(self) -> Digests:
        """Return the digests of the license and its facts, over every stored column."""
        row, query = self._session.own(licenses), self._session.select(license_facts)
        facts = {str(each["position"]): self._digest(each) for each in self._session.rows(query)}
        return facts if row is None else {LICENSE: self._digest(row), **facts}

    def _digest(self, row: Mapping[Any, Any]) -> str:
        # An empty column is left out, so that one added to the table later changes no former digest.
        held = {name: _plain(row[name]) for name in row if row[name] is not None}
        return row_digest({"tenant_id": str(self._session.tenant_id), **held})


@cache
def _keys() -> Prepared:
    """Return the query for the keys of a license's facts."""
    return Prepared(sa.select(license_facts.c.key).where(*_OF_LICENSE))


_OF_LICENSE: Final = (
    license_facts.c.tenant_id == sa.bindparam("own"),
    license_facts.c.license_id == sa.bindparam("license"),
)


def _row(license_id: LicenseId, fact: LicenseFact, position: int) -> dict[str, object]:
    return {
        "license_id": license_id,
        "key": fact.key,
        "position": position,
        "effective_at": fact.effective_at,
        "recorded_at": fact.recorded_at,
        "kind": _NAMES[type(fact)],
        "body": to_json(fact, type(fact)),
    }


def _plain(value: Any) -> Value:  # noqa: ANN401 - what a column holds
    """Return a column's value as JSON has it; instants in UTC, whatever zone the driver gives them."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    plain: Value = str(value) if isinstance(value, UUID) else value
    return plain


def _fact(row: Row) -> LicenseFact:
    return from_json(row["body"], KINDS[row["kind"]])
