"""Ports of estimates: approvals, papers kept for good, and who renders documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from attrs import frozen

from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.ports import EngagementsWork
from saas_core.kernel.ids import ApprovalId, EngagementId, PaperId


class Approvals(Protocol):
    """The tenant's approvals; they are only ever added."""

    def get(self, approval_id: ApprovalId) -> Approval | None:
        """Return an approval."""
        ...

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Approval, ...]:
        """Return the approvals of an engagement in the order in which they were given."""
        ...

    def last(self) -> Approval | None:
        """Return the tenant's last approval, which the next one is chained to."""
        ...

    def add(self, approval: Approval) -> None:
        """Store an approval for good."""
        ...


@frozen(kw_only=True)
class Paper:
    """A document kept for good: `kind` is `estimate`, `invoice`, `credit_note`, `evidence` or `signed`, `of` its thing.

    `sha256` is the hash of its bytes, `sha256:` and 64 hexadecimal digits.
    """

    id: PaperId
    kind: str
    of: str
    sha256: str
    media_type: str
    content: bytes


class Papers(Protocol):
    """The tenant's documents; they are only ever added."""

    def get(self, paper_id: PaperId) -> Paper | None:
        """Return a document with its bytes."""
        ...

    def of(self, kind: str, of: str) -> tuple[PaperId, ...]:
        """Return the ids of the documents of a kind about a thing, in the order in which they were added."""
        ...

    def put(self, paper: Paper) -> None:
        """Store a document for good, in the unit of work that decided it."""
        ...


class EstimatesWork(EngagementsWork, Protocol):
    """A unit of work with the estimates of a client, their approvals and papers."""

    @property
    def approvals(self) -> Approvals:
        """The tenant's approvals."""
        ...

    @property
    def papers(self) -> Papers:
        """The tenant's documents."""
        ...


class Documents(Protocol):
    """Renders documents once, at the instant at which they are issued."""

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Return the document of a content, of kind `estimate`, `invoice`, `credit_note` or `evidence`.

        The same content and instant give the same bytes. Raises DocumentsMissing where nothing renders documents.
        """
        ...

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Return the characters of a content that cannot be shown in the document; nothing is left out silently.

        Raises DocumentsMissing where nothing renders documents.
        """
        ...
