"""What stands for a client on the command line: its short name before an id or a reserved word."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from saas_cli.lookup import scope_of, tenant_of
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.tenancy.errors import TenantUnknown

ACME = TenantId(UUID(int=1))
OTHER = TenantId(UUID(int=2))


def _desk(**slugs: TenantId) -> Any:
    def found(*, slug: str, by: object = None) -> TenantId:
        del by
        if slug not in slugs:
            raise TenantUnknown(typed=slug)
        return slugs[slug]

    return SimpleNamespace(app=SimpleNamespace(tenancy=SimpleNamespace(tenant_of=found)), by=None)


def test_a_client_named_like_an_id_or_the_provider_is_found_by_its_name() -> None:
    """Given before such names were refused."""
    desk = _desk(**{str(OTHER): ACME, "provider": ACME})
    assert tenant_of(desk, str(OTHER)) == ACME
    assert scope_of(desk, "provider") == ACME
    assert scope_of(desk, None) == PROVIDER


def test_without_such_a_client_an_id_is_an_id_and_the_provider_the_provider() -> None:
    """And any other text a short name."""
    desk = _desk(acme=ACME)
    assert tenant_of(desk, str(OTHER)) == OTHER
    assert scope_of(desk, "provider") == PROVIDER
    assert scope_of(desk, "acme") == ACME
    with pytest.raises(TenantUnknown):
        scope_of(desk, "other")
