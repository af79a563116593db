"""Problems in words: what was tried, what came back, and what to do, each a sentence without a credential in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from attrs import frozen

from saas_core.integrations.values import Problem, ProblemCode


class _Words(NamedTuple):
    tried: str
    came_back: str
    to_do: str


_KEY: Final = "The gateway was asked with the key."
_LOOK_UP: Final = "The DNS was asked for {about}."
_MAIL: Final = "The provider of mail was asked for the domain."
_WORDS: Final[Mapping[ProblemCode, _Words]] = MappingProxyType(
    {
        ProblemCode.CREDENTIAL_REVOKED: _Words(
            _KEY,
            "It does not know the key, or the key was revoked.",
            "Make a new restricted key there, and connect with it.",
        ),
        ProblemCode.CREDENTIAL_UNFIT: _Words(
            "The key was read.",
            "It is not a restricted key for these payments.",
            "Make a restricted key for the same mode, live or test.",
        ),
        ProblemCode.CREDENTIAL_UNREADABLE: _Words(
            "The sealed credential was opened.",
            "It cannot be opened here: it was changed, or its key is gone.",
            "Connect anew with the credential.",
        ),
        ProblemCode.RIGHT_MISSING: _Words(
            "Each right that is needed was tried by one call.",
            "The key lacks: {about}.",
            "Add what is missing to the key at the gateway, and verify again; no other right is needed.",
        ),
        ProblemCode.ACCOUNT_HELD: _Words(
            _KEY,
            "The account is connected by another client of this platform.",
            "Use an account of your own, or have it disconnected there first.",
        ),
        ProblemCode.ACCOUNT_CHANGED: _Words(
            _KEY, "The key belongs to another account than before.", "Disconnect, and connect the other account."
        ),
        ProblemCode.ACCOUNT_NOT_READY: _Words(
            "The linked account was asked for.",
            "Its owner has not finished there.",
            "Open the page for linking once more, and finish what it asks.",
        ),
        ProblemCode.DOMAIN_HELD: _Words(
            "The proof in the DNS was found, and the domain claimed.",
            "Another client of this platform holds {about}.",
            "Have it disconnected there first, or ask the provider; a person decides.",
        ),
        ProblemCode.RECORD_PENDING: _Words(
            _LOOK_UP,
            "It is not there, or not seen everywhere yet.",
            "Set the record as the connection shows it, beside anything else there; we look again automatically.",
        ),
        ProblemCode.RECORD_WRONG: _Words(
            _LOOK_UP,
            "Something else stands there.",
            "Replace its content with the one that the connection shows; we look again automatically.",
        ),
        ProblemCode.IDENTITY_EXISTS: _Words(
            _MAIL,
            "It holds the domain already, for something else.",
            "Ask the provider; a person decides, and nothing is taken over silently.",
        ),
        ProblemCode.IDENTITY_PENDING: _Words(
            _MAIL, "It has not verified the domain yet.", "Nothing; it is asked again automatically."
        ),
        ProblemCode.IDENTITY_FAILED: _Words(
            _MAIL,
            "It could not verify the domain.",
            "Check that both records stand in the DNS as the connection shows them, then verify again.",
        ),
        ProblemCode.PROVIDER_AWAY: _Words(
            "The service was asked.", "It did not answer in time.", "Nothing; it is asked again automatically."
        ),
    }
)


@frozen(kw_only=True)
class ProblemView:
    """What is in the way of a connection: its code, what was tried, what came back, and what to do."""

    code: str
    about: str
    tried: str
    came_back: str
    to_do: str


def problem_view(problem: Problem) -> ProblemView:
    """Return a problem in words."""
    words = _WORDS[problem.code]
    about = problem.about.replace("_", " ") if problem.code is ProblemCode.RIGHT_MISSING else problem.about
    return ProblemView(
        code=problem.code.value,
        about=problem.about,
        tried=words.tried.format(about=about),
        came_back=words.came_back.format(about=about),
        to_do=words.to_do,
    )
