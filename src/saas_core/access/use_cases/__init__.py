"""Use cases of access: people, departments, roles, invitations, staff, and the credentials that let them in.

Each is imported when it is first used, since most programs and commands use one or two of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from saas_core.kernel.arguments import checked

if TYPE_CHECKING:
    from saas_core.access.use_cases.api_keys import ApiKeys
    from saas_core.access.use_cases.break_glass import BreakGlass
    from saas_core.access.use_cases.departments import Departments
    from saas_core.access.use_cases.imports import Imports
    from saas_core.access.use_cases.inquiries import Inquiries
    from saas_core.access.use_cases.invitations import Invitations
    from saas_core.access.use_cases.myself import Myself
    from saas_core.access.use_cases.names import Names
    from saas_core.access.use_cases.naming import NamesByReference
    from saas_core.access.use_cases.people import People
    from saas_core.access.use_cases.rehearsal import Rehearsal
    from saas_core.access.use_cases.roles import Roles
    from saas_core.access.use_cases.sign_in import SignIn
    from saas_core.access.use_cases.staff import StaffDesk

__all__ = [
    "ApiKeys",
    "BreakGlass",
    "Departments",
    "Imports",
    "Inquiries",
    "Invitations",
    "Myself",
    "Names",
    "NamesByReference",
    "People",
    "Rehearsal",
    "Roles",
    "SignIn",
    "StaffDesk",
]

_PLACES = {
    "ApiKeys": "api_keys",
    "BreakGlass": "break_glass",
    "Departments": "departments",
    "Imports": "imports",
    "Inquiries": "inquiries",
    "Invitations": "invitations",
    "Myself": "myself",
    "Names": "names",
    "NamesByReference": "naming",
    "People": "people",
    "Rehearsal": "rehearsal",
    "Roles": "roles",
    "SignIn": "sign_in",
    "StaffDesk": "staff",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - one of the classes above
    """Import a desk, and let it refuse arguments of the wrong kind."""
    if name not in _PLACES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    desk = checked(getattr(import_module(f"{__name__}.{_PLACES[name]}"), name))
    globals()[name] = desk
    return desk
