"""Signing in by a mailed link, and the sessions that come of it."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import LinkUnknown
from saas_core.access.errors.keys_and_sessions import SessionUnknown
from saas_core.access.queries.keys_and_sessions import AskedSignInView, SessionView, SignedInView
from saas_core.kernel.ids import SessionId, UserId
from saas_http.endpoints import OPEN, Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Email, Reference, Token

signing_in = Router("signing in", "People sign in by a link that is mailed to them, and end their sessions (1.5).")

OWN = client("license.read")
SETTLES = 0.3
"""In seconds: longer than mailing a link takes, so that nobody learns by a clock whose address is known."""

# Neither takes a key: who asks for a link again means another mail, and a session is told to one answer alone.


@frozen(kw_only=True)
class AskSignIn:
    """The short name of the client, and the address of one of its users."""

    client: Reference
    email: Email


@frozen(kw_only=True)
class SignInWith:
    """The token that stands in the mailed link."""

    token: Token


@frozen(kw_only=True)
class ListSessions(Paging):
    """Whose sessions; as an owner you see everybody's."""

    user_id: UserId | None = None


@signing_in.post("/sign-in", OPEN, status=202, keyed=False, settles=SETTLES)
def ask(call: Call, body: AskSignIn) -> AskedSignInView:
    """Have a link mailed that works once; the answer is the same whether or not somebody has the address."""
    return call.app.access.sign_in.ask(client=body.client, email=body.email)


@signing_in.post("/sign-in/complete", OPEN, LinkUnknown, keyed=False)
def complete(call: Call, body: SignInWith) -> SignedInView:
    """Sign in with a link, once; the text of the session is told this once, and goes where a key goes."""
    return call.app.access.sign_in.complete(token=body.token)


@signing_in.get("/sessions", OWN, tagged=False)
def list_sessions(call: Call, query: ListSessions) -> Page[SessionView]:
    """List live sessions: your own, as an owner everybody's."""
    read = call.app.access.sign_in.list_sessions
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, user_id=query.user_id, after=after, limit=limit),
        lambda session: session.session_id,
    )


@signing_in.post("/sessions/{session_id}/end", OWN, SessionUnknown)
def end(call: Call, session_id: SessionId) -> SessionView:
    """End a session, such as the one you are signed in with: your own, as an owner anybody's."""
    return call.app.access.sign_in.end_session(**call.writing, session_id=session_id)
