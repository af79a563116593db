"""Remedies, as offered by the entrances: the core's sentence, with its command, route and page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from saas_core.policy.reasons import LICENSE_CAUSES, ReasonCode, Remedy
from saas_core.policy.remedies import SENTENCES


@frozen
class Route:
    """A client's route: the method, and the path as documented."""

    method: str
    path: str


@frozen(kw_only=True)
class Help:
    """A remedy: the sentence, and where to carry it out.

    `command` is the shell command without its arguments; `route` the HTTP route for a client's program; `page` the path
    of a page for people, with the words of the button that leads there. None where there is nothing to call: a person
    must be asked, or nothing opens it.
    """

    sentence: str
    command: str | None = None
    route: Route | None = None
    page: str | None = None
    page_words: str = ""

    @property
    def at_the_shell(self) -> str:
        """The sentence with the command in parentheses."""
        return self.sentence if self.command is None else f"{self.sentence.rstrip('.')} ({self.command})."


_PAGES: Final[Mapping[Remedy, tuple[str, str]]] = {
    **dict.fromkeys(
        (Remedy.PAY_INVOICE, Remedy.UPDATE_PAYMENT_METHOD, Remedy.RENEW), ("/billing", "Pay, or change how you pay")
    ),
    Remedy.ASK_ADMINISTRATOR: ("/help", "Show how to get help"),
    Remedy.CONTACT_PROVIDER: ("/help", "Show how to get help"),
}


def _help(remedy: Remedy, command: str | None = None, method: str = "", path: str = "") -> Help:
    page, words = _PAGES.get(remedy, (None, ""))
    route = Route(method, path) if path else None
    return Help(sentence=SENTENCES[remedy], command=command, route=route, page=page, page_words=words)


HELPS: Final[Mapping[Remedy, Help]] = MappingProxyType(
    {
        Remedy.PAY_INVOICE: _help(Remedy.PAY_INVOICE, "saas license record-payment", "POST", "/v1/billing/page"),
        Remedy.UPDATE_PAYMENT_METHOD: _help(
            Remedy.UPDATE_PAYMENT_METHOD, "saas license billing-page", "POST", "/v1/billing/page"
        ),
        Remedy.RENEW: _help(Remedy.RENEW, "saas license record-payment", "POST", "/v1/billing/subscribe"),
        Remedy.ACCEPT_TERMS: _help(Remedy.ACCEPT_TERMS, "saas invitations accept", "POST", "/v1/invitations/accept"),
        Remedy.FINISH_SETUP: _help(Remedy.FINISH_SETUP, "saas tenant show", "GET", "/v1/setup"),
        Remedy.ASK_ADMINISTRATOR: _help(Remedy.ASK_ADMINISTRATOR, "saas roles assign", "POST", "/v1/assignments"),
        Remedy.ASK_STAFF_ADMINISTRATOR: _help(Remedy.ASK_STAFF_ADMINISTRATOR),
        Remedy.REQUEST_ESTIMATE: _help(Remedy.REQUEST_ESTIMATE, "saas engagements request", "POST", "/v1/engagements"),
        Remedy.WAIT_UNTIL: _help(Remedy.WAIT_UNTIL, "saas license forecast", "GET", "/v1/license/forecast"),
        Remedy.CONTACT_PROVIDER: _help(Remedy.CONTACT_PROVIDER, "saas questions ask", "POST", "/v1/questions"),
        Remedy.NONE: _help(Remedy.NONE),
    }
)
"""The only catalogue of remedies; pages are added as they are built."""

APPEAL: Final = _help(Remedy.CONTACT_PROVIDER, "saas tickets appeal", "POST", "/v1/appeals")
"""The way to the provider for whom the license is closed: one ticket about the license itself (0.1)."""


def help_for(code: ReasonCode, remedy: Remedy) -> Help:
    """Return the help of a remedy for one reason; about a closed license the provider is asked by an appeal."""
    return APPEAL if remedy is Remedy.CONTACT_PROVIDER and code in LICENSE_CAUSES else HELPS[remedy]
