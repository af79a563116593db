"""Checks of what the provider stored for every client.

Each version of the terms is the document that was published; each permission adds an operation and takes no other name.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.journal import EntryFilter
from saas_core.kernel.parts import Finding, HouseCheck
from saas_core.kernel.work import Transactions
from saas_core.policy.catalogue import catalogue, require_free
from saas_core.policy.document import read_terms
from saas_core.policy.ports import PolicyWork
from saas_core.policy.terms import StoredTerms


@frozen
class PolicyChecks:
    """Checks the registered permissions against the software and every version of the terms."""

    transactions: Transactions[PolicyWork]

    def all(self) -> tuple[HouseCheck, ...]:
        """Return the checks."""
        return (HouseCheck("terms", self._altered), HouseCheck("permissions", self._colliding))

    def _altered(self) -> Iterator[Finding]:
        with self.transactions.read(PROVIDER) as work:
            found = [(each, _published(work, each.version)) for each in work.terms.stored()]
        for stored, published in found:
            if not _as_its_document(stored):
                sentence = f"Version {stored.version[:64]} of the terms is not what its document and digest say."
            elif published != {stored.digest}:
                sentence = f"Version {stored.version[:64]} of the terms is not the document that the journal noted."
            else:
                continue
            yield Finding("terms", "provider", sentence, "Keep the store as it is, and compare it with a backup.")

    def _colliding(self) -> Iterator[Finding]:
        with self.transactions.read(PROVIDER) as work:
            versions, permissions = work.terms.all(), work.permissions.all()
        taken = {name for terms in versions for name in catalogue(terms.actions, terms.reserved).actions}
        reserved = tuple(dict.fromkeys(area for terms in versions for area in terms.reserved))
        for each in permissions:
            try:
                require_free(each, taken, reserved)
            except InvalidValue as fault:
                yield Finding(
                    "permissions",
                    "provider",
                    f"The registered permission {each.name!r} opens nothing: {fault.message}",
                    "Register the operation under another name; whoever owns the database removes this one.",
                )


def _published(work: PolicyWork, version: str) -> set[str]:
    """Return the digests with which the journal notes the publishing of a version: one, if nobody forged another."""
    wanted = EntryFilter(action="policy.publish_terms", subject=f"terms:{version}")
    return {str(each.details.get("digest")) for each in work.journal.newest(wanted)}


def _as_its_document(stored: StoredTerms) -> bool:
    """Return whether a version is exactly what its own document says, and has that document's digest."""
    if stored.terms is None or (stored.version, stored.digest) != (stored.terms.version, stored.terms.digest):
        return False
    try:
        return read_terms(stored.terms.document.encode(), published=True) == stored.terms
    except (InvalidValue, UnicodeError):
        return False
