"""Forms kept over the end of a session."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from saas_local import KeyFile
from saas_portal.forms import Form
from saas_portal.kept import LONGEST_PROSE, Kept, opened, sealed

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


@pytest.mark.parametrize("alphabet", [(0x4E00, 0x6869), (0x1F300, 0x1F6FF), (0xAC00, 0xD7A3), (0x904, 0x94D)])
def test_every_text_that_a_form_takes_fits_into_a_cookie(tmp_path: Path, alphabet: tuple[int, int]) -> None:
    """In Chinese, pictures, Korean and Devanagari, even one in which every sign is as likely as any other."""
    keys, chance = KeyFile.create(tmp_path / "key"), random.Random(7)
    reason = "".join(chr(chance.randint(*alphabet)) for _ in range(LONGEST_PROSE))
    form = Form(
        [("reason", reason), ("nonce", f"{chance.getrandbits(256):064x}"), ("content_hash", "sha256:" + "a1" * 32)]
    )
    text = sealed(keys, Kept("user:1", f"/approvals/apr_{'1f' * 60}/decline", form), AT)
    assert text is not None
    back = opened(keys, text, "user:1", AT)
    assert back is not None
    assert back.form.one("reason") == reason


def test_what_does_not_fit_into_a_cookie_is_not_kept(tmp_path: Path) -> None:
    """A long text of words does; noise does not."""
    keys = KeyFile.create(tmp_path / "key")
    words = Form([("reason", "The customs number is a text of ours, and not a number of yours. " * 150)])
    assert sealed(keys, Kept("user:1", "/", words), AT) is not None
    noise = Form([("reason", "".join(f"{(each * 7919) % 104729:x}" for each in range(2000)))])
    assert sealed(keys, Kept("user:1", "/", noise), AT) is None
