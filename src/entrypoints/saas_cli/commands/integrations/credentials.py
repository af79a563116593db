"""`saas credentials`: the master key under which clients' credentials are sealed."""

from __future__ import annotations

from saas_cli.asking import confirm
from saas_cli.options import RISKY, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk

app = branch(
    "credentials",
    "Sealed credentials of clients: rotate the master key.",
    "saas credentials rotate-master",
)


@app.command(name="rotate-master", help_epilogue=examples("saas credentials rotate-master --yes"))
def rotate_master(*, common: Risky = RISKY) -> None:
    """Rotate the master key: every client's data keys are wrapped anew under another one (1.1).

    Nothing is refused meanwhile: older keys stay, and credentials are not
    touched. What was broken off is finished by the same command. Back the key
    file up afterwards.
    """
    confirm("The data keys of all clients are wrapped under another master key.", yes=common.yes)
    with desk(common) as at:
        view = at.app.integrations.credentials.rotate_master(by=at.by, idempotency_key=common.idempotency_key)
        if view.made:
            what = "A new master key is current"
        else:
            what = "A rotation that was broken off is finished" if view.keys else "The master key is the same as before"
        lost = f" {view.unreadable} cannot be opened, and stay as they were." if view.unreadable else ""
        at.screen.answer(view, f"{what}: {view.keys} data keys of {view.clients} clients are wrapped anew.{lost}")
