"""Errors of the policy.

InvalidValue
├── DocumentInvalid       an unusable document: line, key, remedy
│   ├── TermsInvalid      … of terms
│   ├── PermissionsInvalid  … of permissions
│   ├── VocabularyInvalid   … of the words by which requests are recognized
│   ├── LegalTextInvalid    … of a legal text
│   └── LegalMappingInvalid … of what ties the sentences of a legal text to clauses
└── PermissionReserved    a right that no role may hold (1.2, 0.3)
NotFound
└── TermsUnknown          no such version, or none yet
Conflict
└── TermsFrozen           the version exists with another text
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, InvalidValue, NotFound


class DocumentInvalid(InvalidValue):
    """A document that cannot be used; `line` counts from 1; 0 means the whole document."""

    code = "DOCUMENT_INVALID"

    def __init__(self, message: str, *, field: str = "", line: int = 0, remedy: str = "") -> None:
        """Take what is wrong, at which key and in which line."""
        where = f"line {line}: {message}" if line else message
        super().__init__(where, field=field, remedy=remedy)
        self.line = line


class TermsInvalid(DocumentInvalid):
    """A document of terms that cannot be used."""

    code = "TERMS_INVALID"


class PermissionsInvalid(DocumentInvalid):
    """A document of permissions that cannot be used."""

    code = "PERMISSIONS_INVALID"


class VocabularyInvalid(DocumentInvalid):
    """A vocabulary that cannot be used."""

    code = "VOCABULARY_INVALID"


class LegalTextInvalid(DocumentInvalid):
    """A legal text that cannot be read."""

    code = "LEGAL_TEXT_INVALID"


class LegalMappingInvalid(DocumentInvalid):
    """A mapping of a legal text that cannot be used."""

    code = "LEGAL_MAPPING_INVALID"


class PermissionReserved(InvalidValue):
    """A right of the provider that no role may hold, in any spelling."""

    code = "PERMISSION_RESERVED"

    def __init__(self, pattern: str, *clauses: str) -> None:
        """Take the pattern and the clauses, and name both."""
        super().__init__(
            f"{pattern!r} is never granted to a client (clause {', '.join(clauses)}).",
            field="permission",
            remedy="Remove it from the role; no license, payment or role opens it.",
        )
        self.clauses = clauses


class TermsUnknown(NotFound):
    """No such version of the terms."""

    code = "TERMS_UNKNOWN"


class TermsFrozen(Conflict):
    """A version of the terms never changes once it is known."""

    code = "TERMS_FROZEN"
