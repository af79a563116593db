"""`saas engagements`: time under an approval, what was delivered, and invoices by hand."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from documenting import PlainDocuments
from mailed import newest_token, words
from saas_app import open_application, read_settings
from saas_core.kernel.ids import TenantId
from saas_local import SystemClock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.conftest import Saas

OLIVIA = ("--profile", "olivia")
NOW = datetime.now(UTC).replace(microsecond=0)
LATER = timedelta(hours=24)


def _ago(hours: float) -> str:
    return f"{NOW + LATER - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def engagement(harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an engagement that was approved about 24 hours ago, with 2 hours on two lines."""
    monkeypatch.setattr("saas_app.application.documents_of", PlainDocuments)
    monkeypatch.setenv("SAAS_PROVIDER_NAME", "Reyes Software")
    monkeypatch.setenv("SAAS_PROVIDER_ADDRESS", "1 High Street, London")
    wish = ("harbor", "A second step", "--text", "For large orders.", *OLIVIA, "--json")
    made: str = harbor.done("engagements", "request", *wish).json["engagement_id"]
    lines = ("--line", "Two steps | 1 | 1.5", "--line", "A report | 0 | 0.5")
    through = f"{NOW + timedelta(days=20):%Y-%m-%d}"
    draft = harbor.done("engagements", "estimate", "harbor", made, *lines, "--through", through, "--json").json
    harbor.done("engagements", "issue", "harbor", draft["estimate_id"], "--version", draft["version"])
    link = newest_token(harbor.home / "mail", "apr")
    harbor.done("engagements", "approve", link)
    shown = harbor.done("engagements", "approve", link, "--code", _code(harbor), "--json").json
    given = ("--secret", shown["secret"], "--content-hash", shown["estimate"]["content_hash"])
    ticked = ("--accept-estimate", "--accept-ownership")
    harbor.done("engagements", "approve", link, *given, "--name", "Olivia Hart", *ticked)
    monkeypatch.setattr(SystemClock, "now", lambda _clock: datetime.now(UTC) + LATER)
    return made


def _code(harbor: Saas) -> str:
    tenant: str = harbor.done("tenant", "show", "harbor", "--json").json["tenant_id"]
    with open_application(read_settings(harbor.home, os.environ)) as application:
        application.work.worker.drain(tenant_id=TenantId.parse(tenant))
    mails = sorted((harbor.home / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    found = re.search(r"\b(\d{6})\b", words(mails[-1])[1])
    assert found is not None
    return found[1]


def test_time_is_recorded_under_the_cap_and_billed(harbor: Saas, engagement: str, tmp_path: Path) -> None:
    """Timer, file and entry; a draft, its number, a payment, and a credit over a part."""
    about = ("harbor", engagement)
    assert harbor.refused("engagements", "start", *about, "--line", "L1", *OLIVIA).code == 3
    assert "Started on L1." in harbor.done("engagements", "start", *about, "--line", "L1").out
    assert "Stopped." in harbor.done("engagements", "timer", *about, "--stop").out
    window = ("--from", _ago(10), "--to", _ago(9))
    logged = harbor.done("engagements", "log", *about, "--line", "L1", *window, "--json").json
    entry = logged["pieces"][0]["entry_id"]
    assert "overlaps" in harbor.wrong("engagements", "log", *about, "--line", "L2", *window).err
    rows = tmp_path / "time.csv"
    rows.write_text(f"line,started_at,ended_at,note\nL2,{_ago(8)},{_ago(7.5)},\nL9,{_ago(7)},{_ago(6)},\n")
    imported = harbor.done("engagements", "import-time", *about, rows).out
    assert "Recorded 1 rows, 0:30:00, of them 0:30:00 billable." in imported
    assert "line 3" in imported
    assert re.search(r"used +1:30:0", harbor.done("engagements", "timer", *about).out)
    assert _ago(10)[:10] in harbor.done("engagements", "time", *about, *OLIVIA).out

    draft = harbor.done("engagements", "invoice", *about, "--json").json["invoice_id"]
    on = ("harbor", draft)
    assert "97.50 USD" in harbor.done("engagements", "show-invoice", *on).out
    issued = harbor.done("engagements", "issue-invoice", *on, "--json").json
    assert (issued["state"], issued["total"]) == ("issued", "97.50 USD")
    file = tmp_path / "invoice.pdf"
    assert issued["number"] in harbor.done("engagements", "show-invoice", *on, "--document", file, *OLIVIA).out
    assert file.read_bytes().startswith(b"%PDF")
    assert issued["number"] in harbor.done("engagements", "invoices", "harbor", *OLIVIA).out

    payment = ("record-payment", *on, "32.50 USD", "--reference", "T-1")
    assert "65.00 USD" in harbor.done("engagements", *payment).out
    note = harbor.done("engagements", "credit", *on, "--entry", entry, "--reason", "Not as agreed.").out
    assert "-65.00 USD" in note or "65.00 USD" in note
    assert harbor.done("engagements", "show-invoice", *on, "--json").json["owed"] == "0.00 USD"
    refused = harbor.done("engagements", "void", "harbor", entry, "--reason", "Another client.", "--json").json
    assert refused[0]["sentence"]
    harbor.done("engagements", "close-period", "harbor", _ago(2))
    late = ("--from", _ago(5), "--to", _ago(4.9))
    assert "closed" in harbor.wrong("engagements", "log", *about, "--line", "L1", *late).err


def test_what_was_delivered_is_registered(harbor: Saas, engagement: str) -> None:
    """Every line is delivered or left out before the whole is, and it closes once its time is billed or written off."""
    about = ("harbor", engagement)
    window = ("--from", _ago(10), "--to", _ago(9))
    entry = harbor.done("engagements", "log", *about, "--line", "L1", *window, "--json").json["pieces"][0]["entry_id"]
    assert harbor.wrong("engagements", "deliver", *about).code == 2
    made = (*about, "Two steps", "--line", "L1", "--release", "2026.11", "--delivered", _ago(1))
    assert "Registered L1." in harbor.done("engagements", "register", *made).out
    harbor.done("engagements", "leave-out", *about, "--line", "L2", "--reason", "Not needed.")
    assert "Two steps" in harbor.done("engagements", "enhancements", *about, *OLIVIA).out
    assert "Delivered." in harbor.done("engagements", "deliver", *about).out
    assert harbor.wrong("engagements", "close", *about).code == 2
    harbor.done("engagements", "write-off", "harbor", entry, "--reason", "A gift.")
    assert "Closed." in harbor.done("engagements", "close", *about).out


def test_a_draft_is_discarded_and_an_engagement_canceled(harbor: Saas, engagement: str) -> None:
    about = ("harbor", engagement)
    harbor.done("engagements", "log", *about, "--line", "L1", "--from", _ago(10), "--to", _ago(9))
    draft = harbor.done("engagements", "invoice", *about, "--json").json["invoice_id"]
    assert "Discarded" in harbor.done("engagements", "discard-invoice", "harbor", draft).out
    assert "Canceled." in harbor.done("engagements", "cancel", *about, "--reason", "Otherwise.", *OLIVIA).out
    assert harbor.done("engagements", "invoice", *about, "--json").json["net"] == "65.00 USD"
