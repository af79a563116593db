"""Signing: signatures of the policy, their review, and what becomes of those that are suspect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import later

if TYPE_CHECKING:
    from saas_core.signing.effects import Review, SuspectPost
    from saas_core.work.effects import Carrier
    from saas_core.work.worker import Handler


def _handlers(review: Review) -> Mapping[str, Handler]:
    from saas_core.signing.values import REVIEW  # noqa: PLC0415

    return {REVIEW: review}


def _carriers(post: SuspectPost) -> Mapping[str, Carrier]:
    from saas_core.signing.values import SUSPECT_MAIL  # noqa: PLC0415

    return {SUSPECT_MAIL: post}


class Wiring(containers.DeclarativeContainer):
    """The wiring of signing; what stands in the policy is the book of this very software."""

    house = providers.DependenciesContainer()
    mail = providers.DependenciesContainer()

    _acting: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "ids": house.ids,
        "judge": house.gate,
        "books": providers.Object(later("saas_core.policy.shipped_book:shipped_book")),
    }
    _people = providers.Singleton(later("saas_app.signing:PeopleOfAccess"))
    desk = providers.Singleton(
        later("saas_core.signing.use_cases.signing:Signing"), **_acting, people=_people, signs=house.checkpoints
    )
    reviewing = providers.Singleton(later("saas_core.signing.use_cases.review:Reviewing"), **_acting)
    _review = providers.Singleton(
        later("saas_core.signing.effects:Review"),
        reviewing=reviewing,
        transactions=house.store,
        tasks=house.store.provided.tasks,
        clock=house.clock,
    )
    _post = providers.Singleton(
        later("saas_core.signing.effects:SuspectPost"),
        transactions=house.store,
        clock=house.clock,
        mailer=mail.mailroom,
        wording=providers.Singleton(later("saas_app.signing:WordingOfSigning"), mail.composer, house.portal),
        people=_people,
        books=_acting["books"],
    )
    handlers = providers.Callable(_handlers, _review)
    carriers = providers.Callable(_carriers, _post)
    recurring = providers.List(_review)
