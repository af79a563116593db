"""Importing users by the million: in batches, restartable, with a report of refused rows (1.4.a)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from attrs import astuple, frozen

from saas_core.access.import_rows import Row
from saas_core.access.model import User
from saas_core.access.ports import AccessWork
from saas_core.access.queries.views import ImportView, RefusedRow
from saas_core.access.use_cases.act import Act, Acts, grantor_of
from saas_core.access.use_cases.applicants import applicants
from saas_core.access.use_cases.assigning import owner_role_kept
from saas_core.access.use_cases.import_batch import Batch
from saas_core.access.use_cases.inviting import Inviting
from saas_core.access.use_cases.joining import Joining, join_new
from saas_core.access.values import PEOPLE
from saas_core.kernel import text
from saas_core.kernel.actors import Actor
from saas_core.kernel.addresses import PLAIN, Addresses
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import Digests, Sealer, Secrets
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

BATCH = 2000
"""Rows of one transaction: enough that its own cost is small, few enough that others get their turn."""

REFUSED_SHOWN = 1000

_IMPORT = "access.import_users"


@frozen
class _Kept:
    """The first result of an import: its numbers, and the refused rows of the view, sealed."""

    added: int
    already: int
    refused: str
    more_refused: int


class Imports:
    """Imports of any number of users (1.4.a)."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AccessWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        digests: Digests,
        secrets: Secrets,
        sealer: Sealer,
        addresses: Addresses = PLAIN,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._digests = digests
        self._sealer = sealer
        self._addresses = addresses
        self._inviting = Inviting(secrets, sealer)

    def import_users(  # noqa: PLR0913 - who, whose, what, how, and who hears of it
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        rows: Iterable[Row],
        invite: bool = False,
        content: str | None = None,
        idempotency_key: str | None = None,
        on_progress: Callable[[int], None] = lambda _rows: None,
        on_refused: Callable[[RefusedRow], None] = lambda _row: None,
    ) -> ImportView:
        """Add a user for every row, 2,000 rows per transaction; `on_progress` gets the number of rows processed.

        A row is its line and its columns, as `saas_core.access.import_rows` describes them. A user with roles in
        several places has a row for each, one after the other: it is added with all of them, or refused with all of
        them. An existing user with that name and those roles is skipped, so an interrupted import is simply run again.
        An invalid row is refused with line, field, reason and remedy, and does not affect other users: `on_refused`
        gets each refusal, in the order of lines, once its batch is committed; the view holds the first 1,000. Rows are
        read as they come, so memory does not grow.

        An idempotency key stands for a whole file, whose digest is `content`. The first result is stored once every row
        is processed: a repeat then reads no rows, and `on_refused` gets the refusals in the view; before that, a repeat
        continues where the interrupted attempt ended. Raises Refused, InvalidValue from the rows' reader and for a key
        without content, KeyReused.
        """

        def carry_out() -> ImportView:
            return self._import(by, tenant_id, rows, invite=invite, on_progress=on_progress, on_refused=on_refused)

        if idempotency_key is None:
            return carry_out()
        if content is None:
            message = "is required with an idempotency key."
            raise InvalidValue(message, field="content", remedy="Give a digest of the file, such as its SHA-256.")
        request = Request(_IMPORT, {"content": text.name(content, "content"), "invite": invite}, idempotency_key)
        with self._acts.read(tenant_id, by) as act:
            act.require(PEOPLE)
            kept = act.answered(request, _Kept)
        context = f"import:{tenant_id}:{idempotency_key}"
        if kept is not None:
            view = self._opened(kept, context)
            for each in view.refused:
                on_refused(each)
            return view
        view = carry_out()
        with self._acts.begin(tenant_id, by) as act:
            kept = act.once(request, _Kept, lambda: self._sealed(view, context))
        return self._opened(kept, context)

    def _import(  # noqa: PLR0913 - as `import_users`
        self,
        by: Actor,
        tenant_id: TenantId,
        rows: Iterable[Row],
        *,
        invite: bool,
        on_progress: Callable[[int], None],
        on_refused: Callable[[RefusedRow], None],
    ) -> ImportView:
        added = already = seen = more = 0
        first: list[RefusedRow] = []
        for taken in _batches(rows):
            refused: list[RefusedRow] = []
            # Read before the tenant is locked, so that other commands wait less.
            given = applicants(taken, refused, self._addresses)
            with self._acts.begin(tenant_id, by) as act:
                act.require(PEOPLE)
                batch = self._batch(act, refused, invite=invite)
                batch.take(given)
            added += batch.added
            already += batch.already
            seen += len(taken)
            for each in sorted(refused, key=lambda row: row.line):
                on_refused(each)
                if len(first) < REFUSED_SHOWN:
                    first.append(each)
                else:
                    more += 1
            on_progress(seen)
        return ImportView(added, already, tuple(first), more)

    def _sealed(self, view: ImportView, context: str) -> _Kept:
        # A reason may quote an address that nobody has, and addresses are stored only in the rows of users.
        refused = json.dumps([astuple(each) for each in view.refused])
        return _Kept(view.added, view.already, self._sealer.seal(refused, context), view.more_refused)

    def _opened(self, kept: _Kept, context: str) -> ImportView:
        refused = (RefusedRow(*each) for each in json.loads(self._sealer.open(kept.refused, context)))
        return ImportView(kept.added, kept.already, tuple(refused), kept.more_refused)

    def _batch(self, act: Act, refused: list[RefusedRow], *, invite: bool) -> Batch:
        known = owner_role_kept(act)

        def add(joining: Joining) -> User:
            user, _given, _invitation = join_new(act, self._inviting, self._digests, joining, known)
            return user

        return Batch(act, known, grantor_of(act, known), add, invite, refused)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows by the batch; those of one user that follow each other stay together, up to twice as many."""
    batch: list[Row] = []
    try:
        for row in rows:
            if len(batch) >= BATCH and (len(batch) >= 2 * BATCH or _address(row) != _address(batch[-1])):
                yield batch
                batch = []
            batch.append(row)
    except Exception:
        # What was read before a row that cannot be read is whole, if it makes a batch.
        if len(batch) >= BATCH:
            yield batch
        raise
    if batch:
        yield batch


def _address(row: Row) -> object:
    return row[1].get("email")
