"""Access: users, departments, roles, keys and sessions, staff and break-glass grants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.access.use_cases import (
        ApiKeys,
        BreakGlass,
        Departments,
        Imports,
        Inquiries,
        Invitations,
        Myself,
        Names,
        People,
        Rehearsal,
        Roles,
        SignIn,
        StaffDesk,
    )
    from saas_core.work.effects import Carrier


def _carriers(post: Carrier, sign_in_post: Carrier, keyed_post: Carrier) -> Mapping[str, Carrier]:
    from saas_core.access.use_cases.inviting import INVITATION_MAIL  # noqa: PLC0415
    from saas_core.access.use_cases.keyed_links import CONFIRMATION_MAIL, STAFF_KEY_MAIL  # noqa: PLC0415
    from saas_core.access.use_cases.sign_in import SIGN_IN_MAIL  # noqa: PLC0415

    keyed = dict.fromkeys((STAFF_KEY_MAIL, CONFIRMATION_MAIL), keyed_post)
    return {INVITATION_MAIL: post, SIGN_IN_MAIL: sign_in_post, **keyed}


_USE_CASES = "saas_core.access.use_cases"


class Access(Bundle):
    """The desks of access behind one attribute."""

    people: People
    departments: Departments
    roles: Roles
    invitations: Invitations
    imports: Imports
    api_keys: ApiKeys
    sign_in: SignIn
    break_glass: BreakGlass
    staff: StaffDesk
    myself: Myself
    names: Names
    queries: Inquiries
    rehearsal: Rehearsal


class Wiring(containers.DeclarativeContainer):
    """The wiring of users and roles; accepting an invitation may include accepting the terms."""

    house = providers.DependenciesContainer()
    licensing = providers.DependenciesContainer()
    mail = providers.DependenciesContainer()

    _acting: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
        "ids": house.ids,
    }
    _inviting: ClassVar[dict[str, Any]] = {**_acting, "secrets": house.secrets, "sealer": house.keys}

    entering = providers.Singleton(
        later("saas_core.access.use_cases.entering:Entering"), house.store, house.clock, house.store.provided.uses
    )
    _people = providers.Singleton(
        later(f"{_USE_CASES}:People"), **_inviting, digests=house.keys, addresses=house.addresses
    )
    _departments = providers.Singleton(later(f"{_USE_CASES}:Departments"), **_acting)
    _roles = providers.Singleton(later(f"{_USE_CASES}:Roles"), **_acting)
    _acceptance = providers.Singleton(later("saas_app.answers:AcceptanceOfLicensing"), licensing.desk)
    _invitations = providers.Singleton(later(f"{_USE_CASES}:Invitations"), **_inviting, acceptance=_acceptance)
    _imports = providers.Singleton(
        later(f"{_USE_CASES}:Imports"), **_inviting, digests=house.keys, addresses=house.addresses
    )
    _api_keys = providers.Singleton(
        later(f"{_USE_CASES}:ApiKeys"), **_acting, digests=house.keys, secrets=house.secrets
    )
    _sign_in = providers.Singleton(later(f"{_USE_CASES}:SignIn"), **_inviting, directory=house.store.provided.directory)
    _break_glass = providers.Singleton(
        later(f"{_USE_CASES}:BreakGlass"), **_inviting, digests=house.keys, apart=house.apart
    )
    _staff = providers.Singleton(
        later(f"{_USE_CASES}:StaffDesk"),
        **_inviting,
        digests=house.keys,
        uses=house.store.provided.uses,
        addresses=house.addresses,
    )
    _myself = providers.Singleton(
        later(f"{_USE_CASES}:Myself"),
        **_acting,
        clients=providers.Singleton(later("saas_app.answers:ClientNamesOfTenancy")),
    )
    _names = providers.Singleton(later(f"{_USE_CASES}:Names"), **_acting)
    _queries = providers.Singleton(later(f"{_USE_CASES}:Inquiries"), **_acting)
    _rehearsal = providers.Singleton(later(f"{_USE_CASES}:Rehearsal"), **_acting)
    desk = providers.Singleton(
        Access,
        people=_people.provider,
        departments=_departments.provider,
        roles=_roles.provider,
        invitations=_invitations.provider,
        imports=_imports.provider,
        api_keys=_api_keys.provider,
        sign_in=_sign_in.provider,
        break_glass=_break_glass.provider,
        staff=_staff.provider,
        myself=_myself.provider,
        names=_names.provider,
        queries=_queries.provider,
        rehearsal=_rehearsal.provider,
    )
    naming = providers.Singleton(
        later("saas_app.answers:NamesOfThings"),
        providers.Singleton(later(f"{_USE_CASES}:NamesByReference"), **_acting),
        transactions=house.store,
    )
    _wording = providers.Singleton(later("saas_app.bridges:WordingOfAccess"), mail.composer, house.portal)
    _post = providers.Singleton(
        later("saas_core.access.effects.post:Post"),
        transactions=house.store,
        clock=house.clock,
        sealer=house.keys,
        mailer=mail.mailroom,
        wording=_wording,
        acceptance=_acceptance,
    )
    _sign_in_post = providers.Singleton(
        later("saas_core.access.effects.sign_in_post:SignInPost"),
        transactions=house.store,
        clock=house.clock,
        sealer=house.keys,
        mailer=mail.mailroom,
        wording=_wording,
    )
    _keyed_post = providers.Singleton(
        later("saas_core.access.effects.keyed_post:KeyedPost"),
        transactions=house.store,
        clock=house.clock,
        sealer=house.keys,
        mailer=mail.mailroom,
        wording=_wording,
    )
    carriers = providers.Callable(_carriers, _post, _sign_in_post, _keyed_post)
