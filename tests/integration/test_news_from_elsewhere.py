"""Two processes on one database: what one changes counts in the other within a second, each time."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

from saas_core.access.values import RoleGrant
from saas_core.policy.decision import Question

Anything = Any
SOME, THOROUGH = 10, 1000

# Whoever is named on a line is deactivated; the answer is when that had been done, by the clock that never jumps.
OTHER = """
import sys, time
from pathlib import Path
from uuid import UUID
from saas_app import open_application, settings_at
from saas_core.kernel.actors import ClientUser

home, url, tenant, owner = sys.argv[1:]
with open_application(settings_at(Path(home), database_url=url)) as application:
    by = ClientUser(UUID(tenant), UUID(owner))
    print("ready", flush=True)
    for line in sys.stdin:
        application.access.people.deactivate(by=by, tenant_id=by.tenant_id, user_id=UUID(line.strip()))
        print(time.monotonic(), flush=True)
"""


def test_a_change_made_by_another_process_counts_within_a_second(
    company: Anything, database: Anything, request: Anything
) -> None:
    """Each of many deactivations, at other moments between two looks, while the gate is asked all the time."""
    application, owner = company.application, company.owners[0]
    access, gate = application.access, application.gate
    role = access.roles.create(by=owner, tenant_id=company.tenant_id, name="Exporter", permissions=["data.export"])
    people = THOROUGH if request.config.getoption("thorough") else SOME
    questions = []
    for number in range(people):
        user = access.people.add_user(
            by=owner,
            tenant_id=company.tenant_id,
            name=f"User {number}",
            email=f"user{number}@acme.example",
            grants=(RoleGrant(role.role_id),),
        )
        questions.append(Question(company.tenant_id, type(owner)(company.tenant_id, user.user_id), "data.export"))
    assert all(gate.check(each).facts for each in questions)
    command = [sys.executable, "-c", OTHER, str(application.settings.home), database.url]
    command += [str(company.tenant_id), str(owner.user_id)]
    late = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "ready\n"
        for number, question in enumerate(questions):
            gate.check(question)
            # Another moment of the second each time.
            time.sleep((number * 0.037) % 0.2)
            other.stdin.write(f"{question.by.user_id}\n")
            other.stdin.flush()
            done = float(other.stdout.readline())
            while "deactivated" not in str(gate.check(question).reasons):
                begun = time.monotonic()
                seen = "deactivated" in str(gate.check(question).reasons)
                if begun >= done + 1.0 and not seen:
                    late.append(number)
                    break
                time.sleep(0.002)
        other.stdin.close()
        assert other.wait(30) == 0
    assert late == []
    statistics = gate.statistics()
    assert statistics.warm > statistics.looks
