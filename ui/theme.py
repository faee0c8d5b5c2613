"""Colours, type and sizes: the only place that names them.

Widgets ask a `Theme` for what they paint with and repaint on `changed`, so that light
and dark, more contrast and less motion reach every window at once.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

FAMILY = "Inter"
_WEIGHT_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")


class Token(StrEnum):
    """The name of a colour."""

    WINDOW = "window"
    SURFACE = "surface"
    RAISED = "raised"
    QUIET = "quiet"
    QUIET_HOVER = "quiet-hover"
    LINE = "line"
    EDGE = "edge"
    EDGE_SOFT = "edge-soft"
    TEXT = "text"
    MUTED = "muted"
    FAINT = "faint"
    ACCENT = "accent"
    ACCENT_HOVER = "accent-hover"
    ON_ACCENT = "on-accent"
    ACCENT_SOFT = "accent-soft"
    GOOD = "good"
    GOOD_SOFT = "good-soft"
    WARN = "warn"
    WARN_SOFT = "warn-soft"
    BAD = "bad"
    BAD_SOFT = "bad-soft"
    SECOND = "calendar-2"
    SECOND_SOFT = "calendar-2-soft"
    THIRD = "calendar-3"
    THIRD_SOFT = "calendar-3-soft"
    SHADOW = "shadow"


LIGHT: Mapping[Token, str] = {
    Token.WINDOW: "#F6F5F2",
    Token.SURFACE: "#FFFFFF",
    Token.RAISED: "#FFFFFF",
    Token.QUIET: "#F1EFEB",
    Token.QUIET_HOVER: "#E8E5DF",
    Token.LINE: "#E3E0DA",
    Token.EDGE: "#8F8A80",
    Token.EDGE_SOFT: "#C9C4BA",
    Token.TEXT: "#1C1B19",
    Token.MUTED: "#5D5951",
    Token.FAINT: "#8A857B",
    Token.ACCENT: "#0B6E5F",
    Token.ACCENT_HOVER: "#095D50",
    Token.ON_ACCENT: "#FFFFFF",
    Token.ACCENT_SOFT: "#DDEFEA",
    Token.GOOD: "#1F7A3D",
    Token.GOOD_SOFT: "#E0F2E5",
    Token.WARN: "#8A5A00",
    Token.WARN_SOFT: "#FBEFD6",
    Token.BAD: "#B3261E",
    Token.BAD_SOFT: "#FBE4E1",
    Token.SECOND: "#2A5DB0",
    Token.SECOND_SOFT: "#E5EDFA",
    Token.THIRD: "#6D45AE",
    Token.THIRD_SOFT: "#F0E9FA",
    Token.SHADOW: "#241C1B19",
}
DARK: Mapping[Token, str] = {
    Token.WINDOW: "#161614",
    Token.SURFACE: "#1F1F1C",
    Token.RAISED: "#282824",
    Token.QUIET: "#35342F",
    Token.QUIET_HOVER: "#403F39",
    Token.LINE: "#3A3934",
    Token.EDGE: "#7A766C",
    Token.EDGE_SOFT: "#55534B",
    Token.TEXT: "#F1EFEA",
    Token.MUTED: "#B4AFA4",
    Token.FAINT: "#8C877C",
    Token.ACCENT: "#4FC3AE",
    Token.ACCENT_HOVER: "#6BD0BD",
    Token.ON_ACCENT: "#06231E",
    Token.ACCENT_SOFT: "#1B4238",
    Token.GOOD: "#6FCF8B",
    Token.GOOD_SOFT: "#173222",
    Token.WARN: "#E8B450",
    Token.WARN_SOFT: "#3A2D12",
    Token.BAD: "#F28B82",
    Token.BAD_SOFT: "#522520",
    Token.SECOND: "#8FB4F5",
    Token.SECOND_SOFT: "#1B2A45",
    Token.THIRD: "#C3A6F0",
    Token.THIRD_SOFT: "#2F2345",
    Token.SHADOW: "#73000000",
}


def more_contrast(palette: Mapping[Token, str]) -> Mapping[Token, str]:
    """Return `palette` for a rep who asked the system for more contrast."""
    stronger = {
        Token.MUTED: palette[Token.TEXT],
        Token.FAINT: palette[Token.MUTED],
        Token.LINE: palette[Token.EDGE],
        Token.EDGE: palette[Token.TEXT],
        Token.EDGE_SOFT: palette[Token.MUTED],
    }
    return {**palette, **stronger}


class Space:
    """Distances, in logical pixels."""

    XXS = 4
    XS = 8
    S = 12
    M = 16
    L = 24
    XL = 32


class Radius:
    """How round corners are."""

    FIELD = 6
    CARD = 10
    POP = 14
    CHIP = 14


class Size:
    """Heights and widths that several parts share."""

    BUTTON = 36
    SMALL_BUTTON = 32
    FIELD = 36
    CHIP = 28
    ICON = 16
    BIG_ICON = 20
    MARK_ICON = 12
    POP_WIDTH = 360
    FOCUS_RING = 2
    FOCUS_GAP = 2


class Type(Enum):
    """A size of type and the height of its lines."""

    SMALL = (11, 16)
    BODY = (13, 20)
    LEAD = (15, 20)
    NAME = (20, 28)
    FIGURE = (28, 36)

    @property
    def size(self) -> int:
        return self.value[0]

    @property
    def line(self) -> int:
        return self.value[1]


REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600


class Scheme(StrEnum):
    """Which colours the rep wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@lru_cache(maxsize=64)
