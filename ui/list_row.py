"""How one row of a list looks: two lines, a time, a mark; no widget per row."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QToolTip

from ui.icon import draw_icon
from ui.paged_model import ListRole
from ui.theme import MEDIUM, SEMIBOLD, Radius, Size, Space, Theme, Token, Type
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
    from PySide6.QtGui import QColor, QFont, QPainter
    from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

ROW_PX = 56
STEP_PX = 44  # what a button under a row adds
HEADING_PX = 32
FIRST_HEADING_PX = 28
_LINE = 20
_TEXT_LEFT = Space.M + Size.ICON + Space.S


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row shows. With `step` it is a card with a button under its lines."""

    key: str
    icon: str
    title: str
    line: str
    time: str = ""
    icon_token: Token = Token.MUTED
    line_token: Token = Token.MUTED
    mark: str = ""
    mark_token: Token = Token.MUTED
    mark_sentence: str = ""
    step: str = ""
    is_figure: bool = False  # the title is a number


class ListRow(QStyledItemDelegate):
    """Paints rows that know their look."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def look_of(self, row: Any, *, is_chosen: bool) -> RowLook:
        """Return what to paint for a row of the model."""
        raise NotImplementedError

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        row = index.data(ListRole.ROW)
        if row is None:
            self._paint_ghost(painter, option.rect)
        else:
            heading = index.data(ListRole.HEADING)
            look = self.look_of(row, is_chosen=_is_chosen(option))
            body = _body(option.rect, bool(heading), index.row())
            look = _as_room_allows(look, body)
            self._paint_row(painter, option, look, heading)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        row = index.data(ListRole.ROW)
        if row is None:
            return False
        look = self.look_of(row, is_chosen=False)
        body = _body(option.rect, bool(index.data(ListRole.HEADING)), index.row())
        text = self._hint(event.pos(), body, look)
        # a name is foreign text: it must never be read as HTML
        QToolTip.showText(event.globalPos(), _as_plain(text), view)
        return True

    def step_at(
        self, rect: QRect, index: QModelIndex, at: QPoint, *, is_chosen: bool
    ) -> str:
        """Return the key of a row whose button lies at a place, else ""."""
        row = index.data(ListRole.ROW)
        if row is None:
            return ""
        look = self.look_of(row, is_chosen=is_chosen)
        body = _body(rect, bool(index.data(ListRole.HEADING)), index.row())
        look = _as_room_allows(look, body)
        hits = bool(look.step) and self._step_rect(body, look).contains(at)
        return look.key if hits else ""

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        look: RowLook,
        heading: str | None,
    ) -> None:
        theme, rect = self._theme, option.rect
        if heading:
            is_first = option.index.row() == 0
            self._paint_heading(painter, rect, heading, heading_px(is_first=is_first))
        body = _body(rect, bool(heading), option.index.row())
        ground = _ground(option, look)
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme[ground])
            painter.drawRoundedRect(body, Radius.CARD, Radius.CARD)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme[Token.ACCENT], Size.FOCUS_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = body.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, Radius.CARD - 1, Radius.CARD - 1)
        self._paint_lines(painter, body, look)
        if look.step:
            self._paint_step(painter, body, look)

    def _paint_lines(self, painter: QPainter, body: QRect, look: RowLook) -> None:
        theme = self._theme
        left, right = body.left() - Space.XS + _TEXT_LEFT, body.right() + 1 - Space.XS
        top = body.top() + Space.XS
        icon_at = QPoint(body.left() + Space.XS, top + 2)
        draw_icon(painter, icon_at, look.icon, theme.hex(look.icon_token))
        time_font = theme.font(Type.BODY, tabular=True)
        time_width = QFontMetrics(time_font).horizontalAdvance(look.time) + 2
        title_font = theme.font(Type.LEAD, MEDIUM, tabular=look.is_figure)
        gap = Space.S if look.time else 0
        title_rect = QRect(left, top, right - time_width - gap - left, _LINE)
        _draw(painter, title_rect, look.title, title_font, theme[Token.TEXT])
        time_rect = QRect(right - time_width, top, time_width, _LINE)
        _draw(painter, time_rect, look.time, time_font, theme[Token.MUTED])
        mark_width = Size.ICON + Space.S if look.mark else 0
        line_rect = QRect(left, top + _LINE, right - mark_width - left, _LINE)
        weight = MEDIUM if look.line_token is not Token.MUTED else 400
        line_font = theme.font(Type.BODY, weight)
        _draw(painter, line_rect, look.line, line_font, theme[look.line_token])
        if look.mark:
            at = QPoint(right - Size.ICON, top + _LINE + 2)
            draw_icon(painter, at, look.mark, theme.hex(look.mark_token))

    def _paint_heading(
        self, painter: QPainter, rect: QRect, heading: str, height: int
    ) -> None:
        font = self._theme.font(Type.SMALL, SEMIBOLD)
        top = rect.top() + height - Space.L
        area = QRect(rect.left() + Space.M, top, rect.width() - 2 * Space.M, _LINE)
        _draw(painter, area, heading, font, self._theme[Token.MUTED])

    def _paint_step(self, painter: QPainter, body: QRect, look: RowLook) -> None:
        theme, rect = self._theme, self._step_rect(body, look)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme[Token.SURFACE])
        painter.drawRoundedRect(rect, Radius.FIELD, Radius.FIELD)
        painter.setFont(theme.font(Type.BODY, MEDIUM))
        painter.setPen(theme[Token.TEXT])
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, look.step)

    def _step_rect(self, body: QRect, look: RowLook) -> QRect:
        font = self._theme.font(Type.BODY, MEDIUM)
        width = QFontMetrics(font).horizontalAdvance(look.step) + 2 * Space.S
        top = body.top() + Space.XS + 2 * _LINE + Space.XS
        left = body.left() - Space.XS + _TEXT_LEFT
        return QRect(left, top, width, Size.SMALL_BUTTON)

    def _paint_ghost(self, painter: QPainter, rect: QRect) -> None:
        """Stand in for a row that is being read."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme[Token.QUIET])
        top = rect.bottom() + 1 - ROW_PX + Space.XS
        for offset, width in ((5, 160), (25, 220)):
            bar = QRect(_TEXT_LEFT, top + offset, width, 10)
            painter.drawRoundedRect(bar, 5, 5)

    def _hint(self, at: QPoint, body: QRect, look: RowLook) -> str:
        right = body.right() + 1 - Space.XS
        mark = QRect(right - Size.ICON, body.top() + 28, Size.ICON, _LINE)
        if look.mark and mark.adjusted(-6, -4, 6, 4).contains(at):
            return look.mark_sentence
        parts = (look.title, look.line, look.mark_sentence)
        return "\n".join(part for part in parts if part)


