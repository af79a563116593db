"""Seals and time stamps, made by keys and authorities of our own, and looked at by other software."""

from __future__ import annotations

import base64
import io
import urllib.error
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

import papers
from saas_app import initialize, open_application, settings_at
from saas_app.documents import notaries_of
from saas_aws import KmsKey
from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.engagements.evidence.ports import Notaries
from saas_core.kernel.errors import InvalidValue, ProviderRefused, ProviderUnavailable
from saas_documents import Seals, TimeStamps, TypstDocuments, certificates, key_of_file

NOW = datetime.now(UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
CONTENT = b"sha256:abc"


def certified(key: Key, name: str, by: tuple[Key, x509.Certificate] | None = None, *, stamps: bool = False) -> Any:
    """Return a certificate of a key: signed by itself as an authority, or by another one."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = subject if by is None else by[1].subject
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=by is None,
        crl_sign=by is None,
        encipher_only=False,
        decipher_only=False,
    )
    signer = key if by is None else by[0]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(signer, hashes.SHA256())


def pem(*found: x509.Certificate) -> bytes:
    """Return certificates as a file holds them."""
    return b"".join(each.public_bytes(serialization.Encoding.PEM) for each in found)


ROOT_KEY = rsa.generate_private_key(65537, 2048)
ROOT = certified(ROOT_KEY, "Root")


@pytest.fixture(scope="module")
def authority() -> DummyTimeStamper:
    """Return a time stamp authority under the root, which answers in this process."""
    key = rsa.generate_private_key(65537, 2048)
    found = certified(key, "Time stamps", (ROOT_KEY, ROOT), stamps=True)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return DummyTimeStamper(
        asn1_x509.Certificate.load(found.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
    )


@pytest.fixture
def post(authority: DummyTimeStamper) -> Callable[[str, bytes], bytes]:
    """Return what posts to the authority."""

    def posted(address: str, body: bytes) -> bytes:
        assert address == "https://stamps.example"
        return bytes(authority.request_tsa_response(tsp.TimeStampReq.load(body)).dump())

    return posted


def stamps(post: Callable[[str, bytes], bytes], *roots: x509.Certificate) -> TimeStamps:
    """Return the adapter over an authority."""
    return TimeStamps("https://stamps.example", roots or (ROOT,), post)


def test_a_time_stamp_is_over_the_content_alone(post: Callable[[str, bytes], bytes]) -> None:
    """It says when, and holds for no other content, not changed, and under no other root."""
    token = stamps(post).stamp(CONTENT)
    said = stamps(post).stamped(token, CONTENT)
    assert abs(datetime.fromisoformat(said) - datetime.now(UTC)) < timedelta(minutes=1)
    other = certified(ROOT_KEY, "Other")
    changed = token[:-1] + bytes([token[-1] ^ 1])
    for checker, given, content in (
        (stamps(post), token, b"other"),
        (stamps(post), changed, CONTENT),
        (stamps(post), b"nothing", CONTENT),
        (stamps(post, other), token, CONTENT),
    ):
        with pytest.raises(EvidenceBroken) as caught:
            checker.stamped(given, content)
        assert caught.value.field == "time_stamp"


def test_an_answer_to_another_request_is_refused(post: Callable[[str, bytes], bytes]) -> None:
    """A stamp that was recorded before does not pass for a new one."""
    recorded = stamps(post).stamp(CONTENT)
    with pytest.raises(ProviderRefused):
        stamps(lambda _address, _body: recorded).stamp(CONTENT)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (urllib.error.URLError("down"), ProviderUnavailable),
        (TimeoutError(), ProviderUnavailable),
        (urllib.error.HTTPError("https://stamps.example", 503, "busy", Message(), None), ProviderUnavailable),
        (urllib.error.HTTPError("https://stamps.example", 403, "no", Message(), None), ProviderRefused),
    ],
)
def test_an_authority_that_is_away_is_asked_again_and_one_that_says_no_is_not(
    fault: Exception, kind: type[Exception]
) -> None:
    """The worker tells them apart by the kind of error."""

    def failing(_address: str, _body: bytes) -> bytes:
        raise fault

    with pytest.raises(kind):
        stamps(failing).stamp(CONTENT)


def test_a_file_without_certificates_is_named(tmp_path: Path) -> None:
    """One with certificates gives all of them."""
    (tmp_path / "roots.pem").write_bytes(pem(ROOT, ROOT))
    assert certificates(tmp_path / "roots.pem") == (ROOT, ROOT)
    (tmp_path / "none.pem").write_bytes(b"nothing")
    for name in ("none.pem", "missing.pem"):
        with pytest.raises(InvalidValue) as caught:
            certificates(tmp_path / name)
        assert name in caught.value.field


@pytest.fixture(scope="module")
def document() -> bytes:
    """Return an estimate as a document."""
    return TypstDocuments().render("estimate", papers.estimate(), papers.AT)


def looked_at(sealed: bytes) -> Any:
    """Return what a validator says of the one seal of a document."""
    (found,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    root = asn1_x509.Certificate.load(ROOT.public_bytes(serialization.Encoding.DER))
    return validate_pdf_signature(found, ValidationContext(trust_roots=[root]))


def saved(path: Path, key: Any) -> Path:
    """Store a private key as a file."""
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP256R1()), ROOT_KEY], ids=["EC", "RSA"])
def test_a_seal_shows_by_whom_and_that_nothing_was_changed_since(document: bytes, tmp_path: Path, key: Key) -> None:
    """The sealed document begins with the unsealed one, whose content still lies inside."""
    chain = pem(certified(key, "Northwind Hosting", (ROOT_KEY, ROOT)), ROOT)
    sealed = Seals(chain, key_of_file(saved(tmp_path / "seal.pem", key))).seal(document, "Approved: sha256:abc")
    assert sealed.startswith(document)
    status = looked_at(sealed)
    assert status.bottom_line
    assert status.signing_cert.subject.native["common_name"] == "Northwind Hosting"
    changed = sealed.replace(b"/Lang(en-US)", b"/Lang(en-GB)", 1)
    assert changed != sealed
    assert not looked_at(changed).bottom_line


def test_a_seal_bears_the_time_of_an_authority_where_one_is_asked(
    document: bytes, post: Callable[[str, bytes], bytes]
) -> None:
    """A reader of the PDF then need not believe the clock of whoever sealed; one that is away seals nothing."""
    key = ec.generate_private_key(ec.SECP256R1())
    chain = pem(certified(key, "Northwind Hosting", (ROOT_KEY, ROOT)))
    away = stamps(lambda _address, _body: (_ for _ in ()).throw(TimeoutError()))

    def sign(content: bytes) -> bytes:
        return key.sign(content, ec.ECDSA(hashes.SHA256()))

    status = looked_at(Seals(chain, sign, stamps(post).answered).seal(document, "Approved"))
    assert status.bottom_line
    assert status.timestamp_validity.trusted
    with pytest.raises(ProviderUnavailable):
        Seals(chain, sign, away.answered).seal(document, "Approved")
    # A rejection, in which no stamp comes along, and what is no answer at all.
    for answer in (b"\x30\x05\x30\x03\x02\x01\x02", b"nothing"):
        with pytest.raises(ProviderRefused):
            Seals(chain, sign, lambda _request, said=answer: said).seal(document, "Approved")


class Kms:
    """A stand-in for a key in KMS: it gets a digest, never the content."""

    def __init__(self, key: Key, spec: str) -> None:
        self.key, self.spec, self.asked = key, spec, 0

    def describe_key(self, **given: Any) -> dict[str, Any]:
        assert given == {"KeyId": "alias/seal"}
        self.asked += 1
        return {"KeyMetadata": {"KeySpec": self.spec}}

    def sign(self, **given: Any) -> dict[str, Any]:
        assert (given["MessageType"], given["SigningAlgorithm"]) == ("DIGEST", "ECDSA_SHA_256")
        assert isinstance(self.key, ec.EllipticCurvePrivateKey)
        return {"Signature": self.key.sign(given["Message"], ec.ECDSA(Prehashed(hashes.SHA256())))}


def test_a_key_in_kms_seals_without_leaving_it(document: bytes) -> None:
    """Which kind of key it is, is asked once."""
    key = ec.generate_private_key(ec.SECP256R1())
    client = Kms(key, "ECC_NIST_P256")
    seals = Seals(pem(certified(key, "Northwind Hosting", (ROOT_KEY, ROOT))), KmsKey(client, "alias/seal").sign)
    assert looked_at(seals.seal(document, "Approved")).bottom_line
    seals.seal(document, "Approved")
    assert client.asked == 1
    with pytest.raises(InvalidValue, match="HMAC"):
        KmsKey(Kms(key, "HMAC_256"), "alias/seal").sign(b"")


def test_a_key_or_certificate_that_cannot_seal_is_named(tmp_path: Path) -> None:
    """Before anything waits for it."""
    (tmp_path / "nothing.pem").write_bytes(b"nothing")
    other = saved(tmp_path / "other.pem", ed25519.Ed25519PrivateKey.generate())
    for path in (tmp_path / "nothing.pem", tmp_path / "missing.pem", other):
        with pytest.raises(InvalidValue) as caught:
            key_of_file(path)
        assert caught.value.field == str(path)
    with pytest.raises(InvalidValue) as caught:
        Seals(b"nothing", lambda content: content)
    assert caught.value.field == "seal_certificates"


def test_sealed_bytes_differ_each_time_and_unsealed_ones_never(document: bytes) -> None:
    """So each has a hash of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    seals = Seals(
        pem(certified(key, "Northwind Hosting", (ROOT_KEY, ROOT))),
        lambda content: key.sign(content, ec.ECDSA(hashes.SHA256())),
    )
    assert base64.b64encode(seals.seal(document, "a")) != base64.b64encode(seals.seal(document, "a"))
    assert TypstDocuments().render("estimate", papers.estimate(), papers.AT) == document


FILES = {"seal_certificates": "c.pem", "seal_key_file": "k.pem"}
OUTSIDE = {"seal_certificates": "c.pem", "seal_kms_key": "alias/seal", "seal_kms_region": "eu-west-1"}
AUTHORITY = {"time_stamp_url": "https://stamps.example", "time_stamp_roots": "r.pem"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"seal_certificates": "c.pem"}, "seal_key_file"),
        ({"seal_key_file": "k.pem"}, "seal_certificates"),
        ({**FILES, **OUTSIDE}, "seal_kms_key"),
        ({**OUTSIDE, "seal_kms_region": ""}, "seal_kms_region"),
        ({"time_stamp_url": "https://stamps.example"}, "time_stamp_roots"),
        ({"time_stamp_roots": "r.pem"}, "time_stamp_url"),
        ({**AUTHORITY, "time_stamp_url": "file:///etc/passwd"}, "time_stamp_url"),
    ],
)
def test_settings_of_seals_and_stamps_that_are_incomplete_are_named(
    tmp_path: Path, given: dict[str, str], field: str
) -> None:
    """When the application is opened, not when the first approval waits for them."""
    settings = settings_at(tmp_path, database_url="memory:", **given)
    initialize(settings)
    with pytest.raises(InvalidValue) as caught:
        open_application(settings)
    assert caught.value.field == field


def test_settings_name_the_files_that_seal_and_stamp(tmp_path: Path, document: bytes) -> None:
    """Each is read with its first use; what cannot be read is named then."""
    key = ec.generate_private_key(ec.SECP256R1())
    given = {
        name: str(tmp_path / value) if value.endswith(".pem") else value
        for name, value in {**FILES, **AUTHORITY}.items()
    }
    assert notaries_of(settings_at(tmp_path)) == Notaries()
    found = notaries_of(settings_at(tmp_path, **given))
    assert found.seals is not None
    assert found.stamps is not None
    with pytest.raises(InvalidValue) as caught:
        found.seals.seal(document, "Approved")
    assert caught.value.field == "seal_certificates"
    (tmp_path / "c.pem").write_bytes(pem(certified(key, "Northwind Hosting", (ROOT_KEY, ROOT))))
    (tmp_path / "r.pem").write_bytes(pem(ROOT))
    saved(tmp_path / "k.pem", key)
    with pytest.raises(EvidenceBroken):
        found.stamps.stamped(b"nothing", CONTENT)
    alone = notaries_of(settings_at(tmp_path, **{name: given[name] for name in FILES}))
    assert alone.seals is not None
    assert looked_at(alone.seals.seal(document, "Approved")).bottom_line
