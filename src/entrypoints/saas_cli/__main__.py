"""The entry point of `saas`: parses the arguments, runs one command, and returns an exit code."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NoReturn, TextIO

from saas_cli.contexts import served, serving
from saas_cli.loading import without_collections
from saas_core.contexts import CONTEXTS, Context

DONE, FAULT, INTERRUPTED = 0, 1, 130
LEADING = frozenset({"--json", "--profile", "--home"})


def main(argv: Sequence[str] | None = None, *, contexts: Iterable[Context] = CONTEXTS) -> int:
    """Run one command and return its exit code: 0 allowed or done, 3 refused, 2 usage error, 1 failure.

    `contexts` are those whose commands are available; to add a context, call this from a program of your own.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        _never_choke(stream)
    try:
        with without_collections(), serving(contexts):
            code = _run(_options_last(words))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has closed the pipe (`saas journal show | head`), which is not an error.
        _silence()
        return FAULT
    except OSError as fault:
        _silence()
        sys.stderr.write(f"saas: the answer could not be written: {fault.strerror or fault}.\n")
        return FAULT
    return code


def run() -> NoReturn:
    """Run the command of this process, and end the process with its exit code."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    if threading.active_count() == 1:
        # Taking a thousand modules apart would take a tenth of a command's time; what is registered is done.
        atexit._run_exitfuncs()  # noqa: SLF001 - as multiprocessing ends its processes
        os._exit(code)
    sys.exit(code)


def _options_last(words: list[str]) -> list[str]:
    """Move common options behind the command, so that `saas --json --profile sam tenant show` works."""
    leading = 0
    while leading < len(words) and words[leading].split("=")[0] in LEADING:
        leading += 1 if words[leading] == "--json" or "=" in words[leading] else 2
    head, rest = words[:leading], words[leading:]
    if not rest:
        return words
    end = rest.index("--") if "--" in rest else len(rest)
    return [*rest[:end], *head, *rest[end:]]


def _silence() -> None:
    """Redirect remaining output to nowhere, so that the interpreter does not fail on it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    if words in (["--version"], ["-V"]):
        from importlib.metadata import version

        sys.stdout.write(f"saas {version('saas-core')}\n")
        return DONE
    try:
        return _carried_out(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as problem:  # noqa: BLE001 - the last line of defense: every fault becomes one line and a code
        from saas_cli.problems import print_problem

        return print_problem(problem, words)


def _carried_out(words: list[str]) -> int:
    if not words or words in (["--help"], ["-h"]):
        from saas_cli.overview import overview

        bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        sys.stdout.write(overview(served(), bold="\x1b[1m" if bold else "", plain="\x1b[0m" if bold else "") + "\n")
        return DONE
    from saas_cli.overview import require_command
    from saas_cli.root import shell

    require_command(words[0], served())
    code = shell(served())(words, exit_on_error=False, print_error=False, result_action="return_value")
    return code if isinstance(code, int) else DONE


def _never_choke(stream: TextIO) -> None:
    """Escape characters that the terminal cannot encode, instead of failing midway."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    run()
