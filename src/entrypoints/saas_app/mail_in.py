"""Mail in and storage as the settings name them: S3 or a folder, SES or files, and whose word about senders counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Final

from attrs import frozen

from saas_core.incoming.reply_addresses import Mailbox
from saas_core.kernel.errors import InvalidValue
from saas_local import FolderStorage

if TYPE_CHECKING:
    from saas_app.settings import Settings
    from saas_core.incoming.intake import ArrivalReader
    from saas_core.incoming.message import ReadMail
    from saas_core.incoming.ports import Source
    from saas_core.kernel.ids import TenantId
    from saas_core.kernel.instants import Clock
    from saas_core.kernel.storage import Storage, StoredId

REGION: Final = "storage_region"
ADDRESS: Final = "mail_in_address"
MAIL_REGION: Final = "mail_in_region"
_NOWHERE: Final = Mailbox("")


@frozen(kw_only=True)
class MailIn:
    """How mails come in: the mailbox for answers, the server whose results count, and the service that takes them in.

    Without a `reader` nothing is announced over the network; `source` is where announced mails lie.
    """

    mailbox: Mailbox = _NOWHERE
    server: str = ""
    reader: ArrivalReader | None = None
    source: Source | None = None


def storage_of(settings: Settings) -> Storage:
    """Return the storage named by the settings; raises InvalidValue for incomplete settings."""
    if not settings.storage_bucket:
        return FolderStorage(settings.storage_folder)
    if not settings.storage_region:
        raise _missing(REGION)
    return StorageWhenFirstNeeded(lambda: _s3(settings))


def mail_in_of(settings: Settings, clock: Clock) -> MailIn:
    """Return how mails come in; raises InvalidValue for incomplete settings."""
    topics = tuple(each.strip() for each in settings.mail_in_topics.split(",") if each.strip())
    mailbox = Mailbox(settings.mail_in_address)
    if not topics:
        return MailIn(mailbox=mailbox, server=settings.mail_in_server)
    if not settings.mail_in_address:
        raise _missing(ADDRESS)
    if settings.mail_in_bucket and not settings.mail_in_region:
        raise _missing(MAIL_REGION)
    # Slow to import, and rarely needed.
    from saas_aws import Certificates, Notifications, SesInbound  # noqa: PLC0415

    fetch, bucket = Certificates(), settings.mail_in_bucket
    reader = SesInbound(Notifications(topics, fetch, clock), fetch, bucket=bucket)
    source = SourceWhenFirstNeeded(lambda: _mail_bucket(settings)) if bucket else None
    return MailIn(mailbox=mailbox, server=settings.mail_in_server, reader=reader, source=source)


class StorageWhenFirstNeeded:
    """A storage created with its first use, since creating one takes a second and requests credentials."""

    def __init__(self, make: Callable[[], Storage]) -> None:
        """Take the function that creates the storage; a failed attempt is repeated with the next use."""
        self._make = make
        self._guard = threading.Lock()
        self._made: Storage | None = None

    def put(self, tenant_id: TenantId, stored: StoredId, content: IO[bytes]) -> None:
        """Store all of a file; raises whatever creating the storage and storing raise."""
        self._storage().put(tenant_id, stored, content)

    def open(self, tenant_id: TenantId, stored: StoredId) -> Iterator[bytes]:
        """Return the bytes in pieces; raises ContentMissing, and whatever creating the storage raises."""
        return self._storage().open(tenant_id, stored)

    def remove(self, tenant_id: TenantId, stored: StoredId) -> None:
        """Remove the bytes; raises whatever creating the storage and removing raise."""
        self._storage().remove(tenant_id, stored)

    def _storage(self) -> Storage:
        with self._guard:
            if self._made is None:
                self._made = self._make()
            return self._made


class SourceWhenFirstNeeded:
    """Where announced mails lie, created with the first of them."""

    def __init__(self, make: Callable[[], Source]) -> None:
        """Take the function that creates it."""
        self._make = make
        self._made: Source | None = None

    def fetch(self, key: str, largest: int) -> bytes:
        """Return the bytes of a mail; raises what creating the source and fetching raise."""
        if self._made is None:
            self._made = self._make()
        return self._made.fetch(key, largest)


class ParserWhenFirstNeeded:
    """Reads mails with a parser that is imported with the first of them: a worker may never need it."""

    def read(self, raw: bytes) -> ReadMail:
        """Return a mail as far as it can be read; raises ExtraMissing where the extra is not installed."""
        from saas_content import StandardParser  # noqa: PLC0415

        return StandardParser().read(raw)


def _mail_bucket(settings: Settings) -> Source:
    # Slow to import, and rarely needed.
    from saas_aws import MailBucket, s3_client  # noqa: PLC0415

    return MailBucket(s3_client(settings.mail_in_region), bucket=settings.mail_in_bucket)


def _s3(settings: Settings) -> Storage:
    # Slow to import, and rarely needed.
    from saas_aws import S3Storage, s3_client  # noqa: PLC0415

    return S3Storage(s3_client(settings.storage_region), bucket=settings.storage_bucket)


def _missing(name: str) -> InvalidValue:
    return InvalidValue("is missing; another setting needs it.", field=name, remedy=f"Set SAAS_{name.upper()}.")
