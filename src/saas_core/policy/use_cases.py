"""Use cases of the policy: publish terms, register permissions, and read both."""

from __future__ import annotations

import hashlib
from datetime import datetime

from attrs import evolve

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import PROVIDER, Ids
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import EVERYBODY
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Act, Acts
from saas_core.policy.catalogue import Permission
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
from saas_core.policy.shipped import next_day, shipped_from
from saas_core.policy.terms import Terms, offered


@checked
class Policy:
    """The provider's desk for terms and permissions, all in the provider's own scope."""

    def __init__(self, *, transactions: Transactions[PolicyWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def publish_terms(self, *, by: Actor, document: bytes, idempotency_key: str | None = None) -> TermsSummary:
        """Publish a version of the terms; the same document again changes nothing.

        Raises TermsInvalid naming line and key, TermsFrozen when the version exists with another text, Refused for
        actors without the right (1.1). The software's own setup may publish the very first version.
        """
        digest = hashlib.sha256(document).hexdigest()
        terms = read_terms(document, published=any(each.digest == digest for each in self.versions()))
        request = Request("policy.publish_terms", {"digest": terms.digest}, idempotency_key)
        with self._acts.begin(PROVIDER, by) as act:
            if not first_of_all(by, act.work.terms.all()):
                act.require("provider.terms")
            return act.once(request, TermsSummary, lambda: _publish(act, terms))

    def register_permissions(
        self, *, by: Actor, document: bytes, idempotency_key: str | None = None
    ) -> RegistrationView:
        """Register the operations of the platform; a known name gets the new title, and none is ever removed.

        Raises PermissionsInvalid naming line and key, Refused for actors without the right (1.1).
        """
        digest = hashlib.sha256(document).hexdigest()
        request = Request("policy.register_permissions", {"digest": digest}, idempotency_key)
        with self._acts.begin(PROVIDER, by) as act:
            act.require("provider.permissions")
            return act.once(
                request,
                RegistrationView,
                lambda: _register(act, read_permissions(document, act.work.terms.all()), digest),
            )

    def versions(self) -> tuple[TermsSummary, ...]:
        """Return all versions of the terms, by the instant from which they are offered."""
        with self._acts.transactions.read(PROVIDER) as work:
            return tuple(terms_summary(each) for each in work.terms.all())

    def show_terms(self, *, version: str) -> TermsView:
        """Return a version in full; raises TermsUnknown."""
        with self._acts.transactions.read(PROVIDER) as work:
            return terms_view(_known(work, version))

    def offered_terms(self, *, at: datetime | None = None) -> TermsView:
        """Return the version offered to new licensees at an instant, by default now.

        Raises TermsUnknown when none was published, InvalidValue for a naive or absurd instant.
        """
        moment = self._acts.clock.now() if at is None else instant(at)
        with self._acts.transactions.read(PROVIDER) as work:
            return terms_view(offered(work.terms.all(), moment))

    def shipped_terms(self, *, since: datetime | None = None) -> TermsView:
        """Return the version shipped with the software, as one offered from an instant, by default from tomorrow (UTC).

        Whether it is published here or not. Raises InvalidValue for a naive or absurd instant.
        """
        moment = next_day(self._acts.clock.now()) if since is None else instant(since, "since")
        return terms_view(read_terms(shipped_from(moment)))

    def compare_terms(self, *, before: str, after: str) -> ComparisonView:
        """Return every difference between two versions; raises TermsUnknown."""
        with self._acts.transactions.read(PROVIDER) as work:
            return comparison_view(_known(work, before), _known(work, after))

    def permissions(self) -> tuple[PermissionView, ...]:
        """Return the registered permissions, by name."""
        with self._acts.transactions.read(PROVIDER) as work:
            return tuple(permission_view(each) for each in work.permissions.all())


def _publish(act: Act[PolicyWork], terms: Terms) -> TermsSummary:
    if publishable(terms, act.work.terms.all(), act.work.permissions.all(), act.at):
        act.work.terms.put(terms)
        details: dict[str, Value] = {
            "digest": terms.digest,
            "effective_from": terms.effective_from.isoformat(),
            "hourly_rate_minor": terms.hourly_rate.minor,
        }
        act.note("policy.publish_terms", f"terms:{terms.version}", details)
        # Clients that accepted another version get a notice of this one.
        act.want(SWEEP, EVERYBODY)
    return terms_summary(terms)


def _register(act: Act[PolicyWork], permissions: tuple[Permission, ...], digest: str) -> RegistrationView:
    titles = {each.name: each.title for each in act.work.permissions.all()}
    added = tuple(evolve(each, since=act.at) for each in permissions if each.name not in titles)
    retitled = tuple(each for each in permissions if titles.get(each.name, each.title) != each.title)
    view = RegistrationView(
        added=tuple(each.name for each in added),
        retitled=tuple(each.name for each in retitled),
        unchanged=tuple(each.name for each in permissions if titles.get(each.name) == each.title),
    )
    if added or retitled:
        act.work.permissions.put((*added, *retitled))
        details: dict[str, Value] = {"digest": digest, "added": list(view.added), "retitled": list(view.retitled)}
        act.note("policy.register_permissions", "permissions", details)
    return view


def _known(work: PolicyWork, version: str) -> Terms:
    terms = work.terms.get(version)
    if terms is None:
        message = f"there is no version {version[:60]!r}."
        raise TermsUnknown(message, field="version", remedy="List the versions to see those published.")
    return terms
