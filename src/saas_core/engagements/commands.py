"""Commands of engagements as values (4.1)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import UNSAID, Text, fitting
from saas_core.kernel.ids import DepartmentId

LONGEST_WISH = 20_000


@frozen(field_transformer=fitting, kw_only=True)
class RequestEstimate:
    """What the client wants an estimate for; it authorizes no work and no charge."""

    NAME: ClassVar[str] = "engagements.request_estimate"

    title: Annotated[str, Text(1, 200, form="name"), UNSAID]
    text: Annotated[str, Text(1, LONGEST_WISH, form="prose", fit=text.prose), UNSAID]
    department_id: DepartmentId | None = None
