"""API keys of a user's programs: create, rotate, revoke and list them (1.4.b, 1.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from attrs import frozen

from saas_core.access.errors.keys_and_sessions import ApiKeyUnknown
from saas_core.access.model.keys_and_sessions import ApiKey, Secret
from saas_core.access.policies import vocabulary
from saas_core.access.ports import AccessWork
from saas_core.access.queries.keys_and_sessions import ApiKeyView, MadeApiKeyView, api_key_view
from saas_core.access.queries.reading import organization
from saas_core.access.use_cases.act import Act, Acts, grantor_of
from saas_core.access.use_cases.ending import unrevoked_keys
from saas_core.access.use_cases.own import maker, reach
from saas_core.access.values import KEY_LASTS, KEY_LASTS_LONGEST, OVERLAP, OVERLAP_LONGEST, KeyKind, key_text
from saas_core.kernel import text
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import ApiKeyId, Ids, TenantId, UserId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.secrets import Digests, Secrets, hashed
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge


@frozen
class _Kept:
    """The first result of a command that made a secret: the key's id, never the secret."""

    key_id: ApiKeyId


class ApiKeys:
    """Keys of a client's programs: each acts as the user who made it, narrowed to the key's scopes."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AccessWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        digests: Digests,
        secrets: Secrets,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._digests = digests
        self._secrets = secrets

    def create(  # noqa: PLR0913 - who, whose, and what a key is made of
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        name: str,
        scopes: Iterable[str],
        expires_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> MadeApiKeyView:
        """Create one's own API key with scopes such as `invoices.view` and `invoices.*`; its text is shown only once.

        Without `expires_at`, it is valid for 90 days; the maximum is a year and a day, and a key made by a program
        never outlives the program's own. The text is stored nowhere, so a repeat does not show it: if the first answer
        was lost, rotate the key. Raises InvalidValue, PermissionReserved (1.2, 0.3), MoreThanHeld for a scope beyond
        the actor's rights in the whole instance, or beyond a program's own scopes (1.4.b, 1.5), and Refused without
        `keys.manage`.
        """
        named, given = text.name(name), frozenset(scopes)
        if not given:
            message = "a key without scopes opens nothing."
            raise InvalidValue(message, field="scopes", remedy="Name permissions, such as invoices.view, or areas.")
        until = None if expires_at is None else instant(expires_at, "expires_at")
        request: dict[str, Value] = {
            "name": self._digests.of(named),
            "scopes": [*sorted(given)],
            "expires_at": None if until is None else until.isoformat(),
        }
        return self._made(
            by, tenant_id, ("create", request, idempotency_key), lambda act: self._create(act, named, given, until)
        )

    def rotate(  # noqa: PLR0913 - who, which, and how long either secret works
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        key_id: ApiKeyId,
        overlap: timedelta = OVERLAP,
        expires_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> MadeApiKeyView:
        """Rotate one's own API key to a new secret at once; the former one works until the overlap ends, if any.

        The overlap is at most a week. The key is valid for another 90 days, unless `expires_at` says otherwise. Like
        creation, rotation counts as a grant, and shows the text once. Raises ApiKeyUnknown, ApiKeyOver, and as `create`
        does.
        """
        if not timedelta() <= overlap <= OVERLAP_LONGEST:
            message = f"is not a time from 0 to {OVERLAP_LONGEST.days} days."
            raise InvalidValue(message, field="overlap", remedy="Give the time that your programs need to switch.")
        until = None if expires_at is None else instant(expires_at, "expires_at")
        request: dict[str, Value] = {
            "key": str(key_id),
            "overlap": str(overlap),
            "expires_at": None if until is None else until.isoformat(),
        }
        return self._made(
            by, tenant_id, ("rotate", request, idempotency_key), lambda act: self._rotate(act, key_id, overlap, until)
        )

    def revoke(
        self, *, by: Actor, tenant_id: TenantId, key_id: ApiKeyId, idempotency_key: str | None = None
    ) -> ApiKeyView:
        """Revoke one's own API key, or as an owner anybody's, with both its secrets; needs no license.

        Keys whose secret a program made with it are revoked too, and so on. Raises ApiKeyUnknown, even for another
        user's key, and Refused.
        """
        with self._acts.begin(tenant_id, by) as act:
            near = reach(act)
            act.once(
                Request("access.revoke_api_key", {"key": str(key_id)}, idempotency_key),
                _Kept,
                lambda: _revoke(act, _own(act, key_id, near.holds)),
            )
            return _view(act, key_id)

    def list_keys(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId | None = None,
        after: ApiKeyId | None = None,
        limit: int = 50,
    ) -> tuple[ApiKeyView, ...]:
        """Return API keys by id, those after the given one, at most 1,000: one's own, or for an owner everybody's.

        `user_id` narrows them to one user; the result is empty for a user out of reach. Raises Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            near = reach(act)
            whose = near.narrowed(user_id)
            if whose is not None and not near.holds(whose):
                return ()
            found = act.work.api_keys.page(whose, after, page_size(limit))
            return tuple(api_key_view(tenant_id, each, act.at) for each in found)

    def _made(
        self,
        by: Actor,
        tenant_id: TenantId,
        command: tuple[str, dict[str, Value], str | None],
        make: Callable[[Act], tuple[ApiKey, str]],
    ) -> MadeApiKeyView:
        verb, request, key = command
        with self._acts.begin(tenant_id, by) as act:
            maker(act)

            def do() -> tuple[_Kept, str]:
                made, secret = make(act)
                return _Kept(made.id), key_text(KeyKind.API, tenant_id, made.id, secret)

            kept, issued = act.once_telling(Request(f"access.{verb}_api_key", request, key), _Kept, do)
            return MadeApiKeyView(_view(act, kept.key_id), issued)

    def _create(self, act: Act, name: str, given: frozenset[str], expires_at: datetime | None) -> tuple[ApiKey, str]:
        words = vocabulary(act.work.terms.all(), act.work.permissions.all())
        scopes = words.patterns(given)
        _require_held(act, scopes)
        secret = self._secrets.new()
        key = ApiKey(
            id=ApiKeyId(act.ids.new()),
            user_id=maker(act).user_id,
            name=name,
            scopes=scopes,
            secret=_secret(secret),
            created_at=act.at,
            expires_at=_end(act, expires_at),
            made_with=_key_of(act),
        )
        act.work.api_keys.save(key)
        details: dict[str, Value] = {
            "user": str(key.user_id),
            "name": self._digests.of(name),
            "scopes": [*sorted(scopes)],
            "expires_at": key.expires_at.isoformat(),
        }
        act.note("access.create_api_key", f"api_key:{key.id}", details)
        return key, secret

    def _rotate(
        self, act: Act, key_id: ApiKeyId, overlap: timedelta, expires_at: datetime | None
    ) -> tuple[ApiKey, str]:
        user_id = maker(act).user_id
        before = _own(act, key_id, lambda holder: holder == user_id)
        # The holder of the new secret holds its scopes.
        _require_held(act, before.scopes)
        secret = self._secrets.new()
        after = before.rotated(
            _secret(secret), at=act.at, overlap=overlap, expires_at=_end(act, expires_at), made_with=_key_of(act)
        )
        act.work.api_keys.save(after)
        details: dict[str, Value] = {
            "scopes": [*sorted(after.scopes)],
            "expires_at": after.expires_at.isoformat(),
            "former_until": None if after.former_until is None else after.former_until.isoformat(),
        }
        act.note("access.rotate_api_key", f"api_key:{key_id}", details)
        return after, secret


