"""The part of tenancy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.kernel.addresses import is_plain
from saas_core.kernel.parts import Check, Finding, Part
from saas_core.tenancy.export import TENANT
from saas_core.tenancy.letters import LETTERS
from saas_core.tenancy.occasions import occasions
from saas_core.tenancy.ports import TenancyWork


def _contact(work: TenancyWork, slug: str) -> Iterator[Finding]:
    tenant = work.tenants.get()
    if tenant is not None and tenant.account is not None and not is_plain(tenant.account.contact_email):
        sentence = "The contact's address is no plain address; mail to it may be refused."
        yield Finding("address", slug, sentence, "Configure the account again, with the address alone.")


PART: Final = Part[TenancyWork](
    name="tenancy",
    letters=LETTERS,
    export=(TENANT,),
    checks=(Check("contact", _contact),),
    occasions=occasions,
    actions=frozenset({"account.manage", "license.read", "provider.tenants", "setup.activation"}),
)
