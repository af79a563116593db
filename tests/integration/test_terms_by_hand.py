"""Terms that were changed past the application, in the databases themselves."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.kernel.ids import PROVIDER
from saas_core.policy.checks import PolicyChecks
from saas_core.policy.shipped import shipped_terms

Anything = Any


@pytest.mark.parametrize("change", ["body = '{}'", "digest = 'f'"])
def test_a_version_changed_by_hand_is_found_past_what_is_in_memory(database: Anything, change: str) -> None:
    """The process that read it before compares what lies there now."""
    with database.store.begin(PROVIDER) as work:
        work.terms.put(shipped_terms())
        work.commit()
    database.run(f"UPDATE terms SET {change}")
    (check, _permissions) = PolicyChecks(database.store).all()
    (finding,) = check.look()
    assert (finding.check, finding.tenant) == ("terms", "provider")
    assert "is not what its document and digest say" in finding.sentence
