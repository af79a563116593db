"""Signing in by a mailed link: links and codes are requested and used, and a session begins (1.5)."""

from __future__ import annotations

from uuid import UUID

from saas_core.access.errors import CodeUnknown, LinkUnknown
from saas_core.access.model import User
from saas_core.access.model.keys_and_sessions import Session, SignInLink
from saas_core.access.ports import AccessWork
from saas_core.access.ports.keys_and_sessions import ClientDirectory
from saas_core.access.queries.keys_and_sessions import (
    AskedSignInView,
    LinkPersonView,
    SignedInView,
)
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.use_cases.ending import revoke_links
from saas_core.access.use_cases.sessions import DOOR, Sessions
from saas_core.access.values import (
    LINK_LASTS,
    LINKS_AT_MOST,
    LONGEST_TOKEN,
    SESSION_LASTS,
    KeyKind,
    UserState,
    key_text,
    sign_in_context,
    sign_in_token,
    signing_into,
    typed_code,
)
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import Ids, LinkId, SessionId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.secrets import Sealer, Secrets, SecretText, hashed, six_digits
from saas_core.kernel.text import LONGEST_EMAIL
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

SIGN_IN_MAIL = "mail.sign_in"
"""The kind of effect that mails a sign-in link; its body holds the user's id, the sealed token and perhaps a code."""

_LONGEST_SLUG = 100
# A tenant without users, where requests for an unknown client are looked up, so that they take about as long.
_NOWHERE = TenantId(UUID(int=2**128 - 1))


