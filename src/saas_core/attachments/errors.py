"""Errors of attachments."""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound


class AttachmentUnknown(NotFound):
    """There is no such attachment for this caller, or its bytes are gone."""

    code = "ATTACHMENT_UNKNOWN"

    @classmethod
    def alone(cls) -> AttachmentUnknown:
        """Return the error, the same for an attachment of somebody else."""
        message = "there is no such attachment."
        return cls(message, field="attachment_id", remedy="List the attachments of the ticket.")


class TooManyAttachments(Conflict):
    """The ticket has as many attachments as it may."""

    code = "TOO_MANY_ATTACHMENTS"
