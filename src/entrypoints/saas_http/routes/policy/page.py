"""The page of the policy: for anybody without counts and names, for staff with both."""

from __future__ import annotations

from urllib.parse import urlsplit

from saas_app.policy_page import PolicyPage
from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.policy.errors import TermsUnknown
from saas_http.endpoints import OPEN, Call, Router, staff
from saas_web.problems import Busy

_STYLED = ((b"content-security-policy", b"default-src 'none'; style-src 'self'; frame-ancestors 'none'"),)
_STYLE, _PDF = "/policy/policy.css", "/policy/policy.pdf"

page = Router(
    "policy", "The policy for people to read: clause by clause with readings, examples and results.", prefix=""
)


@page.get("/policy", OPEN, TermsUnknown, media="text/html", headers=_STYLED)
def policy(call: Call) -> str:
    """Return the policy as a page, a sheet for each clause; counts and names are left out."""
    return PolicyPage(call.app).public_html(style=_STYLE, pdf=_PDF, **_forms(call))


@page.get("/policy/policy.css", OPEN, media="text/css")
def policy_style(call: Call) -> str:
    """Return the page's style sheet."""
    return PolicyPage(call.app).style


@page.get("/policy/policy.pdf", OPEN, TermsUnknown, DocumentsMissing, media="application/pdf")
def policy_document(call: Call) -> bytes:
    """Return the same content as one tagged PDF; while it is made for somebody else, it is to be asked for again."""
    found = PolicyPage(call.app).public_pdf()
    if found is None:
        raise Busy
    return found


staff_page = Router(
    "staff: policy page", "The policy for people to read, with counts and signatures.", name="policy_page"
)


@staff_page.get("/staff/policy/page", staff("provider.terms"), TermsUnknown, media="text/html", headers=_STYLED)
def whole(call: Call) -> str:
    """Return the policy as a page with how often each clause decided, and with who signed what."""
    return PolicyPage(call.app).made(by=call.by).html(style=_STYLE, **_forms(call))


def _forms(call: Call) -> dict[str, str]:
    """Return where staff signs and asks what if: on pages beside the portal's."""
    url = urlsplit(call.app.settings.portal_url.rstrip("/"))
    prefix = url.path if url.netloc else "/portal"
    return {"sign": f"{prefix}/policy/sign", "ask": f"{prefix}/policy/what-if"}