class SignIn(Sessions):
    """Signs people in by a mailed link, which works once and for fifteen minutes, and manages their sessions."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AccessWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        secrets: Secrets,
        sealer: Sealer,
        directory: ClientDirectory,
    ) -> None:
        """Take the ports."""
        super().__init__(Acts(transactions, clock, ids, judge))
        self._secrets = secrets
        self._sealer = sealer
        self._directory = directory

    def ask(self, *, client: str, email: str, device: SecretText = "") -> AskedSignInView:
        """Mail a link to an active user of the client with a short name; the answer is always the same.

        With `device`, a secret of the browser that asks, the mail also has a code, which signs in there alone.

        It does not reveal whether the client exists, the address is a user's, or it got too many links. Up to five
        links work side by side, so that nobody can lock others out by requesting links for them; using one ends the
        others. Needs no license, since paying must stay possible (0.1).
        """
        tenant_id = self._tenant(client)
        address = email if len(email) <= LONGEST_EMAIL else ""
        with self._acts.read(tenant_id, DOOR) as act:
            known = _asking(act, address) is not None
        # Requests for addresses that a client does not have must not lock it.
        opened = self._acts.begin(tenant_id, DOOR) if known else self._acts.undone(_NOWHERE, DOOR)
        with opened as act:
            user = _asking(act, address)
            if user is not None:
                self._send(act, user, device[:LONGEST_TOKEN])
        return AskedSignInView(int(LINK_LASTS.total_seconds()) // 60)

    def complete(self, *, token: SecretText) -> SignedInView:
        """Sign in with a link, once; return the session, whose text is shown only this once.

        A session ends twelve hours after its beginning, two hours after its last use, by a sign-out, and with the
        user. Raises LinkUnknown for every wrong, foreign, used, revoked or expired token.
        """
        tenant_id = signing_into(token)
        if tenant_id is None:
            raise LinkUnknown
        with self._acts.read(tenant_id, DOOR) as looking:
            # Looked up before anything is locked, so that a guessed token costs the client it names nothing.
            _opened(looking, token)
        with self._acts.begin(tenant_id, DOOR) as opened:
            return self._signed_in(opened, *_opened(opened, token))

    def complete_with_code(self, *, client: str, email: str, device: SecretText, code: SecretText) -> SignedInView:
        """Sign in with the code that was mailed with a link, in the browser that asked for it; return the session.

        Five wrong codes end it; the link goes on working. Raises CodeUnknown, the same for a wrong code, for one that
        is used or too old, and for an unknown client, address or browser.
        """
        tenant_id, typed = self._tenant(client), "".join(code.split())
        with self._acts.read(tenant_id, DOOR) as looking:
            # Looked up before anything is locked, so that a guess for a mail that nobody asked for costs nobody.
            if _asked_on(looking, email, device) is None:
                raise CodeUnknown
        with self._acts.begin(tenant_id, DOOR) as opened:
            found = _asked_on(opened, email, device)
            if found is not None and found[0].opened_by(device, typed):
                return self._signed_in(opened, *found)
            if found is not None:
                opened.work.sign_in_links.save(found[0].tried())
                opened.note("access.try_sign_in_code", f"user:{found[1].id}", {"link": str(found[0].id)})
        # Only now, so that the try counts.
        raise CodeUnknown

    def look(self, *, token: SecretText) -> LinkPersonView:
        """Return whom a link would sign in, to whoever holds it, without using it; raises LinkUnknown."""
        tenant_id = signing_into(token)
        if tenant_id is None:
            raise LinkUnknown
        with self._acts.read(tenant_id, DOOR) as act:
            _, user = _opened(act, token)
            return LinkPersonView(user.id, user.name)

    def _tenant(self, client: str) -> TenantId:
        slug = client.strip()
        found = self._directory.find(slug) if 0 < len(slug) <= _LONGEST_SLUG else None
        return _NOWHERE if found is None else found

    def _signed_in(self, opened: Act, link: SignInLink, user: User) -> SignedInView:
        """Begin a session, and end every other way of beginning one."""
        tenant_id = opened.work.tenant_id
        act = opened.acting_as(ClientUser(tenant_id, user.id))
        act.work.sign_in_links.save(link.used(act.at))
        revoke_links(act, user.id)
        secret = self._secrets.new()
        session = Session(
            id=SessionId(act.ids.new()),
            user_id=user.id,
            secret_hash=hashed(secret),
            created_at=act.at,
            expires_at=act.at + SESSION_LASTS,
        )
        act.work.sessions.save(session)
        details: dict[str, Value] = {"link": str(link.id), "session": str(session.id)}
        act.note("access.sign_in", f"user:{user.id}", details)
        session_text = key_text(KeyKind.SESSION, tenant_id, session.id, secret)
        return SignedInView(tenant_id, user.id, session.id, session_text, session.expires_at)

    def _send(self, act: Act, user: User, device: str) -> None:
        token = sign_in_token(act.work.tenant_id, self._secrets.new())
        code = six_digits(self._secrets.new()) if device else ""
        link = SignInLink(
            id=LinkId(act.ids.new()),
            user_id=user.id,
            token_hash=hashed(token),
            created_at=act.at,
            expires_at=act.at + LINK_LASTS,
            device_hash=hashed(device) if device else None,
            code_hash=hashed(typed_code(device, code)) if device else None,
        )
        act.work.sign_in_links.save(link)
        context = sign_in_context(act.work.tenant_id, user.id)
        body: dict[str, Value] = {"user": str(user.id), "sealed": self._sealer.seal(token, context)}
        if code:
            body["code"] = self._sealer.seal(code, context)
        act.put(SIGN_IN_MAIL, f"user:{user.id}", body)
        details: dict[str, Value] = {
            "link": str(link.id),
            "expires_at": link.expires_at.isoformat(),
        }
        act.note("access.ask_sign_in", f"user:{user.id}", details)


def _asking(act: Act, email: str) -> User | None:
    """Return the active user with the address, if another link may be sent."""
    user = act.work.users.by_email(email.strip())
    if user is None or user.state is not UserState.ACTIVE:
        return None
    lately = act.work.sign_in_links.of_user(user.id, act.at - LINK_LASTS)
    return user if len(lately) < LINKS_AT_MOST else None


def _opened(act: Act, token: str) -> tuple[SignInLink, User]:
    """Return the link that a token opens now; raises LinkUnknown, the same for every token that opens none."""
    link = act.work.sign_in_links.by_token_hash(hashed(token))
    user = None if link is None else act.work.users.get(link.user_id)
    if link is None or user is None or user.state is not UserState.ACTIVE or not link.open_at(act.at):
        raise LinkUnknown
    return link, user


def _asked_on(act: Act, email: str, device: str) -> tuple[SignInLink, User] | None:
    """Return the newest link that a user asked for in a browser, if a code can still be typed for it."""
    address = email.strip()
    user = act.work.users.by_email(address) if len(address) <= LONGEST_EMAIL else None
    if user is None or user.state is not UserState.ACTIVE:
        return None
    lately = act.work.sign_in_links.of_user(user.id, act.at - LINK_LASTS)
    return next(((each, user) for each in reversed(lately) if each.asked_on(device, act.at)), None)
