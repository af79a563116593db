"""Signing in by a mailed link or its code, signing out, and one's own sessions."""

from __future__ import annotations

import json
import re
import secrets
from typing import Annotated, Final
from uuid import UUID

from attrs import frozen

from saas_core.access.errors import CodeUnknown, KeyUnknown
from saas_core.access.errors.keys_and_sessions import SessionUnknown
from saas_core.access.queries.keys_and_sessions import SignedInView
from saas_core.access.values import LINK_LASTS, SESSION_LASTS
from saas_core.kernel.bounds import Text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import SessionId
from saas_core.kernel.pages import LARGEST_PAGE
from saas_core.kernel.secrets import Secret
from saas_portal import kept
from saas_portal.cookies import BEGUN, KEPT, LINK, VISIT, end_cookie, set_cookie
from saas_portal.forms import FormInvalid, Said, filled
from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole
from saas_web.problems import Fault

PAGES = Pages()

SETTLES: Final = 0.3
"""In seconds: longer than mailing a link or trying a code takes, so that timing does not tell which addresses exist."""
HOME: Final = "/"
_MINUTES: Final = int(LINK_LASTS.total_seconds()) // 60
_LONGEST_PATH: Final = 500
_OURS = re.compile(r"/(?:[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?)?")
_BEGUN_CONTEXT: Final = "sign-in begun here"
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@frozen(kw_only=True)
class AskSignIn:
    """The client's short name, and the e-mail address of one of its users."""

    client: Annotated[str, Text(1, 100), Said("Type the short name of your company, as in harbor.")]
    email: Annotated[str, Text(3, 254, r"[^@\s]+@[^@\s]+"), Said("Type your e-mail address, as in ada@harbor.example.")]


@frozen(kw_only=True)
class TypeCode:
    """The six digits of a mail."""

    code: Annotated[str, Text(6, 20, r"(?:[0-9]\s*){6}"), Secret(), Said("Type the six digits from the mail.")]


@frozen
class Begun:
    """A sign-in that began in this browser: for whom, by which secret of the browser, and where it leads."""

    client: str
    email: str
    device: str
    to: str


@PAGES.get("/sign-in")
def ask_page(visit: Visit) -> Whole:
    """Show the form that asks for a mail."""
    return page(
        visit, "sign_in.html", to=_own(visit.form.one("to") or visit.query.one("to")), kept=KEPT in visit.cookies
    )


@PAGES.post("/sign-in", page="/sign-in", settles=SETTLES)
def ask(visit: Visit) -> Whole:
    """Ask for a mail; what follows is the same whether or not the address is known."""
    asked = filled(visit.form, AskSignIn)
    begun = Begun(asked.client, asked.email, secrets.token_urlsafe(32), _own(visit.form.one("to")))
    visit.app.access.sign_in.ask(client=begun.client, email=begun.email, device=begun.device)
    sealed = visit.app.sealer.seal(json.dumps([begun.client, begun.email, begun.device, begun.to]), _context(visit))
    visit.said.append(set_cookie(BEGUN, sealed, _MINUTES * 60))
    return visit.redirect("/sign-in/code")


@PAGES.get("/sign-in/code")
def code_page(visit: Visit) -> Whole:
    """Show the form that takes the code."""
    begun = _begun(visit)
    if begun is None:
        return visit.redirect("/sign-in")
    return page(visit, "sign_in_code.html", email=begun.email, minutes=_MINUTES)


@PAGES.post("/sign-in/code", page="/sign-in/code", settles=SETTLES)
def complete_with_code(visit: Visit) -> Whole:
    """Sign in with a code in the browser that asked for it."""
    typed, begun = filled(visit.form, TypeCode), _begun(visit)
    if begun is None:
        return visit.redirect("/sign-in")
    try:
        signed = visit.app.access.sign_in.complete_with_code(
            client=begun.client, email=begun.email, device=begun.device, code=typed.code
        )
    except CodeUnknown as fault:
        words = f"This code is not right, or does not work any more. {fault.remedy}"
        raise FormInvalid((Fault("code", words, ""),)) from None
    _end_former(visit)
    return _signed_in(visit, signed, begun.to)


@PAGES.get("/sign-in/{token}")
def link_page(visit: Visit) -> Whole:
    """Show whom a mailed link signs in; looking at it uses nothing up."""
    return _link_page(visit)


