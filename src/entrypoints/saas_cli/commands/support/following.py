"""Following a ticket: its messages as they come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.commands.support.showing import text_lines
from saas_cli.commands.support.subjects import Ticket, about
from saas_cli.options import READING, Common
from saas_cli.session import desk
from saas_core.kernel.instants import instant_text

if TYPE_CHECKING:
    from saas_core.support.values import MessageId

_AT_ONCE = 100


def watch(
    tenant: Tenant,
    ticket: Ticket,
    /,
    *,
    every: Annotated[float, Parameter(help="Seconds between two looks.")] = 2.0,
    once: Annotated[bool, Parameter(negative="", show_default=False, help="Show what is there, and exit.")] = False,
    common: Common = READING,
) -> None:
    """Show the messages of a ticket as they come, until stopped (SIGTERM, Ctrl-C); as JSON, one document a line."""
    from saas_cli.stopping import asked_to_stop

    with desk(common) as at, asked_to_stop() as stopped:
        last: MessageId | None = None
        while True:
            page = at.app.support.reading.messages(**about(at, tenant, ticket), after=last, limit=_AT_ONCE)
            for each in page:
                last = each.message_id
                at.screen.answer(each, f"{instant_text(each.written_at)} {each.author}", *text_lines(each))
            at.screen.out.flush()
            if not page and (once or stopped()):
                return
            if not page:
                time.sleep(max(0.1, min(every, 60.0)))
