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

app = single("doctor", "saas doctor", "saas doctor --with-provider", "saas doctor --json")

ILL = 1


@app.default
def doctor(
    *,
    with_provider: Annotated[
        bool,
        Parameter(negative="", help="Compare each license with the payment provider's books, over the network."),
    ] = False,
    common: Common = READING,
) -> int:
    """Check the store and every client: schema, journals, licenses, owners, pending effects.

    Every finding comes with a remedy. Exit code 0 if everything is in order, 1
    otherwise.
    """
    with desk(common) as at, moving("Looking at the clients") as move:
        seen = at.app.oversight.doctor.examine(by=at.by, with_provider=with_provider, progress=move)
    at.screen.answer({"healthy": seen.healthy, "examination": seen}, *_lines(at.screen, seen))
    return 0 if seen.healthy else ILL


def _lines(screen: Screen, seen: Examination) -> Iterator[str]:
    for each in seen.findings:
        yield f"{screen.paint(each.check, 'red')} {each.tenant}: {each.sentence}"
        yield f"    {each.remedy}"
    state = "everything is in order" if seen.healthy else _ill(len(seen.findings))
    clients = "1 client" if seen.tenants == 1 else f"{seen.tenants} clients"
    yield f"{clients}, {seen.checks} checks: {state}."


def _ill(findings: int) -> str:
    return "1 thing is not in order" if findings == 1 else f"{findings} things are not in order"
