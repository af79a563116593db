"""Approving and declining at the shell, through the mailed link and its code (4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.lookup import token_in
from saas_cli.options import CHANGING, Change
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_cli.session import Desk
    from saas_core.engagements.estimates.queries.deciding import Presented, Receipt

Link = Annotated[str, Parameter(name="LINK", help="The link or the token from the letter.")]
Code = Annotated[str | None, Parameter(help="The code from the letter that followed; without it, one is sent.")]
Secret = Annotated[str | None, Parameter(help="The secret that was shown with the estimate.")]
Content = Annotated[str | None, Parameter(name="--content-hash", help="The hash of the content that you read.")]
_BOTH = "Read the estimate with --code first, and give its secret and its hash."


def approve(
    link: Link,
    /,
    *,
    code: Code = None,
    secret: Secret = None,
    content_hash: Content = None,
    name: Annotated[str, Parameter(help="Your name, typed in full.")] = "",
    accept_estimate: Annotated[bool, Parameter(negative="", help="You approve text, hours and total.")] = False,
    accept_ownership: Annotated[bool, Parameter(negative="", help="You accept ownership and terms.")] = False,
    common: Change = CHANGING,
) -> None:
    """Approve an estimate: ask for a code, read the estimate with it, then approve what you read (4.2)."""
    with desk(common) as at:
        if secret is None:
            _read(at, link, code)
            return
        shown = at.app.engagements.approving.present(secret=secret)
        receipt = at.app.engagements.approving.approve(
            secret=secret,
            nonce=shown.nonce,
            content_hash=_given(content_hash),
            typed_name=name,
            accept_estimate=accept_estimate,
            accept_ownership=accept_ownership,
        )
        _print_receipt(at.screen, receipt)


def decline(
    link: Link,
    /,
    *,
    code: Code = None,
    secret: Secret = None,
    content_hash: Content = None,
    reason: Annotated[str, Parameter(help="Why; both sides are told.")] = "",
    common: Change = CHANGING,
) -> None:
    """Decline an estimate: ask for a code, read the estimate with it, then say why not (4.2)."""
    with desk(common) as at:
        if secret is None:
            _read(at, link, code)
            return
        shown = at.app.engagements.approving.present(secret=secret)
        receipt = at.app.engagements.approving.decline(
            secret=secret, nonce=shown.nonce, content_hash=_given(content_hash), reason=reason
        )
        _print_receipt(at.screen, receipt)


def _given(content_hash: str | None) -> str:
    if content_hash is None:
        message = "is missing."
        raise InvalidValue(message, field="content_hash", remedy=_BOTH)
    return content_hash


def _read(at: Desk, link: str, code: str | None) -> None:
    token = token_in(link)
    if code is None:
        state = at.app.engagements.approving.send_code(token=token)
        at.screen.answer(state, "A code was sent to the address of the approver. Repeat the command with --code.")
        return
    identified = at.app.engagements.approving.identify(token=token, code=code)
    shown = at.app.engagements.approving.present(secret=identified.secret)
    _print_shown(at.screen, shown, identified.secret)


def _print_shown(screen: Screen, shown: Presented, secret: str) -> None:
    from saas_core.engagements.estimates.values import hours_text
    from saas_core.kernel.money import Money

    pairs: list[tuple[str, object]] = [("client", shown.client), ("provider", shown.provider)]
    for each in shown.lines:
        hours = f"{hours_text(each.low_seconds)} to {hours_text(each.high_seconds)}"
        pairs += [(each.key, f"{each.text} ({hours})"), (f"{each.key} excludes", each.exclusions or None)]
    pairs += [
        ("hours at most", hours_text(shown.cap_seconds)),
        ("total at most", Money(shown.maximum_minor, shown.currency)),
        ("rate per hour", Money(shown.rate_minor, shown.currency)),
        ("tax", shown.tax_statement),
        ("ownership", shown.ownership),
        ("terms", f"{shown.terms_version} ({shown.terms_hash})"),
        ("stands until", shown.valid_until),
        ("content hash", shown.content_hash),
        ("secret", secret),
    ]
    screen.card({"secret": secret, "estimate": shown}, f"{shown.number}, revision {shown.revision}", pairs)


def _print_receipt(screen: Screen, receipt: Receipt) -> None:
    pairs = [
        ("reference", receipt.reference),
        ("by", receipt.person),
        ("at", receipt.decided_at),
        ("reason", receipt.reason or None),
        ("content", receipt.content_hash),
        ("document", receipt.document_hash),
        ("approval", receipt.approval_hash or None),
    ]
    screen.card(receipt, f"{receipt.number}, revision {receipt.revision}, was {receipt.decision}.", pairs)
