"""Forms of staff, which has no session here: each asks for the key of its person, and keeps it nowhere."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, TypeVar

from attrs import frozen

from saas_core.access.errors import KeyUnknown
from saas_core.access.values import KeyKind, read_key
from saas_core.kernel.actors import Actor
from saas_core.kernel.bounds import Text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.secrets import Secret
from saas_portal.forms import FormInvalid, Said
from saas_portal.visits import Visit
from saas_web.problems import Fault

E = TypeVar("E", bound=Enum)

_CHOOSE: Final = "Choose one of the list."
PICK: Final = Said(_CHOOSE)
"""What is said beside a list of which nothing was chosen."""
_KEY: Final = Text(20, 400)


@frozen(kw_only=True)
class Keyed:
    """The key of a member of staff."""

    key: Annotated[str, _KEY, Secret(), Said("Type your key as a member of staff.")]


def staff_of(visit: Visit, key: str) -> Actor:
    """Return the member of staff with a key; a client's key signs nobody in here. Raises FormInvalid."""
    known = read_key(key)
    unknown = FormInvalid((Fault("key", "This is no key of a member of staff, or it has ended.", ""),))
    if known is None or known.kind is not KeyKind.STAFF:
        raise unknown
    try:
        return visit.app.sign_in(key)
    except (KeyUnknown, InvalidValue):
        raise unknown from None


def picked(kind: type[E], value: str, box: str) -> E:
    """Return what was chosen of a list; raises FormInvalid, told beside its box."""
    try:
        return kind(value)
    except ValueError:
        raise FormInvalid((Fault(box, _CHOOSE, ""),)) from None
