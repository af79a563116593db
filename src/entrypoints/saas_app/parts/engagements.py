"""Engagements: what clients ask for, what is estimated of it, and what they approve in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_app.payments import Payments
    from saas_core.engagements.billing.use_cases.invoicing import Invoicing
    from saas_core.engagements.estimates.use_cases.approving import Approving
    from saas_core.engagements.estimates.use_cases.estimates import Estimates
    from saas_core.engagements.estimates.use_cases.recording import Recording
    from saas_core.engagements.estimates.use_cases.signed_in import Deciding
    from saas_core.engagements.evidence.use_cases.evidence import Evidence
    from saas_core.engagements.use_cases.requests import Requests
    from saas_core.engagements.work.use_cases.delivering import Delivering
    from saas_core.engagements.work.use_cases.timing import Time
    from saas_core.work.effects import Carrier
    from saas_core.work.worker import Handler


class Engagements(Bundle):
    """The desks of engagements behind one attribute.

    `requests` are what a client wants an estimate for, `estimates` what staff offers. `approving` is for approvers who
    open a mailed link, `deciding` for people who are signed in, `recording` for signed documents. `work` is the time of
    staff, `enhancements` what became of it, `billing` what is billed for it,
    `evidence` what shows to others what was approved.
    """

    requests: Requests
    estimates: Estimates
    approving: Approving
    deciding: Deciding
    recording: Recording
    work: Time
    enhancements: Delivering
    billing: Invoicing
    evidence: Evidence


def _handlers(expiring: Handler, stopping: Handler) -> Mapping[str, Handler]:
    from saas_core.engagements.estimates.use_cases.act import EXPIRE  # noqa: PLC0415
    from saas_core.engagements.work.values import STOP  # noqa: PLC0415

    return {EXPIRE: expiring, STOP: stopping}


def _carriers(post: Carrier, sealing: Carrier, collecting: Carrier, provider: Payments) -> Mapping[str, Carrier]:
    from saas_core.engagements.billing.values import CREDIT, DISCARD, FINALIZE, ORDER  # noqa: PLC0415
    from saas_core.engagements.estimates.use_cases import act  # noqa: PLC0415
    from saas_core.engagements.values import LETTER  # noqa: PLC0415

    return {
        **dict.fromkeys((LETTER, act.LINK_MAIL, act.CODE_MAIL), post),
        act.SEAL: sealing,
        # Without a provider that collects, its orders wait for another worker.
        **(dict.fromkeys((ORDER, FINALIZE, CREDIT, DISCARD), collecting) if provider.invoices is not None else {}),
    }


def _whole(work: Any) -> Any:  # noqa: ANN401 - a unit of work with all its ports
    from saas_app.engagements import estimates_in  # noqa: PLC0415

    return estimates_in(work)


_USE_CASES = "saas_core.engagements.estimates.use_cases"


class Wiring(containers.DeclarativeContainer):
    """The wiring of engagements; people are access's, documents are rendered by whatever is installed for it."""

    house = providers.DependenciesContainer()
    mail = providers.DependenciesContainer()
    gate = providers.DependenciesContainer()

    _undoing = providers.Singleton(
        later(f"{_USE_CASES}.of_tickets:EstimatesOfTickets"), providers.Object(_whole), house.ids
    )
    requests = providers.Singleton(
        later("saas_core.engagements.use_cases.of_others:RequestsOfOthers"), house.ids, _undoing
    )
    _desk_of_requests = providers.Singleton(
        later("saas_core.engagements.use_cases.requests:Requests"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
    )
    _people = providers.Singleton(later("saas_app.engagements:PeopleOfEstimates"))
    profile = providers.Singleton(later("saas_app.billing:profile_of"), house.settings)
    _parties = providers.Singleton(later("saas_app.engagements:PartiesOfTenancy"), profile)
    _worked = providers.Singleton(later("saas_core.engagements.work.use_cases.authorizing:WorkedHours"))
    _staff = providers.Singleton(
        later("saas_app.engagements:StaffOfAccess"), transactions=house.store, apart=house.apart
    )
    _desk_of_estimates = providers.Singleton(
        later(f"{_USE_CASES}.act:Desk"),
        people=_people,
        parties=_parties,
        documents=house.documents,
        colleagues=_staff,
        secrets=house.secrets,
        sealer=house.keys,
        digests=house.keys,
        worked=_worked,
    )
    _acting: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
        "ids": house.ids,
        "desk": _desk_of_estimates,
    }
    _estimates = providers.Singleton(later(f"{_USE_CASES}.estimates:Estimates"), **_acting)
    _approving = providers.Singleton(later(f"{_USE_CASES}.approving:Approving"), **_acting)
    _deciding = providers.Singleton(later(f"{_USE_CASES}.signed_in:Deciding"), **_acting)
    _recording = providers.Singleton(later(f"{_USE_CASES}.recording:Recording"), **_acting)
    _at_work: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
        "ids": house.ids,
    }
    _work = providers.Singleton(later("saas_core.engagements.work.use_cases.timing:Time"), **_at_work)
    _enhancements = providers.Singleton(later("saas_core.engagements.work.use_cases.delivering:Delivering"), **_at_work)
    _desk_of_billing = providers.Singleton(
        later("saas_core.engagements.billing.use_cases.act:Desk"),
        profile=profile,
        addressees=providers.Singleton(later("saas_app.billing:AddresseesOfTenancy")),
        documents=house.documents,
        collector=providers.Singleton(
            later("saas_app.collecting:CollectorOfPayments"),
            provider=house.payment_provider,
            transactions=house.store,
            clock=house.clock,
        ),
    )
    _billing = providers.Singleton(
        later("saas_core.engagements.billing.use_cases.invoicing:Invoicing"), **_at_work, desk=_desk_of_billing
    )
    _collecting = providers.Singleton(
        later("saas_core.engagements.billing.effects.collecting:Collecting"), **_at_work, desk=_desk_of_billing
    )
    _notaries = providers.Singleton(later("saas_app.documents:notaries_of"), house.settings)
    _evidence = providers.Singleton(
        later("saas_core.engagements.evidence.use_cases.evidence:Evidence"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
        marks=gate.marking,
        documents=house.documents,
        notaries=_notaries,
        script=providers.Object(later("saas_app.documents:script")),
    )
    _sealing = providers.Singleton(
        later("saas_core.engagements.evidence.effects:Sealing"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        notaries=_notaries,
        marks=gate.marking,
    )
    desk = providers.Singleton(
        Engagements,
        requests=_desk_of_requests.provider,
        estimates=_estimates.provider,
        approving=_approving.provider,
        deciding=_deciding.provider,
        recording=_recording.provider,
        work=_work.provider,
        enhancements=_enhancements.provider,
        billing=_billing.provider,
        evidence=_evidence.provider,
    )
    approvals = providers.Singleton(
        later("saas_core.engagements.estimates.queries.authorizing:EngagementApprovals"),
        providers.Object(_whole),
        _worked,
    )
    _expiring = providers.Singleton(
        later("saas_core.engagements.estimates.effects.expiring:Expiring"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
    )
    _stopping = providers.Singleton(later("saas_core.engagements.work.effects.stopping:Stopping"), **_at_work)
    handlers = providers.Callable(_handlers, _expiring, _stopping)
    _post = providers.Singleton(
        later("saas_core.engagements.estimates.effects.post:EstimatePost"),
        transactions=house.store,
        clock=house.clock,
        composer=mail.composer,
        mailer=mail.mailroom,
        sealer=house.keys,
        people=_people,
        parties=_parties,
        staff=_staff,
        pages=providers.Singleton(later("saas_app.bridges:PagesOfPortal"), house.portal),
    )
    carriers = providers.Callable(_carriers, _post, _sealing, _collecting, house.payment_provider)
