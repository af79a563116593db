"""Credentials: used by one judged and counted call, sealed for one client and row, and rotated without a refusal."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

import saas_cli.commands.integrations.credentials as shell
from integrating import GOOD_KEY, OTHER_KEY, Integrating
from saas_core.integrations.errors import CredentialUnreadable, NotConnected
from saas_core.integrations.model.sealed import key_context
from saas_core.integrations.queries.views import RotationView
from saas_core.integrations.values import ClientKeyId, CredentialId, Mode
from saas_core.kernel.actors import Staff, System
from saas_core.kernel.errors import ProviderUnavailable
from saas_core.kernel.ids import PROVIDER, StaffId, TenantId
from saas_core.kernel.journal import EntryKind
from saas_core.policy.decision import Refused

HOST = System("shop")


def used(desk: Integrating, **more: Any) -> Any:
    """Use the credential of the payment gateway, and return it as only a test may."""
    given = {"by": HOST, "tenant_id": desk.client.tenant_id, "name": "payment_gateway", **more}
    return desk.desk.credentials.use(**given, call=lambda opened: opened.secret)


def codes(refused: Any) -> set[str]:
    """Return why the policy refused."""
    return {each.code.value for each in refused.value.decision.reasons}


def test_the_host_uses_a_credential_by_one_call_and_it_shows_itself_nowhere(desk: Integrating) -> None:
    """The call is given it, with the mode and the account; its text shows nothing of it."""
    desk.connected_gateway()
    seen: list[Any] = []
    given = {"by": HOST, "tenant_id": desk.client.tenant_id, "name": "payment_gateway"}
    assert desk.desk.credentials.use(**given, call=lambda opened: seen.append(opened) or 7) == 7
    assert (seen[0].secret, seen[0].mode, seen[0].account) == (GOOD_KEY, Mode.TEST, "acct_1")
    assert GOOD_KEY not in repr(seen[0])


def test_a_use_is_judged_by_connection_license_and_right(desk: Integrating) -> None:
    """Not connected, suspended, or without the permission: refused, and the call is not made."""
    with pytest.raises(Refused) as caught:
        used(desk)
    assert codes(caught) == {"INTEGRATION_NOT_CONNECTED"}
    desk.connected_gateway()
    clerk = desk.kit.joined(desk.client)
    with pytest.raises(Refused) as caught:
        used(desk, by=clerk.by)
    assert codes(caught) == {"PERMISSION_MISSING"}
    assert used(desk, by=desk.client.owner.by) == GOOD_KEY
    desk.kit.clock.move(days=60)
    with pytest.raises(Refused) as caught:
        used(desk)
    assert caught.value.decision.clauses[0] == "0.1"


def test_uses_are_counted_in_the_journal_once_an_hour(desk: Integrating) -> None:
    """One entry of kind use for all of them, and none for each."""
    desk.connected_gateway()
    for _ in range(3):
        used(desk)
    assert desk.entries("integrations.credential_used") == []
    desk.kit.clock.move(hours=1)
    desk.worked()
    (entry,) = desk.entries("integrations.credential_used")
    assert (entry.kind, entry.details["count"], entry.details["name"]) == (EntryKind.USE, 3, "payment_gateway")


def test_nothing_of_a_credential_stands_in_the_store_or_the_journal(desk: Integrating) -> None:
    """What a dump holds is sealed; what the journal says is a fingerprint."""
    desk.connected_gateway()
    used(desk)
    store = desk.kit.application.store
    held = repr([shelf.rows for space in store._spaces.values() for shelf in space.shelves.values()])
    assert GOOD_KEY not in held
    assert GOOD_KEY[12:] not in held


@pytest.mark.parametrize("moved", ["client", "row", "key", "byte"])
def test_a_ciphertext_that_was_moved_or_changed_does_not_open(desk: Integrating, moved: str) -> None:
    """Sealed for one client, one row and one data key; only that client's own connection fails."""
    desk.connected_gateway()
    rival = desk.other_client()
    desk.street.gateways.knows(OTHER_KEY, account="acct_2")
    desk.connect_gateway(OTHER_KEY, **rival)
    desk.verify("payment_gateway", **rival)
    store = desk.kit.application.store
    with store.read(rival["tenant_id"]) as work:
        (theirs,), (their_key,) = work.credentials.all(), work.client_keys.all()
    with store.begin(desk.client.tenant_id) as work:
        (mine,), (my_key,) = work.credentials.all(), work.client_keys.all()
        if moved == "client":
            work.credentials.add(evolve(mine, sealed=theirs.sealed))
            work.client_keys.save(evolve(my_key, wrapped=their_key.wrapped, master_key_id=their_key.master_key_id))
        elif moved == "row":
            work.credentials.add(evolve(mine, sealed=theirs.sealed))
        elif moved == "key":
            work.client_keys.save(evolve(my_key, wrapped=their_key.wrapped))
        else:
            work.credentials.add(evolve(mine, sealed=f"{'B' if mine.sealed[0] == 'A' else 'A'}{mine.sealed[1:]}"))
        work.commit()
    with pytest.raises(CredentialUnreadable):
        used(desk)
    desk.worked()
    failing = desk.show("payment_gateway")
    assert (failing.state, failing.problem.code) == ("failing", "credential_unreadable")
    assert used(desk, tenant_id=rival["tenant_id"]) == OTHER_KEY


