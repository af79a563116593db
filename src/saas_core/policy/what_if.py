"""What if: an invented client and a question of somebody there, as plain data."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from saas_core.policy.decision import Decision, LicenseeKind
from saas_core.policy.queries import ClauseView


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


class InventedWork(Enum):
    """How far the paid work has come about which support staff asks: requested, approved, used up or canceled (4.2)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    USED_UP = "used_up"
    CANCELED = "canceled"


class Connected(Enum):
    """The standard integrations that an invented client can have connected (2.2)."""

    PAYMENT_GATEWAY = "payment_gateway"
    EMAIL = "email"
    FINANCIAL_SETTINGS = "financial_settings"


@frozen(kw_only=True)
class Invented:
    """An invented client and what is asked there.

    `action` is a name of the catalogue, such as `topic.feature_usage`, and `also` what else the same request claims to
    be (9.2). `rights` are the permissions of the role that a USER or BLOCKED_USER holds, in the whole instance or in
    the department `role_department`; `limit` is the most that it may approve, such as `650.00 USD`. `department` is the
    one in which is asked (1.4.c), `capacity` the one in which somebody asks if not the company's own, and `amount` what
    is to be approved. With `as_support` support staff tries to do it as support; `work` is the paid work about which
    support staff asks (4.2). `connected` are the client's connections (2.2).
    """

    action: str
    also: tuple[str, ...] = ()
    kind: LicenseeKind = LicenseeKind.BUSINESS_OPERATOR
    license: InventedLicense = InventedLicense.PAID
    asker: Asker = Asker.OWNER
    rights: tuple[str, ...] = ()
    role_department: str = ""
    limit: str = ""
    department: str = ""
    capacity: LicenseeKind | None = None
    as_support: bool = False
    amount: str = ""
    work: InventedWork | None = None
    connected: tuple[Connected, ...] = ()


@frozen(kw_only=True)
class WhatIf:
    """The answer to an invented question.

    `situation` is the situation as sentences, `question` the question as one, `decision` the answer with its clauses
    and reasons, `clauses` those of the terms that were asked, and `scenario` the text that would pin the answer, in the
    features' own steps, to be put under its Rule.
    """

    situation: tuple[str, ...]
    question: str
    decision: Decision
    clauses: tuple[ClauseView, ...]
    scenario: str
