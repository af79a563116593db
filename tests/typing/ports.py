"""For mypy alone: the ports that contexts lay over a store, held to the protocols that the core asks for.

Stores are composed from the list of contexts when the program runs, so no checker sees what one of them has; here the
shipped ones are written out. `tests/contracts/test_ports_are_met.py` sees to it that none is left out.
"""

from __future__ import annotations

from saas_core.access.ports import AccessWork
from saas_core.access.ports.keys_and_sessions import ClientDirectory, Uses
from saas_core.engagements.ports import EngagementsWork
from saas_core.gate.ports import CountingWork, GateStore, GateWork
from saas_core.incoming.ports import IncomingWork
from saas_core.incoming.reply_addresses import ReplyWork
from saas_core.integrations.ports import IntegrationsWork
from saas_core.kernel.signals import Signals
from saas_core.kernel.tasks import Tasks
from saas_core.kernel.work import Work
from saas_core.licensing.ports import LicensingWork
from saas_core.mail.mailings import Mailings, MailWork, Suppressions
from saas_core.notices.ports import NoticesWork
from saas_core.payments.ports import LinkedAccounts, PaymentsWork
from saas_core.policy.ports import PolicyWork
from saas_core.signing.ports import SigningWork
from saas_core.support.ports import SupportWork, WorkList
from saas_core.tenancy.ports import Directory, TenancyWork
from saas_memory import access as memory_access
from saas_memory import engagements as memory_engagements
from saas_memory import gate as memory_gate
from saas_memory import incoming as memory_incoming
from saas_memory import integrations as memory_integrations
from saas_memory import kernel as memory_kernel
from saas_memory import licensing as memory_licensing
from saas_memory import mail as memory_mail
from saas_memory import notices as memory_notices
from saas_memory import payments as memory_payments
from saas_memory import policy as memory_policy
from saas_memory import signing as memory_signing
from saas_memory import support as memory_support
from saas_memory import tenancy as memory_tenancy
from saas_memory import work as memory_work
from saas_sql import access as sql_access
from saas_sql import engagements as sql_engagements
from saas_sql import gate as sql_gate
from saas_sql import incoming as sql_incoming
from saas_sql import integrations as sql_integrations
from saas_sql import kernel as sql_kernel
from saas_sql import licensing as sql_licensing
from saas_sql import mail as sql_mail
from saas_sql import notices as sql_notices
from saas_sql import payments as sql_payments
from saas_sql import policy as sql_policy
from saas_sql import signing as sql_signing
from saas_sql import support as sql_support
from saas_sql import tenancy as sql_tenancy
from saas_sql import work as sql_work


class OnSql(sql_kernel.Ports, sql_work.Ports):
    """The ports shared by every context."""


class OnMemory(memory_kernel.Ports, memory_work.Ports):
    """The ports shared by every context."""


class Policy(OnSql, sql_policy.Ports): ...


class PolicyInMemory(OnMemory, memory_policy.Ports): ...


class Tenancy(OnSql, sql_tenancy.Ports): ...


class TenancyInMemory(OnMemory, memory_tenancy.Ports): ...


class Licensing(Policy, sql_licensing.Ports, sql_payments.Ports): ...


class LicensingInMemory(PolicyInMemory, memory_licensing.Ports, memory_payments.Ports): ...


class Access(Policy, sql_access.Ports): ...


class AccessInMemory(PolicyInMemory, memory_access.Ports): ...


class Mail(OnSql, sql_mail.Ports): ...


class Incoming(OnSql, sql_incoming.Ports): ...


class IncomingInMemory(OnMemory, memory_incoming.Ports): ...


class MailInMemory(OnMemory, memory_mail.Ports): ...


class Engagements(OnSql, sql_engagements.Ports): ...


class Integrations(Policy, sql_integrations.Ports): ...


class IntegrationsInMemory(PolicyInMemory, memory_integrations.Ports): ...


