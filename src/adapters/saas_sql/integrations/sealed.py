"""The tenant's sealed credentials and data keys in the database."""

from __future__ import annotations

from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.values import ClientKeyId, CredentialId
from saas_sql.integrations.tables import client_keys, sealed_credentials
from saas_sql.mapping import Mapped
from saas_sql.session import Session

_CREDENTIAL = Mapped(SealedCredential, sealed_credentials)
_KEY = Mapped(ClientKey, client_keys)


class SqlCredentials:
    """The tenant's sealed credentials."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, credential_id: CredentialId) -> SealedCredential | None:
        """Return a sealed credential."""
        query = self._session.select(sealed_credentials, sealed_credentials.c.id == credential_id)
        return self._session.find(_CREDENTIAL, query)

    def add(self, credential: SealedCredential) -> None:
        """Save a sealed credential."""
        self._session.insert(sealed_credentials, _CREDENTIAL.dump(credential))

    def drop(self, credential_id: CredentialId) -> None:
        """Remove a sealed credential for good."""
        self._session.delete(sealed_credentials, sealed_credentials.c.id == credential_id)

    def all(self) -> tuple[SealedCredential, ...]:
        """Return all of them by id."""
        query = self._session.select(sealed_credentials).order_by(sealed_credentials.c.id)
        return self._session.models(_CREDENTIAL, query)


class SqlClientKeys:
    """The tenant's data keys."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, key_id: ClientKeyId) -> ClientKey | None:
        """Return a data key."""
        return self._session.find(_KEY, self._session.select(client_keys, client_keys.c.id == key_id))

    def current(self) -> ClientKey | None:
        """Return the newest data key."""
        newest = self._session.select(client_keys).order_by(client_keys.c.made_at.desc(), client_keys.c.id.desc())
        return self._session.find(_KEY, newest.limit(1))

    def save(self, key: ClientKey) -> None:
        """Save a new data key, or one that was wrapped anew."""
        self._session.keep(client_keys, _KEY.dump(key))

    def all(self) -> tuple[ClientKey, ...]:
        """Return all data keys, oldest first."""
        query = self._session.select(client_keys).order_by(client_keys.c.made_at, client_keys.c.id)
        return self._session.models(_KEY, query)
