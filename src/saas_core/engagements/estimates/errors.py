"""What can go wrong with estimates and their approval.

NotFound
├── EstimateUnknown      no such estimate of this client
├── ApprovalUnknown      no such approval of this client
├── DocumentUnknown      no such recorded document of this client
└── LinkUnknown          no such link: the same answer for every token that was never made, and of another client
InvalidValue
├── CodeWrong            the code is not the one that was mailed, or it is used up
├── NotAccepted          one of the two ticks is missing
└── NotReadable          the document is of a kind that shows no signature
Conflict
├── RevisionFrozen       only a draft is edited; anything else stays as it is
├── DraftOpen            the estimate has a draft already
├── AlreadyApproved      what was approved takes no further revision: a change order instead
├── NothingApproved      a change order changes what was approved, and nothing was
├── NotIssuable          the draft cannot be issued; says which field stands against it
├── NotPresented         the full text was not shown to this person before
├── ContentChanged       what the person saw is not what is issued
├── NeedsSession         a decision is a person's, never a program's
├── BelowWorked          a reduction below the hours that were worked
├── TooManyCodes         the link sent many codes lately
├── LinkOver             a link, or an estimate, about which nothing is decided any more
│   ├── LinkUsed         it was decided
│   ├── LinkSuperseded   a newer revision was issued
│   ├── LinkWithdrawn    the provider withdrew it
│   └── LinkExpired      its time is over
├── DocumentPending      a recorded document of the revision waits for its check
├── DocumentChecked      it was checked already
├── SamePerson           who recorded a document does not check it
├── SignedAtWrong        the revision was not open when the document was signed
└── DocumentsMissing     nothing is installed that renders documents
"""

from __future__ import annotations

from typing import Any

from saas_core.kernel.errors import Conflict, InvalidValue, NotFound, SaasError


class _Fixed(SaasError):
    """An error with the same words each time."""

    words = ""
    about = ""
    helps = ""

    def __init__(self, *_given: object) -> None:
        """Say what is fixed for the kind."""
        super().__init__(self.words, field=self.about, remedy=self.helps)


class _Told(SaasError):
    """An error that is told in its own words, and survives pickling."""

    def __init__(self, message: str, *, field: str = "", remedy: str = "", **more: Any) -> None:  # noqa: ANN401
        """Take what is wrong, in which field, and what would help."""
        super().__init__(message, field=field, remedy=remedy, **more)

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return _again, (type(self), self.message, self.field, self.remedy)


def _again(kind: type[_Told], message: str, field: str, remedy: str) -> _Told:
    return kind(message, field=field, remedy=remedy)


class EstimateUnknown(_Fixed, NotFound):
    """No such estimate of this client."""

    code = "ESTIMATE_UNKNOWN"
    words, about = "there is no such estimate.", "estimate"
    helps = "List the estimates of the engagement to see which exist."


class ApprovalUnknown(_Fixed, NotFound):
    """No such approval of this client."""

    code = "APPROVAL_UNKNOWN"
    words, about = "there is no such approval.", "approval"
    helps = "Show the engagement to see what was approved."


class DocumentUnknown(_Fixed, NotFound):
    """No such recorded document of this client."""

    code = "DOCUMENT_UNKNOWN"
    words, about = "there is no such document.", "document"
    helps = "Show the estimate to see which documents were recorded."


class LinkUnknown(_Fixed, NotFound):
    """No such link; every token that was never made, and every one of another client, gets this answer."""

    code = "LINK_UNKNOWN"
    words, about = "the link opens nothing.", "token"
    helps = "Open the newest link that was mailed to you, or sign in."


class CodeWrong(_Fixed, InvalidValue):
    """The code is not the one that was mailed last, or its time or its tries are used up."""

    code = "CODE_WRONG"
    words, about = "the code is not right, or no longer valid.", "code"
    helps = "Take the code from the newest letter, or have a new one sent."


class NotAccepted(_Told, InvalidValue):
    """One of the two ticks is missing."""

    code = "NOT_ACCEPTED"


class NotReadable(_Fixed, InvalidValue):
    """The document is of a kind that shows no signature; speech and plain text are no signed document."""

    code = "NOT_READABLE"
    words, about = "is neither a PDF nor a picture of a signed page.", "content"
    helps = "Record the signed document as a PDF, PNG, JPEG or TIFF; speech cannot be recorded (clause 4.2)."


