"""Notices: sweeps decide which are due, the mailroom sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dependency_injector import containers, providers

from saas_app.later import later
from saas_core.kernel.notices import SWEEP

if TYPE_CHECKING:
    from saas_core.work.effects import Carrier


def _carriers(post: Carrier) -> Mapping[str, Carrier]:
    from saas_core.notices.effects import NOTICE_MAIL  # noqa: PLC0415

    return {NOTICE_MAIL: post}


class Wiring(containers.DeclarativeContainer):
    """The wiring of notices, from all contexts."""

    house = providers.DependenciesContainer()
    mail = providers.DependenciesContainer()

    _sweeps = providers.Singleton(
        later("saas_core.notices.effects:Sweeps"),
        transactions=house.store,
        directory=house.store.provided.directory,
        tasks=house.store.provided.tasks,
        clock=house.clock,
        ids=house.ids,
        parts=house.parts,
    )
    _post = providers.Singleton(
        later("saas_core.notices.effects:NoticePost"),
        transactions=house.store,
        clock=house.clock,
        composer=mail.composer,
        mailer=mail.mailroom,
        pages=providers.Singleton(later("saas_app.bridges:PagesOfPortal"), house.portal),
        parts=house.parts,
    )
    handlers = providers.Dict({SWEEP: _sweeps})
    carriers = providers.Callable(_carriers, _post)
