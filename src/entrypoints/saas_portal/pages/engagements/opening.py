"""Opening a mailed link: a code to the approver's address says who is there. Opening and looking decide nothing."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from attrs import frozen

from saas_core.engagements.estimates.errors import CodeWrong, LinkOver
from saas_core.engagements.estimates.values import IDENTIFIED_LASTS
from saas_core.kernel.bounds import Text
from saas_core.kernel.secrets import Secret
from saas_portal import kept
from saas_portal.cookies import KEPT, link_cookie, set_cookie
from saas_portal.forms import FormInvalid, Said, filled
from saas_portal.pages.engagements.ways import base_of, met, over_page, peer_of, somebody_else
from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole
from saas_web.problems import Fault

opening = Pages()

START: Final = "/approvals/{token}"
_CODE: Final = f"{START}/code"
_SECONDS: Final = int(IDENTIFIED_LASTS.total_seconds())


@frozen(kw_only=True)
class TypeCode:
    """The six digits of a mail."""

    code: Annotated[str, Text(6, 20, r"(?:[0-9]\s*){6}"), Secret(), Said("Type the six digits from the mail.")]


@opening.get(START)
def start(visit: Visit) -> Whole:
    """Say what the link is for, without a word of the estimate; whoever is known here already goes on at once."""
    token = visit.names["token"]
    visit.app.engagements.approving.opened(token=token)
    # Whoever is signed in comes first: a code that was typed here before them was somebody else's, perhaps.
    known = met(visit)
    if known is not None and known.yours:
        return visit.redirect(f"/estimates/{known.estimate_id}/estimate")
    if known is None and visit.cookies.get(link_cookie(token)):
        return visit.redirect(f"{base_of(visit)}/estimate")
    return page(
        visit,
        "approval_start.html",
        base=base_of(visit),
        other=known is not None,
        who=() if known is None else known.who,
        kept=KEPT in visit.cookies,
    )


@opening.post(_CODE, page=START)
def send_code(visit: Visit) -> Whole:
    """Mail a code to the approver; raises LinkUnknown, TooManyCodes."""
    if somebody_else(visit):
        return visit.redirect(base_of(visit))
    visit.app.engagements.approving.send_code(token=visit.names["token"], peer=peer_of(visit))
    return visit.redirect(f"{base_of(visit)}/code")


@opening.get(_CODE)
def code_page(visit: Visit) -> Whole:
    """Show the form that takes the code; raises LinkUnknown."""
    if somebody_else(visit):
        return visit.redirect(base_of(visit))
    state = visit.app.engagements.approving.opened(token=visit.names["token"])
    return page(visit, "approval_code.html", base=base_of(visit), sent=state.code_sent)


@opening.post(f"{START}/identify", page=_CODE)
def identify(visit: Visit) -> Whole:
    """Take the code, and show the estimate, or what became of it."""
    if somebody_else(visit):
        return visit.redirect(base_of(visit))
    typed, token = filled(visit.form, TypeCode), visit.names["token"]
    code = "".join(typed.code.split())
    try:
        found = visit.app.engagements.approving.identify(token=token, code=code, peer=peer_of(visit))
    except CodeWrong as fault:
        words = f"The code is not right, or does not work any more. {fault.remedy}"
        raise FormInvalid((Fault("code", words, ""),)) from None
    except LinkOver as fault:
        # The link leads nowhere any more; a session of the same person does.
        return over_page(visit, fault, "/sign-in?" + urlencode({"to": base_of(visit)}))
    name = link_cookie(token)
    visit.said.append(set_cookie(name, found.secret, _SECONDS))
    text = visit.cookies.get(KEPT)
    back = None if text is None else kept.opened(visit.app.sealer, text, name, visit.now)
    return visit.redirect(f"{base_of(visit)}/estimate" if back is None else back.path)
