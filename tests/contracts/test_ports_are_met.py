"""Every port that a context asks for is there in both kinds of work, with the same parameters; mypy checks types."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from saas_core.access.ports import AccessWork
from saas_core.contexts import modules_in
from saas_core.engagements.ports import EngagementsWork
from saas_core.gate.ports import GateWork
from saas_core.incoming.ports import IncomingWork
from saas_core.incoming.reply_addresses import ReplyWork
from saas_core.kernel.signals import TenantSignals
from saas_core.kernel.tasks import TenantTasks
from saas_core.licensing.ports import LicensingWork
from saas_core.mail.mailings import MailWork
from saas_core.notices.ports import NoticesWork
from saas_core.payments.ports import PaymentsWork
from saas_core.policy.ports import PolicyWork
from saas_core.support.ports import SupportWork
from saas_core.tenancy.ports import TenancyWork

Anything = Any
WORKS = (
    AccessWork,
    EngagementsWork,
    GateWork,
    IncomingWork,
    LicensingWork,
    MailWork,
    NoticesWork,
    PaymentsWork,
    PolicyWork,
    ReplyWork,
    SupportWork,
    TenancyWork,
)
# Ports that the core's unit of work names for the type checker alone, so that few commands load them.
ONLY_FOR_TYPES = {"TenantSignals": TenantSignals, "TenantTasks": TenantTasks}
TYPED = Path(__file__).parents[1] / "typing" / "ports.py"


def _ports(work: type) -> dict[str, type]:
    found = {}
    for name, member in inspect.getmembers(work, lambda member: isinstance(member, property)):
        kind = get_type_hints(member.fget, localns=ONLY_FOR_TYPES)["return"]
        if getattr(kind, "_is_protocol", False):
            found[name] = kind
    return found


def _shape(method: Anything) -> list[tuple[str, Anything, Anything]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


@pytest.mark.parametrize("wanted", WORKS, ids=lambda work: work.__name__)
def test_a_work_has_every_port_with_the_same_parameters(store: Anything, tenant: Anything, wanted: type) -> None:
    """Names, order, kinds and defaults of parameters are those of the port."""
    ports = _ports(wanted)
    assert {"journal", "outbox", "replies"} < set(ports)
    with store.read(tenant) as work:
        for name, port in ports.items():
            given = getattr(work, name)
            methods = [each for each in vars(port) if not each.startswith("_") and callable(getattr(port, each))]
            assert methods
            for method in methods:
                assert _shape(getattr(given, method)) == _shape(getattr(port, method))[1:], f"{name}.{method}"


@pytest.mark.parametrize("part", ["Ports", "OutsidePorts"])
@pytest.mark.parametrize("house", ["saas_sql", "saas_memory"])
def test_what_every_context_lays_over_a_store_is_held_to_its_types(house: str, part: str) -> None:
    """`nox -s types` has mypy read the file that is looked at here; a context left out of it would be unchecked."""
    text = TYPED.read_text(encoding="utf-8")
    parts = [module.__name__ for _context, module in modules_in(house) if hasattr(module, part)]
    assert len(parts) > 4
    named = [f"{house.removeprefix('saas_')}_{each.rpartition('.')[2]}.{part}" for each in parts]
    assert [each for each in named if each not in text] == []
