"""Pages of invoices for paid work: what is owed, and the document as it was issued."""

from __future__ import annotations

from api import Api
from visiting import Visitor
from work_calls import drafted, issued


def test_an_invoice_is_read_and_its_document_saved(api: Api) -> None:
    """By whoever sees invoices; a draft, one of another client and no id at all are unknown alike."""
    told = api.world.told
    _, _, invoice_id = issued(api.world, told.acme)
    visitor = Visitor(api, {"__Host-saas": told.acme.signed_in})
    page = visitor.get(f"/portal/work-invoices/{invoice_id}")
    view = api.world.application.engagements.billing.show(
        by=told.acme.owner, tenant_id=told.acme.tenant_id, invoice_id=invoice_id
    )
    for said in (view.number, view.total, "Not paid yet", view.document_hash, "Due Through"):
        assert said in page.text, said
    saved = visitor.get(f"/portal/work-invoices/{invoice_id}/document").answer
    assert saved.headers["content-disposition"] == f'attachment; filename="{view.number}.pdf"'
    assert saved.headers["content-security-policy"] == "sandbox; default-src 'none'"
    _, _, others = issued(api.world, told.bolt)
    _, _, draft = drafted(api.world, told.acme)
    for each in (others, draft, "x"):
        for rest in ("", "/document"):
            assert visitor.get(f"/portal/work-invoices/{each}{rest}").status == 404
    stranger = Visitor(api)
    assert stranger.get(f"/portal/work-invoices/{invoice_id}").path.startswith("/portal/sign-in")