def test_what_is_sealed_opens_for_its_own_client_row_and_key_alone(desk: Integrating) -> None:
    """Also where the data key is right: the client, the row and the key are part of the sealing."""
    vault, at = desk.desk.credentials._desk.vault, desk.kit.clock.at
    mine, other = TenantId(UUID(int=1)), TenantId(UUID(int=2))
    key = vault.new_key(mine, ClientKeyId(UUID(int=3)), at)
    sealed = vault.seal(key, CredentialId(UUID(int=4)), GOOD_KEY, at)
    assert vault.open(key, sealed) == GOOD_KEY
    with pytest.raises(CredentialUnreadable):
        vault.open(key, evolve(sealed, id=CredentialId(UUID(int=5))))
    plain = vault._unwrapped(key)
    for tenant_id, key_id in ((other, key.id), (mine, ClientKeyId(UUID(int=6)))):
        # Somebody who could wrap the same data key anew, for another client or another id.
        wrapped = vault._master_keys.wrap(plain, key_context(tenant_id, key_id))
        moved = evolve(key, tenant_id=tenant_id, id=key_id, wrapped=wrapped.wrapped)
        with pytest.raises(CredentialUnreadable):
            vault.open(moved, evolve(sealed, key_id=key_id))


def test_a_data_key_opens_for_its_own_client_alone(desk: Integrating) -> None:
    """It is wrapped for one client and one id."""
    vault, at = desk.desk.credentials._desk.vault, desk.kit.clock.at
    key = vault.new_key(TenantId(UUID(int=1)), ClientKeyId(UUID(int=3)), at)
    for moved in (evolve(key, tenant_id=TenantId(UUID(int=2))), evolve(key, id=ClientKeyId(UUID(int=4)))):
        with pytest.raises(CredentialUnreadable):
            vault.seal(moved, CredentialId(UUID(int=5)), GOOD_KEY, at)


def test_a_rotation_wraps_every_data_key_anew_and_refuses_no_use(desk: Integrating) -> None:
    """Former keys stay, a credential is not touched, and the journals say what was wrapped."""
    desk.connected_gateway()
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        (before,) = work.client_keys.all()
    view = desk.desk.credentials.rotate_master(by=desk.kit.staff)
    assert (view.made, view.clients, view.keys) == (True, 1, 1)
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        (after,) = work.client_keys.all()
    assert after.master_key_id == view.master_key_id != before.master_key_id
    assert used(desk) == GOOD_KEY
    assert [each.details["keys"] for each in desk.entries("integrations.wrap_keys_anew")] == [1]


def test_what_a_rotation_left_is_finished_before_another_key_is_made(desk: Integrating) -> None:
    """Broken off right after the new key, the next call only finishes it; meanwhile every use works."""
    desk.connected_gateway()
    credentials = desk.desk.credentials
    made = credentials._master_keys.rotate()
    # Another process has opened nothing yet.
    credentials._desk.vault._open.clear()
    assert used(desk) == GOOD_KEY
    view = credentials.rotate_master(by=desk.kit.staff)
    assert (view.made, view.keys, view.master_key_id) == (False, 1, made)
    assert used(desk) == GOOD_KEY


