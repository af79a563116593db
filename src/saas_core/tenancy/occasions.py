"""Notices of tenancy: welcome, once the instance is active and terms bind (2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.kernel.notices import Notice, Reader
from saas_core.tenancy.letters import WELCOME
from saas_core.tenancy.ports import TenancyWork


@frozen
class Welcome:
    """The first letter to a client."""

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the welcome, which names the terms that bind."""
        if reader.terms is None:
            return ()
        return (Notice(kind=WELCOME.name, cause="welcome", facts={"terms": reader.terms}),)

    def look_again(self, _reader: Reader) -> datetime | None:
        """Return None, since time alone makes no welcome due."""
        return None

    def facts(self, notice: Notice, _reader: Reader) -> Mapping[str, str] | None:
        """Return the facts; a welcome stays true."""
        return notice.facts


def occasions(_work: TenancyWork, _reader: Reader) -> Welcome:
    """Return the notices of tenancy, which depend on the reader alone."""
    return Welcome()
