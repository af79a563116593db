"""What can go wrong with tickets.

NotFound
├── TicketUnknown         no such ticket among those that the actor may see
├── MessageUnknown        no such message on this ticket
├── AttachmentUnknown     no such file of this client, or it was sent by somebody else
├── RequesterUnknown      no such user of this client
├── QuestionUnknown       no such question among those that the actor may see
└── PrecedentUnknown      the provider gave no such answer before
Conflict
├── TermsSpeak            the terms answer it: there is nothing to ask
├── QuestionsFull         the client has too many open questions
├── QuestionAnswered      it was answered already
├── NotNow                the ticket's state does not take this command; says which commands it takes
├── TicketUnclassified    nobody said yet what the ticket is about
├── TicketMixed           it must be split before it is resolved
├── NotIncluded           support does not do this: it is declined or converted, by clause
├── ResolutionUnfit       what the ticket is about is not resolved that way
├── AppealOnly            an appeal is about the license alone
├── AppealOpen            there is an appeal already
├── NotDisputed           there is nothing to dispute, or no dispute to decide
├── DisputeOpen           a dispute must be decided first
├── TooManyFiles          a person sent many files that no message names
├── DisputeByClassifier   who classified a ticket does not decide about its dispute
├── NotConverted          what the ticket is about is no paid work
├── MergeRefused          a ring, a closed target, or another kind of ticket
├── ReopenWindowOver      it was resolved too long ago to be reopened
└── AlreadyRedacted       the text is gone already
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound


class TicketUnknown(NotFound):
    """No such ticket among those that the actor may see."""

    code = "TICKET_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for a ticket of another client, or one that the actor may not see."""
        super().__init__("there is no such ticket.", field="ticket", remedy="List the tickets to see which exist.")


class MessageUnknown(NotFound):
    """No such message on the ticket."""

    code = "MESSAGE_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for one of another ticket."""
        super().__init__("there is no such message.", field="message", remedy="Show the ticket to see its messages.")


class AttachmentUnknown(NotFound):
    """No such file among those that the actor sent."""

    code = "ATTACHMENT_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for a file of another client or another user."""
        super().__init__("there is no such file.", field="attachments", remedy="Send the file first, then name it.")


class RequesterUnknown(NotFound):
    """No such user of this client who is not deactivated."""

    code = "REQUESTER_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for a user of another client."""
        super().__init__("there is no such user.", field="user", remedy="List the users to see which exist.")


class QuestionUnknown(NotFound):
    """No such question among those that the actor may see."""

    code = "QUESTION_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for a question of another client or another user."""
        super().__init__("there is no such question.", field="question", remedy="List the questions to see them.")


class PrecedentUnknown(NotFound):
    """The provider gave no such answer before."""

    code = "PRECEDENT_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Say where precedents are offered."""
        remedy = "Show the question to see the precedents that are offered."
        super().__init__("there is no such precedent.", field="precedents", remedy=remedy)


class TermsSpeak(Conflict):
    """The terms answer what is asked, so that no person has to."""

    code = "TERMS_SPEAK"


class QuestionsFull(Conflict):
    """The client has as many open questions as it may have."""

    code = "QUESTIONS_FULL"


class QuestionAnswered(Conflict):
    """The question was answered already."""

    code = "QUESTION_ANSWERED"


class TicketConflict(Conflict):
    """The ticket does not allow what was asked."""


class NotNow(TicketConflict):
    """The state of the ticket does not take the command."""

    code = "TICKET_STATE"

    allowed: tuple[str, ...] = ()


class TicketUnclassified(TicketConflict):
    """An unclassified ticket is neither resolved nor converted."""

    code = "TICKET_UNCLASSIFIED"


class TicketMixed(TicketConflict):
    """A ticket about several things is split before it is resolved."""

    code = "TICKET_MIXED"


class NotIncluded(TicketConflict):
    """Support does not do what the ticket asks for; `row` names it in the terms."""

    code = "NOT_INCLUDED"

    row: str = ""


class ResolutionUnfit(TicketConflict):
    """What the ticket is about is not resolved that way."""

    code = "RESOLUTION_UNFIT"


class AppealOnly(TicketConflict):
    """An appeal is about the license alone, and carries no support."""

    code = "APPEAL_ONLY"


class AppealOpen(TicketConflict):
    """There is an appeal already."""

    code = "APPEAL_OPEN"


class NotDisputed(TicketConflict):
    """There is nothing to dispute, or no dispute to decide."""

    code = "NOT_DISPUTED"


class DisputeOpen(TicketConflict):
    """A dispute must be decided first."""

    code = "DISPUTE_OPEN"


class DisputeByClassifier(TicketConflict):
    """Who classified a ticket does not decide about its dispute."""

    code = "DISPUTE_BY_CLASSIFIER"


class NotConverted(TicketConflict):
    """What the ticket is about is no paid work."""

    code = "NOT_CONVERTED"


class TooManyFiles(TicketConflict):
    """A person sent as many files as may wait for a message."""

    code = "TOO_MANY_FILES"


class MergeRefused(TicketConflict):
    """A ticket is not merged into this one."""

    code = "MERGE_REFUSED"


class ReopenWindowOver(TicketConflict):
    """The ticket was resolved too long ago to be reopened."""

    code = "REOPEN_WINDOW_OVER"


class AlreadyRedacted(TicketConflict):
    """The text is gone already."""

    code = "ALREADY_REDACTED"
