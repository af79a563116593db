"""The closed catalogue of reasons and remedies.

Reasons stand in the order of judgement (9.2), most fundamental first; a refusal lists them in this order.
"""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen


class Remedy(Enum):
    """The step that would help."""

    PAY_INVOICE = "PAY_INVOICE"
    UPDATE_PAYMENT_METHOD = "UPDATE_PAYMENT_METHOD"
    RENEW = "RENEW"
    ACCEPT_TERMS = "ACCEPT_TERMS"
    FINISH_SETUP = "FINISH_SETUP"
    ASK_ADMINISTRATOR = "ASK_ADMINISTRATOR"
    ASK_STAFF_ADMINISTRATOR = "ASK_STAFF_ADMINISTRATOR"
    REQUEST_ESTIMATE = "REQUEST_ESTIMATE"
    WAIT_UNTIL = "WAIT_UNTIL"
    CONTACT_PROVIDER = "CONTACT_PROVIDER"
    NONE = "NONE"


class ReasonCode(Enum):
    """The reasons why something is not simply allowed, most fundamental first."""

    NEVER_GRANTED = "NEVER_GRANTED"
    LICENSEE_NOT_ELIGIBLE = "LICENSEE_NOT_ELIGIBLE"
    LICENSE_ON_HOLD = "LICENSE_ON_HOLD"
    LICENSE_MISSING = "LICENSE_MISSING"
    TERMS_NOT_ACCEPTED = "TERMS_NOT_ACCEPTED"
    LICENSE_NOT_STARTED = "LICENSE_NOT_STARTED"
    FIRST_PAYMENT_PENDING = "FIRST_PAYMENT_PENDING"
    PAYMENT_REFUNDED = "PAYMENT_REFUNDED"
    PAYMENT_DISPUTED = "PAYMENT_DISPUTED"
    PAYMENT_OVERDUE = "PAYMENT_OVERDUE"
    RENEWAL_UNCONFIRMED = "RENEWAL_UNCONFIRMED"
    LICENSE_CANCELED = "LICENSE_CANCELED"
    LICENSE_EXPIRED = "LICENSE_EXPIRED"
    SETUP_INCOMPLETE = "SETUP_INCOMPLETE"
    NOT_INCLUDED = "NOT_INCLUDED"
    PAID_WORK = "PAID_WORK"
    NOT_APPROVED = "NOT_APPROVED"
    OVER_CAP = "OVER_CAP"
    INTEGRATION_NOT_CONNECTED = "INTEGRATION_NOT_CONNECTED"
    POLICY_SILENT = "POLICY_SILENT"
    STAFF_MAY_NOT = "STAFF_MAY_NOT"
    USER_UNKNOWN = "USER_UNKNOWN"
    USER_DEACTIVATED = "USER_DEACTIVATED"
    PERMISSION_MISSING = "PERMISSION_MISSING"
    DEPARTMENT_OUT_OF_SCOPE = "DEPARTMENT_OUT_OF_SCOPE"
    OVER_LIMIT = "OVER_LIMIT"
    KEY_OUT_OF_SCOPE = "KEY_OUT_OF_SCOPE"


PAYMENT_CAUSES = frozenset(
    {
        ReasonCode.FIRST_PAYMENT_PENDING,
        ReasonCode.PAYMENT_REFUNDED,
        ReasonCode.PAYMENT_DISPUTED,
        ReasonCode.PAYMENT_OVERDUE,
        ReasonCode.RENEWAL_UNCONFIRMED,
        ReasonCode.LICENSE_CANCELED,
        ReasonCode.LICENSE_EXPIRED,
    }
)
"""Reasons that a payment or a renewal removes."""

LICENSE_CAUSES = PAYMENT_CAUSES | {
    ReasonCode.LICENSE_ON_HOLD,
    ReasonCode.LICENSE_MISSING,
    ReasonCode.TERMS_NOT_ACCEPTED,
    ReasonCode.LICENSE_NOT_STARTED,
}
"""Reasons for which a license is closed."""

RANK = {code: place for place, code in enumerate(ReasonCode)}


@frozen
class Reason:
    """One reason that blocks: its code, the clauses it rests on, a sentence for a person, and the remedy."""

    code: ReasonCode
    clauses: tuple[str, ...]
    sentence: str
    remedy: Remedy


@frozen
class ReasonRow:
    """A row of the catalogue; the sentence may have places `{…}` that `reason` fills."""

    clauses: tuple[str, ...]
    sentence: str
    remedy: Remedy = field(default=Remedy.NONE)


