"""What lets programs and people in, and what staff is let see, in the words in which the scenarios tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from attrs import define

from features.drivers.driver import Made
from saas_app import Application
from saas_core.access.values import GrantScope
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import ApiKeyId, GrantId, TenantId


@define
class Doors:
    """Keys of programs, mailed links, sessions and break-glass grants."""

    application: Application

    def make_key(self, by: Actor, tenant_id: TenantId, name: str, scopes: Iterable[str]) -> Made:
        """Make a key for a program."""
        made = self.application.access.api_keys.create(by=by, tenant_id=tenant_id, name=name, scopes=scopes)
        assert made.key is not None
        return Made(made.api_key.key_id, made.key)

    def rotate_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId, overlap: timedelta) -> None:
        """Give a key another secret."""
        self.application.access.api_keys.rotate(by=by, tenant_id=tenant_id, key_id=key_id, overlap=overlap)

    def revoke_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId) -> None:
        """Revoke a key."""
        self.application.access.api_keys.revoke(by=by, tenant_id=tenant_id, key_id=key_id)

    def ask_link(self, tenant_id: TenantId, slug: str, email: str) -> str:
        """Have a link mailed, and take it out of the mail."""
        self.application.access.sign_in.ask(client=slug, email=email)
        self.application.work.worker.drain(tenant_id=tenant_id)
        for path in Path(self.application.settings.mail_folder).glob("*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",))
            found = None if body is None else re.search(r"\bsin_\S+", body.get_content())
            if mail["To"] == email and found is not None:
                path.unlink()
                return found.group()
        message = f"no link was mailed to {email}"
        raise AssertionError(message)

    def use_link(self, link: str) -> str:
        """Sign in with a link; gives the session."""
        return self.application.access.sign_in.complete(token=link).key

    def sign_out(self, session: str) -> None:
        """Sign out."""
        self.application.access.sign_in.sign_out(key=session)

    def ask_grant(self, by: Actor, tenant_id: TenantId, until: datetime, *, changes: bool) -> GrantId:
        """Ask for a break-glass grant."""
        scope = GrantScope.CHANGE if changes else GrantScope.READ
        desk = self.application.access.break_glass
        return desk.ask(by=by, tenant_id=tenant_id, reason="Roles were lost", until=until, scope=scope).grant_id

    def approve_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        """Approve a grant."""
        self.application.access.break_glass.approve(by=by, tenant_id=tenant_id, grant_id=grant_id)

    def end_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        """End a grant."""
        self.application.access.break_glass.end(by=by, tenant_id=tenant_id, grant_id=grant_id)

    def grants(self, by: Actor, tenant_id: TenantId) -> tuple[str, ...]:
        """Give how it stands with each grant, the newest first."""
        return tuple(each.state for each in self.application.access.break_glass.list_grants(by=by, tenant_id=tenant_id))
