"""Note, outcome, follow-up and related contact: what the rep adds to a call."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.wrap_up import WrapUp
from ui.date_picker import DatePicker
from ui.moment import local, say_day
from ui.theme import MEDIUM, Size, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.chip import ChipRow, Choice
from ui.widgets.elided_label import ElidedLabel, Span
from ui.widgets.note_field import NoteField
from ui.widgets.shown_text import shown
from ui.wording import say_outcome_label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from PySide6.QtGui import QHideEvent

    from connectors.records import Contact, Disposition

translate = QCoreApplication.translate
POP_INNER = Size.POP_WIDTH - 2 * Space.M
DRAFT_MS = 120  # a note is told at most so long after a key
KEYED = 9  # outcomes that a digit chooses
_DAYS = (1, 3, 7)
_DATE = "date"
_RELATED = Size.SMALL_BUTTON + Space.XXS


class WrapUpForm(QWidget):
    """Shows a wrap-up and tells every change; it keeps nothing itself.

    What it told and gets back while the rep types on is an echo: it does not
    overwrite younger text.
    """

    edited = Signal(object)  # a WrapUp, at most DRAFT_MS after the change
    touched = Signal()  # at the change itself
    related_asked = Signal()
    height_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        *,
        note_lines: int = 3,
        width: int = POP_INNER,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._width = width  # to begin with; the chips follow later changes
        self._wrap_up = WrapUp()
        self._told: list[WrapUp] = []
        self._dispositions: tuple[Disposition, ...] = ()
        self._note = NoteField(theme, lines=note_lines)
        self._note.setPlaceholderText(translate("WrapUp", "Note"))
        self._note.setAccessibleName(translate("WrapUp", "Note"))
        self._outcome_head, self._outcome_key = self._label_row(
            translate("WrapUp", "Outcome")
        )
        self._outcomes = ChipRow(theme, more=translate("WrapUp", "More"))
        self._outcomes.setAccessibleName(translate("WrapUp", "Outcome"))
        self._days_head, self._days_key = self._label_row(
            translate("WrapUp", "Follow-up")
        )
        self._days = ChipRow(theme, columns=4)
        self._days.setAccessibleName(translate("WrapUp", "Follow-up"))
        self._picker: DatePicker | None = None
        self._related_row = QWidget()
        self._related = ElidedLabel(theme)
        self._forget_related = Button(
            theme,
            Kind.ICON,
            icon_name="x",
            name=translate("WrapUp", "Remove the related contact"),
            small=True,
        )
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_MS)
        self._pause.timeout.connect(self.flush)
        self._note.typed.connect(self._on_typed)
        self._note.left.connect(self.flush)
        self._outcomes.chosen.connect(self._on_outcome)
        self._days.chosen.connect(self._on_day)
        self._forget_related.clicked.connect(lambda: self.relate(None))
        self._add_keys()
        self._show_words()

    @property
    def wrap_up(self) -> WrapUp:
        """Return what the form shows now, typed letters included."""
        return replace(self._wrap_up, note=self._note.note())

    @property
    def note_field(self) -> NoteField:
        return self._note

    @property
    def outcomes(self) -> ChipRow:
        return self._outcomes

    @property
    def follow_ups(self) -> ChipRow:
        return self._days

    @property
    def last_stop(self) -> QWidget:
        """Return where the Tab key leaves the form."""
        return self._days.chips[-1]

    def begin(self) -> None:
        """Forget the call before: the next one shown is another."""
        self._pause.stop()
        self._told.clear()
        self._wrap_up = WrapUp()
        self._note.show_note("")
        self._show_choice()

    def show_wrap_up(
        self, wrap_up: WrapUp, dispositions: tuple[Disposition, ...]
    ) -> None:
        """Show what is kept, unless the rep has typed something younger."""
        self._show_dispositions(dispositions)
        if wrap_up in self._told:
            del self._told[: self._told.index(wrap_up) + 1]
        if self._pause.isActive() or (self._told and self._has_keyboard()):
            return  # the answer to what is being typed is still on its way
        self._wrap_up = wrap_up
        self._note.show_note(wrap_up.note)
        self._show_choice()

    def take_back(self) -> None:
        """Accept whatever is shown next: the rep asked to undo."""
        self._pause.stop()
        self._told.clear()

    def relate(self, contact: Contact | None) -> None:
        """Take a further contact that this call is about, or none."""
        ref = contact.ref if contact else None
        name = contact.name if contact else ""
        self._change(replace(self.wrap_up, related=ref, related_name=name))
        self._show_choice()

    def flush(self) -> None:
        """Tell at once what was typed."""
        self._pause.stop()
        wrap_up = self.wrap_up
        if wrap_up == self._wrap_up:
            return
        self._wrap_up = wrap_up
        self._told.append(wrap_up)
        self.edited.emit(wrap_up)

    def open_dates(self) -> None:
        """Open the calendar beside the chip for a date."""
        if self._picker is None:
            self._picker = DatePicker(self._theme, self)
            self._picker.chosen.connect(self._on_date)
        today = local(self._now()).date()
        chip = self._days.chips[-1]
        self._picker.open_at(chip, self._wrap_up.follow_up_on or today, today)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._note)
        self._outcome_gap = self._gap(Space.S)
        layout.addWidget(self._outcome_gap)
        layout.addWidget(self._outcome_head)
        self._outcome_low_gap = self._gap(Space.XXS)
        layout.addWidget(self._outcome_low_gap)
        layout.addWidget(self._outcomes)
        layout.addWidget(self._gap(Space.S))
        layout.addWidget(self._days_head)
        layout.addWidget(self._gap(Space.XXS))
        layout.addWidget(self._days)
        row = QHBoxLayout(self._related_row)
        row.setContentsMargins(0, Space.XXS, 0, 0)
        row.setSpacing(Space.XS)
        self._related_row.setFixedHeight(_RELATED)
        row.addWidget(self._related, 1)
        row.addWidget(self._forget_related)
        layout.addWidget(self._related_row)
        self._related_row.hide()

    def _gap(self, height: int) -> QWidget:
        gap = QWidget()
        gap.setFixedHeight(height)
        return gap

    def _label_row(self, words: str) -> tuple[QWidget, ElidedLabel]:
        row = QWidget()
        row.setFixedHeight(Type.SMALL.line)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        left = ElidedLabel(self._theme, Type.SMALL)
        left.show_text(words, Token.MUTED, MEDIUM)
        right = ElidedLabel(self._theme, Type.SMALL, align_right=True, tabular=True)
        layout.addWidget(left, 1)
        layout.addWidget(right)
        return row, right

    def _add_keys(self) -> None:
        for digit in range(1, KEYED + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{digit}"), self)
            shortcut.activated.connect(lambda at=digit - 1: self._press(at))
        follow_up = QShortcut(QKeySequence("Alt+F"), self)
        follow_up.activated.connect(self._go_to_days)
        note = QShortcut(QKeySequence("Alt+N"), self)
        note.activated.connect(self._note.setFocus)
        related = QShortcut(QKeySequence("Alt+R"), self)
        related.activated.connect(self.related_asked)

    def _show_words(self) -> None:
        choices = (
            Choice("1", translate("WrapUp", "+1 day")),
            Choice("3", translate("WrapUp", "+3 days")),
            Choice("7", translate("WrapUp", "+1 week")),
            Choice(_DATE, translate("WrapUp", "Date"), icon_name="calendar"),
        )
        self._days.show_choices(choices, self._width)
        self._show_dispositions((), force=True)
        self._show_choice()

    def _show_dispositions(
        self, dispositions: tuple[Disposition, ...], *, force: bool = False
    ) -> None:
        if dispositions == self._dispositions and not force:
            return
        self._dispositions = dispositions
        choices = [
            Choice(
                item.id,
                say_outcome_label(item.label, item.id),
                str(at) if at <= KEYED else "",
            )
            for at, item in enumerate(dispositions, 1)
        ]
        self._outcomes.show_choices(choices, self._width)
        for part in (
            self._outcome_gap,
            self._outcome_head,
            self._outcome_low_gap,
            self._outcomes,
        ):
            part.setVisible(bool(dispositions))
        last = min(len(dispositions), KEYED)
        words = translate("WrapUp", "Alt+1 to {0}").format(last)
        self._outcome_key.show_text(words if last > 1 else "Alt+1", Token.MUTED)
        self.height_changed.emit()

    def _show_choice(self) -> None:
        self._outcomes.choose(self._wrap_up.disposition or "")
        today = local(self._now()).date()
        day = self._wrap_up.follow_up_on
        self._days.choose(_chip_of(day, today))
        words = say_day(day, today) if day else "Alt+F"
        self._days_key.show_text(words, Token.MUTED)
        ref = self._wrap_up.related
        if ref is not None:
            told = shown(self._wrap_up.related_name)
            name = told or translate("WrapUp", "another contact")
            self._related.show_spans(
                Span(translate("WrapUp", "Related: "), Token.MUTED), Span(name)
            )
        if self._related_row.isHidden() is not (ref is None):
            self._related_row.setVisible(ref is not None)
            self.height_changed.emit()

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _on_typed(self) -> None:
        self.touched.emit()
        if not self._pause.isActive():
            self._pause.start()  # not restarted: a fast typist is told in time too

    def _change(self, wrap_up: WrapUp) -> None:
        self._pause.stop()
        self._wrap_up = wrap_up
        self._told.append(wrap_up)
        self.touched.emit()
        self.edited.emit(wrap_up)

    def _press(self, at: int) -> None:
        self._outcomes.press(at)

    def _on_outcome(self, id_: str) -> None:
        self._change(replace(self.wrap_up, disposition=id_ or None))

    def _on_day(self, id_: str) -> None:
        if id_ == _DATE or (not id_ and self._is_own_date()):
            self._show_choice()
            self.open_dates()
            return
        today = local(self._now()).date()
        day = today + timedelta(days=int(id_)) if id_ else None
        self._change(replace(self.wrap_up, follow_up_on=day))
        self._show_choice()

    def _is_own_date(self) -> bool:
        today = local(self._now()).date()
        return _chip_of(self._wrap_up.follow_up_on, today) == _DATE

    def _on_date(self, day: date | None) -> None:
        self._change(replace(self.wrap_up, follow_up_on=day))
        self._show_choice()

    def _go_to_days(self) -> None:
        chips = self._days.chips
        stop = next((chip for chip in chips if chip.isChecked()), chips[0])
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _chip_of(day: date | None, today: date) -> str:
    """Return the chip that stands for a day, "" for none."""
    if day is None:
        return ""
    days = (day - today).days
    return str(days) if days in _DAYS else _DATE
