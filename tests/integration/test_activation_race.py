"""Two concurrent activations of one instance: it is activated once, and both get the same answer."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from saas_core.access.errors import LinkUnknown
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import LicenseeKind, Question

Anything = Any
ROUNDS = 5


def _ready(company: Anything, number: int) -> Anything:
    """Set a further client up as far as activation."""
    application, staff = company.application, company.staff
    tenant_id = application.tenancy.add_tenant(by=staff, slug=f"next-{number}", kind=LicenseeKind.END_USER).tenant_id
    application.tenancy.configure_account(
        by=staff,
        tenant_id=tenant_id,
        legal_name="Next",
        country="FR",
        time_zone="Europe/Paris",
        language="fr",
        contact_email="next@next.example",
    )
    since = application.gate.check(Question(company.tenant_id, staff, "license.read")).at
    application.licensing.record_payment(
        by=staff, tenant_id=tenant_id, invoice="1", since=since, until=since.replace(year=since.year + 1)
    )
    application.access.people.invite_user(
        by=staff, tenant_id=tenant_id, email=f"owner{number}@next.example", name="Nina", owner=True
    )
    token = _newest_token(application, tenant_id)
    terms = application.access.invitations.look(token=token).terms_to_accept
    accepted = application.access.invitations.accept(token=token, accept_terms=terms)
    return tenant_id, ClientUser(tenant_id, accepted.user_id)


def _newest_token(application: Anything, tenant_id: Anything) -> str:
    """Return the token of the invitation that was mailed last."""
    application.work.worker.drain(tenant_id=tenant_id)
    mails = sorted(application.settings.mail_folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return next(word for mail in reversed(mails) for word in mail.read_text().split() if word.startswith("inv_"))


def test_two_racing_activations_activate_once(company: Anything) -> None:
    """In every round both get the same instant, and the journal holds one activation, on both databases."""
    tenancy = company.application.tenancy
    for number in range(ROUNDS):
        tenant_id, owner = _ready(company, number)
        start, told, faults = threading.Barrier(2), [], []

        def activate(
            by: Anything,
            tenant_id: Anything = tenant_id,
            start: threading.Barrier = start,
            told: list[Anything] = told,
            faults: list[Exception] = faults,
        ) -> None:
            start.wait()
            try:
                told.append(tenancy.activate(by=by, tenant_id=tenant_id))
            except Exception as fault:  # noqa: BLE001 - a thread's fault would be lost otherwise
                faults.append(fault)

        racing = [threading.Thread(target=activate, args=(by,)) for by in (company.staff, owner)]
        for each in racing:
            each.start()
        for each in racing:
            each.join()

        assert faults == []
        assert len({each.activated_at for each in told}) == 1
        entries = company.application.oversight.audit.entries(by=company.staff, tenant_id=tenant_id, limit=1000)
        assert [each.action for each in entries].count("tenancy.activate") == 1


def test_whom_staff_invited_as_an_owner_cannot_accept_after_the_activation(company: Anything) -> None:
    """The revocation is in the client's journal, and the client's own owner invites again."""
    application = company.application
    tenant_id, owner = _ready(company, ROUNDS)
    backup = {"tenant_id": tenant_id, "email": "backup@next.example", "name": "Backup", "owner": True}
    invited = application.access.people.invite_user(by=company.staff, **backup)
    token = _newest_token(application, tenant_id)
    application.tenancy.activate(by=company.staff, tenant_id=tenant_id)
    with pytest.raises(LinkUnknown):
        application.access.invitations.accept(token=token)
    entries = application.oversight.audit.entries(by=owner, tenant_id=tenant_id, limit=1000)
    last = entries[-1]
    assert (last.action, last.subject) == ("access.revoke_invitations", f"user:{invited.user_id}")
    application.access.invitations.send(by=owner, tenant_id=tenant_id, user_id=invited.user_id)
    assert application.access.invitations.accept(token=_newest_token(application, tenant_id)).key
