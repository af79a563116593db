"""The testing kit: what it sets up, and that a test run which does not use it neither pays for it nor breaks."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from saas_core.kernel.actors import Staff
from saas_core.kernel.mail import Mail
from saas_core.policy.decision import Question
from saas_core.policy.reasons import ReasonCode
from saas_testing import Kit, open_kit
from saas_testing.clock import BEGINNING


def test_clients_of_one_kit_are_active_and_apart(saas: Kit) -> None:
    """Each with an owner of its own; the member of staff acts for both."""
    harbor, acme = saas.active_client(), saas.active_client("acme-foods", days=60)
    gate = saas.application.gate
    for client in (harbor, acme):
        assert gate.check(Question(client.tenant_id, client.owner.by, "roles.manage")).allowed
    assert gate.check(Question(acme.tenant_id, harbor.owner.by, "roles.manage")).reasons[0].code is (
        ReasonCode.USER_UNKNOWN
    )
    assert (acme.until - harbor.until, acme.owner.email) == (timedelta(days=30), "olivia@acme-foods.example")
    assert isinstance(saas.application.sign_in(saas.staff_key), Staff)
    assert saas.application.sign_in(acme.owner.key) == acme.owner.by


def test_a_lapse_is_the_very_instant_at_which_the_license_ends(saas: Kit) -> None:
    """A microsecond before it, the answer is still yes; a second lapse moves nothing."""
    client = saas.active_client(days=10)
    question = Question(client.tenant_id, client.owner.by, "topic.feature_usage")
    ended = saas.lapse(client)
    assert ended >= client.until
    assert not saas.application.gate.check(question).allowed
    saas.clock.at -= timedelta(microseconds=1)
    assert saas.application.gate.check(question).allowed
    assert saas.lapse(client) == ended == saas.lapse(client)


def test_the_mailbox_keeps_each_mail_once_and_finds_tokens_by_address(saas: Kit) -> None:
    """Of invitations and of sign-in links, the newest."""
    client = saas.active_client()
    ada = saas.invited(client, "Ada Park")
    assert saas.mailbox.token("ADA@harbor.example") == ada.token
    saas.application.access.sign_in.ask(client="harbor", email="olivia@harbor.example")
    saas.application.work.worker.drain()
    link = saas.mailbox.token("olivia@harbor.example", "sin")
    assert saas.application.sign_in(saas.application.access.sign_in.complete(token=link).key) == client.owner.by
    with pytest.raises(LookupError):
        saas.mailbox.token("nobody@harbor.example")
    count = len(saas.mailbox.mails)
    saas.mailbox.send(saas.mailbox.mails[0])
    assert len(saas.mailbox.mails) == count
    assert all(isinstance(each, Mail) for each in saas.mailbox.mails)


def test_who_joins_a_department_has_its_right_there(saas: Kit) -> None:
    """And nowhere else."""
    saas.register("invoices.view")
    client = saas.active_client()
    places = [
        saas.application.access.departments.create(
            by=client.owner.by, tenant_id=client.tenant_id, name=name
        ).department_id
        for name in ("Sales", "Stock")
    ]
    mia = saas.joined(client, permissions=["invoices.view"], department_id=places[0])
    told = [
        saas.application.gate.check(Question(client.tenant_id, mia.by, "invoices.view", department_id=each)).allowed
        for each in places
    ]
    assert told == [True, False]
    assert mia.user_id == mia.by.user_id


def test_kits_are_apart_and_leave_nothing_behind() -> None:
    """Also two at once, at instants of their own."""
    with open_kit() as one, open_kit(at=BEGINNING + timedelta(days=1)) as other:
        folder = one.application.settings.home
        assert folder.exists()
        assert one.active_client().tenant_id != other.active_client().tenant_id
        assert other.clock.at - one.clock.at == timedelta(days=1)
    assert not folder.exists()


_HOST = """
import sys

import pytest


@pytest.fixture
def saas():
    return "of the host"


def test_the_host_keeps_its_own_fixture(saas):
    assert saas == "of the host"


def test_nothing_was_imported():
    assert not [each for each in sys.modules if each.startswith(("saas_core", "saas_app", "saas_testing.kit", "attrs"))]
"""


def test_a_test_run_of_a_host_that_does_not_use_it_is_left_alone(tmp_path: Path) -> None:
    """Under every strict option, with warnings as errors."""
    (tmp_path / "test_host.py").write_text(_HOST, encoding="utf-8")
    strict = ("-W", "error", "--strict-markers", "--strict-config", "-p", "no:faker", "-p", "no:cacheprovider")
    without = ("-p", "no:schemathesis", "-p", "no:hypothesispytest", "-p", "no:pytest-bdd")
    # Of its own, wherever the folder of the test run lies: the host does not run under this project's options.
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *strict, *without, "-p", "saas_testing.plugin", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "2 passed" in ran.stdout
