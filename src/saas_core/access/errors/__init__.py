"""Errors of access; each names the clauses it rests on.

InvalidValue
└── RowsUnreadable        a file of users cannot be read any further: line and remedy
NotFound
├── UserUnknown, RoleUnknown, DepartmentUnknown, AssignmentUnknown, StaffUnknown
├── LinkUnknown           a wrong, foreign, used or old link: the same error for all
├── ApiKeyUnknown, SessionUnknown, GrantUnknown     in `keys_and_sessions`, as those after them
└── KeyUnknown            a key that signs nobody in: the same error for all
Conflict
└── AccessConflict
    ├── EmailTaken        somebody has the address, in any case
    ├── NameTaken         another role or sibling department has the name
    ├── LastOwner         an instance always has an active owner
    ├── MoreThanHeld      nobody grants what they do not hold there
    ├── OwnRoles          nobody gives a role to themselves
    ├── BuiltInRole       the Owner role cannot be changed, and is held for the whole instance
    ├── RoleAssigned      a role in use is not deleted without a replacement
    ├── DepartmentInUse   a department in use is not removed
    ├── DepartmentCycle   a department cannot lie under itself
    ├── UserDeactivated   a deactivated user is not invited
    ├── TermsNotAccepted  the first owner accepts the terms with the invitation
    ├── StaffExists       the first member of staff is made once
    ├── LastAdministrator the provider always has somebody who manages staff
    ├── ApiKeyOver        a revoked or expired API key is not rotated
    ├── OwnersOnly        owners are deactivated, demoted, edited and made by owners
    ├── SecondPerson      a break-glass grant is approved by a second, independent person
    ├── NoSecondPerson    there is nobody who could approve a break-glass grant
    └── GrantOver         a break-glass grant that was approved, ended or expired is not approved
"""

from __future__ import annotations

from typing import ClassVar

from saas_core.kernel.errors import Conflict, InvalidValue, NotFound
from saas_core.kernel.suggesting import Unsaid, unknown


class RowsUnreadable(InvalidValue):
    """A file of users that cannot be read any further; `line` counts from 1."""

    code = "ROWS_UNREADABLE"

    def __init__(self, message: str, *, line: int, field: str = "file", remedy: str = "") -> None:
        """Take what is wrong, and in which line."""
        super().__init__(f"line {line}: {message}", field=field, remedy=remedy)
        self.line = line


class UserUnknown(NotFound):
    """No such user in this instance."""

    code = "USER_UNKNOWN"

    def __init__(self, *, typed: str = "", like: tuple[str, ...] = ()) -> None:
        """Take what was typed, and the addresses that may have been meant, which only `advice` names.

        It is the same for a user of another client.
        """
        message, remedy = unknown("user", typed, (), "List the users to see those that exist.")
        super().__init__(message, field="user", remedy=remedy, meant=Unsaid(like))


class RoleUnknown(NotFound):
    """No such role in this instance."""

    code = "ROLE_UNKNOWN"

    def __init__(self, *, typed: str = "", like: tuple[str, ...] = ()) -> None:
        """Take what was typed, and what may have been meant; the message is the same for a role of another client."""
        message, remedy = unknown("role", typed, like, "List the roles to see those that exist.")
        super().__init__(message, field="role", remedy=remedy)


class DepartmentUnknown(NotFound):
    """No such department in this instance."""

    code = "DEPARTMENT_UNKNOWN"

    def __init__(self, field: str = "department", *, typed: str = "", like: tuple[str, ...] = ()) -> None:
        """Take the field, what was typed, and what may have been meant; it is the same for one of another client."""
        message, remedy = unknown("department", typed, like, "List the departments to see those that exist.")
        super().__init__(message, field=field, remedy=remedy)


class AssignmentUnknown(NotFound):
    """The user does not hold the role there."""

    code = "ASSIGNMENT_UNKNOWN"

    def __init__(self) -> None:
        """Give a fixed message and its remedy."""
        super().__init__(
            "the user does not hold this role there.",
            field="role",
            remedy="List the user's assignments.",
        )


class StaffUnknown(NotFound):
    """No such member of staff."""

    code = "STAFF_UNKNOWN"

    def __init__(self) -> None:
        """Give a fixed message and its remedy."""
        super().__init__(
            "there is no such member of staff.",
            field="staff",
            remedy="List the staff to see its members.",
        )


class LinkUnknown(NotFound):
    """A link that opens nothing; the error is the same for wrong, foreign, used and old ones."""

    code = "LINK_UNKNOWN"

    def __init__(self) -> None:
        """Give no reason in the message."""
        super().__init__(
            "this link cannot be used.",
            field="token",
            remedy="Request a new one.",
        )


class CodeUnknown(NotFound):
    """A code that signs nobody in; the error is the same for wrong, old and used ones, and for unknown addresses."""

    code = "CODE_UNKNOWN"

    def __init__(self) -> None:
        """Give no reason in the message."""
        super().__init__(
            "this code is not right, or does not work any more.",
            field="code",
            remedy="Type the code of the newest mail; after five wrong ones, ask for another mail.",
        )


