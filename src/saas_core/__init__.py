"""The license policy as a framework-free core: whether an action is allowed, by which clause, how long, and remedies.

The names that an embedder needs are here, loaded on first use: `import saas_core` alone imports nothing.
"""

from __future__ import annotations

# Type checkers know it by its name; importing `typing` for it would cost more than the rest of this module.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from saas_core.kernel.actors import Actor, ClientUser, Staff
    from saas_core.kernel.errors import Conflict, InvalidValue, NotFound, SaasError, StoreFault
    from saas_core.kernel.ids import DepartmentId, TenantId, UserId
    from saas_core.kernel.money import Money
    from saas_core.kernel.period import Period
    from saas_core.policy.decision import (
        About,
        AboutKind,
        Decision,
        LicenseeKind,
        Manner,
        Question,
        Refused,
        Verdict,
    )
    from saas_core.policy.reasons import Reason, ReasonCode, Remedy

_ROOMS = {
    "kernel.actors": ("Actor", "ClientUser", "Staff"),
    "kernel.errors": ("Conflict", "InvalidValue", "NotFound", "SaasError", "StoreFault"),
    "kernel.ids": ("DepartmentId", "TenantId", "UserId"),
    "kernel.money": ("Money",),
    "kernel.period": ("Period",),
    "policy.decision": (
        "About",
        "AboutKind",
        "Decision",
        "LicenseeKind",
        "Manner",
        "Question",
        "Refused",
        "Verdict",
    ),
    "policy.reasons": ("Reason", "ReasonCode", "Remedy"),
}
_HOMES = {name: f"{__name__}.{room}" for room, names in _ROOMS.items() for name in names}

__all__ = [
    "About",
    "AboutKind",
    "Actor",
    "ClientUser",
    "Conflict",
    "Decision",
    "DepartmentId",
    "InvalidValue",
    "LicenseeKind",
    "Manner",
    "Money",
    "NotFound",
    "Period",
    "Question",
    "Reason",
    "ReasonCode",
    "Refused",
    "Remedy",
    "SaasError",
    "Staff",
    "StoreFault",
    "TenantId",
    "UserId",
    "Verdict",
]


def __getattr__(name: str) -> object:
    """Return a name of the façade, loading its room on first use; raises AttributeError."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - not before a name is used

    found: object = getattr(import_module(home), name)
    # Stored, so that the next use costs no more than any other name of a module.
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the names of the façade, loaded or not."""
    return sorted({*globals(), *__all__})
