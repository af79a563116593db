"""The policy for staff: sign, comment on or reject what stands in a clause, a reading or the whole.

Staff has no session here: each form that does something asks for the key of its person, which no page keeps. So nobody
else's page can send it, and a client's session in the same browser is not touched.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Final

from attrs import frozen

from saas_app.signing import kept_signature
from saas_core.kernel.bounds import Text
from saas_core.policy.document import read_terms
from saas_core.policy.scopes import Content, Scope, content_of
from saas_core.policy.shipped_book import shipped_book
from saas_core.signing.commands import LONGEST_COMMENT
from saas_core.signing.values import Agreement, Role
from saas_portal.forms import FormInvalid, filled
from saas_portal.pages.signing.keyed import PICK, Keyed, picked, staff_of
from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.tokens import TOKEN
from saas_portal.visits import Visit
from saas_web.answers import Whole
from saas_web.problems import Fault, RouteUnknown

PAGES = Pages()
SIGN: Final = "/policy/sign"
_SETTLES: Final = 0.1
_WORDS: Final = {
    Agreement.AGREED: "I agree",
    Agreement.COMMENTED: "I agree, with a comment",
    Agreement.REJECTED: "I reject it, for a reason",
}


@frozen(kw_only=True)
class Given:
    """What is signed: the scope with the digest of what was shown, the role, the verdict, and words on it."""

    scope: Annotated[str, Text(1, 90)]
    digest: Annotated[str, Text(64, 64, "[0-9a-f]{64}")]
    role: Annotated[str, Text(1, 20), PICK]
    verdict: Annotated[str, Text(1, 30), PICK]
    comment: Annotated[str, Text(0, LONGEST_COMMENT)]


@PAGES.get(SIGN)
def signing(visit: Visit) -> Whole:
    """Show what stands in a scope, and the form to sign it; raises ScopeUnknown, InvalidValue."""
    content = _content(visit, visit.form.one("scope") or visit.query.one("scope") or "whole")
    return page(visit, "policy_sign.html", content=content, roles=_roles(), verdicts=_verdicts())


@PAGES.post(f"{SIGN}/change", page=SIGN)
def change(visit: Visit) -> Whole:
    """Show the form again, filled in as it was."""
    return signing(visit)


@PAGES.post(f"{SIGN}/check", page=SIGN)
def check(visit: Visit) -> Whole:
    """Show what would be signed; nothing is signed yet."""
    return _checked(visit)


@PAGES.get(f"{SIGN}/check")
def checking(visit: Visit) -> Whole:
    """Show the check page again, where its form could not be taken; without a form, the way back to one."""
    return _checked(visit) if "digest" in visit.form else visit.redirect(SIGN)


@PAGES.post(SIGN, page=f"{SIGN}/check", settles=_SETTLES)
def sign(visit: Visit) -> Whole:
    """Sign exactly what was shown, as whoever has the key; raises ScopeChanged, Refused."""
    given, verdict = _given(visit)
    common: dict[str, Any] = {
        "by": staff_of(visit, filled(visit.form, Keyed).key),
        "scope": given.scope,
        "role": Role(given.role),
        "digest": given.digest,
        # A form that is sent twice signs once.
        "idempotency_key": hashlib.sha256(visit.form.one(TOKEN).encode()).hexdigest(),
    }
    desk = visit.app.signing
    if verdict is Agreement.AGREED:
        done = desk.sign(**common)
    elif verdict is Agreement.COMMENTED:
        done = desk.comment(**common, comment=given.comment)
    else:
        done = desk.reject(**common, why=given.comment)
    return visit.redirect(f"/policy/signed/{done.id}")


@PAGES.get("/policy/signed/{signature}")
def signed(visit: Visit) -> Whole:
    """Say that a signature is kept, to what, and where it is read again; anything else has no page."""
    found = kept_signature(visit.app.store, visit.names["signature"])
    if found is None:
        raise RouteUnknown
    return page(visit, "policy_signed.html", signature=found, words=_WORDS[found.verdict])


def _checked(visit: Visit) -> Whole:
    given, verdict = _given(visit)
    content = _content(visit, given.scope)
    return page(visit, "policy_check.html", content=content, given=given, verdict=_WORDS[verdict])


def _given(visit: Visit) -> tuple[Given, Agreement]:
    given = filled(visit.form, Given)
    picked(Role, given.role, "role")
    verdict = picked(Agreement, given.verdict, "verdict")
    if verdict is not Agreement.AGREED and not given.comment:
        raise FormInvalid((Fault("comment", "Write what your comment or your reason is.", ""),))
    return given, verdict


def _content(visit: Visit, scope: str) -> Content:
    terms = read_terms(visit.app.policy.offered_terms(at=None).document.encode(), published=True)
    return content_of(Scope.parse(scope), terms, shipped_book())


def _roles() -> list[tuple[str, str]]:
    return [(each.value, each.value.capitalize()) for each in Role]


def _verdicts() -> list[tuple[str, str]]:
    return [(each.value, words) for each, words in _WORDS.items()]
