"""Keys that sign the mail of one client's domain (DKIM, RFC 6376)."""

from __future__ import annotations

import base64
from typing import Final

from saas_core.integrations.ports.sealing import DkimKey

_BITS: Final = 2048
"""What every receiver reads; longer ones do not fit into one text of a DNS record."""


class RsaDkimKeys:
    """Makes RSA keys, of which DNS holds the public part."""

    def new(self) -> DkimKey:
        """Return a fresh pair."""
        # Slow to import, and needed for a new domain alone.
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

        made = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        private = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = made.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return DkimKey(private_key=private.decode(), public_key=base64.b64encode(public).decode())
