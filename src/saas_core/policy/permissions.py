"""Documents of permissions: the operations that the platform registers, as TOML rows of name and title."""

from __future__ import annotations

from collections.abc import Iterable

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.actions import OF_SOFTWARE_NAMES
from saas_core.policy.catalogue import Permission, registered
from saas_core.policy.errors import PermissionsInvalid
from saas_core.policy.tables import Table, read_document
from saas_core.policy.terms import Terms


def read_permissions(document: bytes, versions: Iterable[Terms]) -> tuple[Permission, ...]:
    """Read a document of `[[permission]]` rows with name and title, valid for every version of the terms.

    Every version counts, because a license may still rest on an old one. Raises PermissionsInvalid naming line and
    key: for anything but UTF-8 TOML of at most 1,000,000 bytes, an unknown, missing or repeated key or name, a right
    that is never granted (1.2, 0.3), and a name that the terms or the software have.
    """
    _source, top = read_document(document, PermissionsInvalid)
    top.only(("permission",))
    versions = tuple(versions)
    reserved = tuple(dict.fromkeys(area for terms in versions for area in terms.reserved))
    taken = {action.name: f"the terms (version {terms.version})" for terms in versions for action in terms.actions}
    taken |= dict.fromkeys(OF_SOFTWARE_NAMES, "the software")
    found: dict[str, Permission] = {}
    for row in top.rows("permission"):
        row.only(("name", "title"))
        given = Permission(row.string("name"), row.string("title"))
        try:
            permission = registered(given, reserved)
        except InvalidValue as fault:
            key = "title" if fault.field == "title" else "name"
            raise row.wrong(fault.message, key, fault.remedy) from fault
        _free(row, permission.name, taken, found)
        found[permission.name] = permission
    return tuple(found.values())


def _free(row: Table, name: str, taken: dict[str, str], found: dict[str, Permission]) -> None:
    if name in taken:
        message = f"{name!r} is part of {taken[name]}."
        raise row.wrong(message, "name", "Choose another name.")
    if name in found:
        message = f"{name!r} already exists."
        raise row.wrong(message, "name", "Keep one of the two.")
