"""Large documents are typeset by a process of their own, which gives its memory back by ending."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from saas_core.kernel.errors import SaasError
from saas_documents import typesetting

SECONDS: Final = 120.0
"""How long a document may take, on a machine that is busy with others."""
_LONGEST_WHY: Final = 300
_KEPT: Final = ("LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
"""All that the process is told of this one's environment, which holds secrets: what Python itself needs to start."""
_ONE: Final = threading.Lock()


class TypesettingFailed(SaasError):
    """The process that typesets a large document ended without one; says which document, and why."""

    code = "TYPESETTING_FAILED"


def typeset_apart(title: str, order: Mapping[str, Any], *, seconds: float = SECONDS) -> bytes:
    """Return the document of an order, made by a process that ends with it; one at a time, for each is large.

    Raises TypesettingFailed, naming the document, if none is made, or not within so many `seconds`.
    """
    with _ONE:
        try:
            done = subprocess.run(  # noqa: S603 - this Python, on a file of this package
                # By its path, so that nothing else of this package is imported; -P keeps its neighbors out of the way.
                [sys.executable, "-P", "-s", typesetting.__file__],
                input=json.dumps(order).encode(),
                capture_output=True,
                env=_environment(),
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise _failed(
                title, f"it took longer than {seconds:g} seconds", "Try again when less is going on."
            ) from late
        except OSError as fault:
            why = f"{sys.executable!r} cannot be started ({fault.strerror})"
            raise _failed(title, why, "Run the software with an interpreter of Python.") from fault
    if done.returncode < 0:
        why = f"its process was ended by signal {-done.returncode}"
        raise _failed(title, why, "Give the machine or the container more memory: 1 GB is enough.")
    if done.returncode or not done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing was made"]
        raise _failed(title, said[-1][:_LONGEST_WHY], "Give the provider of the software this message.")
    return done.stdout


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # Wherever the typesetter was found here, it is found there.
    return {**kept, "PYTHONPATH": str(Path(typst.__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}


def _failed(title: str, why: str, remedy: str) -> TypesettingFailed:
    return TypesettingFailed(f"“{title[:100]}” could not be typeset: {why}.", field="document", remedy=remedy)