def _font(type_: Type, weight: int, is_tabular: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(type_.size)
    font.setWeight(QFont.Weight(weight))
    # unhinted glyphs may stand between pixels, which keeps small type even
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if type_ in {Type.NAME, Type.FIGURE}:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 99)
    if is_tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


class Theme(QObject):
    """What to paint with now. `changed` tells that everything paints anew."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = Scheme.SYSTEM
        self._wants_contrast = False
        self._wants_less_motion = False
        self._colors: dict[Token, QColor] = {}
        self._palette: Mapping[Token, str] = LIGHT
        self._app: QApplication | None = None
        self._is_dressed = False

    @property
    def is_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            hints = QGuiApplication.styleHints()
            return hints.colorScheme().name == "Dark"
        return self._scheme is Scheme.DARK

    @property
    def has_motion(self) -> bool:
        """Return False where the rep asked the system for less motion."""
        return not self._wants_less_motion

    def __getitem__(self, token: Token) -> QColor:
        if not self._colors:
            self._pick()
        return self._colors[token]

    def hex(self, token: Token) -> str:
        """Return a colour as text, for style sheets and SVG."""
        if not self._colors:
            self._pick()
        return self._palette[token]

    def font(
        self, type_: Type = Type.BODY, weight: int = REGULAR, *, tabular: bool = False
    ) -> QFont:
        """Return the font for a size of type; figures of one width on demand."""
        return QFont(_font(type_, weight, tabular))

    def apply(self, app: QApplication) -> None:
        """Dress the whole application, and follow the system from now on."""
        self._app = app
        load_fonts()
        app.setStyle("Fusion")
        app.setFont(self.font())
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self._refresh())
        access = getattr(hints, "accessibility", None)  # Qt 6.10
        if access is not None:
            access().contrastPreferenceChanged.connect(self._on_contrast)
            self._on_contrast(access().contrastPreference())
        self._refresh()

    def choose(self, scheme: Scheme) -> None:
        """Take the rep's choice of light, dark or what the system says."""
        if scheme is self._scheme:
            return
        self._scheme = scheme
        from PySide6.QtCore import Qt  # noqa: PLC0415  # the tray icon can do without

        schemes = {
            Scheme.SYSTEM: Qt.ColorScheme.Unknown,
            Scheme.LIGHT: Qt.ColorScheme.Light,
            Scheme.DARK: Qt.ColorScheme.Dark,
        }
        if self._app is not None:  # native menus and title bars follow
            self._app.styleHints().setColorScheme(schemes[scheme])
        self._refresh()

    def wish(
        self, *, contrast: bool | None = None, less_motion: bool | None = None
    ) -> None:
        """Take the system's wishes for more contrast and less motion."""
        before = self._wants_less_motion
        if contrast is not None:
            self._wants_contrast = contrast
        if less_motion is not None:
            self._wants_less_motion = less_motion
        self._refresh(force=before is not self._wants_less_motion)

    def _on_contrast(self, preference: Enum) -> None:
        self.wish(contrast=preference.name == "HighContrast")

    def _refresh(self, *, force: bool = False) -> None:
        before = self._palette
        self._pick()
        if before == self._palette and self._is_dressed and not force:
            return  # a new style sheet visits every control
        if self._app is not None:
            self._is_dressed = True
            self._app.setPalette(self._qt_palette())
            self._app.setStyleSheet(style_sheet(self._palette))
        if before != self._palette or force:
            self.changed.emit()

    def _pick(self) -> None:
        palette = DARK if self.is_dark else LIGHT
        if self._wants_contrast:
            palette = more_contrast(palette)
        self._palette = palette
        self._colors = {token: QColor(text) for token, text in palette.items()}

    def _qt_palette(self) -> QPalette:
        roles = {
            QPalette.ColorRole.Window: Token.WINDOW,
            QPalette.ColorRole.Base: Token.SURFACE,
            QPalette.ColorRole.AlternateBase: Token.WINDOW,
            QPalette.ColorRole.Button: Token.QUIET,
            QPalette.ColorRole.ToolTipBase: Token.RAISED,
            QPalette.ColorRole.ToolTipText: Token.TEXT,
            QPalette.ColorRole.WindowText: Token.TEXT,
            QPalette.ColorRole.Text: Token.TEXT,
            QPalette.ColorRole.ButtonText: Token.TEXT,
            QPalette.ColorRole.PlaceholderText: Token.MUTED,
            QPalette.ColorRole.Highlight: Token.ACCENT,
            QPalette.ColorRole.HighlightedText: Token.ON_ACCENT,
            QPalette.ColorRole.Accent: Token.ACCENT,
            QPalette.ColorRole.Link: Token.ACCENT,
            QPalette.ColorRole.Mid: Token.LINE,
            QPalette.ColorRole.Midlight: Token.LINE,
            QPalette.ColorRole.Light: Token.RAISED,
            QPalette.ColorRole.Dark: Token.EDGE,
        }
        palette = QPalette()
        for role, token in roles.items():
            palette.setColor(role, self._colors[token])
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            faint = self._colors[Token.FAINT]
            palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
        return palette


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the bundled fonts known to Qt, once a process."""
    for name in _WEIGHT_FILES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))


def style_sheet(palette: Mapping[Token, str]) -> str:
    """Return the style of Qt's own controls; fonts are set on widgets, not here."""
    text = _STYLE
    # the longest names first, since some begin with others
    for token in sorted(Token, key=len, reverse=True):
        text = text.replace(f"@{token}", palette[token])
    return text


