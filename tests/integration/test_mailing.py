"""Mail from the application: the mailer chosen by its settings, and an invitation sent through SES."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from clock import Clock
from saas_app import initialize, open_application, settings_at
from saas_app.mailing import WhenFirstNeeded, mailer_of
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import InvalidValue, ProviderRefused
from saas_core.kernel.ids import StaffId
from saas_core.policy.decision import LicenseeKind
from saas_local import MailFolder
from saas_sandbox.ses import Account, Fault, SimulatedSes
from simulated_mail import AT, mail, mailer

SES = {"ses_region": "eu-central-1", "ses_sender": "no-reply@provider.example", "ses_configuration_set": "saas"}


def test_the_settings_choose_the_mailer(tmp_path: Path) -> None:
    """A folder, unless a region of SES is named; then the rest must be there too, before any mail is sent."""
    assert isinstance(mailer_of(settings_at(tmp_path)), MailFolder)
    for name in ("ses_sender", "ses_configuration_set"):
        with pytest.raises(InvalidValue) as caught:
            mailer_of(settings_at(tmp_path, **{**SES, name: " "}))
        assert caught.value.field == name
        assert f"SAAS_{name.upper()}" in caught.value.remedy


def test_the_mailer_is_made_with_its_first_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no command waits for it that mails nothing; what cannot be made is tried again with the next mail."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDSIMULATED")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "simulated")
    wrong = mailer_of(settings_at(tmp_path, **{**SES, "ses_region": "no region"}))
    for _ in range(2):
        with pytest.raises(ProviderRefused):
            wrong.send(mail())
    made = []

    def make() -> MailFolder:
        made.append(1)
        return MailFolder(tmp_path / "mail")

    late = WhenFirstNeeded(make)
    assert made == []
    late.send(mail(1))
    late.send(mail(2))
    assert made == [1]
    assert len(list((tmp_path / "mail").iterdir())) == 2


def test_no_command_imports_the_vendor_before_a_mail_leaves(tmp_path: Path) -> None:
    """Opening the application with SES configured is as quick as without."""
    script = (
        "import sys; from pathlib import Path; from saas_app import initialize, open_application, settings_at;"
        f"settings = settings_at(Path(sys.argv[1]), **{SES!r}); initialize(settings);"
        "open_application(settings).close(); print([x for x in ('boto3', 'botocore', 'jinja2') if x in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"


@pytest.fixture
def invited(tmp_path: Path) -> Any:
    """Yield an application that mails over a simulated SES, with one invitation waiting."""
    settings, ses = settings_at(tmp_path / "home"), SimulatedSes(Clock(AT))
    initialize(settings)
    with open_application(settings, mailer=mailer(ses)) as application:
        access = application.access
        sam = access.staff.authenticate(access.staff.first(name="Sam", email="sam@provider.example").key)
        tenant_id = application.tenancy.add_tenant(by=sam, slug="harbor", kind=LicenseeKind.END_USER).tenant_id
        access.people.invite_user(by=sam, tenant_id=tenant_id, name="Mia", email="mia@harbor.example", owner=True)
        yield application, ses


def test_an_invitation_leaves_over_ses_once(invited: Any) -> None:
    """And another round of the worker finds nothing to do."""
    application, ses = invited
    assert application.work.worker.drain().done == 1
    assert application.work.worker.drain().done == 0
    assert [(each.to, "inv_" in each.text) for each in ses.mailbox] == [(("mia@harbor.example",), True)]


@pytest.mark.parametrize(
    ("fault", "failed", "parked", "left"),
    [(Fault.THROTTLED, 1, 0, 0), (Fault.AWAY, 1, 0, 0), (Fault.LOST, 1, 0, 1), (Fault.HANGING, 1, 0, 0)],
    ids=lambda each: each.name if isinstance(each, Fault) else str(each),
)
def test_what_fails_waits_for_a_later_round(invited: Any, fault: Fault, failed: int, parked: int, left: int) -> None:
    """One call a round, whatever happens; only after a lost answer may the next round send the mail once more."""
    application, ses = invited
    ses.fail(fault)
    tally = application.work.worker.drain()
    assert (tally.done, tally.failed, tally.parked) == (0, failed, parked)
    assert (ses.asked, len(ses.mailbox)) == (1, left)


def test_a_mail_that_ses_will_never_take_is_parked_at_once(invited: Any) -> None:
    """Someone has to look."""
    application, ses = invited
    ses.account = Account.SUSPENDED
    assert application.work.worker.drain().parked == 1
    assert ses.asked == 1


def test_another_address_is_tried_without_anybody_asking(invited: Any) -> None:
    """Mail parked for the former address goes to the new one; one refused address silences nobody."""
    application, ses = invited
    sam = Staff(StaffId(UUID(int=9)), frozenset({"staff.admin"}))
    (tenant,) = application.tenancy.list_tenants(by=sam)
    (mia,) = application.access.people.list_users(by=sam, tenant_id=tenant.tenant_id)
    ses.account = Account.SUSPENDED
    assert application.work.worker.drain().parked == 1
    ses.account = Account.SENDING
    acting = {"by": sam, "tenant_id": tenant.tenant_id, "user_id": mia.user_id}
    application.access.people.change_user(**acting, email="mia.two@harbor.example")
    application.access.invitations.send(**acting)
    application.work.worker.drain()
    assert [each.to for each in ses.mailbox][-1] == ("mia.two@harbor.example",)
    assert not application.work.outbox.list_tasks(by=sam, parked=True)
