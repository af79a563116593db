"""The contract of every storage, whether files lie in a folder or in S3; names from outside never reach either."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import pytest
from attrs import frozen

from saas_aws import MailBucket, S3Storage, s3_client
from saas_core.kernel.errors import OutcomeUnknown, ProviderUnavailable, StoreUnavailable
from saas_core.kernel.ids import TenantId
from saas_core.kernel.storage import ContentMissing, ContentTooLarge, Storage, StoredId, held
from saas_core.work.breaker import Breaker
from saas_local import FolderStorage
from saas_sandbox.s3 import SimulatedS3
from saas_sandbox.ses import Fault

HARBOR, QUAY = TenantId(UUID(int=1)), TenantId(UUID(int=2))
ONE, OTHER = StoredId(UUID(int=11)), StoredId(UUID(int=12))
CONTENT = bytes(range(256)) * 1000


@frozen
class Kept:
    """A storage, and the names under which it keeps things."""

    storage: Storage
    names: Callable[[], list[str]]


@pytest.fixture(params=["folder", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Return each storage in turn."""
    if request.param == "folder":
        return Kept(FolderStorage(tmp_path), lambda: [each.name for each in tmp_path.rglob("*") if each.is_file()])
    simulated = SimulatedS3()
    storage = S3Storage(client(simulated), bucket="files", prefix="saas/")
    return Kept(storage, lambda: [key for _bucket, key in simulated.objects])


def client(simulated: SimulatedS3) -> Any:
    """Return a client whose calls the simulated S3 answers."""
    session = boto3.Session(aws_access_key_id="AKIDSIMULATED", aws_secret_access_key="simulated")
    made = s3_client("eu-central-1", session=session)
    simulated.attach(made)
    return made


def test_what_is_stored_is_opened_as_it_was(kept: Kept) -> None:
    """In pieces, as often as asked, and read from its start wherever the file stood."""
    content = io.BytesIO(CONTENT)
    content.seek(100)
    kept.storage.put(HARBOR, ONE, content)
    for _ in range(2):
        pieces = list(kept.storage.open(HARBOR, ONE))
        assert b"".join(pieces) == CONTENT
        assert len(pieces) > 1


def test_an_empty_file_is_a_file(kept: Kept) -> None:
    """And not a missing one."""
    kept.storage.put(HARBOR, ONE, io.BytesIO())
    assert b"".join(kept.storage.open(HARBOR, ONE)) == b""


def test_another_tenants_content_is_missing(kept: Kept) -> None:
    """Under the same id too."""
    kept.storage.put(HARBOR, ONE, io.BytesIO(CONTENT))
    for tenant, stored in ((QUAY, ONE), (HARBOR, OTHER)):
        with pytest.raises(ContentMissing):
            kept.storage.open(tenant, stored)
    kept.storage.remove(QUAY, ONE)
    assert b"".join(kept.storage.open(HARBOR, ONE)) == CONTENT


def test_what_is_removed_is_gone_and_may_be_removed_again(kept: Kept) -> None:
    """As after a crash between removing and noting it."""
    kept.storage.put(HARBOR, ONE, io.BytesIO(CONTENT))
    for _ in range(2):
        kept.storage.remove(HARBOR, ONE)
    with pytest.raises(ContentMissing):
        kept.storage.open(HARBOR, ONE)
    assert kept.names() == []


def test_the_same_id_again_replaces_what_was_there(kept: Kept) -> None:
    """So that a repeat after a crash leaves one."""
    kept.storage.put(HARBOR, ONE, io.BytesIO(b"first"))
    kept.storage.put(HARBOR, ONE, io.BytesIO(CONTENT))
    assert b"".join(kept.storage.open(HARBOR, ONE)) == CONTENT
    assert len(kept.names()) == 1


