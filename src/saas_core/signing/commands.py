"""Commands of signing as values."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, TypeAlias

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import UNSAID, Text, Version, fitting
from saas_core.kernel.ids import StaffId
from saas_core.policy.scopes import SCOPE_FORM
from saas_core.signing.values import Role

LONGEST_COMMENT: Final = 4_000
ScopeText: TypeAlias = Annotated[
    str,
    Text(
        1,
        90,
        SCOPE_FORM,
        form="scope",
        remedy="Write clause:0.1, reading:grace-days, or whole.",
        fit=text.visible,
    ),
]
"""What is signed, as `Scope` writes it."""
Digest: TypeAlias = Annotated[
    str, Text(64, 64, "[0-9a-f]{64}", "version", "Give the digest that was shown with what stands there.")
]
"""The digest of what the signer was shown."""
Words: TypeAlias = Annotated[str, Text(1, LONGEST_COMMENT, form="prose", fit=text.prose), UNSAID]


@frozen(field_transformer=fitting)
class SignScope:
    """What stands in a scope is agreed to."""

    NAME: ClassVar[str] = "signing.sign"

    scope: ScopeText
    role: Role
    digest: Digest
    version: Version | None = None


@frozen(field_transformer=fitting)
class CommentScope:
    """What stands in a scope is agreed to, with a comment."""

    NAME: ClassVar[str] = "signing.comment"

    scope: ScopeText
    role: Role
    digest: Digest
    comment: Words
    version: Version | None = None


@frozen(field_transformer=fitting)
class RejectScope:
    """What stands in a scope is rejected, for a reason."""

    NAME: ClassVar[str] = "signing.reject"

    scope: ScopeText
    role: Role
    digest: Digest
    why: Words
    version: Version | None = None


@frozen(field_transformer=fitting)
class AssignQuestion:
    """An open question gets an owner."""

    NAME: ClassVar[str] = "signing.assign_question"

    scope: ScopeText
    role: Role
    owner: StaffId
