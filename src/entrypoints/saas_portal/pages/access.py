"""Signing in by a mailed link, signing out, and one's own sessions."""

from __future__ import annotations

from typing import Annotated, Final

from attrs import frozen

from saas_core.access.errors import LinkUnknown
from saas_core.access.queries.keys_and_sessions import SignedInView
from saas_core.kernel.bounds import Text
from saas_core.kernel.ids import SessionId
from saas_core.kernel.pages import LARGEST_PAGE
from saas_core.kernel.secrets import Secret
from saas_portal.forms import Said, filled
from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

PAGES = Pages()


@frozen(kw_only=True)
class AskSignIn:
    """The client's short name, and the e-mail address of one of its users."""

    client: Annotated[str, Text(1, 100), Said("Type the short name of your company, as in the mails to you.")]
    email: Annotated[str, Text(3, 254), Said("Type your e-mail address, as in olivia@harbor.example.")]
