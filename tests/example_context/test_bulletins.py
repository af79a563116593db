"""A context from outside works as the shipped ones do: everything that reads parts finds it by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from pytest_bdd import parsers, scenarios, then, when

from api import Api
from example_context.queries import BulletinView
from mailed import words
from saas_cli.__main__ import main
from saas_core.policy.decision import Refused
from two_clients import DAYS, EVERY_CONTEXT, World

pytestmark = pytest.mark.usefixtures("world")
scenarios(str(Path(__file__).parent / "bulletins.feature"))

ARCHIVE = "The archive moves on Friday."


def _posted(world: World, text: str = ARCHIVE, *, days: int = 9) -> BulletinView:
    acme = world.told.acme
    view: BulletinView = world.application.desk("bulletins").post(
        by=acme.owner, tenant_id=acme.tenant_id, text=text, until=world.clock.now() + timedelta(days=days)
    )
    return view


def _listed(world: World) -> tuple[BulletinView, ...]:
    acme = world.told.acme
    found: tuple[BulletinView, ...] = world.application.desk("bulletins").list_bulletins(
        by=acme.owner, tenant_id=acme.tenant_id
    )
    return found


@when(parsers.parse('the owner posts the bulletin "{text}"'))
def _owner_posts(world: World, text: str) -> None:
    _posted(world, text)


@when(parsers.parse('the clerk posts the bulletin "{text}"'), target_fixture="refusal")
def _clerk_posts(world: World, text: str) -> Refused:
    acme = world.told.acme
    with pytest.raises(Refused) as caught:
        world.application.desk("bulletins").post(
            by=acme.clerk, tenant_id=acme.tenant_id, text=text, until=world.clock.now() + DAYS
        )
    return caught.value


@then(parsers.parse('the bulletin "{text}" is listed'))
def _is_listed(world: World, text: str) -> None:
    assert [each.text for each in _listed(world)] == [text]


@then("no bulletin is listed")
def _none_is_listed(world: World) -> None:
    assert _listed(world) == ()


@then("the journal names the change without its text")
def _journaled(world: World) -> None:
    acme = world.told.acme
    entry = world.application.oversight.audit.entries(by=acme.owner, tenant_id=acme.tenant_id, after=0, limit=1000)[-1]
    assert (entry.action, set(entry.details)) == ("bulletins.post", {"until"})


@then(parsers.parse("it is {verdict} by clauses {first}, {second} and {third}"))
def _is_refused(refusal: Refused, verdict: str, first: str, second: str, third: str) -> None:
    assert (refusal.decision.verdict.name, refusal.decision.clauses) == (verdict, (first, second, third))


def test_its_task_is_done_by_the_worker(world: World) -> None:
    """A bulletin is withdrawn at the end of its time, not before."""
    posted = _posted(world, days=2)
    world.clock.at += DAYS
    world.application.work.worker.drain()
    assert _listed(world)[0].withdrawn_at is None
    world.clock.at += DAYS
    world.application.work.worker.drain()
    assert _listed(world)[0].withdrawn_at == posted.until


def test_its_letter_is_mailed_once_to_the_owner(world: World) -> None:
    """By the sweep and the post of notices, from a template of its own; a bulletin that is over is not mailed."""
    _posted(world)
    over = _posted(world, "Withdrawn at once.")
    acme = world.told.acme
    world.application.desk("bulletins").withdraw(by=acme.owner, tenant_id=acme.tenant_id, bulletin_id=over.bulletin_id)
    world.application.work.worker.drain()
    world.application.work.worker.drain()
    mails = [words(each)[1] for each in world.application.settings.mail_folder.glob("*.eml")]
    assert sum(ARCHIVE in each for each in mails) == 2  # the owner, and the contact of the account
    assert not any("Withdrawn at once." in each for each in mails)


def test_the_doctor_looks_at_it(world: World) -> None:
    """What does not hold of a bulletin is found, with its client."""
    posted = _posted(world)
    acme = world.told.acme
    with world.application.store.begin(acme.tenant_id) as work:
        bulletin = work.bulletins.get(posted.bulletin_id)
        work.bulletins.save(evolve(bulletin, withdrawn_at=posted.posted_at - DAYS))
        work.commit()
    findings = world.application.oversight.doctor.examine(by=world.told.staff).findings
    assert ("bulletins", "acme") in {(each.check, each.tenant) for each in findings}


def test_it_is_part_of_the_export(world: World) -> None:
    """Behind the parts of the contexts before it, a page at a time."""
    views = sorted((_posted(world), _posted(world, "Second.")), key=lambda each: each.bulletin_id)
    acme, exports = world.told.acme, world.application.oversight.exports
    assert exports.parts[-1] == "bulletins"
    first = exports.page(by=acme.owner, tenant_id=acme.tenant_id, part="bulletins", limit=1)
    second = exports.page(by=acme.owner, tenant_id=acme.tenant_id, part="bulletins", limit=5, after=first.after)
    assert [*first.records, *second.records] == views


def test_what_is_over_is_removed_after_its_time(world: World) -> None:
    """By the retention of the house."""
    _posted(world, days=1)
    world.application.work.worker.begin()
    world.clock.at += 20 * DAYS
    world.application.work.worker.drain()
    assert len(_listed(world)) == 1
    world.clock.at += 20 * DAYS
    world.application.work.worker.drain()
    assert _listed(world) == ()


def test_it_is_served_and_described_over_http(world: World) -> None:
    """Its routes are served, described and refused as all others; a repeat by its key posts nothing twice."""
    api, acme = Api.over(world), world.told.acme
    body = {"text": ARCHIVE, "until": "2026-08-01T00:00:00Z"}
    headers = {"idempotency-key": "once"}
    made = api("POST", "/v1/bulletins", acme.key, body, headers=headers)
    assert made.status == 201, made.body
    assert api("POST", "/v1/bulletins", acme.key, body, headers=headers).json == made.json
    assert [each["text"] for each in api("GET", "/v1/bulletins", acme.key).json["items"]] == [ARCHIVE]
    path = f"/v1/bulletins/{made.json['bulletin_id']}"
    assert api("DELETE", path, world.told.bolt.key).code == "BULLETIN_UNKNOWN"
    assert api("DELETE", path, acme.key).status == 200
    described = api("GET", "/openapi.json").json
    assert described["paths"]["/v1/bulletins"]["post"]["operationId"] == "bulletins_post"


@pytest.mark.parametrize("worlds", ["sqlite", "postgres"], indirect=True)
def test_its_command_is_one_of_the_shell(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found in the help, and run over the same home folder; without the context it is unknown."""
    settings = world.application.settings
    _posted(world)
    monkeypatch.setenv("SAAS_KEY", world.told.acme.key)
    for name in ("database_url", "key_file"):
        monkeypatch.setenv(f"SAAS_{name.upper()}", str(getattr(settings, name)))
    listing = ["bulletins", "list", "acme", "--home", str(settings.home)]
    assert main(listing, contexts=EVERY_CONTEXT) == 0
    assert ARCHIVE in capsys.readouterr().out
    assert main(["--help"], contexts=EVERY_CONTEXT) == 0
    assert "Bulletins of a client: list." in capsys.readouterr().out
    assert main(listing) == 2
