"""Whatever text is shown at the door opens nothing and is told nothing more, even one that no store could hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from saas_core.access.errors import KeyUnknown, LinkUnknown
from saas_core.kernel.errors import SaasError

Company = Any  # of the conftest beside this file

DOORS: dict[str, tuple[Callable[[Company, str], object], type[SaasError]]] = {
    "authenticate": (lambda company, text: company.staff.authenticate(text), KeyUnknown),
    "sign_out": (lambda company, text: company.sign_in.sign_out(key=text), KeyUnknown),
    "complete": (lambda company, text: company.sign_in.complete(token=text), LinkUnknown),
    "look": (lambda company, text: company.invitations.look(token=text), LinkUnknown),
    "accept": (lambda company, text: company.invitations.accept(token=text), LinkUnknown),
}


@pytest.mark.parametrize("text", ["", "key", "a\x00b", "\ud800", "w" * 10_000])
@pytest.mark.parametrize("door", DOORS)
def test_any_text_is_answered_alike(company: Company, door: str, text: str) -> None:
    """A text that is no secret of anybody is unknown, and never a text that "cannot be stored"."""
    show, unknown = DOORS[door]
    with pytest.raises(SaasError) as refused:
        show(company, text)
    assert type(refused.value) is unknown
