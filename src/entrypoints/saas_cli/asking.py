"""Confirmation of what is destructive or unusual: on a terminal by a question, elsewhere by an option."""

from __future__ import annotations

import sys

from saas_cli.present import readable
from saas_core.kernel.errors import InvalidValue, SaasError

_AGREED = frozenset({"y", "yes"})


class NotConfirmed(InvalidValue):
    """Something destructive or unusual was asked for without a terminal and without `--yes`."""

    code = "NOT_CONFIRMED"


class Withdrawn(SaasError):
    """Whoever asked for it answered the question with no; nothing was changed."""

    code = "WITHDRAWN"


def confirm(what: str, *, yes: bool) -> None:
    """Ask whether to do what a sentence says, unless `yes` was given; raises NotConfirmed, Withdrawn.

    The question stands on stderr, so that the answer of the command can be piped.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NotConfirmed(what, field="yes", remedy="Nothing was changed. Repeat it with --yes if this is meant.")
    sys.stderr.write(f"{readable(what)}\nContinue? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in _AGREED:
        message = "nothing was changed."
        raise Withdrawn(message)