class KeyUnknown(NotFound):
    """A key that signs nobody in; the error is the same for wrong, ended and foreign ones."""

    code = "KEY_UNKNOWN"

    def __init__(self) -> None:
        """Give no reason in the message."""
        super().__init__(
            "this key signs nobody in.",
            field="key",
            remedy="Check the key, or request a new one.",
        )


class AccessConflict(Conflict):
    """A change that the state of people, roles or departments does not allow; `clauses` are those it rests on."""

    clauses: ClassVar[tuple[str, ...]] = ("1.5",)


class EmailTaken(AccessConflict):
    """Somebody in the tenant has the address, in any case."""

    code = "EMAIL_TAKEN"

    @classmethod
    def held_by(cls, holder: str) -> EmailTaken:
        """Return the error naming the holder, as `user:<id>` or `staff:<id>`."""
        return cls(
            f"{holder} has this address.",
            field="email",
            remedy="Change that one, or give another address.",
        )


class NameTaken(AccessConflict):
    """Another role, or a sibling department, has the name."""

    code = "NAME_TAKEN"


class LastOwner(AccessConflict):
    """An instance always has at least one active owner."""

    code = "LAST_OWNER"

    def __init__(self) -> None:
        """Give a fixed message and its remedy."""
        super().__init__(
            "this is the last active owner, and an instance always has one (clause 1.5).",
            field="user",
            remedy="Make somebody else an owner first.",
        )


class OwnersOnly(AccessConflict):
    """Owners are deactivated, demoted and edited by owners alone, and nobody else makes one (1.5)."""

    code = "OWNERS_ONLY"

    def __init__(self, field: str = "user") -> None:
        """Give a fixed message and its remedy."""
        super().__init__(
            "only an owner can add, deactivate, demote or edit an owner (clause 1.5).",
            field=field,
            remedy="Ask an owner to do it in person, not through a program.",
        )


class MoreThanHeld(AccessConflict):
    """Nobody grants what they do not hold in that department (1.4.b, 1.5)."""

    code = "MORE_THAN_HELD"
    clauses: ClassVar[tuple[str, ...]] = ("1.4.b", "1.5")

    def __init__(self, missing: tuple[str, ...], *, field: str = "role") -> None:
        """Name the rights that the grantor lacks there."""
        listed = "everything" if "*" in missing else ", ".join(missing)
        super().__init__(
            f"nobody grants what they do not hold there themselves: {listed} (clauses 1.4.b, 1.5).",
            field=field,
            remedy="Leave it out, or ask somebody who holds it there, such as an owner.",
        )
        self.missing = missing


class OwnRoles(AccessConflict):
    """Nobody gives a role to themselves (1.4.b, 1.5)."""

    code = "OWN_ROLES"
    clauses: ClassVar[tuple[str, ...]] = ("1.4.b", "1.5")

    def __init__(self) -> None:
        """Give a fixed message and its remedy."""
        super().__init__(
            "nobody gives a role to themselves (clauses 1.4.b, 1.5).",
            field="user",
            remedy="Ask another administrator of your company.",
        )


class BuiltInRole(AccessConflict):
    """The built-in role Owner cannot be edited or deleted, and is held for the whole instance."""

    code = "BUILT_IN_ROLE"
    clauses: ClassVar[tuple[str, ...]] = ("1.4.b",)


class RoleAssigned(AccessConflict):
    """An assigned role is deleted only with a replacement; `count` is the number of its assignments."""

    code = "ROLE_ASSIGNED"
    clauses: ClassVar[tuple[str, ...]] = ("1.4.b",)

    def __init__(self, count: int) -> None:
        """Name the number of its assignments."""
        times = "once" if count == 1 else f"{count} times"
        super().__init__(
            f"the role is assigned {times} (clause 1.4.b).",
            field="role",
            remedy="Name a role that replaces it.",
        )
        self.count = count


class DepartmentInUse(AccessConflict):
    """A department with sub-departments or assignments is not removed."""

    code = "DEPARTMENT_IN_USE"
    clauses: ClassVar[tuple[str, ...]] = ("1.4.c",)


class DepartmentCycle(AccessConflict):
    """A department cannot lie under itself."""

    code = "DEPARTMENT_CYCLE"
    clauses: ClassVar[tuple[str, ...]] = ("1.4.c",)


class UserDeactivated(AccessConflict):
    """A deactivated user is not invited."""

    code = "USER_DEACTIVATED"


class TermsNotAccepted(AccessConflict):
    """The first owner accepts the terms with the invitation; `digest` is that of the document to accept."""

    code = "TERMS_NOT_ACCEPTED"
    clauses: ClassVar[tuple[str, ...]] = ("0.1",)

    def __init__(self, digest: str) -> None:
        """Name the document by its digest."""
        super().__init__(
            f"the terms with the digest {digest} are still to be accepted (clause 0.1).",
            field="accept_terms",
            remedy="Read them, and give this digest to accept them.",
        )
        self.digest = digest


class StaffExists(AccessConflict):
    """The first member of staff is made once."""

    code = "STAFF_EXISTS"
    clauses: ClassVar[tuple[str, ...]] = ("1.1",)


class LastAdministrator(AccessConflict):
    """The provider always has somebody active who manages staff."""

    code = "LAST_ADMINISTRATOR"
    clauses: ClassVar[tuple[str, ...]] = ("1.1",)
