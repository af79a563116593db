"""What can go wrong with engagements.

Ruled                    names the clauses that it rests on, as every error of engagements does
NotFound
└── RequestUnknown       no such engagement of this client
Conflict
├── EngagementNotNow     the engagement's state does not take this command; says which commands it takes
└── ProfileMissing       the provider's own name for its estimates and invoices is not set
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound, SaasError


class Ruled(SaasError):
    """An error that names the clauses it rests on, as `clauses` and at the end of its sentence.

    A kind with the same words each time has them as `words`, `about` and `helps`.
    """

    clauses: tuple[str, ...] = ("4.2",)
    words: str = ""
    about: str = ""
    helps: str = ""

    def __init__(
        self, message: str = "", *, field: str = "", remedy: str = "", clauses: tuple[str, ...] | None = None
    ) -> None:
        """Take what is wrong, in which field, what would help, and the clauses unless they are those of the kind."""
        if clauses is not None:
            self.clauses = clauses
        said = _cited(message or self.words, self.clauses)
        super().__init__(said, field=field or self.about, remedy=remedy or self.helps)


class Unknown(Ruled, NotFound):
    """No such thing of this client; the answer is the same for a thing of another client."""

    def __init__(self, *_given: object) -> None:
        """Say what is fixed for the kind."""
        super().__init__()


class RequestUnknown(Unknown):
    """No such engagement of this client."""

    code = "REQUEST_UNKNOWN"
    clauses = ("4.1",)
    words, about = "there is no such request.", "engagement"
    helps = "List the requests to see which exist."


class EngagementNotNow(Ruled, Conflict):
    """The engagement's state does not take this command; `allowed` are those that it takes."""

    code = "ENGAGEMENT_NOT_NOW"

    def __init__(self, command: str, state: str, allowed: tuple[str, ...] = ()) -> None:
        """Say which command was refused in which state, and what the state takes instead."""
        self.given = (command, state, allowed)
        self.allowed = allowed
        message = f"an engagement that is {_words(state)} does not take {_words(command)!r}."
        listed = ", ".join(map(_words, allowed))
        super().__init__(
            message, field="engagement", remedy=f"It takes: {listed}." if allowed else "Ask for a new estimate."
        )

    def __reduce__(self) -> tuple[type[EngagementNotNow], tuple[str, str, tuple[str, ...]]]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return EngagementNotNow, self.given


class ProfileMissing(Ruled, Conflict):
    """The provider's own name for its estimates and invoices is not set."""

    code = "PROFILE_MISSING"
    clauses = ("4.1",)
    words, about = "the provider has no name for its estimates and invoices, so nothing was issued.", "provider_name"
    helps = "Set SAAS_PROVIDER_NAME."


def _words(value: str) -> str:
    return value.replace("_", " ")


def _cited(message: str, clauses: tuple[str, ...]) -> str:
    if "(clause " in message:
        return message
    return f"{message.removesuffix('.')} (clause {', '.join(clauses)})."
