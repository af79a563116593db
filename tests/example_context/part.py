"""What bulletins bring to the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from example_context.effects import EXPIRE
from example_context.ports import BulletinsWork
from example_context.queries import bulletin_view
from example_context.texts import POSTED, occasions
from example_context.values import KEPT, MANAGE, SEE, BulletinId
from saas_core.kernel.pages import id_after
from saas_core.kernel.parts import Check, ExportPart, Finding, Forgetting, Kept, Page, Part


def _export(work: BulletinsWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    page = work.bulletins.page(None if begins is None else BulletinId(begins), limit)
    return [bulletin_view(each) for each in page], str(page[-1].id) if len(page) == limit else None


def _look(work: BulletinsWork, slug: str) -> Iterator[Finding]:
    for each in work.bulletins.page(None, 1000):
        if each.withdrawn_at is not None and each.withdrawn_at < each.posted_at:
            yield Finding("bulletins", slug, f"Bulletin {each.id} ended before it began.", "Restore it from a backup.")


def _kept(work: BulletinsWork) -> Forgetting:
    return work.bulletins


PART: Final = Part[BulletinsWork](
    name="bulletins",
    tasks=(EXPIRE,),
    letters=(POSTED,),
    export=(ExportPart("bulletins", _export, (SEE,)),),
    checks=(Check("bulletins", _look),),
    retention=(Kept(_kept, KEPT),),
    occasions=occasions,
    actions=frozenset({MANAGE, SEE}),
)
