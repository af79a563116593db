"""Mails that came in, and reply addresses, in every store."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.incoming.model import Incoming
from saas_core.incoming.ports import Held, IncomingFilter
from saas_core.incoming.reply_addresses import ReplyAddress
from saas_core.incoming.values import Reason, State
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId

Anything = Any


def _mail(some: Anything, **more: Any) -> Incoming:
    return Incoming(
        **{
            "id": some.id(),
            "source": "ses",
            "received_at": some.at(),
            "size": 100,
            "sealed": "sealed",
            "kept": True,
            "state": State.WAITING,
            **more,
        }
    )


def _saved(store: Anything, *mails: Incoming) -> None:
    with store.begin(PROVIDER) as work:
        for each in mails:
            work.incoming_mails.save(each)
        work.commit()


def test_a_mail_is_kept_and_changes_to_what_became_of_it(store: Anything, some: Anything) -> None:
    """Every field of it."""
    mail = _mail(some)
    _saved(store, mail)
    after = evolve(
        mail,
        kept=False,
        state=State.REFUSED,
        reason=Reason.NO_TOKEN,
        sender="s" * 64,
        message="m" * 64,
        fingerprint="f" * 64,
        client_id=some.id(),
        ticket_id=some.id(),
        reopened=True,
        decided_at=some.at(1),
        answered_at=some.at(2),
    )
    _saved(store, after)
    with store.read(PROVIDER) as work:
        assert work.incoming_mails.get(mail.id) == after
        assert work.incoming_mails.get(some.id()) is None


def test_mails_are_found_by_what_is_wanted_of_them(store: Anything, some: Anything) -> None:
    """The last ones first or the oldest, page by page."""
    client, ticket = some.id(), some.id()
    mails = [
        _mail(
            some,
            received_at=some.at(0),
            state=State.TAKEN,
            client_id=client,
            ticket_id=ticket,
            message="m",
            fingerprint="f",
            decided_at=some.at(1),
            reopened=True,
            kept=False,
        ),
        _mail(
            some, received_at=some.at(1), state=State.REFUSED, sender="s", answered_at=some.at(2), decided_at=some.at(2)
        ),
        _mail(some, received_at=some.at(1), state=State.PARKED, sender="s", decided_at=some.at(3)),
    ]
    _saved(store, *mails)
    last_first = sorted(mails, key=lambda each: (each.received_at, each.id), reverse=True)
    first, second, third = mails
    with store.read(PROVIDER) as work:

        def found(limit: int = 9, **wanted: Any) -> tuple[Incoming, ...]:
            return work.incoming_mails.find(IncomingFilter(**wanted), limit)

        assert found() == tuple(last_first)
        assert found(oldest_first=True) == tuple(reversed(last_first))
        assert found(2) == tuple(last_first[:2])
        assert found(after=last_first[0].id) == tuple(last_first[1:])
        assert found(states=(State.TAKEN,), messages=("x", "m")) == (first,)
        assert found(fingerprint="f") == (first,)
        assert found(ticket=(client, ticket), reopened=True) == (first,)
        assert found(ticket=(client, some.id())) == ()
        assert set(found(sender="s")) == {second, third}
        assert found(sender="s", answered=True, since=some.at(2)) == (second,)
        assert found(sender="s", answered=True, since=some.at(3)) == ()
        assert set(found(answered=False)) == {first, third}
        assert found(before=some.at(2)) == (first,)
        assert work.incoming_mails.held(IncomingFilter()) == Held(3, 200)
        assert work.incoming_mails.held(IncomingFilter(kept=True)) == Held(2, 200)
        assert work.incoming_mails.held(IncomingFilter(sender="x")) == Held(0, 0)


def test_a_mail_is_removed(store: Anything, some: Anything) -> None:
    """It alone."""
    mail, other = _mail(some), _mail(some)
    _saved(store, mail, other)
    with store.begin(PROVIDER) as work:
        work.incoming_mails.remove(mail.id)
        work.commit()
    with store.read(PROVIDER) as work:
        assert work.incoming_mails.find(IncomingFilter(), 9) == (other,)


def test_mails_are_the_providers_alone(store: Anything, some: Anything, tenant: Anything) -> None:
    """A client's unit of work neither sees nor keeps one."""
    mail = _mail(some)
    _saved(store, mail)
    with store.begin(tenant) as work:
        assert work.incoming_mails.find(IncomingFilter(), 9) == ()
        with pytest.raises(StoreFault):
            work.incoming_mails.save(mail)


def test_a_reply_address_is_found_by_its_hash_in_its_tenant_alone(
    store: Anything, some: Anything, tenant: Anything
) -> None:
    """Kept once; it is forgotten after its time."""
    address = ReplyAddress(token="t" * 64, ticket_id=some.id(), user_id=some.id(), expires_at=some.at())
    for _ in range(2):
        with store.begin(tenant) as work:
            work.reply_addresses.add(address)
            work.commit()
    with store.read(tenant) as work:
        assert work.reply_addresses.get(address.token) == address
        assert work.reply_addresses.get("u" * 64) is None
    with store.read(TenantId(UUID(int=3))) as work:
        assert work.reply_addresses.get(address.token) is None
    with store.begin(tenant) as work:
        assert work.reply_addresses.forget(some.at(), 5) == 0
        assert work.reply_addresses.forget(some.at() + timedelta(seconds=1), 5) == 1
        work.commit()
    with store.read(tenant) as work:
        assert work.reply_addresses.get(address.token) is None
