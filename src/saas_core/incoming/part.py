"""The part of mail in."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from saas_core.incoming.letters import LETTERS
from saas_core.incoming.model import READ_MAIL
from saas_core.incoming.reading import PARKED_MAIL, REFUSAL_MAIL
from saas_core.incoming.reply_addresses import ReplyWork
from saas_core.kernel.parts import Kept, Part

_EXPIRED_KEPT: Final = timedelta(days=30)
"""The time for which it is known that an address expired, before it is as unknown as any other."""

PART: Final = Part[ReplyWork](
    name="incoming",
    tasks=(READ_MAIL,),
    effects=(REFUSAL_MAIL, PARKED_MAIL),
    letters=LETTERS,
    retention=(Kept(lambda work: work.reply_addresses, _EXPIRED_KEPT),),
    actions=frozenset({"provider.journal", "provider.tenants"}),
)
