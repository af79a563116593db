"""`saas credentials`: the master key under which clients' credentials are sealed."""

from __future__ import annotations

from typing import Final

from saas_cli.asking import confirm
from saas_cli.options import RISKY, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk

LEFT: Final = 1
app = branch(
    "credentials",
    "Sealed credentials of clients: rotate the master key.",
    "saas credentials rotate-master",
)


@app.command(name="rotate-master", help_epilogue=examples("saas credentials rotate-master --yes"))
def rotate_master(*, common: Risky = RISKY) -> int:
    """Rotate the master key: every client's data keys are wrapped anew under another one (1.1).

    Nothing is refused meanwhile: older keys stay, and credentials are not
    touched. What was broken off is finished by the same command. Back the key
    file up afterwards. Exit code 1 if a data key cannot be opened: its client is
    named, and connects anew what it sealed.
    """
    confirm("The data keys of all clients are wrapped under another master key.", yes=common.yes)
    with desk(common) as at:
        view = at.app.integrations.credentials.rotate_master(by=at.by, idempotency_key=common.idempotency_key)
        if view.made:
            what = "A new master key is current"
        else:
            what = "A rotation that was broken off is finished" if view.keys else "The master key is the same as before"
        lines = [f"{what}: {view.keys} data keys of {view.clients} clients are wrapped anew."]
        if view.left:
            lines.append(f"{view.unreadable} cannot be opened, and stay as they were: {', '.join(view.left)}.")
        at.screen.answer(view, *lines)
    return LEFT if view.left else 0
