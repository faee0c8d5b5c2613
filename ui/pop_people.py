"""Who is it? Matches to choose from, a search, and a form for a new contact."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from ui.theme import Size, Space, Theme, Type
from ui.widgets.button import Button, Kind
from ui.widgets.contact_row import ContactRow
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.records import Contact
    from ui.pop_view import Person

translate = QCoreApplication.translate
MAX_ROWS = 4
KEYS = 9
_REACH = Space.XS  # the ground of a row reaches beyond its words
_ROW, _LOW_ROW = 44, 36


class PeopleList(QWidget):
    """Rows of people; a few at once, the rest behind "n more"."""

    chosen = Signal(int)
    height_changed = Signal()

    def __init__(
        self, theme: Theme, *, keys: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_keys = keys
        self._people: tuple[Person, ...] = ()
        self._is_open = False
        self._rows: list[ContactRow] = []
        self._more = ContactRow(theme, self)
        self._more.clicked.connect(self.open_all)
        self._more.moved.connect(lambda step: self._move(len(self.rows), step))
        self._area = QScrollArea(self)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._inner.setProperty("plain", True)  # noqa: FBT003 - Qt's own signature
        self._area.setWidget(self._inner)
        for _ in range(MAX_ROWS):
            self._new_row()

    @property
    def rows(self) -> tuple[ContactRow, ...]:
        """Return the rows that can be seen or scrolled to."""
        return tuple(self._rows[: self._shown()])

    @property
    def more(self) -> ContactRow:
        return self._more

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these; a longer list begins closed."""
        made = tuple(people)
        if made == self._people:
            return
        self._people = made
        self._is_open = False
        self._arrange()

    def open_all(self) -> None:
        """Show all, scrolling."""
        self._is_open = True
        self._arrange()
        self.height_changed.emit()
        if len(self._rows) > MAX_ROWS:
            self._area.ensureWidgetVisible(self._rows[MAX_ROWS], 0, 0)
            self._rows[MAX_ROWS].setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, at: int) -> bool:
        """Choose the person at `at`, as by a click; False if there is none."""
        if not 0 <= at < len(self._people):
            return False
        self.chosen.emit(at)
        return True

    def _shown(self) -> int:
        return len(self._people) if self._is_open else min(MAX_ROWS, len(self._people))

    def _new_row(self) -> None:
        at = len(self._rows)
        row = ContactRow(self._theme, self._inner)
        row.clicked.connect(lambda: self.chosen.emit(at))
        row.moved.connect(lambda step: self._move(at, step))
        self._rows.append(row)

    def _arrange(self) -> None:
        count = self._shown()
        while len(self._rows) < count:
            self._new_row()
        width = Size.POP_WIDTH - 2 * Space.M + 2 * _REACH
        y = 0
        for at, row in enumerate(self._rows):
            row.setVisible(at < count)
            if at >= count:
                continue
            person = self._people[at]
            key = str(at + 1) if self._has_keys and at < KEYS else ""
            row.show_person(
                person.name, person.company, person.why, key=key, keys=self._has_keys
            )
            row.setGeometry(0, y, width, row.height())
            y += row.height()
        self._inner.setFixedSize(width, y)
        seen = min(y, MAX_ROWS * _ROW + _LOW_ROW)
        self._area.setGeometry(0, 0, width, seen)
        rest = len(self._people) - count
        self._more.setVisible(rest > 0)
        if rest > 0:
            words = translate("Pop", "%n more", "further matches", rest)
            self._more.show_person(words, keys=self._has_keys)
            self._more.setGeometry(0, seen, width, _LOW_ROW)
            seen += _LOW_ROW
        self.setFixedSize(width, seen)

    def _move(self, at: int, step: int) -> None:
        stops: list[QWidget] = [*self.rows]
        if not self._more.isHidden():
            stops.append(self._more)
        if stops:
            stop = stops[(at + step) % len(stops)]
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(stop, 0, 0)


class Purpose(StrEnum):
    """What the found contact is for."""

    CALLER = "caller"  # nobody is known yet
    OTHER = "other"  # instead of the one shown
    RELATED = "related"  # beside the one shown


