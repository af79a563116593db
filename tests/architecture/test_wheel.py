"""Contents of the wheel: the packages under their own names, typed, and nothing named after the grouping folders."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "saas_app",
    "saas_aws",
    "saas_cli",
    "saas_content",
    "saas_core",
    "saas_documents",
    "saas_embed",
    "saas_http",
    "saas_local",
    "saas_mail",
    "saas_memory",
    "saas_policy_page",
    "saas_portal",
    "saas_sandbox",
    "saas_sql",
    "saas_stripe",
    "saas_testing",
    "saas_views",
    "saas_web",
}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names of the files in a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_exactly_our_packages(shipped: set[str]) -> None:
    """No `adapters`, no `entrypoints`: those are import names of other people's projects."""
    tops = {name.split("/", 1)[0] for name in shipped}

    assert {each for each in tops if not each.endswith(".dist-info")} == PACKAGES


def test_every_package_is_marked_as_typed(shipped: set[str]) -> None:
    """Embedders' type checkers read our annotations."""
    assert {f"{package}/py.typed" for package in PACKAGES} <= shipped


def test_what_is_read_at_run_time_is_shipped(shipped: set[str]) -> None:
    """The terms, letters, pages with their style, migrations that `saas init` runs, and what documents are made of."""
    assert {"saas_core/policy/terms.toml", "saas_core/policy/terms_2026_01.toml"} <= shipped
    features = {f"saas_core/policy/{each.relative_to(ROOT)}" for each in (ROOT / "features").rglob("*.feature")}
    assert {"saas_core/policy/readings.md", *features} <= shipped
    assert "saas_mail/templates/html/layout.j2" in shipped
    assert {"saas_portal/templates/base.html", "saas_portal/assets/portal.css"} <= shipped
    assert any(name.startswith("saas_sql/migrations/versions/") for name in shipped)
    assert "saas_sql/migrations/env.py" in shipped
    assert {"saas_policy_page/templates/policy.html", "saas_policy_page/templates/policy.css"} <= shipped
    assert {"saas_documents/templates/sheet.typ", "saas_documents/verify_evidence.py"} <= shipped
    assert {"saas_documents/fonts/NotoSans-Bold.ttf", "saas_documents/fonts/OFL.txt"} <= shipped
