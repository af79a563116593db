"""The subject of a question: written and parsed as one text, from a closed set of kinds."""

from __future__ import annotations

from uuid import UUID

import pytest

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EngagementId, IntegrationId, TicketId
from saas_core.policy.decision import About, AboutKind

NUMBER = UUID("0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f")


@pytest.mark.parametrize(
    "about",
    [About.engagement(EngagementId(NUMBER)), About.ticket(TicketId(NUMBER)), About.integration(IntegrationId(NUMBER))],
    ids=lambda each: each.kind.value,
)
def test_what_is_written_is_read_again(about: About) -> None:
    """As kind and id."""
    assert str(about) == f"{about.kind.value}:{NUMBER}"
    assert About.parse(str(about)) == about


def test_every_kind_can_be_read() -> None:
    """None is left without a type of id."""
    assert {About.parse(f"{kind.value}:{NUMBER}").kind for kind in AboutKind} == set(AboutKind)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("invoice:0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f", "about"),
        ("", "about"),
        ("engagement", "engagement_id"),
        ("ticket:7", "ticket_id"),
        ("integration:email", "integration_id"),
    ],
)
def test_what_is_not_a_thing_is_refused_by_the_field_that_is_wrong(text: str, field: str) -> None:
    """The kind, or the id of that kind."""
    with pytest.raises(InvalidValue) as caught:
        About.parse(text)
    assert caught.value.field == field
    assert caught.value.remedy
