"""Seals: a document signed as PAdES, so that a PDF reader shows by whom and that nothing was changed since.

A seal is made after the approval was stored and is never its basis; sealed bytes have a hash of their own.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from asn1crypto import algos, pem, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from saas_core.kernel.errors import InvalidValue, ProviderRefused

Sign: TypeAlias = Callable[[bytes], bytes]
"""Signs a content over its SHA-256, as RSA with PKCS #1 padding or as ECDSA in DER; raises ProviderFault."""
Stamp: TypeAlias = Callable[[bytes], bytes]
"""Returns an authority's answer to a request for a time stamp (RFC 3161); raises ProviderFault."""

FIELD: Final = "Seal"
_GRANTED: Final = frozenset({"granted", "granted_with_mods"})
_SIGNATURE_BYTES: Final = 512
_KINDS: Final = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa"}


class Seals:
    """Seals documents by one key, which may lie outside, and the certificates that belong to it."""

    def __init__(self, certificates: bytes, sign: Sign, stamp: Stamp | None = None) -> None:
        """Take the certificates as PEM, the key's own first, what signs, and what stamps the seals, if anything does.

        Raises InvalidValue.
        """
        self._signer = _KeySigner(certificates, sign)
        self._stamper = None if stamp is None else _Stamper(stamp)

    def seal(self, document: bytes, reason: str) -> bytes:
        """Return a PDF sealed; it begins with the bytes of the unsealed one. Raises ProviderFault."""
        meta = PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
        )
        signer = PdfSigner(meta, self._signer, timestamper=self._stamper)
        try:
            sealed = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(document)))
        except TimestampRequestError as fault:
            message = f"The time stamp authority's answer for a seal does not hold: {fault}."
            raise ProviderRefused(message, remedy="Check time_stamp_url.") from fault
        return bytes(sealed.getbuffer())


def key_of_file(path: Path) -> Sign:
    """Return what signs by the key in a PEM file without a password; raises InvalidValue naming the file."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as fault:
        message = f"holds no private key without a password: {fault}."
        raise InvalidValue(message, field=str(path), remedy="Name a PEM file with the key of the seal.") from fault
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda content: key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return lambda content: key.sign(content, ec.ECDSA(hashes.SHA256()))
    message = "is neither an RSA key nor one of an elliptic curve."
    raise InvalidValue(message, field=str(path), remedy="Name a PEM file with the key of the seal.")


class _Stamper(TimeStamper):
    """Has the time of a seal stamped, by whoever answers."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._stamp = stamp

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        given = self._stamp(req.dump())
        try:
            answer = tsp.TimeStampResp.load(given)
            granted = answer["status"]["status"].native in _GRANTED
        except ValueError:
            # A refusal, too: no stamp comes along with it.
            granted = False
        if not granted:
            message = "The time stamp authority gave none for a seal."
            raise ProviderRefused(message, remedy="Ask the authority, or correct time_stamp_url.")
        return answer


class _KeySigner(Signer):
    """Signs by a function, wherever the key is."""

    def __init__(self, certificates: bytes, sign: Sign) -> None:
        try:
            own, *others = [
                asn1_x509.Certificate.load(each) for _kind, _headers, each in pem.unarmor(certificates, multiple=True)
            ]
            kind = own.public_key.algorithm
        except ValueError as fault:
            message = "holds no certificates."
            remedy = "Name a PEM file with the certificate of the seal, and those above it."
            raise InvalidValue(message, field="seal_certificates", remedy=remedy) from fault
        if kind not in _KINDS:
            message = f"is of a key of the kind {kind}."
            raise InvalidValue(message, field="seal_certificates", remedy="Use a key of RSA or of an elliptic curve.")
        above = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        above.register_multiple(others)
        mechanism = algos.SignedDigestAlgorithm({"algorithm": _KINDS[kind]})
        super().__init__(signing_cert=own, cert_registry=above, signature_mechanism=mechanism)
        self._sign = sign

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - the library's own signature
        del digest_algorithm  # the mechanism says SHA-256
        return bytes(_SIGNATURE_BYTES) if dry_run else self._sign(data)
