"""Files over HTTP: downloads that run nothing, bounded in size, and seen by whoever sees their ticket."""

from __future__ import annotations

import pytest

from api import Api
from saas_core.support.values import LARGEST_FILE

BYTES = {"content-type": "application/octet-stream"}
TRAPS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"<!DOCTYPE html><script>alert(document.domain)</script>",
    "xhtml": b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
    "png": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
}


def _sent(api: Api, content: bytes, name: str = "photo.jpg") -> str:
    answer = api("POST", f"/v1/files?name={name}", api.world.told.acme.key, raw=content, headers=BYTES)
    assert answer.status == 200, answer.body
    return str(answer.json["attachment_id"])


@pytest.mark.parametrize("kind", TRAPS)
def test_a_file_is_a_download_that_runs_nothing(api: Api, kind: str) -> None:
    """Opened by its address alone it is saved as bytes; should it be shown after all, it is sandboxed."""
    file = _sent(api, TRAPS[kind])
    answer = api("GET", f"/v1/files/{file}", api.world.told.acme.key)
    assert answer.body == TRAPS[kind]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_name_ends_no_header(api: Api) -> None:
    """Whatever it holds, in any script."""
    file = _sent(api, b"hello", "%22%3E%3Csvg%20onload%3D1%3E%20Zo%C3%AB.txt")
    shown = api("GET", f"/v1/files/{file}", api.world.told.acme.key).headers["content-disposition"]
    assert shown == "attachment; filename=\"svg onload_1_ Zo_.txt\"; filename*=UTF-8''svg%20onload_1_%20Zo%C3%AB.txt"


def test_another_clients_file_is_not_found(api: Api) -> None:
    """Like one that nobody sent."""
    file = _sent(api, b"hello")
    unknown = "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
    answers = [api("GET", f"/v1/files/{each}", api.world.told.bolt.key) for each in (file, unknown)]
    assert [(each.status, each.code) for each in answers] == [(404, "ATTACHMENT_UNKNOWN")] * 2


@pytest.mark.parametrize(
    ("content", "status"), [(b"MZ\x90\x00", 400), (b"PK\x03\x04broken", 400), (b"x" * (LARGEST_FILE + 2), 413)]
)
def test_what_is_not_accepted_is_refused_and_kept_nowhere(api: Api, content: bytes, status: int) -> None:
    """By its type, or by its size before it is looked at."""
    answer = api("POST", "/v1/files?name=photo.jpg", api.world.told.acme.key, raw=content, headers=BYTES)
    assert answer.status == status
