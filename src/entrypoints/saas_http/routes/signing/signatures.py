"""Signatures: what stands in the policy, who signed it, what changed since, and what is still open."""

from __future__ import annotations

from typing import Annotated, Any

from attrs import frozen

from saas_core.kernel.bounds import Text, Version
from saas_core.kernel.ids import StaffId
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.scopes import ScopeUnknown
from saas_core.signing.commands import Digest, ScopeText
from saas_core.signing.errors import QuestionClosed, ScopeChanged
from saas_core.signing.queries import PolicyQuestionView, PolicyScopeView, SignatureFile, SignatureView
from saas_core.signing.values import Role
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging

signatures = Router(
    "staff: policy signatures",
    "What stands in the policy, who signed it, and what is still open.",
    prefix="/v1/staff/policy",
    name="policy",
)
SEES = staff("provider.terms")
SIGNS = staff("provider.sign_legal")
Words = Annotated[str, Text(1, 4_000, form="prose")]


@frozen(kw_only=True)
class Scoped:
    """A scope, under a version of the terms or the one offered."""

    scope: ScopeText
    version: Version | None = None


@frozen(kw_only=True)
class OfScope:
    """A scope, or all."""

    scope: ScopeText | None = None


@frozen(kw_only=True)
class ListSignatures(Paging):
    """A page of the signatures of a scope, or of all."""

    scope: ScopeText | None = None


@frozen(kw_only=True)
class Signed:
    """What is signed in which role: the scope and the digest of what was shown of it."""

    scope: ScopeText
    role: Role
    digest: Digest
    version: Version | None = None


@frozen(kw_only=True)
class Commented(Signed):
    """What is signed with a comment."""

    comment: Words


@frozen(kw_only=True)
class Rejected(Signed):
    """What is rejected, and why."""

    why: Words


@frozen(kw_only=True)
class Assigned:
    """The owner of an open question."""

    scope: ScopeText
    role: Role
    owner: StaffId


@frozen
class PolicyQuestionsView:
    """Open questions about the policy, the oldest first."""

    items: tuple[PolicyQuestionView, ...]


@signatures.get("/scope", SEES, ScopeUnknown, TermsUnknown)
def scope(call: Call, query: Scoped) -> PolicyScopeView:
    """Show exactly what stands in a clause, a reading or the whole, with the digest to sign."""
    return call.app.signing.show(by=call.by, scope=query.scope, version=query.version)


@signatures.get("/signatures", SEES)
def list_signatures(call: Call, query: ListSignatures) -> Page[SignatureView]:
    """List signatures, the newest first, each with whether it is suspect and what changed since, word by word."""
    return call.reader(query).ids(
        lambda after, limit: call.app.signing.signatures(by=call.by, scope=query.scope, after=after, limit=limit),
        lambda signature: signature.id,
    )


@signatures.get("/signatures/file", SEES)
def export(call: Call) -> SignatureFile:
    """Return the signatures as the file that is checked in, against which `saas policy check` lists what is suspect."""
    return call.app.signing.export(by=call.by)


@signatures.post("/signatures", SIGNS, ScopeUnknown, ScopeChanged, TermsUnknown, status=201)
def sign(call: Call, body: Signed) -> SignatureView:
    """Agree to exactly what stands in a scope, in a role that you hold."""
    return call.app.signing.sign(**_given(call, body))


@signatures.post("/comments", SIGNS, ScopeUnknown, ScopeChanged, TermsUnknown, status=201)
def comment(call: Call, body: Commented) -> SignatureView:
    """Agree with a comment."""
    return call.app.signing.comment(**_given(call, body), comment=body.comment)


@signatures.post("/rejections", SIGNS, ScopeUnknown, ScopeChanged, TermsUnknown, status=201)
def reject(call: Call, body: Rejected) -> SignatureView:
    """Reject what stands in a scope, for a reason; it opens a question."""
    return call.app.signing.reject(**_given(call, body), why=body.why)


@signatures.get("/questions", SEES)
def questions(call: Call, query: OfScope) -> PolicyQuestionsView:
    """List the open questions about the policy, each with its owner and its age."""
    return PolicyQuestionsView(call.app.signing.questions(by=call.by, scope=query.scope))


@signatures.post("/questions/owners", SEES, QuestionClosed)
def assign_question(call: Call, body: Assigned) -> PolicyQuestionView:
    """Give an open question an owner."""
    return call.app.signing.assign_question(
        by=call.by, scope=body.scope, role=body.role, owner=body.owner, idempotency_key=call.key
    )


def _given(call: Call, body: Signed) -> dict[str, Any]:
    return {
        "by": call.by,
        "scope": body.scope,
        "role": body.role,
        "digest": body.digest,
        "version": body.version,
        "idempotency_key": call.key,
    }
