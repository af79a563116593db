"""What is done to the policy: publishing terms and registering permissions; and what can be read of it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from attrs import evolve

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import once
from saas_core.kernel.ids import PROVIDER, EntryId, Ids
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import JournalEntryDraft, Value
from saas_core.kernel.tasks import EVERYBODY, SWEEP
from saas_core.kernel.work import Transactions
from saas_core.policy.actions import Permission
from saas_core.policy.decision import Question
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.permissions import read_permissions
from saas_core.policy.ports import Judge, PolicyWork
from saas_core.policy.publication import first_of_all, publishable
from saas_core.policy.queries import (
    ComparisonView,
    PermissionView,
    RegistrationView,
    TermsSummary,
    TermsView,
    comparison_view,
    permission_view,
    terms_summary,
    terms_view,
)
from saas_core.policy.terms import Terms, offered


@checked
class Policy:
    """The provider's desk of terms and permissions; all of it lies in the provider's own scope."""

    def __init__(self, *, transactions: Transactions[PolicyWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._ids = ids
        self._judge = judge

    def publish_terms(self, *, by: Actor, document: bytes, idempotency_key: str | None = None) -> TermsSummary:
        """Publish a version of the terms; the same document again changes nothing.

        Raises TermsInvalid naming line and key, TermsFrozen when the version exists with another text, Refused for
        who may not (1.1). The very first version may be published by the software's own setup.
        """
        terms = read_terms(document)
        with self._transactions.begin(PROVIDER) as work:
            at = self._clock.now()
            if not first_of_all(by, work.terms.all()):
                self._judge.require(work, Question(PROVIDER, by, "provider.terms"), at)
            view = once(
                work,
                key=idempotency_key,
                command="policy.publish_terms",
                request={"digest": terms.digest},
                result=TermsSummary,
                do=lambda: self._publish(work, by, terms, at),
            )
            work.commit()
            return view

    def _publish(self, work: PolicyWork, by: Actor, terms: Terms, at: datetime) -> TermsSummary:
        if publishable(terms, work.terms.all(), work.permissions.all(), at):
            work.terms.put(terms)
            details: dict[str, Value] = {
                "digest": terms.digest,
                "effective_from": terms.effective_from.isoformat(),
                "hourly_rate_minor": terms.hourly_rate.minor,
            }
            self._note(work, by, at, action="policy.publish_terms", subject=f"terms:{terms.version}", details=details)
            # Whoever accepted another version hears of this one.
            work.tasks.want(SWEEP, EVERYBODY, at)
        return terms_summary(terms)

    def register_permissions(
        self, *, by: Actor, document: bytes, idempotency_key: str | None = None
    ) -> RegistrationView:
        """Register the operations of the platform; a known name gets the new title, none is ever removed.

        Raises PermissionsInvalid naming line and key, Refused for who may not (1.1).
        """
        digest = hashlib.sha256(document).hexdigest()
        with self._transactions.begin(PROVIDER) as work:
            at = self._clock.now()
            self._judge.require(work, Question(PROVIDER, by, "provider.permissions"), at)
            view = once(
                work,
                key=idempotency_key,
                command="policy.register_permissions",
                request={"digest": digest},
                result=RegistrationView,
                do=lambda: self._register(work, by, read_permissions(document, work.terms.all()), digest, at),
            )
            work.commit()
            return view

    def _register(
        self, work: PolicyWork, by: Actor, permissions: tuple[Permission, ...], digest: str, at: datetime
    ) -> RegistrationView:
        titles = {each.name: each.title for each in work.permissions.all()}
        added = tuple(evolve(each, since=at) for each in permissions if each.name not in titles)
        retitled = tuple(each for each in permissions if titles.get(each.name, each.title) != each.title)
        view = RegistrationView(
            added=tuple(each.name for each in added),
            retitled=tuple(each.name for each in retitled),
            unchanged=tuple(each.name for each in permissions if titles.get(each.name) == each.title),
        )
        if added or retitled:
            work.permissions.put((*added, *retitled))
            details: dict[str, Value] = {
                "digest": digest,
                "added": list(view.added),
                "retitled": list(view.retitled),
            }
            self._note(work, by, at, action="policy.register_permissions", subject="permissions", details=details)
        return view

    def versions(self) -> tuple[TermsSummary, ...]:
        """Give all versions of the terms, by the instant from which they are offered."""
        with self._transactions.read(PROVIDER) as work:
            return tuple(terms_summary(each) for each in work.terms.all())

    def show_terms(self, *, version: str) -> TermsView:
        """Give a version in full; raises TermsUnknown."""
        with self._transactions.read(PROVIDER) as work:
            return terms_view(_known(work, version))

    def offered_terms(self, *, at: datetime | None = None) -> TermsView:
        """Give the version offered to new licensees at an instant (now).

        Raises TermsUnknown when none was published, InvalidValue for a naive or absurd instant.
        """
        moment = self._clock.now() if at is None else instant(at)
        with self._transactions.read(PROVIDER) as work:
            return terms_view(offered(work.terms.all(), moment))

    def compare_terms(self, *, before: str, after: str) -> ComparisonView:
        """Give every difference between two versions; raises TermsUnknown."""
        with self._transactions.read(PROVIDER) as work:
            return comparison_view(_known(work, before), _known(work, after))

    def permissions(self) -> tuple[PermissionView, ...]:
        """Give the registered permissions, by name."""
        with self._transactions.read(PROVIDER) as work:
            return tuple(permission_view(each) for each in work.permissions.all())

    def _note(  # noqa: PLR0913 - the parts of a note
        self, work: PolicyWork, by: Actor, at: datetime, *, action: str, subject: str, details: dict[str, Value]
    ) -> None:
        work.journal.append(
            JournalEntryDraft(
                id=EntryId(self._ids.new()), at=at, by=by, action=action, subject=subject, details=details
            )
        )


def _known(work: PolicyWork, version: str) -> Terms:
    terms = work.terms.get(version)
    if terms is None:
        message = f"there is no version {version[:60]!r}."
        raise TermsUnknown(message, field="version", remedy="List the versions to see those published.")
    return terms
