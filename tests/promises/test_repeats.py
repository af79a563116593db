"""A command repeated with its key is answered again and done once; only the first answer contains the secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from attrs import evolve

from calls import CALLS, use
from mailed import newest_token
from saas_core.access.errors import LinkUnknown
from saas_core.access.use_cases import imports
from saas_core.kernel.errors import InvalidValue, KeyReused, SaasError
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.tasks import Task
from saas_core.payments.values import LOOK
from saas_core.policy.decision import Refused
from staffing import hired
from two_clients import World

KEY = "order-17"


def _request(world: World, name: str) -> dict[str, Any]:
    return {**CALLS[name].ready(world, world.told.acme), "idempotency_key": KEY}


def _others(world: World, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield requests that are not the one carried out: of the same command, and of another one of the same client."""
    acme, request = world.told.acme, _request(world, name)
    acting = {"by": acme.owner, "tenant_id": acme.tenant_id, "idempotency_key": KEY}
    match name:
        case "access.staff.renew_key":
            yield name, {**request, "staff_id": world.told.staff.staff_id}
            yield "access.staff.deactivate", request
        case "access.imports.import_users":
            yield name, {**request, "content": "5f2d"}
            yield name, {**request, "invite": False}
            yield "access.roles.create", {**acting, "name": "R", "permissions": []}
        case "access.invitations.accept":
            # Nothing else can be requested by a link, and whoever has another link is another person.
            return
        case "work.inbox.replay":
            body, headers = world.stripe.signed(
                {
                    "id": "evt_2",
                    "object": "event",
                    "type": "customer.updated",
                    "created": 1_700_000_000,
                    "livemode": False,
                    "data": {"object": {"id": "cus_9", "object": "customer"}},
                }
            )
            world.application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)
            yield name, {**request, "event": "evt_2"}
            yield (
                "access.staff.deactivate",
                {"by": request["by"], "staff_id": world.told.helper, "idempotency_key": KEY},
            )
        case "payments.reconcile":
            yield "oversight.audit.checkpoint", request
        case "payments.reconcile_all":
            yield (
                "access.staff.deactivate",
                {"by": request["by"], "staff_id": world.told.helper, "idempotency_key": KEY},
            )
        case _:
            yield "access.roles.create", {**acting, "name": "R", "permissions": []}


@pytest.mark.parametrize(
    "name",
    [
        "access.invitations.accept",
        "access.imports.import_users",
        "access.staff.renew_key",
        "work.inbox.replay",
        "payments.reconcile",
        "payments.reconcile_all",
        "oversight.audit.checkpoint",
    ],
)
def test_a_key_is_of_one_request(world: World, name: str) -> None:
    """The repeat gets the first result, but no secret, and changes nothing; another request is refused."""
    request = _request(world, name)
    first = use(world.application, name)(**request)
    others = list(_others(world, name))
    before, rows = world.marks(), world.rows()
    again = use(world.application, name)(**request)
    assert again == (evolve(first, key=None) if hasattr(first, "key") else first)
    assert world.rows() == rows
    for other, wish in others:
        with pytest.raises(KeyReused) as caught:
            use(world.application, other)(**wish)
        assert caught.value.field == "idempotency_key"
    assert world.marks() == before


def test_a_key_belongs_to_whoever_sends_it(world: World) -> None:
    """The same key and request by another person, or by a program of the first one, is a request of its own."""
    acme, access = world.told.acme, world.application.access
    here = {"tenant_id": acme.tenant_id}
    access.people.invite_user(by=acme.owner, **here, email="second@acme.example", name="Second", owner=True)
    world.application.work.worker.drain(tenant_id=acme.tenant_id)
    token = newest_token(world.application.settings.mail_folder, "inv")
    second = access.staff.authenticate(str(access.invitations.accept(token=token).key))
    made = access.api_keys.create(by=acme.owner, **here, name="P", scopes=["keys.manage", "people.manage"])
    program = access.staff.authenticate(str(made.key))

    def ask(by: Any) -> Any:
        return access.api_keys.create(by=by, **here, name="Till", scopes=["people.manage"], idempotency_key=KEY)

    first = {by: ask(by) for by in (acme.owner, second, program)}
    assert len({each.api_key.key_id for each in first.values()}) == 3
    assert all(each.key for each in first.values())
    for by, answer in first.items():
        assert ask(by) == evolve(answer, key=None)


def test_two_links_may_be_used_under_one_key(world: World) -> None:
    """Each person is let in, and each repeat gets the answer of its own link."""
    invitations, acme = world.application.access.invitations, world.told.acme
    first = invitations.accept(token=acme.token, idempotency_key=KEY)
    invitations.send(by=acme.owner, tenant_id=acme.tenant_id, user_id=acme.owner.user_id)
    world.application.work.worker.drain(tenant_id=acme.tenant_id)
    other = newest_token(world.application.settings.mail_folder, "inv")
    second = invitations.accept(token=other, idempotency_key=KEY)
    assert (first.user_id, second.user_id) == (acme.invited, acme.owner.user_id)
    for token, answer in ((acme.token, first), (other, second)):
        assert invitations.accept(token=token, idempotency_key=KEY) == evolve(answer, key=None)


