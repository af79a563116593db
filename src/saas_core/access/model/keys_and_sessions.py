"""API keys, sign-in links and sessions, which let programs and people in; only hashes of secrets are stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from saas_core.access.errors.keys_and_sessions import ApiKeyOver
from saas_core.access.values import CODE_TRIES, SESSION_IDLES, USE_KEPT_EVERY, typed_code
from saas_core.kernel import text
from saas_core.kernel.ids import ApiKeyId, GrantId, LinkId, SessionId, UserId
from saas_core.kernel.secrets import matches


@frozen
class Secret:
    """A secret as it is stored: its hash, and its last four characters, by which people recognize keys."""

    hash: str
    last_four: str


@frozen(kw_only=True)
class ApiKey:
    """A key of a user's programs: they may do what the user may do, as far as the scopes cover it (1.4.b).

    A rotated key has two secrets for a while: the former one works until `former_until`. `made_with` is the key of the
    program that got one of its working secrets, None if only a person did. `used_at` is stored apart from the rest, and
    coarsely.
    """

    id: ApiKeyId
    user_id: UserId
    name: str = field(converter=text.name)
    scopes: frozenset[str]
    secret: Secret
    created_at: datetime
    expires_at: datetime
    former: Secret | None = None
    former_until: datetime | None = None
    revoked_at: datetime | None = None
    made_with: ApiKeyId | None = None
    used_at: datetime | None = None

    def live_at(self, at: datetime) -> bool:
        """Return whether the key signs its user in at an instant."""
        return self.revoked_at is None and at < self.expires_at

    def opened_by(self, secret: str, at: datetime) -> bool:
        """Return whether this secret signs in at the instant, comparing in constant time."""
        present = matches(secret, self.secret.hash)
        former = matches(secret, (self.former or self.secret).hash)
        overlapping = self.former_until is not None and at < self.former_until
        return self.live_at(at) and (present or (former and overlapping))

    def rotated(
        self,
        secret: Secret,
        *,
        at: datetime,
        overlap: timedelta,
        expires_at: datetime,
        made_with: ApiKeyId | None = None,
    ) -> ApiKey:
        """Return the key with a new secret; the former one works for the overlap, but not beyond its own end.

        A former secret of an earlier rotation ends at once. Raises ApiKeyOver.
        """
        if not self.live_at(at):
            raise ApiKeyOver
        return evolve(
            self,
            secret=secret,
            former=self.secret if overlap else None,
            former_until=min(at + overlap, self.expires_at) if overlap else None,
            expires_at=expires_at,
            made_with=self._told_with(made_with, overlap),
        )

    def _told_with(self, made_with: ApiKeyId | None, overlap: timedelta) -> ApiKeyId | None:
        # A program that rotates its own key was let in by the maker of that key, as before; and while the former secret
        # works, the program that got it is in.
        if made_with == self.id or (made_with is None and overlap):
            return self.made_with
        return made_with

    def revoked(self, at: datetime) -> ApiKey:
        """Return the key revoked at the instant, with both its secrets; one revoked earlier stays as it is."""
        return self if self.revoked_at is not None else evolve(self, revoked_at=at)


@frozen(kw_only=True)
class SignInLink:
    """A keyed link on its way to a user who asked to sign in; it works once.

    Asked for in a browser, it has a code that signs in there: `device_hash` is the hash of a secret of the browser,
    `code_hash` that of the secret and the code, and `tries` are the wrong codes so far, None for none.
    """

    id: LinkId
    user_id: UserId
    token_hash: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    device_hash: str | None = None
    code_hash: str | None = None
    tries: int | None = None

    def open_at(self, at: datetime) -> bool:
        """Return whether the link can still be used."""
        return self.used_at is None and self.revoked_at is None and at < self.expires_at

    def asked_on(self, device: str, at: datetime) -> bool:
        """Return whether a code can still be typed for the link in the browser with this secret."""
        here = self.device_hash is not None and matches(device, self.device_hash)
        return here and self.open_at(at) and (self.tries or 0) < CODE_TRIES

    def opened_by(self, device: str, code: str) -> bool:
        """Return whether this code was mailed with the link, comparing in constant time."""
        return self.code_hash is not None and matches(typed_code(device, code), self.code_hash)

    def tried(self) -> SignInLink:
        """Return the link after a wrong code."""
        return evolve(self, tries=(self.tries or 0) + 1)

    def used(self, at: datetime) -> SignInLink:
        """Return the link, used at the instant."""
        return evolve(self, used_at=at)

    def revoked(self, at: datetime) -> SignInLink:
        """Return the link, revoked at the instant."""
        return evolve(self, revoked_at=at)


@frozen(kw_only=True)
class KeyedLink:
    """A mailed link for one person, `staff:<id>` or `user:<id>`; it works once.

    Through it, a member of staff fetches a key, or an owner confirms the break-glass grant `grant_id`.
    """

    id: LinkId
    holder: str
    token_hash: str
    created_at: datetime
    expires_at: datetime
    grant_id: GrantId | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def open_at(self, at: datetime) -> bool:
        """Return whether the link can still be used."""
        return self.used_at is None and self.revoked_at is None and at < self.expires_at

    def used(self, at: datetime) -> KeyedLink:
        """Return the link, used at the instant."""
        return evolve(self, used_at=at)

    def revoked(self, at: datetime) -> KeyedLink:
        """Return the link, revoked at the instant."""
        return evolve(self, revoked_at=at)


@frozen(kw_only=True)
class Session:
    """A person signed in from one place, until `expires_at`, an idle end before it, or a sign-out.

    `used_at` is stored apart from the rest, and coarsely: the idle end comes up to USE_KEPT_EVERY early.
    """

    id: SessionId
    user_id: UserId
    secret_hash: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    used_at: datetime | None = None

    @property
    def idle_end(self) -> datetime:
        """Return the instant at which the session ends unless it is used before."""
        return min((self.used_at or self.created_at) + SESSION_IDLES, self.expires_at)

    def live_at(self, at: datetime) -> bool:
        """Return whether the session signs its person in at an instant."""
        return self.ended_at is None and at < self.idle_end

    def ended(self, at: datetime) -> Session:
        """Return the session ended at the instant; one ended earlier stays as it is."""
        return self if self.ended_at is not None else evolve(self, ended_at=at)


def use_is_news(used_at: datetime | None, at: datetime) -> bool:
    """Return whether a use at the instant must be stored, after the last stored one."""
    return used_at is None or at >= used_at + USE_KEPT_EVERY
