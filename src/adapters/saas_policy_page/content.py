"""The content of a page as plain values: HTML and PDF show the same, by one hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from attrs import asdict

from saas_policy_page.page import Page

FORMAT: Final = "saas-policy-page/1"


def content_of(page: Page) -> dict[str, Any]:
    """Return the content of a page as plain values: what its hash is of, and what HTML and PDF show."""
    content: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(page)}, ensure_ascii=False))
    return content


def content_hash(content: dict[str, Any]) -> str:
    """Return the hash of a content, as HTML and PDF name it; the instant at which it is shown does not count."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
