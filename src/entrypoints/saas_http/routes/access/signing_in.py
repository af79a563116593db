"""Signing in by a mailed link, and the resulting sessions."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import LinkUnknown
from saas_core.access.errors.keys_and_sessions import SessionUnknown
from saas_core.access.queries.keys_and_sessions import AskedSignInView, SessionView, SignedInView
from saas_core.kernel.ids import SessionId, UserId
from saas_http.endpoints import OPEN, Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Email, Reference, Token

signing_in = Router("signing in", "Signing in by a mailed link, and ending sessions (1.5).")

OWN = client("credentials.take_away")
SETTLES = 0.3
"""In seconds: longer than mailing a link takes, so that timing does not reveal which addresses are known."""

# Neither takes a key: asking for a link again means another mail, and a session is revealed in one answer only.


@frozen(kw_only=True)
class AskSignIn:
    """The client's short name, and the e-mail address of one of its users."""

    client: Reference
    email: Email


@frozen(kw_only=True)
class SignInWith:
    """The token from a mailed link."""

    token: Token


@frozen(kw_only=True)
class ListSessions(Paging):
    """Filter of sessions by user; owners see everybody's."""

    user_id: UserId | None = None


@signing_in.post("/sign-in", OPEN, status=202, keyed=False, settles=SETTLES)
def ask(call: Call, body: AskSignIn) -> AskedSignInView:
    """Request a sign-in link by mail; the answer is the same whether or not the address is known."""
    return call.app.access.sign_in.ask(client=body.client, email=body.email)


@signing_in.post("/sign-in/complete", OPEN, LinkUnknown, keyed=False)
def complete(call: Call, body: SignInWith) -> SignedInView:
    """Sign in with a link, which works once; the session token is returned only once, and is used like a key."""
    return call.app.access.sign_in.complete(token=body.token)


@signing_in.get("/sessions", OWN, tagged=False)
def list_sessions(call: Call, query: ListSessions) -> Page[SessionView]:
    """List live sessions: your own or, as an owner, everybody's."""
    read = call.app.access.sign_in.list_sessions
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, user_id=query.user_id, after=after, limit=limit),
        lambda session: session.session_id,
    )


@signing_in.post("/sessions/{session_id}/end", OWN, SessionUnknown)
def end(call: Call, session_id: SessionId) -> SessionView:
    """End a session, such as the current one: your own or, as an owner, anybody's."""
    return call.app.access.sign_in.end_session(**call.writing, session_id=session_id)
