"""The journal as people read it: newest first, narrowed, with the names that the reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.access.use_cases.act import Acts
from saas_core.access.values import PEOPLE_SEEN
from saas_core.gate.audit import AuditWork, require_reading, sees_people
from saas_core.gate.withheld import without_people
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import EntryFilter, EntryKind, JournalEntry, Value
from saas_core.kernel.naming import Nameless, Naming
from saas_core.kernel.pages import page_size
from saas_core.kernel.sight import Sight, Unhindered
from saas_core.kernel.text import LONGEST_NAME
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

PAGE = 500


@frozen(kw_only=True)
class EntryView:
    """An entry of a journal, with the names of its actor and subject where the reader may see them, else None."""

    tenant_id: TenantId
    position: int
    id: EntryId
    at: datetime
    by: str
    by_name: str | None
    kind: EntryKind
    action: str
    subject: str
    subject_name: str | None
    details: Mapping[str, Value]
    previous: str
    hash: str


@checked
class Trail:
    """Reads journals for people."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AuditWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        naming: Naming | None = None,
        sight: Sight | None = None,
    ) -> None:
        """Take the ports; without `naming` entries show references alone, without `sight` all of what they hold."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._naming = naming or Nameless()
        self._sight = sight or Unhindered()

    def newest(  # noqa: PLR0913 - who, whose, which part, and the four filters
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        before: int = 0,
        limit: int = 50,
        actor: str = "",
        action: str = "",
        subject: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[EntryView, ...]:
        """Read entries, newest first, those before a position (0 for the end of the journal), at most 500.

        `actor`, `action` and `subject` are as entries show them, such as `user:<id>`, `roles.create` or `role:<id>`;
        what a program did has the actor `user:<id>/key:<id>`. Entries lie in `[since, until)`. Names are those that the
        reader may read elsewhere too; staff reads none of a client's people without a grant (1.5). Raises Refused as
        `Audit.entries` does, InvalidValue for a naive or absurd instant.
        """
        wanted = EntryFilter(
            actor=actor[: 2 * LONGEST_NAME],
            action=action[:LONGEST_NAME],
            subject=subject[: 2 * LONGEST_NAME],
            since=None if since is None else instant(since, "since"),
            until=None if until is None else instant(until, "until"),
        )
        with self._acts.read(tenant_id, by) as act:
            require_reading(act)
            seen = sees_people(act)
            if not seen and _about_people(wanted):
                # Whoever may not see who it was must not find out by asking for each in turn.
                act.require(PEOPLE_SEEN)
            found = act.work.journal.newest(wanted, before=before, limit=page_size(limit, PAGE))
            if not seen:
                found = tuple(map(without_people, found))
            shown = self._sight.shown(act.work, by, act.at, found)
            # Whoever may not see it must not find out by asking for its subject or its actor, either.
            found = tuple(each for each in shown if _asked_for(wanted, each))
        references = {text for each in found for text in (_person(each.by), each.subject)}
        names = self._naming.names(by=by, tenant_id=tenant_id, references=references)
        return tuple(_view(each, names) for each in found)


def _about_people(wanted: EntryFilter) -> bool:
    """Return whether a filter names an actor or a subject that may be one of the client's people or roles."""
    return bool(wanted.subject) or (bool(wanted.actor) and not wanted.actor.startswith(("staff:", "system:")))


def _asked_for(wanted: EntryFilter, shown: JournalEntry) -> bool:
    """Return whether an entry, as its reader sees it, is one of those that the filter names."""
    hidden = wanted.actor.startswith("staff:") and shown.by != wanted.actor
    return not hidden and (not wanted.subject or shown.subject == wanted.subject)


def _person(actor: str) -> str:
    """Return the person behind an actor, who is also behind that person's programs."""
    return actor.partition("/")[0]


def _view(entry: JournalEntry, names: Mapping[str, str]) -> EntryView:
    return EntryView(
        tenant_id=entry.tenant_id,
        position=entry.position,
        id=entry.id,
        at=entry.at,
        by=entry.by,
        by_name=names.get(_person(entry.by)),
        kind=entry.kind,
        action=entry.action,
        subject=entry.subject,
        subject_name=names.get(entry.subject),
        details=entry.details,
        previous=entry.previous,
        hash=entry.hash,
    )
