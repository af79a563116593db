"""Rules of publishing: a version never changes, never takes effect in the past, and takes no name of the platform."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.kernel.actors import Actor, System
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.catalogue import Permission, catalogue, require_free
from saas_core.policy.errors import TermsFrozen, TermsInvalid
from saas_core.policy.terms import Terms


def first_of_all(by: Actor, versions: Iterable[Terms]) -> bool:
    """Return whether the software's own setup publishes the very first version, which no terms can judge yet."""
    return isinstance(by, System) and not tuple(versions)


def publishable(terms: Terms, versions: tuple[Terms, ...], permissions: Iterable[Permission], at: datetime) -> bool:
    """Return whether a version is new; False when exactly this document is already known.

    Raises TermsFrozen when the version exists with another text, TermsInvalid when it would be offered from an instant
    that is past or already has a version (9.4), or takes a name that the platform registered.
    """
    known = next((each for each in versions if each.version == terms.version), None)
    if known is not None and known.digest == terms.digest:
        return False
    if known is not None:
        message = f"version {terms.version} exists with another text."
        raise TermsFrozen(message, field="version", remedy="Give the changed document a new version.")
    if versions and terms.effective_from <= at:
        message = f"{terms.effective_from.isoformat()} is in the past; new terms are never retroactive (9.4)."
        raise TermsInvalid(message, field="effective_from", remedy=f"Give an instant after {at.isoformat()}.")
    if any(each.effective_from == terms.effective_from for each in versions):
        message = "another version is already offered from this instant."
        raise TermsInvalid(message, field="effective_from", remedy="Give another instant.")
    try:
        names = catalogue(terms.actions, terms.reserved).actions
        for each in permissions:
            require_free(each, names, terms.reserved)
    except InvalidValue as fault:
        message = f"the platform registered a permission of that name: {fault.message}"
        raise TermsInvalid(message, field="action", remedy="Give the action or area another name.") from fault
    return True
