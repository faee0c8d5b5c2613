"""Icons of one family, drawn from SVG in the colour and size of the moment."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from ui.theme import Size, Theme, Token

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QPointF

_CLEAR = QColor(0, 0, 0, 0)  # the namespace Qt would cost the first icon 15 ms
_RATIOS = (1.0, 2.0, 3.0)
_SMALL_APP_ICON = 24  # up to here the drawing on its own 16-pixel grid is clearer
_HEAVY_STROKE = "2.75"  # a tick of 12 px needs more weight than its family


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int, ratio: float, gap: int = 0) -> QPixmap:
    text = _svg(name).replace("currentColor", color)
    if size <= Size.MARK_ICON:
        text = text.replace('stroke-width="1.75"', f'stroke-width="{_HEAVY_STROKE}"')
    renderer = QSvgRenderer(QByteArray(text.encode()))
    pixels = round(size * ratio)
    pixmap = QPixmap(round((size + gap) * ratio), pixels)
    pixmap.fill(_CLEAR)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_icon(
    painter: QPainter,
    at: QPoint | QPointF,
    name: str,
    color: str,
    size: int = Size.ICON,
) -> None:
    """Draw an icon crisp at the painter's own resolution; `color` is hex text."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(at, _pixmap(name, color, size, ratio))


def icon(
    theme: Theme,
    name: str,
    token: Token = Token.TEXT,
    size: int = Size.ICON,
    gap: int = 0,
) -> QIcon:
    """Return an icon for a Qt control: ask again when the theme changed.

    `gap` keeps the words of a button further away than Qt does.
    """
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_pixmap(name, theme.hex(token), size, ratio, gap))
        faint = _pixmap(name, theme.hex(Token.FAINT), size, ratio, gap)
        made.addPixmap(faint, QIcon.Mode.Disabled)
    return made


def tray_icon(name: str, color: str) -> QIcon:
    """Return a tray icon ("fine", "calls", "sign-in", "source-down") in one colour."""
    made = QIcon()
    for size in (16, 22, 24, 32, 44, 48, 64):
        made.addPixmap(_pixmap(f"tray-{name}", color, size, 1.0))
    return made


def app_icon() -> QIcon:
    """Return the application's icon in the sizes that desktops ask for."""
    made = QIcon()
    for size in (16, 22, 24, 32, 48, 64, 128, 256):
        name = "app-icon-16" if size <= _SMALL_APP_ICON else "app-icon"
        made.addPixmap(_pixmap(name, "", size, 1.0))
    return made


def icon_size(size: int = Size.ICON, gap: int = 0) -> QSize:
    """Return `size` as Qt's controls want it."""
    return QSize(size + gap, size)
