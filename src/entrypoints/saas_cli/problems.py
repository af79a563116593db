"""Errors, as a message on stderr and an exit code."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from saas_cli.present import readable
from saas_core.kernel import extras
from saas_core.kernel.errors import Conflict, InvalidValue, NotFound, SaasError
from saas_core.policy.decision import Refused

DONE, FAULT, USAGE, REFUSED = 0, 1, 2, 3


def print_problem(problem: Exception, words: list[str]) -> int:
    """Print a problem on stderr and return its exit code.

    With --json among the arguments it is one JSON object; with SAAS_DEBUG in the environment the traceback follows.
    """
    code, body = problem_of(problem)
    if "--json" in words:
        line = json.dumps(body, ensure_ascii=False)
    elif isinstance(problem, Refused):
        from saas_cli.decisions import refusal_text

        line = refusal_text(problem.decision, sys.stderr)
    else:
        parts = (f"{body['field']}: " if body["field"] else "", body["message"])
        line = f"saas: {''.join(parts)}"
        if body["remedy"]:
            line += f"\n      {body['remedy']}"
    sys.stderr.write(line + "\n")
    if os.environ.get("SAAS_DEBUG"):
        traceback.print_exception(problem)
    return code


def problem_of(problem: Exception) -> tuple[int, Mapping[str, Any]]:
    """Return the exit code and the problem: type, message, field, remedy and exit, and a refusal's decision."""
    if isinstance(problem, Refused):
        from saas_cli.decisions import decision_json

        first = problem.decision.reasons[0]
        body = _body(REFUSED, problem.code, problem.message, "", first.remedy.value)
        return REFUSED, {**body, "decision": decision_json(problem.decision)}
    if isinstance(problem, SaasError):
        code = USAGE if isinstance(problem, InvalidValue | NotFound | Conflict) else FAULT
        extra = {name: found for name in ("line", "clauses") if (found := getattr(problem, name, None))}
        return code, {**_body(code, problem.code, problem.message, problem.field, problem.advice), **extra}
    if isinstance(problem, ModuleNotFoundError):
        remedy = extras.remedy(extras.extra_for(problem))
        return FAULT, _body(FAULT, "NOT_INSTALLED", f"{extras.top(problem.name or '')} is not installed.", "", remedy)
    if _is_usage(problem):
        called = " ".join(getattr(problem, "command_chain", None) or ())
        remedy = f"See `saas {called} --help`." if called else "See `saas --help`."
        return USAGE, _body(USAGE, "USAGE", str(problem), "", remedy)
    if isinstance(problem, OSError):
        return FAULT, _from_system(problem)
    remedy = "Set SAAS_DEBUG=1 to see where it happened; `saas doctor` checks the stored data."
    text = " ".join(str(problem).split())[:300]
    return FAULT, _body(FAULT, "FAULT", f"{type(problem).__name__}: {text}", "", remedy)


def _is_usage(problem: Exception) -> bool:
    """Return whether the parser of the arguments refused them; where it is not installed it refuses nothing."""
    parser = sys.modules.get("cyclopts")
    return parser is not None and isinstance(problem, parser.CycloptsError)


def _from_system(problem: OSError) -> Mapping[str, Any]:
    reason = problem.strerror or str(problem)
    remedy = "Check that the path exists, that the disk has room and that you may write there."
    return _body(FAULT, "SYSTEM", f"{reason}.", str(problem.filename or ""), remedy)


def _body(code: int, kind: str, message: str, field: str, remedy: str) -> dict[str, Any]:
    return {
        "type": kind,
        "message": readable(message),
        "field": readable(field),
        "remedy": readable(remedy),
        "exit": code,
    }