def test_a_key_of_a_member_of_staff_is_not_a_colleagues(world: World) -> None:
    """What one does under a key is not done already for another who sends the same key."""
    told, staff = world.told, world.application.access.staff
    named = ("Ada Canary-staff", "ada.canary@provider.example", "staff.admin")
    helper = staff.authenticate(told.helper_key)
    colleague = staff.authenticate(hired(world.application, told.staff, *named)[1])
    assert colleague != told.staff
    renewing = {"staff_id": told.helper, "idempotency_key": KEY}
    staff.renew_key(by=told.staff, **renewing)
    once = world.marks()
    staff.renew_key(by=told.staff, **renewing)
    assert world.marks() == once
    with pytest.raises(Refused):
        # Judged anew: the other has no right to it.
        staff.renew_key(by=helper, **renewing)
    staff.renew_key(by=colleague, **renewing)
    assert world.marks() != once


def test_a_spent_link_answers_its_own_repeat_alone(world: World) -> None:
    """Whoever has another token, or another key, learns neither that a key was used nor what for."""
    invitations, acme = world.application.access.invitations, world.told.acme
    first = invitations.accept(token=acme.token, idempotency_key=KEY)
    assert first.key
    before = world.marks()
    refusals = set()
    for token, more in (
        (acme.token, {}),
        (acme.token, {"idempotency_key": "another"}),
        (acme.token, {"idempotency_key": KEY, "accept_terms": "0" * 64}),
        (acme.token + "x", {"idempotency_key": KEY}),
        (world.told.bolt.token.replace(world.told.bolt.tenant_id.hex, acme.tenant_id.hex), {"idempotency_key": KEY}),
        ("inv", {"idempotency_key": KEY}),
    ):
        with pytest.raises(SaasError) as caught:
            invitations.accept(token=token, **more)
        refusals.add((caught.value.code, str(caught.value)))
    assert {code for code, _text in refusals} == {LinkUnknown.code}
    assert len(refusals) == 1
    assert world.marks() == before
    with pytest.raises(InvalidValue) as unfit:
        invitations.accept(token=acme.token, idempotency_key="\n")
    assert unfit.value.field == "idempotency_key"
    assert invitations.accept(token=acme.token, idempotency_key=KEY).key is None
    assert world.application.access.staff.authenticate(first.key).user_id == acme.invited


def test_a_repeated_import_reads_no_row_and_gives_the_first_report(world: World) -> None:
    """With every refused row that the view shows, though what was refused is not readable in the store."""
    request = _request(world, "access.imports.import_users")
    import_users = world.application.access.imports.import_users
    first = import_users(**request)
    assert (first.added, [each.line for each in first.refused]) == (2, [4])
    told: list[Any] = []

    def unread() -> Iterator[Any]:
        pytest.fail("a row was read")
        yield

    assert import_users(**{**request, "rows": unread()}, on_refused=told.append) == first
    assert told == list(first.refused)
    with pytest.raises(InvalidValue) as caught:
        import_users(**{**request, "content": None})
    assert caught.value.field == "content"


def test_a_broken_import_goes_on_under_its_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only once every row was dealt with the key is used up."""
    monkeypatch.setattr(imports, "BATCH", 1)
    request = _request(world, "access.imports.import_users")
    import_users = world.application.access.imports.import_users

    class Crash(Exception):
        pass

    def broken() -> Iterator[Any]:
        yield request["rows"][0]
        raise Crash

    with suppress(Crash):
        import_users(**{**request, "rows": broken()})
    second = import_users(**request)
    assert (second.added, second.already, len(second.refused)) == (1, 1, 1)
    assert import_users(**request) == second


def test_what_was_looked_at_once_is_not_looked_at_by_a_repeat(world: World) -> None:
    """Neither all accounts, nor the account of one piece of news, nor one client's; without the key they are."""
    application, acme = world.application, world.told.acme
    staff = {"by": world.told.staff, "idempotency_key": KEY}
    named = {**CALLS["payments.reconcile"].ready(world, acme), "idempotency_key": "one"}
    application.payments.reconcile(**named)
    assert application.payments.reconcile_all(**staff).accounts == 1
    application.work.worker.drain(tenant_id=acme.tenant_id)
    with application.store.read(acme.tenant_id) as work:
        look = Task(LOOK, acme.tenant_id, work.payments.get().account)
    due = application.store.tasks.find(look)
    application.payments.reconcile(**named)
    assert application.payments.reconcile_all(**staff).accounts == 1
    assert application.store.tasks.find(look) == due
    application.payments.reconcile_all(by=world.told.staff)
    assert application.store.tasks.find(look) != due


def test_a_repeated_checkpoint_is_kept_once(world: World) -> None:
    """Of the end that it was taken of, whatever was added since."""
    audit, acme = world.application.oversight.audit, world.told.acme
    asked = {"by": acme.owner, "tenant_id": acme.tenant_id}
    before = audit.verify(**asked).checkpoints
    first = audit.checkpoint(**asked, idempotency_key=KEY)
    world.application.access.roles.create(**asked, name="R", permissions=[])
    assert audit.checkpoint(**asked, idempotency_key=KEY) == first
    assert audit.verify(**asked).checkpoints == before + 1
    assert audit.checkpoint(**asked).position == first.position + 1


def test_a_key_of_the_provider_is_not_a_clients(world: World) -> None:
    """Under one key, an act in the provider's own scope and an act at a client are separate."""
    staff, acme = world.told.staff, world.told.acme
    marks = [
        world.application.oversight.audit.checkpoint(by=staff, tenant_id=scope, idempotency_key=KEY)
        for scope in (PROVIDER, acme.tenant_id)
    ]
    assert [each.tenant_id for each in marks] == [PROVIDER, acme.tenant_id]
