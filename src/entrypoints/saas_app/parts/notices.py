"""Notices: sweeps decide which are due, the mailroom sends them."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.bridges import PagesOfPortal
from saas_core.kernel.notices import SWEEP
from saas_core.notices.effects import NOTICE_MAIL, NoticePost, Sweeps


class Wiring(containers.DeclarativeContainer):
    """The wiring of notices, from all contexts."""

    house = providers.DependenciesContainer()
    mail = providers.DependenciesContainer()

    _sweeps = providers.Singleton(
        Sweeps,
        transactions=house.store,
        directory=house.store.provided.directory,
        tasks=house.store.provided.tasks,
        clock=house.clock,
        ids=house.ids,
        parts=house.parts,
    )
    _post = providers.Singleton(
        NoticePost,
        transactions=house.store,
        clock=house.clock,
        composer=mail.composer,
        mailer=mail.mailroom,
        pages=providers.Singleton(PagesOfPortal, house.portal),
        parts=house.parts,
    )
    handlers = providers.Dict({SWEEP: _sweeps})
    carriers = providers.Dict({NOTICE_MAIL: _post})
