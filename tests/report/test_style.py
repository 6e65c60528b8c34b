"""Colours of the page: legible on a light screen, on a dark one and on paper."""

from __future__ import annotations

import re

import pytest

from ethnocode.report.style import STYLE

LEAST = 4.5
"""WCAG 2.2, success criterion 1.4.3: text of ordinary size against what is behind it."""

TEXTS = (
    *((text, behind) for text in ("ink", "soft", "accent") for behind in ("paper", "band")),
    *(("low", f"h{step}") for step in (1, 2, 3)),
    *(("high", f"h{step}") for step in (4, 5)),
)


def palettes() -> dict[str, dict[str, str]]:
    """Return the colours of each medium by name, each as six digits."""
    roots = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = [dict(re.findall(r"--(\w+): #([0-9a-f]{3,6});", root)) for root in roots]
    whole = [
        {k: v if len(v) == 6 else "".join(d + d for d in v) for k, v in f.items()} for f in found
    ]
    return dict(zip(("light", "dark", "paper"), whole, strict=True))


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    """Worked examples of WCAG: black on white has 21; #767676 is the lightest grey that passes."""
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("767676", "ffffff") >= LEAST > contrast("777777", "ffffff")


@pytest.mark.parametrize("medium", ["light", "dark", "paper"])
@pytest.mark.parametrize(("text", "behind"), TEXTS)
def test_text_stands_out_from_what_is_behind_it(medium: str, text: str, behind: str) -> None:
    colours = palettes()[medium]

    assert contrast(colours[text], colours[behind]) >= LEAST
