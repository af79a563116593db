"""Mail kept as files instead of being sent."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import pytest

from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_core.kernel.ids import EffectId
from saas_core.kernel.mail import Mail
from saas_local import MailFolder, SystemClock, SystemIds, SystemSecrets

ID = EffectId(UUID(int=7))


def test_a_mail_is_a_file_named_by_its_id(tmp_path: Path) -> None:
    """Any mail program opens it: addresses, a subject in any script, and the text."""
    MailFolder(tmp_path / "mail").send(
        Mail(id=ID, to="zoë@example.com", subject="Einladung für Zoë", text="Grüße\n\nhttps://example.com/" + "x" * 300)
    )
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == f"{ID}.eml"
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (message["To"], message["Subject"]) == ("zoë@example.com", "Einladung für Zoë")
    assert message.get_content().splitlines() == ["Grüße", "", "https://example.com/" + "x" * 300]


def test_the_same_mail_again_is_one_mail(tmp_path: Path) -> None:
    """A repeat after a crash leaves the first file as it is, and nothing temporary beside it."""
    folder = MailFolder(tmp_path)
    folder.send(Mail(id=ID, to="a@example.com", subject="First", text="1"))
    before = (tmp_path / f"{ID}.eml").read_bytes()
    folder.send(Mail(id=ID, to="a@example.com", subject="Second", text="2"))
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [before]


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hello\r\nBcc: eve@example.com"},
        {"subject": "Hello\nX: 1"},
        {"subject": ""},
        {"subject": "x" * 201},
        {"to": "a@example.com\r\nBcc: eve@example.com"},
        {"to": "nobody"},
    ],
)
def test_no_mail_carries_a_header_of_somebody_else(fields: dict[str, str]) -> None:
    """Line breaks and invalid addresses are refused before there is a mail."""
    with pytest.raises(InvalidValue):
        Mail(**{"id": ID, "to": "a@example.com", "subject": "Hello", "text": "x", **fields})  # type: ignore[arg-type]


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    """The error names the file and the remedy."""
    (tmp_path / "a file").touch()
    with pytest.raises(StoreUnavailable, match="eml"):
        MailFolder(tmp_path / "a file").send(Mail(id=ID, to="a@example.com", subject="Hello", text="x"))


def test_what_the_machine_makes_is_fresh() -> None:
    """Ids are of version 7 and grow, secrets have 256 bits, the clock is aware."""
    ids = [SystemIds().new() for _ in range(1000)]
    assert ids == sorted(set(ids))
    assert {each.version for each in ids} == {7}
    assert type(ids[0]) is UUID
    secrets = {SystemSecrets().new() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(each) for each in secrets} == {43}
    assert SystemClock().now().utcoffset() is not None
