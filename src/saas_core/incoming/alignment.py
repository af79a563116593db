"""Alignment: whether the domain that a mail says it is from vouched for it, by SPF or DKIM.

Two sources count: the verdicts of a mail service that took the mail in, and the `Authentication-Results` (RFC 8601) of
the one server named in the settings. Without either, no mail is aligned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from saas_core.incoming.authentication_results import Statement, Unreadable, statements
from saas_core.incoming.message import Envelope, ReadMail, Verdicts

_PROPERTIES: Final = {
    "spf": ("smtp.mailfrom", "smtp.mail"),
    "dkim": ("header.d", "header.i"),
    "dmarc": ("header.from",),
}


def aligned(mail: ReadMail, envelope: Envelope, server: str) -> bool:
    """Return whether the sender's domain vouched for the mail; `server` names whose results count, empty for none.

    A mail with several senders, or with none, is never aligned.
    """
    domain = _domain(mail.sender or "")
    if not domain:
        return False
    if envelope.verdicts is not None:
        return _by_verdicts(domain, mail, envelope, envelope.verdicts)
    results = tuple(_results(mail, server)) if server else ()
    # As with the verdicts of a mail service: the domain's own policy has the last word.
    if any(each.method == "dmarc" and each.came == "fail" for each in results):
        return False
    return any(_counts(each, domain) for each in results)


def _by_verdicts(domain: str, mail: ReadMail, envelope: Envelope, verdicts: Verdicts) -> bool:
    if verdicts.dmarc.upper() in {"PASS", "FAIL"}:
        return verdicts.dmarc.upper() == "PASS"
    if verdicts.spf.upper() == "PASS" and related(domain, _domain(envelope.source or "")):
        return True
    # Which of several signatures passed, the verdict does not say, so every one of them must be the sender's.
    signers = [found[1] for each in mail.headers.get("dkim-signature", ()) if (found := _SIGNER.search(each))]
    return verdicts.dkim.upper() == "PASS" and bool(signers) and all(related(domain, each.lower()) for each in signers)


_SIGNER: Final = re.compile(r"(?:^|;)\s*d\s*=\s*([A-Za-z0-9.-]{1,253})")


@frozen
class _Result:
    """One result: its method, what came of it, and the domain it is about."""

    method: str
    came: str
    domain: str


def _counts(result: _Result, domain: str) -> bool:
    if result.came != "pass":
        return False
    return result.domain == domain if result.method == "dmarc" else related(domain, result.domain)


def _results(mail: ReadMail, server: str) -> Iterator[_Result]:
    """Yield the results in the topmost header of the server; a lower one may have come with the mail."""
    for header in mail.headers.get("authentication-results", ()):
        try:
            who, *parts = statements(header)
        except Unreadable:
            return
        if who and who[0].value is None and who[0].name == server.lower():
            yield from (found for each in parts if (found := _result(each)) is not None)
            return


def _result(part: tuple[Statement, ...]) -> _Result | None:
    if not part:
        return None
    method = part[0].name.split("/", 1)[0]
    wanted = _PROPERTIES.get(method, ())
    about = [each for each in part[1:] if each.name in wanted]
    # What is said twice was said by two.
    alone = about and len({each.name for each in about}) == len(about)
    return _Result(method, (part[0].value or "").lower(), _domain(about[0].value or "") if alone else "")


def related(one: str, other: str) -> bool:
    """Return whether two domains are the same, or one lies under the other; one label alone is related to nothing."""
    if not (one and other) or "." not in one or "." not in other:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _domain(address: str) -> str:
    """Return the domain of an address, or a domain itself, in small letters without a last dot."""
    return address.strip("<> ").rpartition("@")[2].lower().rstrip(".")
