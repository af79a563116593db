"""Ending the credentials of a user and its programs, inside an act."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from saas_core.access.model.keys_and_sessions import ApiKey, Session, SignInLink
from saas_core.access.queries.keys_and_sessions import api_keys_of
from saas_core.access.use_cases.act import Act
from saas_core.access.use_cases.inviting import end_keys
from saas_core.access.use_cases.keyed_links import revoke_links_of
from saas_core.access.values import LINK_LASTS, user_holder
from saas_core.kernel.ids import UserId
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import LARGEST_PAGE


def end_all(act: Act, user_id: UserId) -> dict[str, Value]:
    """End a user's keys, API keys, sessions and mailed links; return their ids for the journal."""
    return {
        "keys": _ids_form(each.id for each in end_keys(act, user_holder(user_id))),
        "api_keys": _ids_form(each.id for each in _revoke_api_keys(act, user_id)),
        "sessions": _ids_form(each.id for each in end_sessions(act, user_id)),
        "links": _ids_form(each.id for each in revoke_links(act, user_id)),
        "confirmations": _ids_form(each.id for each in revoke_links_of(act, user_holder(user_id))),
    }


def end_sessions(act: Act, user_id: UserId) -> list[Session]:
    """End the user's sessions."""
    kept, ended, after = act.work.sessions, list[Session](), None
    while page := kept.page(user_id, act.at, after, LARGEST_PAGE):
        ended += [each.ended(act.at) for each in page]
        after = page[-1].id
    for each in ended:
        kept.save(each)
    return ended


def revoke_links(act: Act, user_id: UserId) -> list[SignInLink]:
    """Revoke the user's sign-in links that can still be used."""
    known = act.work.sign_in_links.of_user(user_id, act.at - LINK_LASTS)
    revoked = [each.revoked(act.at) for each in known if each.open_at(act.at)]
    for each in revoked:
        act.work.sign_in_links.save(each)
    return revoked


def unrevoked_keys(act: Act, user_id: UserId) -> list[ApiKey]:
    """Return the user's API keys that are not revoked."""
    return [each for each in api_keys_of(act.work, user_id) if each.revoked_at is None]


def _revoke_api_keys(act: Act, user_id: UserId) -> list[ApiKey]:
    revoked = [each.revoked(act.at) for each in unrevoked_keys(act, user_id)]
    for each in revoked:
        act.work.api_keys.save(each)
    return revoked


def _ids_form(ids: Iterable[UUID]) -> list[Value]:
    return [str(each) for each in ids]
