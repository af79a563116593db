"""What signing asks others: who a member of staff is, how its letter is worded, and by which keys a file is signed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from attrs import frozen

from saas_app.answers import whole
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, StaffId
from saas_core.kernel.letters import Composer, Letter
from saas_core.kernel.work import Transactions, Work
from saas_core.signing.letters import SUSPECT
from saas_core.signing.queries import SignatureFile
from saas_core.signing.queries.files import read
from saas_core.signing.values import Person, SignatureId
from saas_local import KeyFile, signed

if TYPE_CHECKING:
    from saas_app.settings import Settings
    from saas_core.signing.model import Signature
    from saas_core.signing.ports import SigningWork


def read_signatures(document: bytes, settings: Settings, *, known: Iterable[str] = ()) -> SignatureFile:
    """Return an exported file of signatures that the provider signed.

    `known` are its public keys in base64; without them those of the home folder count, if it has any. Raises
    SignaturesUnreadable for a file that none of them signed, InvalidValue for what is no key.
    """
    given = tuple(known) or _published(settings)
    return read(document, keys=tuple(map(_key, given)), signs=signed)


def kept_signature(store: Transactions[Work], name: str) -> Signature | None:
    """Return a signature by its id as text; None for anything else. Its id was told to its signer alone."""
    try:
        wanted = SignatureId.parse(name)
    except InvalidValue:
        return None
    with store.read(PROVIDER) as work:
        return cast("SigningWork", work).signatures.get(wanted)


def _published(settings: Settings) -> tuple[str, ...]:
    if not settings.key_file.exists():
        return ()
    found = KeyFile.load(settings.key_file).signing
    return () if found is None else tuple(each.public_key for each in found.published())


def _key(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        message = "is not a public key in base64."
        raise InvalidValue(message, field="key", remedy="Copy it as saas journal keys shows it.") from fault


@frozen
class PeopleOfAccess:
    """Answers signing's question who a member of staff is."""

    def person(self, work: Work, staff_id: StaffId) -> Person | None:
        """Return a member of staff, also one who has left."""
        found = whole(work).staff.get(staff_id)
        return None if found is None else Person(found.name, found.email, found.active, found.permissions)


@frozen
class WordingOfSigning:
    """Composes the letter of signing; with a `portal` it links to the policy's page there."""

    composer: Composer
    portal: str = ""

    def suspect(self, *, name: str, scope: str, anchor: str, changed: Iterable[str]) -> tuple[str, str, str]:
        """Return subject, text and HTML of the letter to whoever signed something that changed."""
        place = f"#{anchor}" if anchor else ""
        facts = {
            "client": "the provider",
            "name": name,
            "what": scope.replace(":", " ") if anchor else "the whole policy",
            "changed": "\n".join(changed),
            "link": f"{self.portal}/policy{place}" if self.portal else f"saas policy show {scope}",
        }
        composed = self.composer.compose(Letter(SUSPECT, facts))
        return composed.subject, composed.text, composed.html