class RevisionFrozen(_Told, Conflict):
    """Only a draft is edited, and only what is issued is decided; everything else stays as it is."""

    code = "REVISION_FROZEN"


class DraftOpen(_Fixed, Conflict):
    """The estimate has a draft already."""

    code = "DRAFT_OPEN"
    words, about = "has a draft already.", "estimate"
    helps = "Edit the draft, or discard it first."


class AlreadyApproved(_Fixed, Conflict):
    """What was approved takes no further revision."""

    code = "ALREADY_APPROVED"
    words, about = "was approved, so it has no further revision (clause 4.2).", "estimate"
    helps = "Make a change order to what was approved."


class NothingApproved(_Fixed, Conflict):
    """A change order changes what was approved, and nothing was."""

    code = "NOTHING_APPROVED"
    words, about = "nothing was approved that a change order could change (clause 4.2).", "engagement"
    helps = "Estimate the engagement, and have that approved first."


class NotIssuable(_Told, Conflict):
    """The draft cannot be issued; the field says what stands against it."""

    code = "NOT_ISSUABLE"


class NotPresented(_Fixed, Conflict):
    """The full text was not shown to this person before, or in another view of it."""

    code = "NOT_PRESENTED"
    words, about = "the estimate was not shown to you in full before.", "nonce"
    helps = "Open the estimate, read it, and decide from there."


class ContentChanged(_Fixed, Conflict):
    """What the person saw is not what is issued; nothing was recorded."""

    code = "CONTENT_CHANGED"
    words, about = "is not the content that is issued; nothing was recorded.", "content_hash"
    helps = "Read the estimate again, and decide on what it says now."


class NeedsSession(_Fixed, Conflict):
    """A decision is a person's who is signed in, never a program's; a lasting key lies in programs too."""

    code = "NEEDS_SESSION"
    words, about = "a key approves and declines nothing; a person who is signed in does (clause 4.2).", "by"
    helps = "Sign in, or open the link that was mailed to you."


class BelowWorked(_Fixed, Conflict):
    """A reduction cannot go below the hours that were worked."""

    code = "BELOW_WORKED"
    words, about = "would leave fewer hours than were worked already (clause 4.2).", "lines"
    helps = "Reduce by fewer hours."


class TooManyCodes(_Fixed, Conflict):
    """The link sent many codes lately."""

    code = "TOO_MANY_CODES"
    words, about = "many codes were sent for this link within the hour.", "token"
    helps = "Use the newest code, or try again in an hour."


class LinkOver(_Told, Conflict):
    """A link, or an estimate, about which nothing is decided any more."""

    code = "LINK_OVER"


class LinkUsed(LinkOver):
    """The estimate was decided."""

    code = "LINK_USED"


class LinkSuperseded(LinkOver):
    """A newer revision was issued."""

    code = "LINK_SUPERSEDED"


class LinkWithdrawn(LinkOver):
    """The provider withdrew the estimate."""

    code = "LINK_WITHDRAWN"


class LinkExpired(LinkOver):
    """The time of the estimate is over."""

    code = "LINK_EXPIRED"


class DocumentPending(_Fixed, Conflict):
    """A recorded document of the revision waits for its check."""

    code = "DOCUMENT_PENDING"
    words, about = "a recorded document of this revision waits for its check.", "estimate"
    helps = "Have another member of staff check it first."


class DocumentChecked(_Fixed, Conflict):
    """The document was checked already."""

    code = "DOCUMENT_CHECKED"
    words, about = "was checked already.", "document"
    helps = "Show the estimate to see the outcome."


class SamePerson(_Fixed, Conflict):
    """Who recorded a document does not check it."""

    code = "SAME_PERSON"
    words, about = "is checked by another, independent member of staff (clause 4.2).", "document"
    helps = "Ask a colleague who was there a day before and does not come from the one who recorded it."


class SignedAtWrong(_Fixed, Conflict):
    """The revision was not open at the instant of signing."""

    code = "SIGNED_AT_WRONG"
    words, about = "the revision was not open at that instant (clause 4.2).", "signed_at"
    helps = "Give the instant at which it was signed, between its issue and the end of its validity."


class DocumentsMissing(_Fixed, Conflict):
    """Nothing is installed that renders documents, and nothing is issued without one."""

    code = "DOCUMENTS_MISSING"
    words, about = "nothing is installed that renders documents, so nothing was issued.", "documents"
    helps = "Install saas-core with the extra `documents`."
