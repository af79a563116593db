"""Paid work in bulk: time recorded against bare inserts, one invoice over many entries, and evidence verified.

Everything goes through its use case: judged, locked, journaled. The clock is moved by hand, because time that lies in
the future is not recorded. Documents are rendered by a stand-in that writes their content, so that no figure is that of
typesetting.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from benchmarks.bare_inserts import BareInserts
from benchmarks.http_world import active_client
from benchmarks.output import Figures, progressed
from benchmarks.record import postgres_of_the_tests, rates_of, ratio
from saas_app import Application, initialize, open_application, settings_at
from saas_core.engagements.estimates.commands import Line
from saas_core.engagements.estimates.content import content_bytes
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId

DATABASES = ("sqlite", "postgres")
CAP_HOURS: Final = 10_000
FILE_ROWS: Final = 2_000
"""The most rows of one import."""
TURN_ROWS: Final = 500
"""Rows of the imports that are timed in turns with bare transactions."""
ORDERS: Final = 10
"""Approvals of one client: an estimate, and change orders to it."""
_MINUTE = timedelta(minutes=1)


@define
class _Clock:
    """A clock that stands still until it is moved."""

    at: datetime = field(factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def now(self) -> datetime:
        return self.at


class _Contents:
    """Writes the content of a document in its place."""

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        return b"%PDF-1.7\n" + f"{kind} {at.isoformat()}\n".encode() + content_bytes(content)

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        del kind, content
        return ()


@frozen
class _Place:
    """An application over a database, its clock, and a member of the provider's staff."""

    app: Application
    clock: _Clock
    staff: Actor
    url: str

    def owner(self, number: int) -> ClientUser:
        """Take a client on, and return its owner as somebody who is signed in."""
        signed = self.app.sign_in(active_client(self.app, self.staff, f"c{number}"))
        assert isinstance(signed, ClientUser)
        return ClientUser(signed.tenant_id, signed.user_id)


def measure(database: str, entries: int, approvals: int, rounds: int, batch: int) -> Figures:
    """Return time entries a second and the ratio to bare inserts, and how long an invoice and evidence take."""
    with _opened(database) as place:
        recorded = _recorded(place, rounds, batch)
        invoiced = _invoiced(place, entries)
        verified = _verified(place, approvals)
    return {"database": database, **recorded, **invoiced, **verified}


def _recorded(place: _Place, rounds: int, batch: int) -> dict[str, float | None]:
    """Record entries of a minute, one a command and by files, in turns with bare transactions of the same rows."""
    owner = place.owner(0)
    engagement_id, _approval = _engaged(place, owner)

    def log() -> None:
        begins = place.clock.at
        place.clock.at = begins + _MINUTE
        place.app.engagements.work.log(
            **_by(place, owner), engagement_id=engagement_id, line="L1", started_at=begins, ended_at=place.clock.at
        )

    def import_file() -> None:
        begins = place.clock.at
        place.clock.at = begins + TURN_ROWS * _MINUTE
        _imported(place, owner, engagement_id, [(number, _row(begins, number)) for number in range(TURN_ROWS)])

    log()
    bare = BareInserts(place.url, "time_entries")

    def record_each() -> None:
        for _ in range(TURN_ROWS):
            bare.record()

    alone = rates_of({"log": log, "bare": bare.record}, rounds, batch)
    together = rates_of(
        {"import": import_file, "bare": record_each, "rows": lambda: bare.record_beside(TURN_ROWS)}, rounds, 1
    )
    bare.close()
    of_rows = zip(together["import"], together["rows"], strict=True)
    return {
        "rounds": rounds,
        "batch": batch,
        "entries_per_second": round(statistics.median(together["import"]) * TURN_ROWS),
        "bare_inserts_per_second": round(statistics.median(together["bare"]) * TURN_ROWS),
        "ratio_bare_inserts": ratio(together, "import"),
        "ratio_bare_rows": round(statistics.median(own / bare for own, bare in of_rows), 3),
        "commands_per_second": round(statistics.median(alone["log"])),
        "ratio_bare_inserts_commands": ratio(alone, "log"),
    }


def _invoiced(place: _Place, entries: int) -> dict[str, float]:
    """Import entries of a minute by files, and issue one invoice over all of them."""
    owner, desks = place.owner(1), place.app.engagements
    engagement_id, _approval = _engaged(place, owner)
    begins = place.clock.at
    place.clock.at = begins + entries * _MINUTE
    begun = time.perf_counter()
    for first in range(0, entries, FILE_ROWS):
        rows = [(number, _row(begins, number)) for number in range(first, min(first + FILE_ROWS, entries))]
        _imported(place, owner, engagement_id, rows)
    imported = time.perf_counter()
    draft = desks.billing.draft(**_by(place, owner), engagement_id=engagement_id)
    drafted = time.perf_counter()
    invoice = desks.billing.issue(**_by(place, owner), invoice_id=draft.invoice_id)
    issued = time.perf_counter()
    if invoice.owed_minor != entries * 60 // 180 * 325:
        message = f"{entries} minutes cost {invoice.total}"
        raise AssertionError(message)
    return {
        "entries_invoiced": entries,
        "imported_per_second": round(entries / (imported - begun)),
        "invoice_draft_seconds": round(drafted - imported, 3),
        "invoice_issue_seconds": round(issued - drafted, 3),
    }


