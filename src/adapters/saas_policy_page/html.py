"""The page as HTML: static, without scripts, nothing loaded but its own style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER: Final = Path(__file__).parent / "templates"
STYLE: Final = "policy.css"


def as_html(content: Mapping[str, Any], content_hash: str, made_at: str, links: Mapping[str, str]) -> str:
    """Return a content as a page; `links` are the addresses of `style` and `pdf`, and where staff may `sign` and `ask`.

    An empty address leaves its link out.
    """
    made: str = _template().render(page=content, hash=content_hash, made_at=made_at, links=links)
    return made


def style() -> str:
    """Return the style sheet of the page."""
    return (_FOLDER / STYLE).read_text(encoding="utf-8")


@cache
def _template() -> Any:  # noqa: ANN401 - a template of jinja2
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(sentence=sentence, plain=plain)
    return environment.get_template("policy.html")


def sentence(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[:1].upper() + text[1:]


def plain(code: str) -> str:
    """Return a code in words, as in `Needs person`."""
    return code.replace("_", " ").capitalize()
