"""What is asked of bulletins, as values."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, TypeAlias

from attrs import frozen

from example_context.values import BulletinId
from saas_core.kernel.bounds import UNSAID, Text, fitting

Notice: TypeAlias = Annotated[str, Text(1, 200, form="name"), UNSAID]
"""What a bulletin says; free text, which stands in no journal."""


@frozen(field_transformer=fitting)
class PostBulletin:
    """A bulletin for everybody at the client, until an instant."""

    NAME: ClassVar = "bulletins.post"

    text: Notice
    until: datetime


@frozen(field_transformer=fitting)
class WithdrawBulletin:
    """A bulletin that is no longer to be seen."""

    NAME: ClassVar = "bulletins.withdraw"

    bulletin_id: BulletinId
