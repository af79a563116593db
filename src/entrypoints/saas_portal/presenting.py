"""Pages in words: templates filled with views; instants in a zone, amounts and hours as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from saas_core.kernel.instants import instant_text
from saas_core.kernel.money import Money
from saas_core.kernel.zones import written_out, written_until
from saas_portal.assets import asset_path
from saas_portal.kept import LONGEST_PROSE
from saas_portal.tokens import TOKEN
from saas_portal.visits import Visit
from saas_web.answers import Whole
from saas_web.headers import Headers

POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SENT: Final = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", POLICY),
    # So that browsers say where a form comes from, and nobody else is told an address of ours.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_HOUR: Final = 3600
_LATE: Final = 403
_UNTYPED: Final = frozenset({TOKEN, "nonce", "content_hash"})
"""Boxes that no person fills in."""


def page(visit: Visit, template: str, *, status: int = 200, **facts: Any) -> Whole:  # noqa: ANN401 - views of all kinds
    """Return a page made from a template and what it shows."""
    visit.remember()
    body = rendered(template, visit=visit, prefix=visit.prefix, myself=visit.myself, **facts)
    return sent(body, status, visit.said)


def rendered(template: str, **facts: object) -> str:
    """Return the text of a page."""
    return _environment().get_template(template).render(**facts)


def sent(text: str, status: int, more: Headers) -> Whole:
    """Return a page as an answer."""
    body = text.encode("utf-8", "replace")
    return Whole(status, [*_SENT, (b"content-length", str(len(body)).encode()), *more], body)


def file(visit: Visit, name: str, media: str, content: bytes) -> Whole:
    """Return a document that is saved under a name of plain letters; whatever it holds runs nothing."""
    headers: Headers = [
        (b"content-type", media.encode("ascii")),
        (b"content-disposition", f'attachment; filename="{name}"'.encode("ascii")),
        (b"content-security-policy", b"sandbox; default-src 'none'"),
        (b"referrer-policy", b"same-origin"),
        (b"content-length", str(len(content)).encode()),
        *visit.said,
    ]
    return Whole(200, headers, content)


def unkept(visit: Visit, onward: str, words: str) -> Whole:
    """Return the page for a form that came too late and is too large to be kept: what was typed, to be copied.

    `onward` is the path to go on with, in some words.
    """
    typed = [value for name, value in visit.form.unticked().pairs() if name not in _UNTYPED and value]
    return page(visit, "unkept.html", status=_LATE, typed=typed, onward=onward, words=words)


def unseen() -> Whole:
    """Return the answer to HEAD: the page is not made, since making one may keep that it was shown to somebody."""
    return Whole(200, [*_SENT], b"")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(when=when, lasting=lasting, amount=amount, hours=hours, sentence=sentence)
    environment.globals.update(asset=asset_path, TOKEN=TOKEN, LONGEST_PROSE=LONGEST_PROSE)
    return environment


def when(at: datetime | str, zone: str = "UTC") -> Markup:
    """Return an instant in a zone that is named, with UTC beside it for whoever points at it."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    utc = found.astimezone(UTC)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        instant_text(utc), f"{utc:%Y-%m-%d %H:%M:%S} UTC", written_out(found, zone)
    )


def lasting(at: datetime | str, zone: str) -> str:
    """Return up to when something lasts that ends at an instant, beginning with a capital."""
    return sentence(written_until(datetime.fromisoformat(at) if isinstance(at, str) else at, zone))


def amount(minor: int, currency: str) -> str:
    """Return an amount with its currency, its thousands set apart: `1,950.00 USD`."""
    number, _, code = str(Money(minor, currency)).partition(" ")
    whole, point, part = number.partition(".")
    return (
        f"{int(whole):,}{point}{part} {code}"
        if not whole.startswith("-")
        else f"-{int(whole[1:]):,}{point}{part} {code}"
    )


def hours(seconds: int) -> str:
    """Return a time in hours of two decimals: `30.00 h`; what is shown is a whole number of 36 seconds."""
    sign, hundredths = "-" if seconds < 0 else "", abs(seconds) * 100 // _HOUR
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d} h"


def sentence(words: str) -> str:
    """Return a text that begins with a capital."""
    return words[:1].upper() + words[1:]


def facts_of(members: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return some members, None for those that are missing."""
    return {name: members.get(name) for name in names}
