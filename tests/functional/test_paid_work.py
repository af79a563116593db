"""`saas engagements`: one job from its request to its close, over a database on the disk."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from attrs import define

from documenting import PlainDocuments
from mailed import newest_token, words
from saas_app import open_application, read_settings
from saas_core.kernel.ids import TenantId
from saas_local import SystemClock
from staffing import settle

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.conftest import Saas

OLIVIA = ("--profile", "olivia")
TWO = ("--line", "Two steps | 1 | 2 | No training")
TICKED = ("--accept-estimate", "--accept-ownership")


@define
class Job:
    """A shell over one engagement of harbor, on a clock that the test puts forward."""

    harbor: Saas
    engagement: str = ""
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the instant that every command sees."""
        return datetime.now(UTC) + self.ahead

    def at(self, hours: float = 0) -> str:
        """Return an instant so many hours from now, as one types it."""
        return f"{self.now() + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"

    def do(self, command: str, *given: object) -> Any:
        """Run a command of engagements on harbor, and return its answer."""
        return self.harbor.done("engagements", command, "harbor", *given, "--json").json

    def wrong(self, field: str, command: str, *given: object) -> None:
        """Run a command that is refused, by the name of what is wrong and with what to do about it."""
        problem = self.harbor.wrong("engagements", command, *given, "--json").problem
        assert (problem["field"], bool(problem["remedy"])) == (field, True), problem

    def link(self) -> str:
        """Return the newest link that was mailed."""
        return newest_token(self.harbor.home / "mail", "apr")

    @property
    def through(self) -> tuple[str, str]:
        """The last day of an estimate, as an option."""
        return "--through", f"{self.now() + timedelta(days=20):%Y-%m-%d}"

    def issued(self) -> None:
        """Draft and issue the next revision of the estimate."""
        draft = self.do("estimate", self.engagement, *TWO, *self.through)
        self.do("issue", draft["estimate_id"], "--version", draft["version"])

    def read(self, command: str) -> tuple[str, ...]:
        """Open the newest link with its code, and return what decides about what was read."""
        link = self.link()
        self.harbor.done("engagements", command, link)
        shown = self.harbor.done("engagements", command, link, "--code", self._code(), "--json").json
        return (link, "--secret", shown["secret"], "--content-hash", shown["estimate"]["content_hash"])

    def _code(self) -> str:
        tenant = self.harbor.done("tenant", "show", "harbor", "--json").json["tenant_id"]
        with open_application(read_settings(self.harbor.home, os.environ)) as application:
            application.work.worker.drain(tenant_id=TenantId.parse(tenant))
        mails = sorted((self.harbor.home / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        found = re.search(r"\b(\d{6})\b", words(mails[-1])[1])
        assert found is not None
        return found[1]


@pytest.fixture
def job(harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Give a client who asked for an estimate, and a second member of staff of long standing, Ana."""
    made = Job(harbor)
    monkeypatch.setattr("saas_app.application.documents_of", PlainDocuments)
    monkeypatch.setattr(SystemClock, "now", lambda _clock: made.now())
    monkeypatch.setenv("SAAS_PROVIDER_NAME", "Reyes Software")
    monkeypatch.setenv("SAAS_PROVIDER_ADDRESS", "1 High Street, London")
    harbor.done("staff", "add", "Ana Ruiz", "ana@provider.example", "--permission", "staff.support")
    harbor.done("staff", "fetch-key", newest_token(harbor.home / "mail", "stk"), "--save-profile", "ana")
    with open_application(read_settings(harbor.home, os.environ)) as application:
        settle(application, made.now())
    made.engagement = made.do("request", "A second step", "--text", "For large orders.", *OLIVIA)["engagement_id"]
    return made


def test_a_job_is_told_from_its_request_to_its_close(job: Job, tmp_path: Path) -> None:
    """What was discarded, withdrawn or declined binds nobody; what was approved is worked, billed and closed."""
    estimate = _drafted(job)
    _approved(job, estimate, tmp_path)
    paid, credited = _worked(job)
    _billed(job, paid, credited)
    _ended(job)


def _drafted(job: Job) -> str:
    """Draft an estimate that nobody approves: it is discarded, withdrawn and declined in turn."""
    harbor, here = job.harbor, job.engagement
    assert "A second step" in harbor.done("engagements", "list", "harbor").out
    assert job.do("show", here, *OLIVIA)["state"] == "requested"
    assert harbor.refused("engagements", "start", "harbor", here, "--line", "L1").code == 3
    job.wrong("line", "estimate", "harbor", here, "--line", "Two steps", *job.through)
    job.wrong("line", "estimate", "harbor", here, "--line", "Two steps | one | 2", *job.through)
    job.wrong("valid_through", "estimate", "harbor", here, *TWO, "--through", "soon")
    draft = job.do("estimate", here, *TWO, *job.through)
    estimate: str = draft["estimate_id"]
    edited = job.do("edit", estimate, "--version", draft["version"], "--line", "Two steps | 2 | 3", *job.through)
    assert edited["revisions"][0]["cap_seconds"] == 3 * 3600
    stale = ("harbor", estimate, "--version", draft["version"])
    assert harbor.wrong("engagements", "discard", *stale, "--json").problem["remedy"]
    job.do("discard", estimate, "--version", edited["version"])
    # A client does not learn that there was a draft.
    assert harbor.done("engagements", "estimates", "harbor", here, *OLIVIA).out.strip() == "No estimates."
    assert harbor.wrong("engagements", "show-estimate", "harbor", estimate, *OLIVIA).code == 2
    job.issued()
    job.do("withdraw", estimate, "--reason", "The terms changed.")
    job.wrong("estimate", "withdraw", "harbor", estimate, "--reason", "Again.")
    job.issued()
    harbor.done("engagements", "decline", *job.read("decline"), "--reason", "Too much.")
    shown = job.do("show-estimate", estimate, *OLIVIA)
    assert [each["state"] for each in shown["revisions"]] == ["withdrawn", "declined"]
    return estimate


def _approved(job: Job, estimate: str, folder: Path) -> None:
    """Approve it through the mailed link, and a change order by a signed document."""
    job.issued()
    read = job.read("approve")
    job.wrong("accept_ownership", "approve", *read, "--name", "Olivia Hart", "--accept-estimate")
    receipt = job.harbor.done("engagements", "approve", *read, "--name", "Olivia Hart", *TICKED).out
    assert "was approved." in receipt
    order = job.do("change-order", job.engagement, "--line", "A report | 1 | 1", *job.through)
    job.do("issue", order["estimate_id"], "--version", order["version"])
    job.ahead += timedelta(hours=1)
    signed, spoken = folder / "signed.pdf", folder / "voice.wav"
    signed.write_bytes(b"%PDF-1.7\nsigned by Olivia Hart")
    spoken.write_bytes(b"RIFF0000WAVE")
    # Staff does not look into the client's list of users, so that the client says who signed.
    users = job.harbor.done("users", "list", "harbor", *OLIVIA, "--json").json
    olivia = next(each["user_id"] for each in users if each["email"] == "olivia@harbor.example")
    by = ("--user", olivia, "--name", "Olivia Hart", "--signed-at", job.at(-0.5))
    job.wrong("content", "record-document", "harbor", order["estimate_id"], spoken, *by)
    document = job.do("record-document", order["estimate_id"], signed, *by)["document_id"]
    job.wrong("paper_hash", "check-document", "harbor", document)
    read = ("--hash", job.do("read-document", document, folder / "read.pdf", "--profile", "ana")["paper_hash"])
    assert (folder / "read.pdf").read_bytes() == signed.read_bytes()
    job.wrong("by", "check-document", "harbor", document, *read)
    assert job.do("check-document", document, *read, "--profile", "ana")["state"] == "agreed"
    found = [(each["estimate_id"], each["state"]) for each in job.do("estimates", job.engagement)]
    assert found == [(estimate, "approved"), (order["estimate_id"], "approved")]


def _worked(job: Job) -> tuple[str, str]:
    """Record time by a timer and by hand; one entry is voided, one is a gift, and two are returned."""
    here = job.engagement
    job.ahead += timedelta(hours=12)
    job.do("start", here, "--line", "L1")
    job.ahead += timedelta(seconds=30)
    job.do("timer", here, "--stop")
    entries = []
    for since in (10, 8, 6, 4):
        window = ("--from", job.at(-since), "--to", job.at(0.5 - since))
        entries.append(job.do("log", here, "--line", "L1", *window)["pieces"][0]["entry_id"])
    void, paid, credited, gift = entries
    job.wrong("started_at", "log", "harbor", here, "--line", "L1", "--from", job.at(-8), "--to", job.at(-7.9))
    job.do("void", void, "--reason", "Another client.")
    job.do("write-off", gift, "--reason", "A gift.")
    return paid, credited


def _billed(job: Job, paid: str, credited: str) -> None:
    """Bill an hour, of which a half is paid and a half is credited."""
    draft = job.do("invoice", job.engagement)["invoice_id"]
    invoice = job.do("issue-invoice", draft)
    assert (invoice["state"], invoice["total"]) == ("issued", "65.00 USD")
    job.do("record-payment", draft, "32.50 USD", "--reference", "T-1")
    assert job.do("credit", draft, "--entry", credited, "--reason", "Not as agreed.")["total"] == "32.50 USD"
    assert job.do("show-invoice", draft, *OLIVIA)["owed"] == "0.00 USD"
    assert job.do("void", paid, "--reason", "Too late.")[0]["sentence"]


def _ended(job: Job) -> None:
    """Deliver and close it; another one is canceled."""
    here = job.engagement
    assert job.harbor.wrong("engagements", "deliver", "harbor", here, "--json").problem["remedy"]
    job.do("register", here, "Two steps", "--line", "L1", "--release", "2026.11", "--delivered", job.at(-1))
    job.do("leave-out", here, "--line", "E-2.L1", "--reason", "Not needed.")
    job.do("deliver", here)
    assert job.do("close", here)["state"] == "closed"
    assert job.harbor.wrong("engagements", "cancel", "harbor", here, "--reason", "Too late.", "--json").problem[
        "remedy"
    ]
    other = job.do("request", "Another step", "--text", "For small orders.", *OLIVIA)["engagement_id"]
    assert job.do("cancel", other, "--reason", "Otherwise.", *OLIVIA)["state"] == "canceled"