def heading_px(*, is_first: bool) -> int:
    """Return how much a group label adds above its first row."""
    return FIRST_HEADING_PX if is_first else HEADING_PX


def _body(rect: QRect, has_heading: bool, number: int) -> QRect:
    top = heading_px(is_first=number == 0) if has_heading else 0
    return rect.adjusted(Space.XS, top, -Space.XS, 0)


def _as_room_allows(look: RowLook, body: QRect) -> RowLook:
    """Return a look without its button where the row has folded already.

    A row is chosen and folds in two steps: between them the button would be painted
    over the row below, which nobody paints anew.
    """
    has_room = body.height() >= ROW_PX + STEP_PX
    return look if has_room or not look.step else replace(look, step="")


def _is_chosen(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def _ground(option: QStyleOptionViewItem, look: RowLook) -> Token | None:
    if _is_chosen(option):
        return Token.ACCENT_SOFT
    if look.step:
        return Token.WARN_SOFT
    if option.state & QStyle.StateFlag.State_MouseOver:
        return Token.QUIET
    return None


def _draw(
    painter: QPainter, rect: QRect, text: str, font: QFont, color: QColor
) -> None:
    painter.setFont(font)
    painter.setPen(color)
    elided = painter.fontMetrics().elidedText(
        shown(text), Qt.TextElideMode.ElideRight, rect.width()
    )
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, elided)


def _as_plain(text: str) -> str:
    lines = "<br>".join(html.escape(shown(line)) for line in text.split("\n"))
    return f"<p style='white-space:pre-wrap'>{lines}</p>" if text else ""
