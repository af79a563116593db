"""`saas doctor`: checks whether everything is in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.options import READING, Common
from saas_cli.progress import moving
from saas_cli.root import single
from saas_cli.session import desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_cli.present import Screen
    from saas_core.gate.doctor import Examination

app = single("doctor", "saas doctor", "saas doctor --with-provider", "saas doctor --after harbor", "saas doctor --json")

ILL = 1


@app.default
def doctor(
    *,
    with_provider: Annotated[
        bool,
        Parameter(negative="", help="Compare each license with the payment provider's books, over the network."),
    ] = False,
    after: Annotated[
        str, Parameter(show_default=False, help="Go on after this client, where an earlier run was stopped.")
    ] = "",
    common: Common = READING,
) -> int:
    """Check the store and every client: schema, journals, licenses, owners, pending effects.

    Every finding comes with a remedy. Stopping it (SIGTERM, Ctrl-C) waits for
    the current client, shows what was found, and says how to go on. Exit code 0
    if everything is in order, 1 otherwise, also if it was stopped.
    """
    from saas_cli.stopping import asked_to_stop

    with desk(common) as at:
        doctor, total = at.app.oversight.doctor, None if after else at.app.oversight.doctor.count_tenants(by=at.by)
        with asked_to_stop() as stopped, moving("Looking at the clients", total) as move:
            seen = doctor.examine(by=at.by, with_provider=with_provider, after=after, stopped=stopped, progress=move)
    at.screen.answer({"healthy": seen.healthy, "examination": seen}, *_lines(at.screen, seen))
    return 0 if seen.healthy and seen.stopped_after is None else ILL


def _lines(screen: Screen, seen: Examination) -> Iterator[str]:
    for each in seen.findings:
        yield f"{screen.paint(each.check, 'red')} {each.tenant}: {each.sentence}"
        yield f"    {each.remedy}"
    state = "everything is in order" if seen.healthy else _ill(len(seen.findings))
    clients = "1 client" if seen.tenants == 1 else f"{seen.tenants} clients"
    yield f"{clients}, {seen.checks} checks: {state}."
    if seen.stopped_after is not None:
        where = f" --after {seen.stopped_after}" if seen.stopped_after else ""
        yield f"Stopped before the last client. Go on with: saas doctor{where}"


def _ill(findings: int) -> str:
    return "1 thing is not in order" if findings == 1 else f"{findings} things are not in order"
