"""Views of the policy: versions of the terms, their differences, the registered permissions."""

from __future__ import annotations

from datetime import datetime

from attrs import asdict, frozen

from saas_core.policy.catalogue import Permission
from saas_core.policy.comparison import Difference, compare
from saas_core.policy.terms import Terms


@frozen
class TermsSummary:
    """A version of the terms in brief; the rate is in minor units, the digest the SHA-256 of the exact document."""

    version: str
    effective_from: datetime
    currency: str
    hourly_rate_minor: int
    digest: str


@frozen
class ClauseView:
    """A clause."""

    number: str
    key: str
    text: str


@frozen
class SettingView:
    """A setting, its value written as in the document."""

    name: str
    value: str


@frozen
class ActionView:
    """An action in the catalogue."""

    name: str
    kind: str
    access: str
    clauses: tuple[str, ...]
    title: str
    permission: str | None


@frozen
class TermsView:
    """A version of the terms in full; `document` is the exact text that is accepted."""

    version: str
    effective_from: datetime
    currency: str
    hourly_rate_minor: int
    hourly_rate: str
    time_zone: str
    eligible: tuple[str, ...]
    settings: tuple[SettingView, ...]
    clauses: tuple[ClauseView, ...]
    reserved: tuple[str, ...]
    actions: tuple[ActionView, ...]
    digest: str
    document: str


@frozen
class DifferenceView:
    """A difference between two versions: the part, the row, the aspect, the kind of change, and both values."""

    part: str
    name: str
    aspect: str
    change: str
    before: str
    after: str


@frozen
class ComparisonView:
    """Two versions side by side."""

    before: str
    after: str
    differences: tuple[DifferenceView, ...]


@frozen
class PermissionView:
    """A registered permission."""

    name: str
    title: str


@frozen
class RegistrationView:
    """The result of a registration, by name: permissions added, given a new title, and left as they were."""

    added: tuple[str, ...]
    retitled: tuple[str, ...]
    unchanged: tuple[str, ...]


def terms_summary(terms: Terms) -> TermsSummary:
    """Return a version in brief."""
    return TermsSummary(terms.version, terms.effective_from, terms.currency, terms.hourly_rate.minor, terms.digest)


def terms_view(terms: Terms) -> TermsView:
    """Return a version in full."""
    return TermsView(
        version=terms.version,
        effective_from=terms.effective_from,
        currency=terms.currency,
        hourly_rate_minor=terms.hourly_rate.minor,
        hourly_rate=str(terms.hourly_rate),
        time_zone=terms.time_zone,
        eligible=tuple(sorted(each.value for each in terms.eligible)),
        settings=tuple(SettingView(name, str(value).lower()) for name, value in asdict(terms.settings).items()),
        clauses=tuple(ClauseView(each.number, each.key, each.text) for each in terms.clauses),
        reserved=tuple(each.area for each in terms.reserved),
        actions=tuple(
            ActionView(
                name=each.name,
                kind=each.kind.value,
                access=each.access.value,
                clauses=each.clauses,
                title=each.title,
                permission=each.permission,
            )
            for each in terms.actions
        ),
        digest=terms.digest,
        document=terms.document,
    )


def comparison_view(before: Terms, after: Terms) -> ComparisonView:
    """Return two versions side by side."""
    return ComparisonView(before.version, after.version, tuple(_difference(each) for each in compare(before, after)))


def permission_view(permission: Permission) -> PermissionView:
    """Return a registered permission."""
    return PermissionView(permission.name, permission.title)


def _difference(difference: Difference) -> DifferenceView:
    return DifferenceView(
        part=difference.part.value,
        name=difference.name,
        aspect=difference.aspect,
        change=difference.change.value,
        before=difference.before,
        after=difference.after,
    )