def _imported(
    place: _Place, owner: ClientUser, engagement_id: EngagementId, rows: list[tuple[int, dict[str, str]]]
) -> None:
    """Import a file of time; raises AssertionError if a row is refused."""
    report = place.app.engagements.work.import_time(**_by(place, owner), engagement_id=engagement_id, rows=rows)
    if report.refused:
        raise AssertionError(report.refused[0].sentence)


def _verified(place: _Place, approvals: int) -> dict[str, float]:
    """Have estimates approved, ten for each client, and verify the pack of each."""
    held: list[tuple[ClientUser, ApprovalId]] = []
    for number in progressed(range(0, approvals, ORDERS), "Approving", total=-(-approvals // ORDERS)):
        owner = place.owner(2 + number)
        engagement_id, first = _engaged(place, owner)
        held.append((owner, first))
        for _ in range(min(ORDERS, approvals - number) - 1):
            order = place.app.engagements.estimates.change_order(
                **_by(place, owner), engagement_id=engagement_id, **_said(place, 1)
            )
            held.append((owner, _approved(place, owner, order)))
    desk = place.app.engagements.evidence
    begun = time.perf_counter()
    packs = [desk.pack(by=owner, tenant_id=owner.tenant_id, approval_id=each) for owner, each in held]
    packed = time.perf_counter()
    for pack, (_owner, each) in zip(packs, held, strict=True):
        if desk.verify(pack=pack).approval != str(each):
            message = f"the pack of {each} is about another approval"
            raise AssertionError(message)
    verified = time.perf_counter()
    return {
        "approvals": approvals,
        "packs_per_second": round(approvals / (packed - begun)),
        "verified_per_second": round(approvals / (verified - packed)),
        "verify_seconds": round(verified - packed, 3),
        "pack_bytes": round(statistics.median(len(each) for each in packs)),
    }


def _engaged(place: _Place, owner: ClientUser) -> tuple[EngagementId, ApprovalId]:
    """Ask for an estimate, have it issued, and approve it."""
    desks = place.app.engagements
    asked = desks.requests.request(by=owner, tenant_id=owner.tenant_id, title="A report", text="On returns.")
    draft = desks.estimates.draft(**_by(place, owner), engagement_id=asked.engagement_id, **_said(place, CAP_HOURS))
    return asked.engagement_id, _approved(place, owner, draft)


def _approved(place: _Place, owner: ClientUser, draft: Any) -> ApprovalId:  # noqa: ANN401 - a view
    desks, estimate_id = place.app.engagements, EstimateId(draft.estimate_id)
    desks.estimates.issue(**_by(place, owner), estimate_id=estimate_id, version=draft.version)
    here = {"by": owner, "tenant_id": owner.tenant_id, "estimate_id": estimate_id}
    shown = desks.deciding.present(**here)
    ticked = {"accept_estimate": True, "accept_ownership": True}
    receipt = desks.deciding.approve(
        **here, nonce=shown.nonce, content_hash=shown.content_hash, typed_name="Olivia Hart", **ticked
    )
    if receipt.approval_id is None:
        message = "nothing was approved"
        raise AssertionError(message)
    return receipt.approval_id


def _said(place: _Place, hours: int) -> dict[str, Any]:
    seconds = hours * 3600
    through = (place.clock.at + timedelta(days=20)).date().isoformat()
    return {
        "lines": [Line(text="The report", low_seconds=seconds, high_seconds=seconds)],
        "valid_through": through,
    }


def _row(begins: datetime, number: int) -> dict[str, str]:
    since = begins + number * _MINUTE
    return {"line": "L1", "started_at": since.isoformat(), "ended_at": (since + _MINUTE).isoformat()}


def _by(place: _Place, owner: ClientUser) -> dict[str, Any]:
    return {"by": place.staff, "tenant_id": owner.tenant_id}


@contextmanager
def _opened(database: str) -> Iterator[_Place]:
    with tempfile.TemporaryDirectory(prefix="saas-bench-") as folder:
        if database == "sqlite":
            with _at(Path(folder), f"sqlite:///{folder}/bench.db") as place:
                yield place
            return
        # A throwaway server, as in the tests, but with durable commits.
        cluster = postgres_of_the_tests().PostgresCluster(durable=True)
        try:
            with _at(Path(folder), cluster.migrated_database()) as place:
                yield place
        finally:
            cluster.stop()


@contextmanager
def _at(home: Path, url: str) -> Iterator[_Place]:
    settings = settings_at(home, database_url=url, provider_name="Northwind Hosting Inc.")
    initialize(settings)
    clock = _Clock()
    with open_application(settings, clock=clock, documents=_Contents()) as app:
        key = str(app.access.staff.first(name="Sam", email="sam@provider.example").key)
        yield _Place(app, clock, app.access.staff.authenticate(key), url)
