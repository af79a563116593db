"""What if: an invented client and a question of somebody there, as plain data."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from saas_core.policy.decision import Decision, LicenseeKind


class InventedLicense(Enum):
    """The states of the license of an invented client."""

    PAID = "paid"
    UNPAID = "unpaid"
    TRIAL = "trial"
    OVERDUE = "overdue"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    CANCELED = "canceled"
    EXPIRED = "expired"
    ON_HOLD = "on_hold"


class Asker(Enum):
    """The people who can ask at an invented client."""

    OWNER = "owner"
    USER = "user"
    BLOCKED_USER = "blocked_user"
    CUSTOMER = "customer"
    SUPPORT_STAFF = "support_staff"


@frozen(kw_only=True)
class Invented:
    """An invented client and what is asked there.

    `action` is a name of the catalogue, such as `topic.feature_usage`. `rights` are the permissions of the role that a
    USER or BLOCKED_USER holds, and `limit` the most that it may approve, such as `650.00 USD`. `capacity` is the one in
    which is asked if not the company's own. With `as_support` support staff tries to do it as support. `amount` is what
    is to be approved.
    """

    action: str
    kind: LicenseeKind = LicenseeKind.BUSINESS_OPERATOR
    license: InventedLicense = InventedLicense.PAID
    asker: Asker = Asker.OWNER
    rights: tuple[str, ...] = ()
    limit: str = ""
    capacity: LicenseeKind | None = None
    as_support: bool = False
    amount: str = ""


@frozen(kw_only=True)
class WhatIf:
    """The answer to an invented question.

    `situation` is the situation as sentences, `question` the question as one, `decision` the answer with its clauses
    and reasons, and `scenario` the text that would pin it, in the features' own steps, to be put under its Rule.
    """

    situation: tuple[str, ...]
    question: str
    decision: Decision
    scenario: str
