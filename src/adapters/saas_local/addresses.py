"""E-mail addresses, read with email-validator and the tables of IDNA 2008 in idna."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from saas_core.kernel import text
from saas_core.kernel.addresses import LONGEST_ADDRESS, ascii_address, bounded, canonical, no_address
from saas_core.kernel.errors import InvalidValue

# Words between dots and signs: what IDNA judges as one label. A text without letters outside ASCII is not judged by it.
_WORDS: Final = re.compile(r"[A-Za-z0-9\u0080-\U0010ffff]+")


class InternationalAddresses:
    """Reads addresses in every script: those in ASCII by the rules of the core, of which the libraries take more.

    The libraries also take letters that only look different, and map them to others; here an address that is not
    written in its one form is refused, but for capitals.
    """

    def read(self, value: object, field: str = "email") -> str:
        """Return a plain address as it is kept; raises InvalidValue."""
        given = bounded(value, field)
        found = ascii_address(given)
        return self._read(given, field) if found is None else found

    def _read(self, given: str, field: str) -> str:
        # Slow to import, and rarely needed: most addresses are in ASCII.
        from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415

        if text.without_unseen(given) != given or unicodedata.normalize("NFKC", given) != given:
            raise _look_alike(given, field)
        try:
            parts = validate_email(
                given,
                check_deliverability=False,
                allow_smtputf8=True,
                allow_quoted_local=False,
                allow_domain_literal=False,
                allow_display_name=False,
                strict=True,
            )
        except EmailNotValidError as fault:
            message = f"{given[:60]!r} is not a plain e-mail address: {fault}"
            raise InvalidValue(message, field=field, remedy=no_address(given, field).remedy) from fault
        found: str = parts.normalized
        _require_letters(parts.local_part, given, field)
        small = f"{parts.local_part}@{parts.domain}"
        # Only capitals may have been mapped: not the dot of another script, nor a letter to two others.
        if canonical(given) != canonical(small) or len(canonical(found)) > LONGEST_ADDRESS:
            raise no_address(given, field)
        return found


def _require_letters(local: str, given: str, field: str) -> None:
    """Require that IDNA 2008 knows every letter outside ASCII in the part before the @."""
    import idna  # noqa: PLC0415

    for word in _WORDS.findall(local):
        if not word.isascii():
            try:
                idna.check_label("".join(each.lower() for each in word))
            except idna.IDNAError as fault:
                raise _look_alike(given, field) from fault


def _look_alike(given: str, field: str) -> InvalidValue:
    message = f"{given[:60]!a} holds characters that cannot be seen, or that are taken for others."
    return InvalidValue(message, field=field, remedy="Write it with the plain letters of its script.")