def test_neither_a_client_nor_other_staff_rotates_the_master_key(desk: Integrating) -> None:
    """It takes all rights of staff (1.1)."""
    for by in (desk.client.owner.by, Staff(StaffId(desk.client.tenant_id), frozenset({"staff.support"}))):
        with pytest.raises(Refused):
            desk.desk.credentials.rotate_master(by=by)


def test_a_data_key_that_opens_no_more_stops_neither_a_rotation_nor_its_client(desk: Integrating) -> None:
    """It is counted and left; the client connects anew, under another data key."""
    desk.connected_gateway()
    rival = desk.other_client()
    desk.street.gateways.knows(OTHER_KEY, account="acct_2")
    desk.connect_gateway(OTHER_KEY, **rival)
    desk.verify("payment_gateway", **rival)
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        (key,) = work.client_keys.all()
        work.client_keys.save(evolve(key, wrapped=key.wrapped[::-1]))
        work.commit()
    desk.kit.clock.move(minutes=1)
    view = desk.desk.credentials.rotate_master(by=desk.kit.staff)
    assert (view.made, view.clients, view.keys, view.unreadable) == (True, 1, 1, 1)
    assert view.left == (desk.client.slug,)
    with desk.kit.application.store.read(PROVIDER) as work:
        told = [each for each in work.journal.entries(limit=1000) if each.subject == "provider:master_key"]
    assert told[-1].details["left"] == [desk.client.slug]
    assert used(desk, tenant_id=rival["tenant_id"]) == OTHER_KEY
    assert desk.verify("payment_gateway").problem.code == "credential_unreadable"
    desk.connect_gateway()
    assert desk.verify("payment_gateway").state == "connected"
    assert used(desk) == GOOD_KEY


def test_a_new_master_key_is_in_the_journal_also_where_the_rotation_breaks_off(desk: Integrating) -> None:
    """It is what new data keys are wrapped under, whatever became of the others."""
    desk.connected_gateway()
    credentials = desk.desk.credentials

    def broken(*_given: Any) -> Any:
        message = "The service does not answer."
        raise ProviderUnavailable(message, remedy="Wait.")

    credentials._desk.vault.rewrapped = broken
    with pytest.raises(ProviderUnavailable):
        credentials.rotate_master(by=desk.kit.staff)
    with desk.kit.application.store.read(PROVIDER) as work:
        told = [each for each in work.journal.entries(limit=1000) if each.subject == "provider:master_key"]
    assert [each.details["master_key"] for each in told] == [credentials._master_keys.current()]


def test_the_shell_names_the_clients_whose_keys_open_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """And ends with a code that a script sees."""
    view = RotationView(master_key_id="m2", made=True, clients=4, keys=4, unreadable=2, left=("harbor", "rival"))
    said: list[str] = []
    screen = SimpleNamespace(answer=lambda _view, *lines: said.extend(lines))
    rotate = SimpleNamespace(rotate_master=lambda **_given: view)
    app = SimpleNamespace(integrations=SimpleNamespace(credentials=rotate))
    common = SimpleNamespace(yes=True, idempotency_key=None)
    at = SimpleNamespace(app=app, by=None, screen=screen)
    monkeypatch.setattr(shell, "desk", lambda _common: nullcontext(at))
    assert shell.rotate_master(common=common) == 1
    assert said[-1].endswith("stay as they were: harbor, rival.")


def test_a_rotation_puts_back_nothing_that_another_one_wrapped_meanwhile(desk: Integrating) -> None:
    """The row of the later one stays, and so does what it says of its master key."""
    desk.connected_gateway()
    credentials, store = desk.desk.credentials, desk.kit.application.store
    vault = credentials._desk.vault
    rewrapped = vault.rewrapped

    def overtaken(key: Any, at: Any) -> Any:
        ours = rewrapped(key, at)
        credentials._master_keys.rotate()
        with store.begin(desk.client.tenant_id) as work:
            work.client_keys.save(rewrapped(key, at))
            work.commit()
        return ours

    vault.rewrapped = overtaken
    credentials.rotate_master(by=desk.kit.staff)
    with store.read(desk.client.tenant_id) as work:
        (key,) = work.client_keys.all()
    assert key.master_key_id == credentials._master_keys.current()
    assert used(desk) == GOOD_KEY


def test_the_key_that_signs_mail_serves_no_call_of_the_host(desk: Integrating) -> None:
    """It is the platform's own."""
    desk.connected_email()
    with pytest.raises(NotConnected):
        used(desk, name="email")
