"""Who does which kind of task, and who takes in what comes over which endpoint, by what is configured."""

from __future__ import annotations

from saas_app.payments import Payments
from saas_core.access.effects.post import Post
from saas_core.access.effects.sign_in_post import SignInPost
from saas_core.access.use_cases.inviting import INVITATION_MAIL
from saas_core.access.use_cases.sign_in import SIGN_IN_MAIL
from saas_core.access.values import ENTRANCES_KEPT
from saas_core.kernel.instants import Clock
from saas_core.kernel.signals import FollowUp, Signals
from saas_core.kernel.tasks import EFFECTS, LOOK, RECONCILE, RETENTION, SWEEP
from saas_core.kernel.work import Transactions, Work
from saas_core.mail.effects import FeedbackAgain
from saas_core.mail.feedback import FEEDBACK, apply_again
from saas_core.mail.mailroom import Mailroom
from saas_core.mail.receiving import FeedbackReader, FeedbackReceiver
from saas_core.notices.effects import NOTICE_MAIL, NoticePost, Sweeps
from saas_core.payments.effects.looks import Looks
from saas_core.payments.effects.orders import Orders
from saas_core.payments.effects.reconciling import Reconciliation
from saas_core.payments.use_cases.looking import look_again
from saas_core.work.effects import Carrier, Effects
from saas_core.work.inbox import Receiver, SignalReceiver
from saas_core.work.retention import Kept, Retention
from saas_core.work.worker import Handler

KEPT_IN_CLIENTS = (
    Kept(lambda work: work.sessions, ENTRANCES_KEPT),
    Kept(lambda work: work.sign_in_links, ENTRANCES_KEPT),
)
"""What is removed of each client, when it has been over for so long."""

STRIPE = "stripe"
SES = "ses"

FOLLOW_UPS: dict[str, FollowUp] = {STRIPE: look_again, SES: apply_again}
"""Which task follows up once more on what came over which endpoint, whether or not more is taken in there."""


def handlers(  # noqa: PLR0913 - one for each kind
    payments: Payments,
    *,
    transactions: Transactions[Work],
    clock: Clock,
    post: Post,
    sign_in_post: SignInPost,
    notice_post: NoticePost,
    sweeps: Sweeps,
    orders: Orders,
    looks: Looks,
    hours: Reconciliation,
    retention: Retention,
    feedback_again: FeedbackAgain,
) -> dict[str, Handler]:
    """Give who does which kind of task; what concerns a provider that is not configured here waits for another."""
    carriers: dict[str, Carrier] = {INVITATION_MAIL: post, SIGN_IN_MAIL: sign_in_post, NOTICE_MAIL: notice_post}
    found: dict[str, Handler] = {SWEEP: sweeps, RETENTION: retention, FEEDBACK: feedback_again}
    if payments.configured:
        carriers.update(dict.fromkeys(orders.kinds, orders))
        found |= {LOOK: looks, RECONCILE: hours}
    return {EFFECTS: Effects(transactions=transactions, clock=clock, carriers=carriers), **found}


def receivers(
    payments: Payments, *, signals: Signals, clock: Clock, feedback: FeedbackReader | None, mailroom: Mailroom
) -> dict[str, Receiver]:
    """Give who takes in what comes over which endpoint; an endpoint at which nothing could be verified is off."""
    found: dict[str, Receiver] = {}
    if payments.reader is not None:
        found[STRIPE] = SignalReceiver(reader=payments.reader, signals=signals, clock=clock)
    if feedback is not None:
        found[SES] = FeedbackReceiver(endpoint=SES, reader=feedback, mailroom=mailroom, signals=signals, clock=clock)
    return found