class EngagementsInMemory(OnMemory, memory_engagements.Ports): ...


class Support(Policy, Engagements, sql_support.Ports): ...


class SupportInMemory(PolicyInMemory, EngagementsInMemory, memory_support.Ports): ...


class Signing(Policy, sql_signing.Ports): ...


class SigningInMemory(PolicyInMemory, memory_signing.Ports): ...


class Counting(OnSql, sql_gate.Ports): ...


class CountingInMemory(OnMemory, memory_gate.Ports): ...


class Above(Access, Tenancy, Licensing, sql_notices.Ports): ...


class AboveInMemory(AccessInMemory, TenancyInMemory, LicensingInMemory, memory_notices.Ports): ...


class GateOutside(sql_gate.OutsidePorts, sql_access.OutsidePorts): ...


def kernel(work: OnSql | OnMemory) -> Work:
    """Check the ports of every context."""
    return work


def policy(work: Policy | PolicyInMemory) -> PolicyWork:
    """Check the ports of the policy."""
    return work


def tenancy(work: Tenancy | TenancyInMemory) -> TenancyWork:
    """Check the ports of tenancy."""
    return work


def licensing(work: Licensing | LicensingInMemory) -> LicensingWork:
    """Check the ports of licensing."""
    return work


def payments(work: Licensing | LicensingInMemory) -> PaymentsWork:
    """Check the ports of payments."""
    return work


def access(work: Access | AccessInMemory) -> AccessWork:
    """Check the ports of access."""
    return work


def integrations(work: Integrations | IntegrationsInMemory) -> IntegrationsWork:
    """Check the ports of integrations."""
    return work


def engagements(work: Engagements | EngagementsInMemory) -> EngagementsWork:
    """Check the ports of engagements."""
    return work


def support(work: Support | SupportInMemory) -> SupportWork:
    """Check the ports of support."""
    return work


def signing(work: Signing | SigningInMemory) -> SigningWork:
    """Check the ports of signatures."""
    return work


def mail(work: Mail | MailInMemory) -> MailWork:
    """Check the ports of mail."""
    return work


def incoming(work: Incoming | IncomingInMemory) -> IncomingWork:
    """Check the ports of mails that came in."""
    return work


def replies(work: Incoming | IncomingInMemory) -> ReplyWork:
    """Check the ports of reply addresses."""
    return work


def notices(work: Above | AboveInMemory) -> NoticesWork:
    """Check the ports of notices."""
    return work


def gate(work: Above | AboveInMemory) -> GateWork:
    """Check what the gate reads."""
    return work


def counting(work: Counting | CountingInMemory) -> CountingWork:
    """Check how often clauses decided."""
    return work


def outside_tenancy(
    store: sql_tenancy.OutsidePorts | memory_tenancy.OutsidePorts,
) -> tuple[Directory, ClientDirectory]:
    """Check the directory outside of units of work."""
    return store.directory, store.directory


def outside_payments(store: sql_payments.OutsidePorts | memory_payments.OutsidePorts) -> LinkedAccounts:
    """Check whose accounts are."""
    return store.linked_accounts


def outside_access(store: sql_access.OutsidePorts | memory_access.OutsidePorts) -> Uses:
    """Check the last uses."""
    return store.uses


def outside_work(store: sql_work.OutsidePorts | memory_work.OutsidePorts) -> tuple[Tasks, Signals]:
    """Check what is to be done."""
    return store.tasks, store.signals


def outside_support(store: sql_support.OutsidePorts | memory_support.OutsidePorts) -> WorkList:
    """Check the work-list of staff."""
    return store.work_list


def outside_mail(store: sql_mail.OutsidePorts | memory_mail.OutsidePorts) -> tuple[Mailings, Suppressions]:
    """Check mailings and suppressions."""
    return store.mailings, store.suppressions


def outside_gate(store: GateOutside) -> GateStore:
    """Check what the gate asks for outside of units of work."""
    return store
