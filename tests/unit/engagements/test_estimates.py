"""Estimates from the draft to the approval, in whatever order they are tried."""

from __future__ import annotations

from estimating import Estimating


def test_an_estimate_is_issued_and_approved_by_link(desk: Estimating) -> None:
    """From the request to the receipt."""
    view = desk.issue()
    assert (view.number, view.state, view.approver, desk.engagement()) == ("E-1", "issued", True, "awaiting_approval")

    receipt = desk.approve_by_link()

    assert receipt.decision == "approved"
    assert desk.engagement() == "authorized"
    assert desk.show(view.estimate_id).approval_id == receipt.approval_id
