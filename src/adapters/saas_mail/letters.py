"""The composer of letters: one template per kind, rendered both as plain text and as HTML."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.letters import Composed, Letter
from saas_core.kernel.mail import LONGEST_SUBJECT

_TEMPLATES: Final = Path(__file__).parent / "templates"
_WIDTH: Final = 78
_SHOWN: Final = 2_000
"""Most characters of a fact that appear in a letter; the rest is cut off."""
_ITEM: Final = 400
_ITEMS: Final = 15
"""Most characters of an item of a list, and most items; what is left out is counted."""
_IN_SUBJECT: Final = 60
_WEB: Final = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
# Categories that steer a terminal, are invisible, change the reading direction, or are not characters at all.
_UNFIT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MOST_MARKS: Final = 30
"""Most marks on one letter; a subject of a mail may hold no more."""
_JOINERS: Final = frozenset("\u200c\u200d")
_LEFTWARD: Final = frozenset({"R", "AL"})
_ISOLATED: Final = "\u2068{}\u2069"


class Letters:
    """Composes letters from the templates beside this file; safe to share among threads."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Set up the text and HTML environments; templates are loaded on first use.

        `folders` hold additional templates, named `<kind>.j2`.
        """
        self._text = _environment("text", tuple(folders), autoescape=False)
        self._html = _environment("html", tuple(folders), autoescape=True)

    def compose(self, letter: Letter) -> Composed:
        """Return the subject, text and HTML of a letter.

        Every fact is put on one line, stripped of invisible characters and of marks beyond 30 on a letter, and
        truncated if very long; HTML in a fact appears literally. Raises InvalidValue naming a fact that contains
        nothing readable.
        """
        facts = {
            name: _lines(name, fact) if name in letter.kind.lists else _readable(name, fact)
            for name, fact in letter.facts.items()
        }
        template = f"{letter.kind.name}.j2"
        plain = self._text.get_template(template)
        line = "".join(plain.blocks["subject"](plain.new_context(facts)))
        subject = _short(" ".join(line.split()), LONGEST_SUBJECT)
        text = plain.render(_set_apart(facts, _ISOLATED), subject=subject)
        html = self._html.get_template(template).render(_set_apart(facts, Markup("<bdi>{}</bdi>")), subject=subject)
        return Composed(subject=subject, text=_wrapped(text), html=f"{html}\n")


@lru_cache(maxsize=16)
def _environment(setting: str, folders: tuple[Path, ...], *, autoescape: bool) -> Environment:
    """Return an environment, whose templates are compiled once however many composers use it."""
    environment = Environment(
        loader=FileSystemLoader([_TEMPLATES / setting, _TEMPLATES / "letters", *folders]),
        autoescape=autoescape,  # noqa: S701 - plain text has nothing to escape; HTML has it on
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["short"] = _short
    environment.tests["web"] = lambda link: _WEB.fullmatch(link) is not None
    return environment


def _readable(name: str, fact: str) -> str:
    readable = _readable_part(fact)
    if not readable and fact:
        message = "contains nothing readable."
        raise InvalidValue(message, field=name, remedy="Use visible characters.")
    return readable


def _readable_part(fact: str) -> str:
    """Return the visible characters of a fact on one line; none for one that has none."""
    # Putting many marks in order takes long, so most are gone before.
    whole = unicodedata.normalize("NFC", _few_marks(fact[: 4 * _SHOWN]))
    spaced = (" " if each.isspace() else each for each in whole)
    kept = "".join(each for each in spaced if unicodedata.category(each) not in _UNFIT or each in _JOINERS)
    return _short(" ".join(_few_marks(kept).split()), _SHOWN)


def _few_marks(words: str) -> str:
    """Return a text whose letters have no more marks than a language writes; the others are left out."""
    kept: list[str] = []
    marks = 0
    for each in words:
        marks = marks + 1 if unicodedata.combining(each) else 0
        if marks <= _MOST_MARKS:
            kept.append(each)
    return "".join(kept)


def _lines(name: str, fact: str) -> list[str]:
    """Return the items of a list; the rest of a long one is counted."""
    lines = [_short(line, _ITEM) for each in fact.splitlines() if (line := _readable_part(each))]
    if not lines and fact:
        _readable(name, fact)
    return lines if len(lines) <= _ITEMS else [*lines[:_ITEMS], f"and {len(lines) - _ITEMS} more"]


def _short(words: str, longest: int = _IN_SUBJECT) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _set_apart(facts: Mapping[str, str | list[str]], around: str) -> dict[str, str | list[str]]:
    """Isolate right-to-left facts so that they do not reverse the sentence around them; Markup escapes the fact."""
    return {
        name: _isolated(fact, around) if isinstance(fact, str) else [_isolated(each, around) for each in fact]
        for name, fact in facts.items()
    }


def _isolated(fact: str, around: str) -> str:
    return around.format(fact) if any(unicodedata.bidirectional(each) in _LEFTWARD for each in fact) else fact


def _wrapped(text: str) -> str:
    """Return the text with long paragraphs wrapped; indented lines, such as links, stay unwrapped."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("    ") or len(line) <= _WIDTH:
            lines.append(line)
        else:
            indent = "  " if line.startswith("- ") else ""
            lines += textwrap.wrap(
                line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
            )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
