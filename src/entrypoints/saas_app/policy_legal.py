"""The operator's own legal text as files: read for the page of the policy, anew once one of them is another one."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from saas_app.shelf import edition_of
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.errors import LegalMappingInvalid, LegalTextInvalid
from saas_core.policy.legal_text import LegalText, read_legal_text

if TYPE_CHECKING:
    from saas_app.settings import Settings


@frozen
class LegalFiles:
    """A legal text and the mapping that ties its sentences to clauses, with the names under which each was given."""

    text: Path
    mapping: Path
    named: tuple[str, str] = ("policy_legal_text", "policy_legal_map")

    @property
    def edition(self) -> Hashable:
        """Return which edition of the files lies there now."""
        return edition_of((self.text, self.mapping))

    def read(self) -> LegalText:
        """Return the text beside its mapping; raises InvalidValue under the name of the file that does not do."""
        return _read(self, self.edition)


def legal_files_of(settings: Settings) -> LegalFiles | None:
    """Return the files that `policy_legal_text` and `policy_legal_map` name; None where they name none."""
    if not settings.policy_legal_text:
        return None
    return LegalFiles(Path(settings.policy_legal_text).expanduser(), Path(settings.policy_legal_map).expanduser())


@lru_cache(maxsize=4)
def _read(files: LegalFiles, edition: Hashable) -> LegalText:  # noqa: ARG001 - each edition is read anew
    text, mapping = (_content(path, name) for path, name in zip((files.text, files.mapping), files.named, strict=True))
    try:
        return read_legal_text(text, mapping)
    except LegalTextInvalid as fault:
        message = f"{files.text.name}, {fault.message}"
        raise LegalTextInvalid(message, field=files.named[0], remedy=fault.remedy) from fault
    except LegalMappingInvalid as fault:
        message = f"{files.mapping.name}, {fault.field}: {fault.message}"
        raise LegalMappingInvalid(message, field=files.named[1], remedy=fault.remedy) from fault


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a valid file name"
        message = f"{path.name[:200]} cannot be read: {reason}."
        raise InvalidValue(message, field=name, remedy="Check the path.") from fault
