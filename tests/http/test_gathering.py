"""Routes are found by the list of contexts, of outside ones too, and none is served twice."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from attrs import evolve

from api import Api
from saas_core.contexts import CONTEXTS, Context
from saas_core.policy.document import RESERVED_VERSIONS
from saas_http.gathering import OperationClaimedTwice, RouteClaimedTwice, RouteHidden, endpoints_of, routers_of
from two_clients import Worlds

ROUTES = """
from __future__ import annotations

from attrs import frozen

from saas_http.endpoints import SIGNED_IN, Call, Router

notes = Router("notes", "Notes.", name="OPERATION")
ROUTERS = (notes,)


@frozen
class Note:
    text: str


@notes.get("PATH", SIGNED_IN)
def show(call: Call, whose: str = "") -> Note:
    return Note("seen")


@notes.post("MORE", SIGNED_IN)
def write(call: Call) -> Note:
    return Note("written")
"""
NAMES = (f"notes_over_http_{number}" for number in itertools.count())


def _outside(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    operation: str = "notes",
    path: str = "/notes",
    more: str = "/notes",
) -> Context:
    """Write an outside context."""
    name = next(NAMES)
    (folder / name).mkdir()
    (folder / name / "__init__.py").touch()
    routes = ROUTES.replace("OPERATION", operation).replace("PATH", path).replace("MORE", more)
    (folder / name / "saas_http.py").write_text(routes, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return Context("notes", package=name)


def test_a_context_from_outside_brings_its_routes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: Worlds
) -> None:
    """They are served and described as the shipped ones are."""
    outside = _outside(tmp_path, monkeypatch)
    with in_memory.fresh() as world:
        api = Api.over(evolve(world, application=evolve(world.application, contexts=(*CONTEXTS, outside))))
        assert api("GET", "/v1/notes").code == "CALLER_UNKNOWN"
        assert api("GET", "/v1/notes", world.told.acme.key).json == {"text": "seen"}
        described = api("GET", "/openapi.json").json
        assert Api.over(world)("GET", "/v1/notes").code == "ROUTE_UNKNOWN"
    assert described["paths"]["/v1/notes"]["get"]["operationId"] == "notes_show"
    assert {"name": "notes", "description": "Notes."} in described["tags"]


def test_without_a_context_its_routes_are_not_served() -> None:
    """The list alone determines what is gathered."""
    paths = {each.path for each in endpoints_of(routers_of([Context("policy")]))}
    assert {"/v1/terms", "/health/live", "/docs"} <= paths
    assert "/v1/users" not in paths


def test_what_most_callers_ask_is_described_first_and_staff_s_part_after_the_clients() -> None:
    """And what belongs to no context comes last."""
    tags = [each.tag for each in routers_of(CONTEXTS)]
    assert tags[0] == "decisions"
    assert tags[-2:] == ["health", "description"]
    of_staff = [tag.startswith("staff: ") for tag in tags[:-2]]
    assert of_staff == sorted(of_staff)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/users", "saas_http.routes.access.users:list_users"),
        ("/users/{whose}", "saas_http.routes.access.users:show"),
    ],
)
def test_a_route_that_is_claimed_twice_fails_at_start(
    path: str, first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its parameters are called; both places are named."""
    outside = _outside(tmp_path, monkeypatch, path=path)
    with pytest.raises(RouteClaimedTwice) as fault:
        routers_of((*CONTEXTS, outside))
    assert first in fault.value.message
    assert f"{outside.package}.saas_http:show" in fault.value.message


def test_a_name_that_is_claimed_twice_fails_at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs would call both by it; both places are named."""
    outside = _outside(tmp_path, monkeypatch, operation="users")
    with pytest.raises(OperationClaimedTwice) as fault:
        routers_of((*CONTEXTS, outside))
    assert "saas_http.routes.access.users:show" in fault.value.message
    assert f"{outside.package}.saas_http:show" in fault.value.message


@pytest.mark.parametrize(("path", "where"), [("/notes/{whose}", "/notes/newest"), ("/{whose}/notes", "/our/notes")])
def test_a_text_in_a_path_that_a_fixed_path_hides_fails_at_start(
    path: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote that text would be answered by another route, or told that the method is not allowed."""
    outside = _outside(tmp_path, monkeypatch, path=path, more=where)
    with pytest.raises(RouteHidden) as fault:
        routers_of((*CONTEXTS, outside))
    assert f"GET /v1{path} of {outside.package}.saas_http:show is hidden by /v1{where}" in fault.value.message


def test_no_version_of_the_terms_is_hidden_by_a_path_beside_it() -> None:
    """Versions are texts, and what stands beside them in a path is the name of none."""
    beside = {
        each.path.removeprefix("/v1/terms/") for each in endpoints_of(routers_of(CONTEXTS)) if "/terms/" in each.path
    }
    words = {each for each in beside if each.isidentifier()}
    assert words
    assert words <= set(RESERVED_VERSIONS)
