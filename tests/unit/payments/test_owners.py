"""Whose news about accounts is: the client's that an account is linked to, the provider's until it is."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from attrs import define, field

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.signals import Signal
from saas_core.payments.use_cases import looking
from saas_core.payments.use_cases.looking import AccountOwners, look_for
from saas_core.payments.values import LOOK

ACME = TenantId(UUID(int=1))


@define
class Links:
    """Accounts that are linked, and which were asked about."""

    linked: dict[str, TenantId] = field(factory=dict)
    asked: list[str] = field(factory=list)

    def find(self, account: str) -> TenantId | None:
        """Return the tenant of an account."""
        self.asked.append(account)
        return self.linked.get(account)

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return linked accounts in order."""
        return tuple(sorted(each for each in self.linked.items() if each[0] > after)[:limit])


def _news(account: str) -> Signal:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return Signal(endpoint="any", event="e-1", kind="paid", subject="in_1", account=account, occurred_at=at)


def test_an_account_that_is_linked_later_is_found_by_its_next_news() -> None:
    """Until then it is the provider's, who asks whose it is."""
    links = Links()
    owners = AccountOwners(links)
    assert [owners.owner(_news("cus_1")) for _ in range(2)] == [PROVIDER, PROVIDER]
    links.linked["cus_1"] = ACME
    assert owners.owner(_news("cus_1")) == ACME


def test_whose_an_account_is_is_asked_once() -> None:
    """A link is for good, and news comes in bursts."""
    links = Links({"cus_1": ACME})
    owners = AccountOwners(links)
    assert {owners.owner(_news("cus_1")) for _ in range(3)} == {ACME}
    assert links.asked == ["cus_1"]


def test_no_more_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many accounts there are; what was forgotten is asked again."""
    monkeypatch.setattr(looking, "REMEMBERED", 2)
    links = Links({f"cus_{number}": TenantId(UUID(int=number + 1)) for number in range(9)})
    owners = AccountOwners(links)
    for number in range(9):
        assert owners.owner(_news(f"cus_{number}")) == TenantId(UUID(int=number + 1))
        assert len(owners._known) <= 2
    assert owners.owner(_news("cus_0")) == ACME
    assert links.asked.count("cus_0") == 2


def test_news_leads_to_a_look_at_its_account() -> None:
    """To nothing where it names none."""
    assert look_for(_news("cus_1")) == (LOOK, "cus_1")
    assert look_for(_news("")) is None
