"""The first run on one page: phone, own numbers, region, code, and a test call.

Signals:
    phone_wanted(str)              the id of the phone's kind; open its form
    setting_changed(str, object)   kept at once
    code_kept()                    the rep put the recovery code away
    test_call_wanted()             ring; tell `steps` what happens
    unlock_wanted()                unlock the keyring
    finished()                     open Switchhook
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.icon import app_icon, draw_icon
from ui.manifest_words import say_setting
from ui.own_lines import OwnLines
from ui.recovery_code import RecoveryCode
from ui.region_box import RegionBox
from ui.test_call import TestCallSteps
from ui.theme import SEMIBOLD, Radius, Size, Space, Theme, Token, Type
from ui.two_columns import Surface
from ui.widgets.button import Button, Kind
from ui.widgets.check import Radio
from ui.widgets.focus_ring import FocusRing
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPaintEvent

    from app.settings import Settings
    from app.snapshot import SourceSnapshot, Status
    from connectors.manifest import PhoneManifest

_RIGHT_PX = 432
_HELP_PX = 232
_MARGIN = 48
_BADGE = 24
_WIDTH, _HEIGHT = 1280, 800
_DEMO = "demo"
_HOOK = "hook"


class Badge(QWidget):
    """The number of a step, or a tick once it is done."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme, self._number, self._is_done = theme, number, False
        self.setFixedSize(_BADGE, _BADGE)
        theme.changed.connect(self.update)

    @property
    def is_done(self) -> bool:
        return self._is_done

    def show_done(self, *, is_done: bool) -> None:
        """Show that the step is done, or open again."""
        self._is_done = is_done
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._is_done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme[Token.ACCENT_SOFT])
            painter.drawEllipse(ring)
            at = QPoint((_BADGE - 12) // 2, (_BADGE - 12) // 2)
            draw_icon(painter, at, "check", theme.hex(Token.ACCENT), Size.MARK_ICON)
            return
        painter.setPen(QPen(theme[Token.ACCENT], 1.5))
        painter.drawEllipse(ring)
        painter.setFont(theme.font(Type.BODY, SEMIBOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class _Step(QWidget):
    """One row of the page: badge, title and help, controls, a hairline below."""

    def __init__(
        self, theme: Theme, number: int, title: str, about: str, *, is_last: bool
    ) -> None:
        super().__init__()
        self._theme, self._is_last = theme, is_last
        self.badge = Badge(theme, number)
        self.controls = QVBoxLayout()
        self.controls.setSpacing(Space.XS)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(Space.XXS)
        words.addWidget(Words(theme, title, Type.LEAD, SEMIBOLD, wraps=True))
        words.addWidget(Words(theme, about, token=Token.MUTED, wraps=True))
        words.addStretch(1)
        left = QWidget()
        left.setFixedWidth(_HELP_PX)
        left.setLayout(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.L, 0, Space.L)
        row.setSpacing(Space.M)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(left)
        self.controls.addStretch(1)
        row.addLayout(self.controls, 1)

    def add(self, widget: QWidget) -> None:
        """Add a control below the others."""
        self.controls.insertWidget(self.controls.count() - 1, widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_last:
            painter, line = QPainter(self), self._theme[Token.LINE]
            painter.fillRect(0, self.height() - 1, self.width(), 1, line)


class PopPicture(QWidget):
    """Where on the screen the pop comes up."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._corner = "top-right"
        self.setFixedHeight(184)
        theme.changed.connect(self.update)

    def show_corner(self, corner: str) -> None:
        """Show the corner that the rep chose."""
        self._corner = corner
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme[Token.LINE], 1))
        painter.setBrush(theme[Token.SURFACE])
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, Radius.CARD, Radius.CARD)
        painter.fillRect(1, 24, self.width() - 2, 1, theme[Token.LINE])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme[Token.LINE])
        for top, width in ((44, 150), (68, 120), (88, 136), (108, 96)):
            left = 20 if "right" in self._corner else self.width() - 20 - width
            painter.drawRoundedRect(QRect(left, top, width, 8), 4, 4)
        x = self.width() - 158 if "right" in self._corner else 14
        y = 36 if "top" in self._corner else self.height() - 106
        painter.setPen(QPen(theme[Token.LINE], 1))
        painter.setBrush(theme[Token.RAISED])
        painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, 144, 92), 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        for left, top, width, height, token in (
            (12, 12, 56, 5, Token.LINE),
            (12, 24, 96, 8, Token.TEXT),
            (12, 40, 72, 5, Token.LINE),
            (12, 64, 52, 16, Token.ACCENT),
            (70, 64, 40, 16, Token.QUIET),
        ):
            painter.setBrush(theme[token])
            painter.drawRoundedRect(QRect(x + left, y + top, width, height), 3, 3)


class FirstRun(QWidget):
    """One page, no wizard: what is done has a tick, and the order is free."""

    phone_wanted = Signal(str)
    setting_changed = Signal(str, object)
    code_kept = Signal()
    test_call_wanted = Signal()
    unlock_wanted = Signal()
    finished = Signal()

    def __init__(
        self,
        theme: Theme,
        manifests: Mapping[str, PhoneManifest],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._manifests = manifests
        self._source: SourceSnapshot | None = None
        self._has_code = False
        self._needs_code = False
        self._is_kept = False
        self.setWindowTitle(self.tr("Set up Switchhook"))
        self.setWindowIcon(app_icon())
        self.resize(_WIDTH, _HEIGHT)
        self.setMinimumSize(880, 560)
        self._build_left()
        self._build_right()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)
        self._ring = FocusRing(theme, self)
        theme.changed.connect(self.update)
        self._judge()

    def show_settings(self, settings: Settings) -> None:
        """Take what holds."""
        self.lines.show_lines(settings.own_lines)
        self.region.show_region(settings.region)
        self._example.setText(self.region.example())
        self._picture.show_corner(settings.pop.corner)
        self._numbers.badge.show_done(is_done=bool(settings.own_lines))
        self._where.badge.show_done(is_done=bool(settings.region))
        kinds = [phone.source for phone in settings.phones if phone.is_enabled]
        for kind, button in self._radios.items():
            if kind in kinds and (kind != _HOOK or len(kinds) == 1):
                button.setChecked(True)
        corner = {
            "top-left": self.tr("top left corner"),
            "top-right": self.tr("top right corner"),
            "bottom-left": self.tr("bottom left corner"),
            "bottom-right": self.tr("bottom right corner"),
        }[settings.pop.corner]
        about = self.tr("A test call that goes the whole way. Look at the {0}.")
        self._about_ring.setText(about.format(corner))

    def show_status(self, status: Status) -> None:
        """Take the phone that will ring and the state of the keyring."""
        real = [one for one in status.sources if one.id != _DEMO]
        up = next((one for one in real if one.is_up), None)
        self._source = up or next(iter(real), None)
        self.steps.show_source(self._source)
        self._phone.badge.show_done(is_done=up is not None)
        self._show_keyring(status.keyring)
        self._judge()

    def show_code(self, code: str | None) -> None:
        """Show the recovery code, once there is one."""
        self._has_code = code is not None
        self.code.setVisible(self._has_code)
        if code is not None:
            self.code.show_code(code)
        self._judge()

    def _build_left(self) -> None:
        theme = self._theme
        page = Surface(theme)
        column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN, _MARGIN - Space.XS, _MARGIN, Space.L)
        column.setSpacing(0)
        brand = Words(theme, "Switchhook", Type.LEAD, SEMIBOLD)
        holder = _Brand(theme)
        inner = QHBoxLayout(holder)
        inner.setContentsMargins(_BADGE + Space.S, 0, 0, 0)
        inner.addWidget(brand)
        column.addWidget(holder)
        column.addSpacing(Space.M)
        title = Words(theme, self.tr("Set up in two minutes"), Type.FIGURE, SEMIBOLD)
        column.addWidget(title)
        column.addSpacing(Space.XXS)
        about = self.tr(
            "What you choose stays on this computer, and you can change it later under "
            "Settings."
        )
        line = Words(theme, about, Type.LEAD, token=Token.MUTED, wraps=True)
        column.addWidget(line)
        column.addSpacing(Space.XS)
        self._phone = self._step(
            1, self.tr("Your phone"), self.tr("What rings when you are called.")
        )
        self._build_phones()
        self._numbers = self._step(
            2, self.tr("Your own numbers"), self.tr("Never shown as the caller.")
        )
        self.lines = OwnLines(theme)
        self.lines.changed.connect(
            lambda made: self.setting_changed.emit("own_lines", made)
        )
        self._numbers.add(self.lines)
        self._where = self._step(
            3, self.tr("Region"), self.tr("For numbers without a country.")
        )
        self._build_region()
        self._keyring = self._step(
            4,
            self.tr("Keyring and recovery code"),
            self.tr(
                "Calls and notes are locked with a key that your keyring holds. If the "
                "keyring is lost, only this code opens them."
            ),
            is_last=True,
        )
        self._build_keyring()
        for step in (self._phone, self._numbers, self._where, self._keyring):
            column.addWidget(step)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self._left = scroll

    def _build_phones(self) -> None:
        self._radios: dict[str, Radio] = {}
        self._group = QButtonGroup(self)
        about = {
            "hook": self.tr("MicroSIP, 3CX, Zoiper and others, by a command"),
            "baresip": self.tr("on this computer"),
            "asterisk": self.tr("a phone system"),
        }
        kinds = [one for one in self._manifests.values() if one.id != _DEMO]
        for manifest in kinds:
            radio = Radio(self._theme, say_setting(manifest.name))
            radio.clicked.connect(
                lambda _=False, id_=manifest.id: self.phone_wanted.emit(id_)
            )
            self._group.addButton(radio)
            self._radios[manifest.id] = radio
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(Space.S)
            row.addWidget(radio)
            hint = about.get(manifest.id, "")
            row.addWidget(Words(self._theme, hint, token=Token.MUTED, wraps=True), 1)
            radio.setAccessibleDescription(hint)
            self._phone.add(line)

    def _build_region(self) -> None:
        self.region = RegionBox(self._theme)
        self.region.setFixedWidth(224)
        self.region.region_chosen.connect(self._on_region)
        self._example = Words(
            self._theme, "", token=Token.MUTED, tabular=True, wraps=True
        )
        self._example.setFixedWidth(150)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.region)
        row.addWidget(self._example)
        row.addStretch(1)
        self._where.add(line)

    def _build_keyring(self) -> None:
        self._keyring_words = Words(self._theme, "", wraps=True)
        self.unlock = Button(
            self._theme, text=self.tr("Unlock the keyring"), icon_name="lock-open"
        )
        self.unlock.clicked.connect(self.unlock_wanted)
        self.code = RecoveryCode(self._theme)
        self.code.hide()
        self.code.kept_changed.connect(self._on_kept)
        self._keyring.add(self._keyring_words)
        self._keyring.controls.insertWidget(
            1, self.unlock, 0, Qt.AlignmentFlag.AlignLeft
        )
        self._keyring.add(self.code)

    def _build_right(self) -> None:
        theme = self._theme
        self._right = _Side(theme)
        self._right.setFixedWidth(_RIGHT_PX)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(Space.XL, _MARGIN - Space.XS, Space.XL, Space.M)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        self._ring_badge = Badge(theme, 5)
        head.addWidget(self._ring_badge)
        head.addWidget(Words(theme, self.tr("Ring me now"), Type.NAME, SEMIBOLD), 1)
        column.addLayout(head)
        column.addSpacing(Space.XS)
        self._about_ring = Words(theme, "", Type.LEAD, token=Token.MUTED, wraps=True)
        column.addWidget(self._about_ring)
        column.addSpacing(Space.M)
        self._picture = PopPicture(theme)
        column.addWidget(self._picture)
        column.addSpacing(Space.M)
        self.ring = Button(
            theme, Kind.MAIN, self.tr("Ring me now"), icon_name="phone-incoming"
        )
        column.addWidget(self.ring)
        column.addSpacing(Space.L)
        self.steps = TestCallSteps(theme)
        column.addWidget(self.steps)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        self._why = Words(theme, "", token=Token.MUTED, wraps=True)
        self.done = Button(theme, Kind.SECOND, self.tr("Open Switchhook"))
        foot.addWidget(self._why, 1)
        foot.addWidget(self.done)
        column.addLayout(foot)
        self.ring.clicked.connect(self._on_ring)
        self.done.clicked.connect(self.finished)
        self.steps.finished.connect(self._on_rung)

    def _step(
        self, number: int, title: str, about: str, *, is_last: bool = False
    ) -> _Step:
        return _Step(self._theme, number, title, about, is_last=is_last)

    def _show_keyring(self, state: str) -> None:
        words = {
            "ready": self.tr("The keyring holds the key"),
            "locked": self.tr("The keyring is locked. Unlock it to go on."),
            "timed-out": self.tr("The keyring did not answer. Unlock it to go on."),
            "absent": self.tr(
                "This computer has no keyring. Calls are kept unencrypted, and no CRM "
                "can be signed in to."
            ),
            "reset": self.tr("The keyring no longer has the key of your calls."),
        }
        self._keyring_words.setText(words.get(state, self.tr("Asking the keyring")))
        self.unlock.setVisible(state in {"locked", "timed-out"})
        self._needs_code = state in {"ready", "reset"}

    def _judge(self) -> None:
        """Tick what is done, and say what keeps the rep from going on."""
        must_keep = self._has_code and not self._is_kept
        self._keyring.badge.show_done(is_done=self._is_kept or not self._needs_code)
        self.done.setEnabled(not must_keep)
        self.done.show_kind(
            Kind.MAIN if self._ring_badge.is_done and not must_keep else Kind.SECOND
        )
        self._why.setText(
            self.tr("The code comes first: tick it to go on.") if must_keep else ""
        )

    def _on_region(self, code: str) -> None:
        self._example.setText(self.region.example())
        self.setting_changed.emit("region", code)

    def _on_kept(self, is_kept: bool) -> None:
        self._is_kept = is_kept
        if is_kept:
            self.code_kept.emit()
        self._judge()

    def _on_ring(self) -> None:
        self.steps.begin()
        self.test_call_wanted.emit()

    def _on_rung(self) -> None:
        self._ring_badge.show_done(is_done=True)
        self.ring.show_kind(Kind.SECOND)
        self._judge()


class _Brand(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(_BADGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        mark = 20
        at = QPoint(0, (_BADGE - mark) // 2)
        draw_icon(QPainter(self), at, "app-icon-16", "", mark)


class _Side(QWidget):
    """The right column, on the window colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme[Token.WINDOW])
        painter.fillRect(0, 0, 1, self.height(), self._theme[Token.LINE])
