"""Access: users, departments, roles, keys and sessions, staff and break-glass grants."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen
from dependency_injector import containers, providers

from saas_app.bridges import AcceptanceOfLicensing, ClientNamesOfTenancy, WordingOfAccess
from saas_core.access.effects.keyed_post import KeyedPost
from saas_core.access.effects.post import Post
from saas_core.access.effects.sign_in_post import SignInPost
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
from saas_core.access.use_cases.inviting import INVITATION_MAIL
from saas_core.access.use_cases.keyed_links import CONFIRMATION_MAIL, STAFF_KEY_MAIL
from saas_core.access.use_cases.sign_in import SIGN_IN_MAIL


@frozen(kw_only=True)
class Access:
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

    _acceptance = providers.Singleton(AcceptanceOfLicensing, licensing.desk)

    desk = providers.Singleton(
        Access,
        people=providers.Singleton(People, **_inviting, digests=house.keys, addresses=house.addresses),
        departments=providers.Singleton(Departments, **_acting),
        roles=providers.Singleton(Roles, **_acting),
        invitations=providers.Singleton(Invitations, **_inviting, acceptance=_acceptance),
        imports=providers.Singleton(Imports, **_inviting, digests=house.keys, addresses=house.addresses),
        api_keys=providers.Singleton(ApiKeys, **_acting, digests=house.keys, secrets=house.secrets),
        sign_in=providers.Singleton(SignIn, **_inviting, directory=house.store.provided.directory),
        break_glass=providers.Singleton(BreakGlass, **_inviting, digests=house.keys, apart=house.apart),
        staff=providers.Singleton(
            StaffDesk, **_inviting, digests=house.keys, uses=house.store.provided.uses, addresses=house.addresses
        ),
        myself=providers.Singleton(Myself, **_acting, clients=providers.Singleton(ClientNamesOfTenancy)),
        names=providers.Singleton(Names, **_acting),
        queries=providers.Singleton(Inquiries, **_acting),
        rehearsal=providers.Singleton(Rehearsal, **_acting),
    )
    _wording = providers.Singleton(WordingOfAccess, mail.composer, house.portal)
    _post = providers.Singleton(
        Post,
        transactions=house.store,
        clock=house.clock,
        sealer=house.keys,
        mailer=mail.mailroom,
        wording=_wording,
        acceptance=_acceptance,
    )
    _sign_in_post = providers.Singleton(
        SignInPost,
        transactions=house.store,
        clock=house.clock,
        sealer=house.keys,
        mailer=mail.mailroom,
        wording=_wording,
    )
    _keyed_post = providers.Singleton(
        KeyedPost,
        transactions=house.store,
        clock=house.clock,
        sealer=house.keys,
        mailer=mail.mailroom,
        wording=_wording,
    )
    carriers = providers.Dict(
        {
            INVITATION_MAIL: _post,
            SIGN_IN_MAIL: _sign_in_post,
            STAFF_KEY_MAIL: _keyed_post,
            CONFIRMATION_MAIL: _keyed_post,
        }
    )
