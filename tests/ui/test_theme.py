"""Colours keep the contrast that LOOK asks for, and reach every control."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF

import resources
from ui.icon import app_icon, icon, tray_icon
from ui.theme import (
    DARK,
    LIGHT,
    MEDIUM,
    SEMIBOLD,
    Scheme,
    Theme,
    Token,
    Type,
    load_fonts,
    more_contrast,
    style_sheet,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

PALETTES = {"light": LIGHT, "dark": DARK}
GROUNDS = (Token.WINDOW, Token.SURFACE, Token.RAISED)
SOFT = (
    Token.QUIET,
    Token.ACCENT_SOFT,
    Token.GOOD_SOFT,
    Token.WARN_SOFT,
    Token.BAD_SOFT,
    Token.SECOND_SOFT,
    Token.THIRD_SOFT,
)
STATES = (
    (Token.ACCENT, Token.ACCENT_SOFT),
    (Token.GOOD, Token.GOOD_SOFT),
    (Token.WARN, Token.WARN_SOFT),
    (Token.BAD, Token.BAD_SOFT),
    (Token.SECOND, Token.SECOND_SOFT),
    (Token.THIRD, Token.THIRD_SOFT),
    (Token.ON_ACCENT, Token.ACCENT),
    (Token.ON_ACCENT, Token.ACCENT_HOVER),
)


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts: list[float] = []
    painted = QColor(color)
    for part in (painted.redF(), painted.greenF(), painted.blueF()):
        low = part <= 0.04045
        parts.append(part / 12.92 if low else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_names() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(
    ("token", "least"),
    [(Token.TEXT, 12.8), (Token.MUTED, 6.2), (Token.ACCENT, 5.6), (Token.EDGE, 3.0)],
)
def test_words_can_be_read_on_every_ground(
    name: str, token: Token, least: float
) -> None:
    palette = PALETTES[name]
    for ground in GROUNDS:
        assert contrast(palette[token], palette[ground]) >= least, ground


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("token", "least"), [(Token.TEXT, 7.0), (Token.MUTED, 5.0)])
def test_words_can_be_read_on_soft_grounds(
    name: str, token: Token, least: float
) -> None:
    palette = PALETTES[name]
    for ground in SOFT:
        assert contrast(palette[token], palette[ground]) >= least, ground


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("token", "ground"), STATES)
def test_states_can_be_read(name: str, token: Token, ground: Token) -> None:
    palette = PALETTES[name]
    assert contrast(palette[token], palette[ground]) >= 4.6


@pytest.mark.parametrize("name", PALETTES)
def test_more_contrast_is_more(name: str) -> None:
    stronger = more_contrast(PALETTES[name])
    for token, ground in product((Token.MUTED, Token.FAINT), GROUNDS):
        assert contrast(stronger[token], stronger[ground]) >= 6.2
    for token, ground in product((Token.LINE, Token.EDGE_SOFT), GROUNDS):
        assert contrast(stronger[token], stronger[ground]) >= 3


@pytest.mark.parametrize("name", PALETTES)
def test_the_style_sheet_leaves_no_token_open(name: str) -> None:
    assert "@" not in style_sheet(PALETTES[name])


def test_the_rep_chooses_dark_and_every_window_hears_it(qapp: QApplication) -> None:
    theme = Theme()
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.is_dark))

    theme.choose(Scheme.DARK)
    theme.choose(Scheme.LIGHT)

    assert heard == [True, False]
    assert theme.hex(Token.WINDOW) == LIGHT[Token.WINDOW]


def test_figures_have_one_width(qapp: QApplication) -> None:
    load_fonts()
    theme = Theme()
    tabular = QFontMetricsF(theme.font(Type.LEAD, SEMIBOLD, tabular=True))
    widths = {round(tabular.horizontalAdvance(digit * 10), 2) for digit in "0123456789"}

    assert len(widths) == 1
    plain = QFontMetricsF(theme.font(Type.LEAD, SEMIBOLD))
    assert plain.horizontalAdvance("1" * 10) < tabular.horizontalAdvance("1" * 10)


def test_the_bundled_font_is_the_one_that_paints(qapp: QApplication) -> None:
    load_fonts()
    font = Theme().font(Type.BODY, MEDIUM)
    assert QFontInfo(font).family().startswith("Inter")
    assert QFontInfo(font).weight() == MEDIUM


def test_every_icon_paints_in_the_colour_it_is_asked_for(qapp: QApplication) -> None:
    theme = Theme()
    for file in sorted(resources.path("icons").glob("*.svg")):
        if file.stem.startswith(("app-icon", "tray")):
            continue
        picture = icon(theme, file.stem, Token.BAD).pixmap(16).toImage()
        seen = {
            QColor(picture.pixelColor(x, y)).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        }
        assert not seen or theme[Token.BAD].name() in seen, file.stem
        inked = any(
            picture.pixelColor(x, y).alpha() > 60
            for x in range(picture.width())
            for y in range(picture.height())
        )
        assert inked, file.stem


def test_tray_and_app_icons_come_in_the_sizes_of_panels(qapp: QApplication) -> None:
    for name in ("fine", "calls", "sign-in", "source-down"):
        sizes = {size.width() for size in tray_icon(name, "#ffffff").availableSizes()}
        assert {16, 22, 24, 48} <= sizes
    assert {16, 48, 256} <= {size.width() for size in app_icon().availableSizes()}
