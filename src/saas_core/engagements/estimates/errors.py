"""What can go wrong with estimates and their approval.

NotFound
├── EstimateUnknown      no such estimate of this client
├── ApprovalUnknown      no such approval of this client
├── Undecided            nothing was decided about the revision
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
├── DocumentChecked      it needs no check any more
├── SamePerson           a document is checked by a second, independent member of staff
├── SignedAtWrong        the revision was not open when the document was signed
└── DocumentsMissing     nothing is installed that renders documents
"""

from __future__ import annotations

from saas_core.engagements.errors import Ruled, Unknown
from saas_core.kernel.errors import Conflict, InvalidValue


class EstimateUnknown(Unknown):
    """No such estimate of this client."""

    code = "ESTIMATE_UNKNOWN"
    words, about = "there is no such estimate.", "estimate"
    helps = "List the estimates of the engagement to see which exist."


class ApprovalUnknown(Unknown):
    """No such approval of this client."""

    code = "APPROVAL_UNKNOWN"
    words, about = "there is no such approval.", "approval"
    helps = "Show the engagement to see what was approved."


class Undecided(Unknown):
    """Nothing was decided about the revision, or there is no such revision."""

    code = "UNDECIDED"
    words, about = "nobody decided about this revision.", "revision"
    helps = "Show the estimate to see what became of it."


class DocumentUnknown(Unknown):
    """No such recorded document of this client."""

    code = "DOCUMENT_UNKNOWN"
    words, about = "there is no such document.", "document"
    helps = "Show the estimate to see which documents were recorded."


class LinkUnknown(Unknown):
    """No such link; every token that was never made, and every one of another client, gets this answer."""

    code = "LINK_UNKNOWN"
    words, about = "the link opens nothing.", "token"
    helps = "Open the newest link that was mailed to you, or sign in."


class CodeWrong(Ruled, InvalidValue):
    """The code is not the one that was mailed last, or its time or its tries are used up."""

    code = "CODE_WRONG"
    words, about = "the code is not right, or no longer valid.", "code"
    helps = "Take the code from the newest letter, or have a new one sent."


class NotAccepted(Ruled, InvalidValue):
    """One of the two ticks is missing."""

    code = "NOT_ACCEPTED"


class NotReadable(Ruled, InvalidValue):
    """The document is of a kind that shows no signature; speech and plain text are no signed document."""

    code = "NOT_READABLE"
    words, about = "is neither a PDF nor a picture of a signed page.", "content"
    helps = "Record the signed document as a PDF, PNG, JPEG or TIFF; speech cannot be recorded."


class RevisionFrozen(Ruled, Conflict):
    """Only a draft is edited, and only what is issued is decided; everything else stays as it is."""

    code = "REVISION_FROZEN"


class DraftOpen(Ruled, Conflict):
    """The estimate has a draft already."""

    code = "DRAFT_OPEN"
    words, about = "has a draft already.", "estimate"
    helps = "Edit the draft, or discard it first."


class AlreadyApproved(Ruled, Conflict):
    """What was approved takes no further revision."""

    code = "ALREADY_APPROVED"
    words, about = "was approved, so it has no further revision.", "estimate"
    helps = "Make a change order to what was approved."


class NothingApproved(Ruled, Conflict):
    """A change order changes what was approved, and nothing was."""

    code = "NOTHING_APPROVED"
    words, about = "nothing was approved that a change order could change.", "engagement"
    helps = "Estimate the engagement, and have that approved first."


class NotIssuable(Ruled, Conflict):
    """The draft cannot be issued; the field says what stands against it."""

    code = "NOT_ISSUABLE"


class NotPresented(Ruled, Conflict):
    """The full text was not shown to this person before, or in another view of it."""

    code = "NOT_PRESENTED"
    words, about = "the estimate was not shown to you in full before.", "nonce"
    helps = "Open the estimate, read it, and decide from there."


class ContentChanged(Ruled, Conflict):
    """What the person saw is not what is issued; nothing was recorded."""

    code = "CONTENT_CHANGED"
    words, about = "is not the content that is issued; nothing was recorded.", "content_hash"
    helps = "Read the estimate again, and decide on what it says now."


class NeedsSession(Ruled, Conflict):
    """A decision is a person's who is signed in, never a program's; a lasting key lies in programs too."""

    code = "NEEDS_SESSION"
    words, about = "a key approves and declines nothing; a person who is signed in does.", "by"
    helps = "Sign in, or open the link that was mailed to you."


class BelowWorked(Ruled, Conflict):
    """A reduction cannot go below the hours that were worked."""

    code = "BELOW_WORKED"
    words, about = "would leave fewer hours than were worked already.", "lines"
    helps = "Reduce by fewer hours."


class TooManyCodes(Ruled, Conflict):
    """The link sent many codes lately."""

    code = "TOO_MANY_CODES"
    words, about = "many codes were sent for this link within the hour.", "token"
    helps = "Use the newest code, sign in instead, which needs no code, or try again in an hour."


class LinkOver(Ruled, Conflict):
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


class DocumentPending(Ruled, Conflict):
    """A recorded document of the revision waits for its check."""

    code = "DOCUMENT_PENDING"
    words, about = "a recorded document of this revision waits for its check.", "estimate"
    helps = "Have another member of staff check it first."


class DocumentChecked(Ruled, Conflict):
    """The document was checked already, or its revision ended before anybody did."""

    code = "DOCUMENT_CHECKED"
    words, about = "needs no check any more.", "document"
    helps = "Show the estimate to see the outcome."


class SamePerson(Ruled, Conflict):
    """A document is checked by a second member of staff, independent of the one who recorded it."""

    code = "SAME_PERSON"
    words, about = "nobody checks a document that they recorded themselves.", "by"
    helps = "Ask a colleague who handles estimates to check it."

    @classmethod
    def too_new(cls, hours: int) -> SamePerson:
        """Return the error for somebody who joined the staff shortly before the document was recorded."""
        return cls(
            f"whoever checks a document must have been a member of staff for {hours} hours before it was recorded.",
            remedy="Ask a colleague who has been there longer.",
        )

    @classmethod
    def related(cls, days: int) -> SamePerson:
        """Return the error for two people of whom one, or both by a third, came to the staff lately."""
        return cls(
            "one of the two was added to the staff by the other, or both by the same person, within the last "
            f"{days} days.",
            remedy="Ask a colleague whom neither of you added.",
        )

    @classmethod
    def key_seen(cls) -> SamePerson:
        """Return the error for somebody whose key was shown to another person."""
        return cls(
            "whoever checks a document must hold a key that nobody else has seen.",
            remedy="Renew your key and fetch the new one through the mailed link, then check the document.",
        )


class SignedAtWrong(Ruled, Conflict):
    """The revision was not open at the instant of signing."""

    code = "SIGNED_AT_WRONG"
    words, about = "the revision was not open at that instant.", "signed_at"
    helps = "Give the instant at which it was signed, between its issue and the end of its validity."


class DocumentsMissing(Ruled, Conflict):
    """Nothing is installed that renders documents, and nothing is issued without one."""

    code = "DOCUMENTS_MISSING"
    words, about = "nothing is installed that renders documents, so nothing was issued.", "documents"
    helps = "Install saas-core with the extra `documents`."