_STYLE = """
QToolTip { background: @raised; color: @text; border: 1px solid @line;
  padding: 4px 8px; }
QPushButton { border: 1px solid transparent; border-radius: 6px; padding: 0 15px;
  min-height: 34px; background: @quiet; color: @text; outline: none; }
QPushButton:hover { background: @quiet-hover; }
QPushButton:pressed { background: @line; }
QPushButton[kind="main"] { background: @accent; color: @on-accent; }
QPushButton[kind="main"]:hover, QPushButton[kind="main"]:pressed {
  background: @accent-hover; }
QPushButton[kind="bad"] { background: @bad-soft; color: @bad; }
QPushButton[kind="bad"]:hover { border-color: @bad; }
QPushButton[kind="ghost"], QPushButton[kind="bad-ghost"], QPushButton[kind="icon"] {
  background: transparent; padding: 0 7px; }
QPushButton[kind="bad-ghost"] { color: @bad; }
QPushButton[kind="ghost"]:hover, QPushButton[kind="icon"]:hover,
QPushButton[kind="bad-ghost"]:hover { background: @quiet; }
QPushButton[kind="icon"] { padding: 0; min-width: 34px; max-width: 34px; }
QPushButton[kind="link"] { background: transparent; color: @accent; padding: 0;
  min-height: 18px; border-radius: 4px; }
QPushButton[kind="link"]:hover { color: @accent-hover; text-decoration: underline; }
QPushButton[snug="true"] { padding: 0 11px; }
QPushButton[small="true"] { min-height: 30px; padding: 0 11px; }
QPushButton[kind="icon"][small="true"] { min-width: 30px; max-width: 30px; padding: 0; }
QPushButton:disabled { background: @quiet; color: @faint; }
QPushButton[kind="ghost"]:disabled, QPushButton[kind="icon"]:disabled {
  background: transparent; }
QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDateTimeEdit, QComboBox {
  background: @surface; color: @text; border: 1px solid @edge; border-radius: 6px;
  selection-background-color: @accent; selection-color: @on-accent;
  placeholder-text-color: @muted; }
QLineEdit, QSpinBox, QDateTimeEdit, QComboBox { min-height: 34px; padding: 0 11px; }
QTextEdit, QPlainTextEdit { padding: 7px 11px; }
QLineEdit:focus, QSpinBox:focus, QDateTimeEdit:focus, QComboBox:focus {
  border: 2px solid @accent; padding: 0 10px; min-height: 32px; }
QTextEdit:focus, QPlainTextEdit:focus {
  border: 2px solid @accent; padding: 6px 10px; }
QLineEdit:disabled, QTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {
  color: @faint; border-color: @edge-soft; background: @quiet; }
QLineEdit[bad="true"], QTextEdit[bad="true"], QComboBox[bad="true"] {
  border-color: @bad; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox QAbstractItemView, QMenu {
  background: @raised; color: @text; border: 1px solid @line; border-radius: 10px;
  padding: 4px; }
QComboBox QAbstractItemView { outline: none; selection-background-color: @quiet;
  selection-color: @text; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; min-height: 20px; }
QMenu::item:selected { background: @quiet; color: @text; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @edge-soft; border-radius: 3px;
  min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: @edge; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @edge-soft; border-radius: 3px;
  min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] {
  background: transparent; border: none; }
QProgressBar { background: @accent-soft; border: none; border-radius: 3px;
  min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
"""
