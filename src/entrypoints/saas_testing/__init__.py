"""A kit for tests of services that embed the library: an application in memory, a clock moved by hand, and a mailbox.

pytest offers it as the fixture `saas`; `open_kit` opens one anywhere else. Nothing is imported before it is used, so
that a test run that does not use the kit does not pay for it. Needs the extra `testing`.
"""

from __future__ import annotations

# Type checkers know it by its name.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from saas_testing.clock import Clock
    from saas_testing.kit import Client, Invited, Kit, Person, open_kit
    from saas_testing.mailbox import Mailbox, token_in

_HOMES = {
    "Client": "kit",
    "Clock": "clock",
    "Invited": "kit",
    "Kit": "kit",
    "Mailbox": "mailbox",
    "Person": "kit",
    "open_kit": "kit",
    "token_in": "mailbox",
}

__all__ = ["Client", "Clock", "Invited", "Kit", "Mailbox", "Person", "open_kit", "token_in"]


def __getattr__(name: str) -> object:
    """Return a name of the kit, loading its module on first use; raises AttributeError."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - not before a name is used

    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