@PAGES.post("/sign-in/{token}", page="/sign-in/{token}")
def complete(visit: Visit) -> Whole:
    """Sign in with a mailed link; whoever is signed in as somebody else must say so first."""
    token = visit.names["token"]
    other = _other(visit, token)
    if other and not visit.form.ticked("switch"):
        raise FormInvalid((Fault("switch", "Tick this to sign out and go on as somebody else.", ""),))
    begun = _begun(visit)
    signed = visit.app.access.sign_in.complete(token=token)
    _end_former(visit)
    return _signed_in(visit, signed, HOME if begun is None else begun.to)


@PAGES.get("/sign-out")
def sign_out_page(visit: Visit) -> Whole:
    """Show the button that signs out."""
    return visit.redirect("/sign-in") if visit.person is None else page(visit, "sign_out.html")


@PAGES.post("/sign-out", page="/sign-out")
def sign_out(visit: Visit) -> Whole:
    """End this session."""
    _end_former(visit)
    visit.sign_out()
    return visit.redirect("/signed-out")


@PAGES.get("/signed-out")
def signed_out(visit: Visit) -> Whole:
    """Say that the session is over."""
    return page(visit, "signed_out.html")


@PAGES.get("/sessions", signed=True)
def sessions(visit: Visit) -> Whole:
    """List one's own sessions."""
    by = visit.acting["by"]
    found = visit.app.access.sign_in.list_sessions(**visit.acting, user_id=by.user_id, limit=LARGEST_PAGE)
    own = None if visit.person is None else visit.person.session_id
    newest_first = sorted(found, key=lambda each: (each.session_id != own, -each.created_at.timestamp()))
    return page(visit, "sessions.html", sessions=newest_first, own=own, zone=visit.zone)


@PAGES.post("/sessions/{session_id}/end", page="/sessions", signed=True)
def end_session(visit: Visit) -> Whole:
    """End one of one's sessions; raises SessionUnknown, for everybody else's too."""
    text = visit.names["session_id"]
    if not _ID.fullmatch(text):
        raise SessionUnknown
    session_id = SessionId(UUID(text))
    visit.app.access.sign_in.end_session(**visit.acting, session_id=session_id)
    if visit.person is not None and visit.person.session_id == session_id:
        visit.sign_out()
        return visit.redirect("/signed-out")
    return visit.redirect("/sessions")


def _link_page(visit: Visit) -> Whole:
    token = visit.names["token"]
    person = visit.app.access.sign_in.look(token=token)
    return page(visit, "sign_in_link.html", token=token, person=person, other=_other(visit, token))


def _other(visit: Visit, token: str) -> bool:
    """Return whether a link signs in somebody else than who is signed in; raises LinkUnknown."""
    person = visit.app.access.sign_in.look(token=token)
    return visit.person is not None and visit.person.actor.user_id != person.user_id


def _end_former(visit: Visit) -> None:
    """End the session that this browser has, and what codes opened in it, so that a new one stands beside none."""
    visit.said += [end_cookie(each) for each in visit.cookies if each.startswith(LINK)]
    if visit.person is not None:
        try:
            visit.app.access.sign_in.sign_out(key=visit.person.key)
        except KeyUnknown:
            # It has ended meanwhile.
            visit.person = None


def _signed_in(visit: Visit, signed: SignedInView, to: str) -> Whole:
    visit.sign_in(signed.key, int(SESSION_LASTS.total_seconds()))
    # What was made for a stranger is of no use to who is signed in now, and the other way round.
    visit.said += [end_cookie(BEGUN), end_cookie(VISIT)]
    text, whose = visit.cookies.get(KEPT), f"user:{signed.user_id}"
    found = None if text is None else kept.opened(visit.app.sealer, text, whose, visit.now)
    return visit.redirect(to if found is None else found.path)


def _begun(visit: Visit) -> Begun | None:
    try:
        return Begun(*json.loads(visit.app.sealer.open(visit.cookies.get(BEGUN, ""), _context(visit))))
    except (InvalidValue, ValueError):
        return None


def _context(visit: Visit) -> str:
    return f"{_BEGUN_CONTEXT}\n{visit.visit}"


def _own(path: str) -> str:
    """Return the path of a page of ours; the first page in place of any other address."""
    return path if len(path) <= _LONGEST_PATH and _OURS.fullmatch(path) else HOME