def _require_held(act: Act, scopes: frozenset[str]) -> None:
    """Require that the actor holds the scopes in the whole instance; its approval limits apply to its keys too."""
    grantor_of(act, organization(act.work)).require(scopes, None, 0, field="scopes")


def _end(act: Act, expires_at: datetime | None) -> datetime:
    """Return the end of a key; one that a program makes or rotates ends no later than the program's own."""
    own, key_id = None, _key_of(act)
    if key_id is not None:
        by = act.work.api_keys.get(key_id)
        own = None if by is None else by.expires_at
    longest = act.at + KEY_LASTS_LONGEST if own is None else min(own, act.at + KEY_LASTS_LONGEST)
    if expires_at is None:
        return min(act.at + KEY_LASTS, longest)
    if not act.at < expires_at <= longest:
        message = f"{expires_at.isoformat()} is not between now and {longest.isoformat()}."
        raise InvalidValue(message, field="expires_at", remedy="Choose an earlier end, and rotate the key before it.")
    return expires_at


def _key_of(act: Act) -> ApiKeyId | None:
    return act.by.key_id if isinstance(act.by, ClientUser) else None


def _secret(issued: str) -> Secret:
    return Secret(hashed(issued), issued[-4:])


def _own(act: Act, key_id: ApiKeyId, holds: Callable[[UserId], bool]) -> ApiKey:
    key = act.work.api_keys.get(key_id)
    if key is None or not holds(key.user_id):
        raise ApiKeyUnknown
    return key


def _revoke(act: Act, before: ApiKey) -> _Kept:
    """Revoke a key, and every key whose secret only programs let in by it have got."""
    ending = [] if before.revoked_at is not None else [before]
    others = {each.id: each for each in unrevoked_keys(act, before.user_id)} if ending else {}
    for each in ending:
        others.pop(each.id, None)
        ending += [other for other in others.values() if other.made_with == each.id]
        after = each.revoked(act.at)
        act.work.api_keys.save(after)
        details: dict[str, Value] = {"user": str(after.user_id), "expires_at": after.expires_at.isoformat()}
        if each is not before:
            details["with"] = str(after.made_with)
        act.note("access.revoke_api_key", f"api_key:{after.id}", details)
    return _Kept(before.id)


def _view(act: Act, key_id: ApiKeyId) -> ApiKeyView:
    return api_key_view(act.work.tenant_id, _own(act, key_id, lambda _user: True), act.at)
