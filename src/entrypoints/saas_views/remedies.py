"""Remedies as entrances offer them: the sentence of the core, and the way to each in the shell, over HTTP, on pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from saas_core.policy.reasons import Remedy
from saas_core.policy.remedies import SENTENCES


@frozen
class Route:
    """A route of a client's own: the method, and the path as the description has it."""

    method: str
    path: str


@frozen(kw_only=True)
class Help:
    """What would help: the sentence, and where it is done.

    `command` is what is typed at the shell, without the names it takes; `route` what a client's program asks; `page`
    the path of a page for people. None where nothing is there to be called: a person is to be asked, or nothing opens
    it.
    """

    sentence: str
    command: str | None = None
    route: Route | None = None
    page: str | None = None

    @property
    def at_the_shell(self) -> str:
        """The sentence with the command in parentheses."""
        return self.sentence if self.command is None else f"{self.sentence.rstrip('.')} ({self.command})."


def _help(remedy: Remedy, command: str | None = None, method: str = "", path: str = "") -> Help:
    return Help(sentence=SENTENCES[remedy], command=command, route=Route(method, path) if path else None)


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
        Remedy.REQUEST_ESTIMATE: _help(Remedy.REQUEST_ESTIMATE),
        Remedy.WAIT_UNTIL: _help(Remedy.WAIT_UNTIL, "saas license forecast", "GET", "/v1/license/forecast"),
        Remedy.CONTACT_PROVIDER: _help(Remedy.CONTACT_PROVIDER),
        Remedy.NONE: _help(Remedy.NONE),
    }
)
"""The one catalogue of remedies; a page is added with the page."""