class WhoPanel(QWidget):
    """A search, its hits, and where none fits a form for a new contact."""

    searched = Signal(str)
    chosen = Signal(object)  # a Contact
    created = Signal(str, str)  # name, company
    ignored = Signal()
    closed = Signal()
    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._purpose = Purpose.CALLER
        self._contacts: tuple[Contact, ...] = ()
        self._is_creating = False
        self._told_name = ""
        self._can_cancel = False
        self._can_ignore = True
        self.search = SearchField(theme, translate("Pop", "Who is it?"), parent=self)
        self._hits = PeopleList(theme, keys=False, parent=self)
        self.create_button = Button(
            theme,
            Kind.SECOND,
            translate("Pop", "Create contact"),
            icon_name="user-plus",
            snug=True,
            parent=self,
        )
        self.ignore_button = Button(
            theme,
            Kind.SECOND,
            translate("Pop", "Not a lead"),
            icon_name="user-x",
            snug=True,
            parent=self,
        )
        self.ignore_button.setToolTip(
            translate("Pop", "Ignore this number from now on")
        )
        cancel = translate("Pop", "Cancel")
        self.cancel_button = Button(theme, Kind.GHOST, cancel, parent=self)
        self.name = self._field(theme, translate("Pop", "Name"))
        self.company = self._field(theme, translate("Pop", "Company"))
        self.save_button = Button(
            theme, Kind.SECOND, translate("Pop", "Save contact"), parent=self
        )
        self.search.searched.connect(self.searched)
        self.search.returnPressed.connect(self._take_first)
        self._hits.chosen.connect(lambda at: self.chosen.emit(self._contacts[at]))
        self._hits.height_changed.connect(self._arrange)
        self.create_button.clicked.connect(self._open_form)
        self.ignore_button.clicked.connect(self.ignored)
        self.cancel_button.clicked.connect(self.back)
        self.save_button.clicked.connect(self._on_save)
        self.name.textChanged.connect(
            lambda text: self.save_button.setEnabled(bool(text))
        )
        for field in (self.name, self.company):
            field.returnPressed.connect(self._on_save)
        self.save_button.setEnabled(False)
        self.setTabOrder(self.save_button, self.cancel_button)
        self._arrange()

    @property
    def purpose(self) -> Purpose:
        return self._purpose

    @property
    def hits(self) -> PeopleList:
        return self._hits

    def begin(
        self,
        purpose: Purpose = Purpose.CALLER,
        told_name: str = "",
        *,
        can_cancel: bool = False,
        can_ignore: bool = True,
    ) -> None:
        """Start anew: an empty search for this purpose."""
        self._purpose = purpose
        self._told_name = told_name
        self._can_cancel = can_cancel
        self._can_ignore = can_ignore and purpose is Purpose.CALLER
        self._is_creating = False
        self._contacts = ()
        self.search.clear()
        self.name.clear()
        self.company.clear()
        self._hits.show_people(())
        hint = {
            Purpose.CALLER: translate("Pop", "Who is it?"),
            Purpose.OTHER: translate("Pop", "Who is it then?"),
            Purpose.RELATED: translate("Pop", "Whom is it about?"),
        }[purpose]
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self._arrange()

    def show_hits(self, contacts: Sequence[Contact], people: Sequence[Person]) -> None:
        """Show who was found for what stands in the search."""
        self._contacts = tuple(contacts)[:MAX_ROWS]
        self._hits.show_people(tuple(people)[:MAX_ROWS])
        self._arrange()

    def back(self) -> None:
        """Go one step back: from the form to the search, from there out."""
        if self._is_creating:
            self._is_creating = False
            self._arrange()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.closed.emit()

    @property
    def is_deep(self) -> bool:
        """Return whether `back` has a step to take inside the panel."""
        return self._is_creating or self._can_cancel

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return what the Tab key meets, in order."""
        if self._is_creating:
            return self.name, self.company, self.save_button, self.cancel_button
        buttons = (self.create_button, self.ignore_button, self.cancel_button)
        seen = (button for button in buttons if not button.isHidden())
        return (self.search, *self._hits.rows, *seen)

    def _field(self, theme: Theme, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setFont(theme.font(Type.BODY))
        field.setPlaceholderText(hint)
        field.setAccessibleName(hint)
        field.setMaxLength(200)
        field.setFixedHeight(Size.FIELD)
        return field

    def _open_form(self) -> None:
        self._is_creating = True
        if not self.name.text():
            self.name.setText(self.search.text().strip() or self._told_name)
        self._arrange()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save(self) -> None:
        name = self.name.text().strip()
        if name:
            self.created.emit(name, self.company.text().strip())

    def _take_first(self) -> None:
        self._hits.press(0)

    def _arrange(self) -> None:
        inner = Size.POP_WIDTH - 2 * Space.M
        for part in (self.search, self._hits):
            part.setVisible(not self._is_creating)
        for field in (self.name, self.company, self.save_button):
            field.setVisible(self._is_creating)
        self._hits.setVisible(not self._is_creating and bool(self._contacts))
        self.create_button.setVisible(
            not self._is_creating and self._purpose is not Purpose.RELATED
        )
        self.ignore_button.setVisible(not self._is_creating and self._can_ignore)
        self.cancel_button.setVisible(self._is_creating)
        y = 0
        if self._is_creating:
            for field in (self.name, self.company):
                field.setGeometry(_REACH, y, inner, Size.FIELD)
                y += Size.FIELD + Space.XS
            row = [self.save_button, self.cancel_button]
        else:
            self.search.setGeometry(_REACH, y, inner, Size.FIELD)
            y += Size.FIELD + Space.XS
            if self._contacts:
                self._hits.move(0, y - Space.XXS)
                y += self._hits.height()
            buttons = (self.create_button, self.ignore_button, self.cancel_button)
            row = [button for button in buttons if not button.isHidden()]
        x = _REACH
        for button in row:
            width = min(inner, button.sizeHint().width())
            if x > _REACH and x + width > _REACH + inner:
                x, y = _REACH, y + Size.BUTTON + Space.XS  # longer words elsewhere
            button.setGeometry(x, y, width, Size.BUTTON)
            x += width + Space.XS
        height = y + Size.BUTTON if row else y - Space.XS
        if height != self.height():
            self.setFixedSize(inner + 2 * _REACH, height)
            self.height_changed.emit()