CATALOGUE: dict[ReasonCode, ReasonRow] = {
    ReasonCode.NEVER_GRANTED: ReasonRow(("1.2",), "This is never granted, under any license or payment."),
    ReasonCode.LICENSEE_NOT_ELIGIBLE: ReasonRow(("0.2",), "The license serves {served}, not an asker of kind {kind}."),
    ReasonCode.LICENSE_ON_HOLD: ReasonRow(
        ("0.1", "1.3"), "The provider placed a hold on the license: {why}.", Remedy.CONTACT_PROVIDER
    ),
    ReasonCode.LICENSE_MISSING: ReasonRow(("0.1",), "There is no license for this instance.", Remedy.CONTACT_PROVIDER),
    ReasonCode.TERMS_NOT_ACCEPTED: ReasonRow(
        ("0.1",), "The terms were not accepted by the license holder yet.", Remedy.ACCEPT_TERMS
    ),
    ReasonCode.LICENSE_NOT_STARTED: ReasonRow(("0.1", "1.3"), "The license begins only at {since}.", Remedy.WAIT_UNTIL),
    ReasonCode.FIRST_PAYMENT_PENDING: ReasonRow(
        ("0.1",), "The first payment for the license has not arrived.", Remedy.PAY_INVOICE
    ),
    ReasonCode.PAYMENT_REFUNDED: ReasonRow(
        ("0.1",), "The payment for the current period was refunded in full.", Remedy.RENEW
    ),
    ReasonCode.PAYMENT_DISPUTED: ReasonRow(
        ("0.1",), "The payment for the license is disputed at the bank.", Remedy.CONTACT_PROVIDER
    ),
    ReasonCode.PAYMENT_OVERDUE: ReasonRow(("0.1",), "Invoice {invoice} is overdue.", Remedy.PAY_INVOICE),
    ReasonCode.RENEWAL_UNCONFIRMED: ReasonRow(
        ("0.1", "1.3"), "The paid period ended and its renewal was not confirmed.", Remedy.UPDATE_PAYMENT_METHOD
    ),
    ReasonCode.LICENSE_CANCELED: ReasonRow(("0.1", "1.3"), "The license was canceled.", Remedy.RENEW),
    ReasonCode.LICENSE_EXPIRED: ReasonRow(("0.1", "1.3"), "The license ended at {until}.", Remedy.RENEW),
    ReasonCode.SETUP_INCOMPLETE: ReasonRow(
        ("2.1",), "The instance is not activated yet; missing: {missing}.", Remedy.FINISH_SETUP
    ),
    ReasonCode.NOT_INCLUDED: ReasonRow(
        ("5.1",), "This is not included in the subscription; an estimate can be requested.", Remedy.REQUEST_ESTIMATE
    ),
    ReasonCode.PAID_WORK: ReasonRow(
        ("4.1",), "This is paid custom work at {rate} per hour; an estimate can be requested.", Remedy.REQUEST_ESTIMATE
    ),
    ReasonCode.NOT_APPROVED: ReasonRow(
        ("4.2",), "No time estimate for this work was approved in writing.", Remedy.REQUEST_ESTIMATE
    ),
    ReasonCode.OVER_CAP: ReasonRow(
        ("4.2",), "The approved hours are used up; more need an approval of their own.", Remedy.REQUEST_ESTIMATE
    ),
    ReasonCode.INTEGRATION_NOT_CONNECTED: ReasonRow(
        ("2.2",), "The integration {integration} is not connected.", Remedy.FINISH_SETUP
    ),
    ReasonCode.POLICY_SILENT: ReasonRow(
        ("9.3",), "No clause covers this; a person at the provider decides.", Remedy.CONTACT_PROVIDER
    ),
    ReasonCode.STAFF_MAY_NOT: ReasonRow(
        ("1.5",), "Staff of the provider may not do this for the client.", Remedy.ASK_ADMINISTRATOR
    ),
    ReasonCode.USER_UNKNOWN: ReasonRow(
        ("1.4.b", "1.5"), "There is no such user in this instance.", Remedy.ASK_ADMINISTRATOR
    ),
    ReasonCode.USER_DEACTIVATED: ReasonRow(("1.5",), "The user {state}.", Remedy.ASK_ADMINISTRATOR),
    ReasonCode.PERMISSION_MISSING: ReasonRow(
        ("1.4.b",), "No role of the user allows {permission}.", Remedy.ASK_ADMINISTRATOR
    ),
    ReasonCode.DEPARTMENT_OUT_OF_SCOPE: ReasonRow(
        ("1.4.c",), "The user's roles allow {permission} in other departments only.", Remedy.ASK_ADMINISTRATOR
    ),
    ReasonCode.OVER_LIMIT: ReasonRow(
        ("1.4.b",), "The user's roles allow {permission} up to {limit} only.", Remedy.ASK_ADMINISTRATOR
    ),
    ReasonCode.KEY_OUT_OF_SCOPE: ReasonRow(
        ("1.4.b",), "The scopes of the API key do not cover {permission}.", Remedy.ASK_ADMINISTRATOR
    ),
}


WORK_ENDED = "This work was {ended}, so its approval allows no more of it; more needs a request and an approval anew."
"""The sentence of NOT_APPROVED where an approval was given and the work under it ended."""


def reason(
    code: ReasonCode, *clauses: str, remedy: Remedy | None = None, sentence: str | None = None, **places: str
) -> Reason:
    """Return a reason made from its row in the catalogue; clauses, remedy and sentence passed here replace the row's.

    `places` fill the sentence; a missing one raises KeyError, so that no sentence is ever left incomplete.
    """
    row = CATALOGUE[code]
    return Reason(
        code=code,
        clauses=clauses or row.clauses,
        sentence=(sentence or row.sentence).format_map(places),
        remedy=remedy or row.remedy,
    )


def most_fundamental_first(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return reasons ordered by rank (9.2), without repetitions."""
    return tuple(sorted(dict.fromkeys(reasons), key=lambda each: RANK[each.code]))
