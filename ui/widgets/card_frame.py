"""A raised card with its soft shadow, drawn from slices of one small picture."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QMargins, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui.theme import Radius, Theme, Token

BLUR = 28
DROP = 8  # the shadow lies below the card
SHADOW = QMargins(BLUR, BLUR - DROP, BLUR, BLUR + DROP)
_MIDDLE = 4  # what is stretched between the corners
_CORNER = BLUR + Radius.POP + BLUR  # beyond it the shadow changes no more


def draw_card(painter: QPainter, card: QRect, theme: Theme, *, shadow: bool) -> None:
    """Paint the ground of a card, and around it its shadow."""
    if shadow:
        _draw_shadow(painter, card.marginsAdded(SHADOW), theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme[Token.LINE], 1))
    painter.setBrush(theme[Token.RAISED])
    body = QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(body, Radius.POP - 0.5, Radius.POP - 0.5)


def _draw_shadow(painter: QPainter, area: QRect, theme: Theme) -> None:
    ratio = painter.device().devicePixelRatioF()
    picture = _shadow(theme.hex(Token.SHADOW), ratio)
    corner = min(_CORNER, area.width() // 2, area.height() // 2)
    whole = 2 * _CORNER + _MIDDLE
    ends = ((0, corner), (_CORNER, _MIDDLE), (whole - corner, corner))

    def along(start: int, length: int) -> tuple[tuple[int, int], ...]:
        rest = max(0, length - 2 * corner)
        return (
            (start, corner),
            (start + corner, rest),
            (start + corner + rest, corner),
        )

    across = along(area.left(), area.width())
    down = along(area.top(), area.height())
    for (x, width), (from_x, from_width) in zip(across, ends, strict=True):
        for (y, height), (from_y, from_height) in zip(down, ends, strict=True):
            if (from_x, from_y) == (_CORNER, _CORNER) or not width or not height:
                continue  # the card itself hides the middle
            target = QRectF(x, y, width, height)
            source = QRectF(
                from_x * ratio,
                from_y * ratio,
                from_width * ratio,
                from_height * ratio,
            )
            painter.drawPixmap(target, picture, source)


@lru_cache(maxsize=8)
def _shadow(color: str, ratio: float) -> QPixmap:
    """Return the shadow of a small card; layers of rounded boxes make the blur."""
    side = 2 * _CORNER + _MIDDLE
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    ink = QColor(color)
    before = 0.0
    for step in range(2 * BLUR):
        # a Gaussian's edge: how dark it is this far from the outer rim
        reach = (step + 1) / BLUR - 1
        dark = ink.alphaF() * 0.5 * (1 + math.erf(reach * 1.4142))
        layer = (dark - before) / (1 - before)
        before = dark
        shade = QColor(ink)
        shade.setAlphaF(min(1.0, max(0.0, layer)))
        painter.setBrush(shade)
        radius = max(2.0, Radius.POP + BLUR - step)
        painter.drawRoundedRect(
            QRectF(step, step, side - 2 * step, side - 2 * step), radius, radius
        )
    painter.end()
    return picture
