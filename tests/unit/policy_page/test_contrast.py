"""Every text of the page can be read: its color stands out from each ground on which it may stand, in both schemes."""

from __future__ import annotations

import itertools
import re

import pytest

from saas_policy_page import style

ENOUGH = 4.5
"""The least contrast of text that is not large, by the Web Content Accessibility Guidelines 2.2 (level AA)."""
_LIGHT, _DARK = 0, 1


def _scheme(number: int) -> dict[str, str]:
    """Return the colors of a scheme by name: the first list of them is that of light, the second of dark."""
    lists = re.findall(r":root \{([^}]*--[^}]*)\}", style())
    assert len(lists) == 2
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", lists[number]))


def _luminance(color: str) -> float:
    digits = color.removeprefix("#")
    parts = re.findall("..", "".join(each * 2 for each in digits) if len(digits) == 3 else digits)
    shares = [int(each, 16) / 255 for each in parts]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert round(_contrast("#000", "#ffffff"), 2) == 21.0
    assert round(_contrast("#777", "#fff"), 2) == 4.48


@pytest.mark.parametrize("scheme", [_LIGHT, _DARK])
def test_every_text_stands_out_from_every_ground(scheme: int) -> None:
    """Whatever the style sheet uses as a color of text, on whatever it uses as a ground."""
    colors = _scheme(scheme)
    texts = set(re.findall(r"(?<![a-z-])color: var\(--([a-z-]+)\)", style()))
    grounds = set(re.findall(r"background: var\(--([a-z-]+)\)", style()))
    assert {"ink", "quiet", "accent", "good", "bad", "warn"} == texts
    assert {"ground", "paper", "mark", "warn-ground"} == grounds
    faint = {
        f"{text} on {ground}": round(_contrast(colors[text], colors[ground]), 2)
        for text, ground in itertools.product(sorted(texts), sorted(grounds))
        if _contrast(colors[text], colors[ground]) < ENOUGH
    }
    assert faint == {}


def test_what_is_printed_is_dark_on_white_whatever_the_screen_prefers() -> None:
    """The dark scheme is one of screens alone."""
    assert re.search(r"@media screen and \(prefers-color-scheme: dark\)", style())
    assert not re.search(r"@media \(prefers-color-scheme", style())
