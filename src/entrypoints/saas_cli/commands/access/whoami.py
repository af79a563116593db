"""`saas whoami`: the person behind the key, with its client, roles, rights and way in."""

from __future__ import annotations

from saas_cli.options import READING, Common
from saas_cli.root import single
from saas_cli.session import desk, key_of

app = single("whoami", "saas whoami", "saas whoami --profile mia --json")


@app.default
def whoami(*, common: Common = READING) -> None:
    """Show who the key signs in, what it may do by its roles and where, and how it came in."""
    from saas_core.access.values import KeyKind, read_key
    from saas_core.kernel.ids import SessionId

    with desk(common) as seat:
        known = read_key(key_of(common))
        session = SessionId(known.number) if known is not None and known.kind is KeyKind.SESSION else None
        view = seat.app.access.myself.show(by=seat.by, session_id=session)
        roles = [f"{each.role} in {each.department}" if each.department else each.role for each in view.roles]
        rights = [
            f"{each.permission} in {each.department}" if each.department else each.permission for each in view.rights
        ]
        seat.screen.card(
            view,
            f"{view.name} <{view.email}>",
            (
                ("client", "the provider" if view.client is None else view.client.name),
                ("came in by", f"{view.entrance.by.value.replace('_', ' ')} {view.entrance.name}".rstrip()),
                ("roles", ", ".join(roles)),
                ("rights", ", ".join(dict.fromkeys(rights))),
                ("permissions", ", ".join(view.permissions)),
            ),
        )
