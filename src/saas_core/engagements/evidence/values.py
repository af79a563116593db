"""Small values of evidence: the parts of a pack, and what came of checking one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from attrs import field, frozen

from saas_core.kernel.ids import ApprovalId
from saas_core.kernel.journal import Checkpoint, JournalEntry, PublicKey

FORMAT: Final = "saas-evidence/1"
SCRIPT: Final = "verify_evidence.py"
"""The name of the script that checks a pack without our software."""
SEALED: Final = "sealed"
"""The kind of paper that is a sealed document."""
TIME_STAMP: Final = "time_stamp"
"""The kind of paper that is a time stamp."""
STAMP_TYPE: Final = "application/timestamp-reply"


@frozen
class File:
    """A file in a pack: its type and its bytes."""

    media_type: str
    content: bytes = field(repr=False)


@frozen
class Earlier:
    """An approval of the client from before; the record is there for those that the approval builds on."""

    hash: str
    record: Mapping[str, object] | None = None


@frozen(kw_only=True)
class Parts:
    """Everything that a pack is made of.

    `record` is the evidence of the approval, `path` the entries of the journal from the one that notes its hash to the
    checkpoint. `signed_paper` is the document that a person signed, if one was recorded; `sealed` and `time_stamp` are
    there once they were made. `keys` hold the key of the checkpoint and the one that signs the pack.
    """

    made_at: datetime
    record: Mapping[str, object]
    record_hash: str
    content: Mapping[str, object]
    document: File
    terms_text: str
    earlier: tuple[Earlier, ...]
    path: tuple[JournalEntry, ...]
    checkpoint: Checkpoint
    keys: tuple[PublicKey, ...]
    script_hash: str
    signed_paper: File | None = None
    sealed: File | None = None
    time_stamp: bytes | None = field(default=None, repr=False)


@frozen(kw_only=True)
class PackReport:
    """What a whole pack shows: which approval, by whom, when, and by which keys it was signed.

    `keys` are the public keys in base64 of checkpoint and pack. `keys_trusted` is true where the provider's keys were
    given, and these are among them; None where none were given: then the reader compares them with what the provider
    publishes. `time_stamped_at` is the instant of the time stamp, if there is one and it was checked;
    `time_stamp_unchecked` says that there is one that nothing here could check. `checks` are the checks made, in order.
    """

    approval: str
    approval_hash: str
    estimate: str
    revision: int
    client: str
    typed_name: str
    approved_at: str
    cap_seconds: int
    maximum_minor: int
    currency: str
    journal_position: int
    checkpoint_position: int
    keys: tuple[str, ...]
    keys_trusted: bool | None
    time_stamped_at: str | None
    time_stamp_unchecked: bool
    checks: tuple[str, ...]


def place_of(approval_id: ApprovalId) -> str:
    """Return what papers about an approval are kept under."""
    return f"approval:{approval_id}"