def test_names_are_made_of_ids_alone(kept: Kept) -> None:
    """Nothing that a sender calls a file is part of where it lies."""
    kept.storage.put(HARBOR, ONE, io.BytesIO(CONTENT))
    (name,) = kept.names()
    assert set(name.removeprefix("saas/")) <= set("0123456789abcdef/")


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    """A source that breaks off in the middle leaves nothing behind."""

    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                raise OSError(5, "gone")
            return super().read(size)

    storage = FolderStorage(tmp_path)
    with pytest.raises(StoreUnavailable):
        storage.put(HARBOR, ONE, Breaking(CONTENT))
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    """Files hold what clients sent."""
    FolderStorage(tmp_path / "files").put(HARBOR, ONE, io.BytesIO(CONTENT))
    assert all(each.stat().st_mode & 0o077 == 0 for each in (tmp_path / "files").rglob("*"))


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """As the store being unavailable."""
    (tmp_path / "files").write_bytes(b"in the way")
    with pytest.raises(StoreUnavailable, match="files"):
        FolderStorage(tmp_path / "files").put(HARBOR, ONE, io.BytesIO(CONTENT))


@pytest.mark.parametrize(
    ("faults", "raised"), [((Fault.AWAY,) * 3, ProviderUnavailable), ((Fault.FAILING,) * 3, ProviderUnavailable)]
)
def test_s3_that_is_away_is_told_as_that(faults: tuple[Fault, ...], raised: type[Exception]) -> None:
    """After three tries, since storing twice is storing once."""
    simulated = SimulatedS3()
    storage = S3Storage(client(simulated), bucket="files", breaker=Breaker("S3", failures=100))
    simulated.fail(*faults)
    with pytest.raises(raised):
        storage.put(HARBOR, ONE, io.BytesIO(CONTENT))
    storage.put(HARBOR, ONE, io.BytesIO(CONTENT))
    assert b"".join(storage.open(HARBOR, ONE)) == CONTENT


def test_s3_whose_answer_is_lost_is_asked_again() -> None:
    """Until it answers, or the outcome stays unknown."""
    simulated = SimulatedS3()
    storage = S3Storage(client(simulated), bucket="files", breaker=Breaker("S3", failures=100))
    simulated.fail(Fault.LOST)
    storage.put(HARBOR, ONE, io.BytesIO(CONTENT))
    assert b"".join(storage.open(HARBOR, ONE)) == CONTENT
    simulated.fail(*(Fault.LOST,) * 3)
    with pytest.raises(OutcomeUnknown):
        storage.put(HARBOR, OTHER, io.BytesIO(CONTENT))


def test_an_object_says_that_it_is_no_page() -> None:
    """Whoever reads the bucket directly downloads bytes; they are encrypted at rest."""
    simulated = SimulatedS3()
    S3Storage(client(simulated), bucket="files").put(HARBOR, ONE, io.BytesIO(b"<svg onload=alert(1)>"))
    (headers,) = simulated.headers.values()
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == "attachment"
    assert headers["x-amz-server-side-encryption"] == "AES256"


def test_a_mail_in_a_bucket_is_fetched_within_bounds() -> None:
    """A larger one is not held in memory, a missing one is missing."""
    simulated = SimulatedS3(("in",))
    simulated.objects["in", "mails/1"] = CONTENT
    bucket = MailBucket(client(simulated), bucket="in")
    assert bucket.fetch("mails/1", len(CONTENT)) == CONTENT
    with pytest.raises(ContentTooLarge):
        bucket.fetch("mails/1", len(CONTENT) - 1)
    with pytest.raises(ContentMissing):
        bucket.fetch("mails/2", 10)


def test_content_is_held_up_to_its_bound() -> None:
    """Size and SHA-256 of all of it; no more is taken than is allowed, however much comes."""
    with held([b"a", b"bc"], 3) as (file, measured):
        assert file.read() == b"abc"
        assert measured.size == 3
        assert measured.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    taken = []
    with pytest.raises(ContentTooLarge, match="content"), held((taken.append(1) or b"x" for _ in count()), 3):
        pass
    assert len(taken) == 4
