"""Invitations: send, view and accept them (1.5)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress

from attrs import frozen

from saas_core.access.errors import LinkUnknown, TermsNotAccepted
from saas_core.access.model import Invitation, User
from saas_core.access.ports import Acceptance, AccessWork
from saas_core.access.queries.reading import owners_of, user_of
from saas_core.access.queries.states import state_of
from saas_core.access.queries.views import AcceptedView, InvitationView, OpenInvitationView
from saas_core.access.use_cases.act import Act, Acts, by_link
from saas_core.access.use_cases.inviting import Inviting, end_keys, new_key
from saas_core.access.values import PEOPLE, KeyKind, UserState, invited_into, user_holder
from saas_core.kernel.actors import Actor, ClientUser, System
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import Ids, KeyId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.secrets import Sealer, Secrets, SecretText, hashed
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_RECEIVER = System("invitations")
_LINK = "invitation"
_ACCEPT = "access.accept_invitation"


@frozen
class _Kept:
    """The first result of an acceptance: the user, the key's id and the terms; never the key's text."""

    user_id: UserId
    key_id: KeyId
    terms: str | None


class Invitations:
    """Keyed links that let people in; a link is random, mailed, stored as a hash, valid once and for seven days."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AccessWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        secrets: Secrets,
        sealer: Sealer,
        acceptance: Acceptance,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._secrets = secrets
        self._inviting = Inviting(secrets, sealer)
        self._acceptance = acceptance

    def send(
        self, *, by: Actor, tenant_id: TenantId, user_id: UserId, idempotency_key: str | None = None
    ) -> InvitationView:
        """Mail a user an invitation and revoke older ones; an active user gets a new key through it.

        Raises UserUnknown, UserDeactivated, Refused.
        """
        with self._acts.begin(tenant_id, by) as act:
            act.require(PEOPLE)
            return act.once(
                Request("access.send_invitation", {"user": str(user_id)}, idempotency_key),
                InvitationView,
                lambda: self._send(act, user_id),
            )

    def _send(self, act: Act, user_id: UserId) -> InvitationView:
        invitation = self._inviting.invite(act, user_of(act.work, user_id))
        details: dict[str, Value] = {
            "invitation": str(invitation.id),
            "expires_at": invitation.expires_at.isoformat(),
        }
        act.note("access.send_invitation", f"user:{user_id}", details)
        return InvitationView(invitation.id, user_id, invitation.created_at, invitation.expires_at)

    def look(self, *, token: SecretText) -> OpenInvitationView:
        """Return the invitation of a token, with the terms that are accepted along with it; raises LinkUnknown."""
        with self._opened(token) as (tenant_id, act):
            invitation, user = _found(act, token)
            return OpenInvitationView(
                tenant_id=tenant_id,
                user_id=user.id,
                name=user.name,
                email=user.email,
                expires_at=invitation.expires_at,
                terms_to_accept=self._terms_for(act, user),
            )

    def accept(
        self, *, token: SecretText, accept_terms: str | None = None, idempotency_key: str | None = None
    ) -> AcceptedView:
        """Accept an invitation: the user is active from now on and gets a personal key, shown only this once.

        The first owner accepts the terms with it, by the digest of their exact document. Former keys end. The key is
        stored as a hash, so a repeat does not show it: if the first answer was lost, request another invitation. Raises
        LinkUnknown for every wrong, foreign, used, revoked or expired token, even if an idempotency key came with
        another one, TermsNotAccepted naming the digest, InvalidValue for terms accepted by a user who is not an owner,
        KeyReused, and whatever the acceptance raises.
        """
        request = Request(_ACCEPT, {"token": hashed(token), "terms": accept_terms}, idempotency_key)
        with self._opened(token) as (tenant_id, looking):
            # Looked up before anything is locked, so that a guessed token costs the client it names nothing.
            if not _repeats(looking, request, token):
                _found(looking, token)
        with self._acts.begin(tenant_id, _RECEIVER) as opened:

            def do() -> tuple[_Kept, str]:
                invitation, user = _found(opened, token)
                act = opened.acting_as(ClientUser(tenant_id, user.id))
                terms, details = self._accepted_terms(act, user, accept_terms)
                return self._accept(act, invitation, user, terms, details)

            kept, issued = by_link(opened, _LINK, token).once_telling(request, _Kept, do)
            return AcceptedView(tenant_id, kept.user_id, kept.key_id, issued, kept.terms)

    @contextmanager
    def _opened(self, token: str) -> Generator[tuple[TenantId, Act]]:
        tenant_id = invited_into(token)
        if tenant_id is None:
            raise LinkUnknown
        with self._acts.read(tenant_id, _RECEIVER) as act:
            yield tenant_id, act

    def _terms_for(self, act: Act, user: User) -> str | None:
        return self._acceptance.pending(act.work, act.at) if _is_owner(act, user) else None

    def _accepted_terms(self, act: Act, user: User, given: str | None) -> tuple[str | None, Mapping[str, Value]]:
        """Accept the terms if they are still to be accepted; return their digest, and details for the entry."""
        if given is not None and not _is_owner(act, user):
            message = "the terms are accepted by an owner."
            raise InvalidValue(message, field="accept_terms", remedy="Leave it out.")
        pending = self._terms_for(act, user)
        if pending is None:
            return None, {}
        if given is None:
            raise TermsNotAccepted(pending)
        return given, self._acceptance.accept(act.work, user.id, given, act.at)

    def _accept(
        self, act: Act, invitation: Invitation, user: User, terms: str | None, accepted: Mapping[str, Value]
    ) -> tuple[_Kept, str]:
        after = user.activated()
        act.work.users.save(after, act.at)
        act.work.invitations.save(invitation.used(act.at))
        ended = end_keys(act, user_holder(user.id))
        key, key_told = new_key(act, self._secrets, KeyKind.USER, user_holder(user.id))
        details: dict[str, Value] = {
            "invitation": str(invitation.id),
            "before": state_of(act.work, user),
            "after": after.state.value,
            "terms": terms,
            "key": str(key.id),
            "ended_keys": [str(each.id) for each in ended],
            **accepted,
        }
        act.note(_ACCEPT, f"user:{user.id}", details)
        if _is_owner(act, after):
            act.want(SWEEP, CLIENT)
        return _Kept(user.id, key.id, terms), key_told


def _repeats(act: Act, request: Request, token: str) -> bool:
    """Return whether a link was used for this very request, revealing nothing about a key sent with another one."""
    with suppress(KeyReused):
        return by_link(act, _LINK, token).answered(request, _Kept) is not None
    return False


def _found(act: Act, token: str) -> tuple[Invitation, User]:
    """Return the invitation that a token opens now; raises LinkUnknown, the same for every token that opens none."""
    # Found by the hash of 256 random bits, so the time of the search reveals nothing about the token.
    invitation = act.work.invitations.by_token_hash(hashed(token))
    user = None if invitation is None else act.work.users.get(invitation.user_id)
    if invitation is None or user is None or user.state is UserState.DEACTIVATED or not invitation.open_at(act.at):
        raise LinkUnknown
    return invitation, user


def _is_owner(act: Act, user: User) -> bool:
    return any(each.id == user.id for each in owners_of(act.work, UserState.INVITED, UserState.ACTIVE))
