"""`saas worker`: carries out pending work, such as mail, and retries failures."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.progress import moving
from saas_cli.root import single
from saas_cli.session import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_core.work.worker import Tally

app = single("worker", "saas worker", "saas worker --once", "saas worker --once --json")

PARKED = 1
WAIT_SECONDS = 1.0


@app.default
def worker(
    *,
    once: Annotated[bool, Parameter(negative="", show_default=False, help="Do the work due now, and exit.")] = False,
    common: Common = READING,
) -> int:
    """Carry out the pending work of all clients; any number of workers may run.

    Failed work is retried with growing delays, and parked after twelve
    failures: `saas outbox list --parked` shows it. Once a day old records, such
    as ended sessions, are removed. Stopping it (SIGTERM, Ctrl-C) waits for the
    current task. Needs no key. Exit code 1 if something was parked meanwhile, 0
    otherwise.
    """
    with opened(common) as application:
        application.work.worker.begin()
        application.count_by_the_minute()
        from saas_cli.stopping import asked_to_stop

        if once:
            with asked_to_stop() as stopped, moving("Carrying out") as move:
                tally = application.work.worker.drain(stopped=stopped, progress=move)
        else:
            with asked_to_stop() as stopped, application.store.waiting() as wait:
                print("Working until stopped.", file=sys.stderr, flush=True)
                tally = application.work.worker.run(stopped=stopped, wait=lambda: wait(WAIT_SECONDS))
    screen(as_json=common.as_json).answer(tally, *_lines(tally))
    return PARKED if tally.parked else 0


def _lines(tally: Tally) -> Iterator[str]:
    yield f"{tally.done} done, {tally.failed} to be tried again, {tally.parked} parked."
    if tally.parked:
        yield "See why: saas outbox list --parked"
