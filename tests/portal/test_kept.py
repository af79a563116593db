"""Forms kept over the end of a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from saas_local import KeyFile
from saas_portal.forms import Form
from saas_portal.kept import Kept, opened, sealed

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FORM = Form([("reason", "Too much\nat once, für den Zoll"), ("accept", "yes"), ("accept", "no")])


def test_a_kept_form_is_of_one_person_for_an_hour(tmp_path: Path) -> None:
    """And nobody reads it in the cookie."""
    keys = KeyFile.create(tmp_path / "key")
    text = sealed(keys, Kept("user:1", "/estimates/7/decline", FORM), AT)
    assert text is not None
    assert "Too" not in text
    back = opened(keys, text, "user:1", AT + timedelta(minutes=59))
    assert back is not None
    assert (back.path, back.form.pairs()) == ("/estimates/7/decline", FORM.pairs())
    assert opened(keys, text, "user:2", AT) is None
    assert opened(keys, text, "user:1", AT + timedelta(hours=1)) is None
    assert opened(keys, text[:-2] + "AA", "user:1", AT) is None


def test_what_does_not_fit_into_a_cookie_is_not_kept(tmp_path: Path) -> None:
    """A long text of words does; noise does not."""
    keys = KeyFile.create(tmp_path / "key")
    words = Form([("reason", "The customs number is a text of ours, and not a number of yours. " * 150)])
    assert sealed(keys, Kept("user:1", "/", words), AT) is not None
    noise = Form([("reason", "".join(f"{(each * 7919) % 104729:x}" for each in range(2000)))])
    assert sealed(keys, Kept("user:1", "/", noise), AT) is None
