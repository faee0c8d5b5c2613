"""Connections: phone sources and CRMs, each with its state and next step.

Signals:
    phone_saved(PhoneChoice, dict[str, Secret])   add it, or use it so from now on
    phone_removed(str)                            its account
    reconnect_wanted(str)                         the account of a phone source
    sign_in_wanted(str)                           the id of a CRM connection
    import_wanted()                               fill the local CRM
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.snapshot import ConnectionSnapshot, ConnectionState, SourceSnapshot
from connectors.records import PhoneAbility
from ui import status_words
from ui.call_words import number_text
from ui.detail_head import DetailHead
from ui.facts import Facts
from ui.hook_address import HookAddress
from ui.list_row import ROW_PX, ListRow, RowLook, heading_px
from ui.manifest_words import say_setting
from ui.need_card import NeedCard
from ui.paged_model import PagedModel, PageWanted
from ui.paged_view import PagedView
from ui.phone_form import PhoneForm
from ui.theme import Size, Space, Theme, Token
from ui.time_words import capital, say_ago, say_when
from ui.two_columns import ListHead, Surface, TwoColumns
from ui.widgets.button import Button
from ui.widgets.elided_label import Span
from ui.widgets.shown_text import shown
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from app.settings import PhoneChoice
    from app.snapshot import Status
    from connectors.manifest import PhoneManifest

_HOOK = "hook"
_PHONE, _CRM = "phone", "crm"


@dataclass(frozen=True, slots=True)
class Place:
    """One row: a phone source or a CRM."""

    key: str
    kind: str
    name: str
    item: SourceSnapshot | ConnectionSnapshot

    @property
    def needs_you(self) -> bool:
        if isinstance(self.item, SourceSnapshot):
            return self.item.is_up is False
        return self.item.state in {ConnectionState.SIGNED_OUT, ConnectionState.ERROR}


def places(status: Status) -> tuple[Place, ...]:
    """Return all connections, what needs the rep first."""
    made = [
        Place(f"{_CRM}:{one.id}", _CRM, shown(one.name), one)
        for one in status.connections
    ]
    made += [
        Place(f"{_PHONE}:{one.account}", _PHONE, say_setting(shown(one.name)), one)
        for one in status.sources
    ]
    return tuple(sorted(made, key=lambda one: not one.needs_you))


class PlacesModel(PagedModel):
    """The connections as rows."""

    def key_of(self, row: Place) -> str:
        return row.key

    def height_of(self, previous: Place | None, row: Place) -> int:
        if self.heading_of(previous, row) is None:
            return ROW_PX
        return ROW_PX + heading_px(is_first=previous is None)

    def follows(self, row: Place, cursor: Any) -> bool:
        return False

    def heading_of(self, previous: Place | None, row: Place) -> str | None:
        if previous is not None and self._group(previous) == self._group(row):
            return None
        return self._group(row)

    def text_of(self, row: Place, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._group(row)}: {row.name}"
        return None

    def show_places(self, rows: Sequence[Place]) -> None:
        """Show all rows."""
        self.show_page(PageWanted("places", None, 400), rows, None)

    def _group(self, row: Place) -> str:
        if row.needs_you:
            return self.tr("Needs you")
        return self.tr("CRM") if row.kind == _CRM else self.tr("Phone")


class PlaceLook(ListRow):
    """How a connection looks in the list."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._now = now

    def look_of(self, row: Place, *, is_chosen: bool) -> RowLook:
        line, icon = place_line(row, self._now())
        mark, token = ("check", Token.MUTED)
        if row.needs_you:
            is_crm = row.kind == _CRM
            mark, token = ("key-round" if is_crm else "circle-alert", Token.WARN)
        elif isinstance(row.item, SourceSnapshot) and row.item.is_up is None:
            mark, token = "clock", Token.MUTED
        return RowLook(
            key=row.key,
            icon=icon,
            title=row.name,
            line=line,
            line_token=Token.WARN if row.needs_you else Token.MUTED,
            mark=mark,
            mark_token=token,
            mark_sentence=line,
        )


def place_line(place: Place, now: datetime) -> tuple[str, str]:
    """Return how a connection stands, and the icon of its kind."""
    if isinstance(place.item, SourceSnapshot):
        icon = "headset" if place.item.id == _HOOK else "phone"
        return status_words.source_line(place.item, now).title, icon
    icon = "hard-drive" if place.item.connector == status_words.LOCAL else "building-2"
    return status_words.crm_row_text(place.item), icon


class ConnectionsPage(QWidget):
    """The list of connections beside the chosen one."""

    phone_saved = Signal(object, object)
    phone_removed = Signal(str)
    reconnect_wanted = Signal(str)
    sign_in_wanted = Signal(str)
    import_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        manifests: Mapping[str, PhoneManifest],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._manifests = theme, now, manifests
        self._choices: dict[str, PhoneChoice] = {}
        self._places: tuple[Place, ...] = ()
        self._asks_removal = False
        self.model = PlacesModel(self)
        self.view = PagedView(self.model)
        self.view.setItemDelegate(PlaceLook(theme, now, self))
        self.view.setAccessibleName(self.tr("Connections"))
        self.add = Button(
            theme, text=self.tr("Add phone"), icon_name="plus", small=True
        )
        self.add.setFixedHeight(Size.SMALL_BUTTON)
        self._build_detail()
        self._lay_out()
        self.model.ask("places")
        self.add.clicked.connect(self._open_add)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(self._on_opened)

    def show_status(self, status: Status) -> None:
        """Take the state of all connections."""
        made = places(status)
        if made == self._places:
            return
        self._places = made
        self.model.show_places(made)
        if self.view.chosen_key is None and made:
            self.view.choose(made[0].key)
        self._show_detail()

    def show_phones(self, phones: Sequence[PhoneChoice]) -> None:
        """Take what the rep chose, so that it can be changed."""
        self._choices = {one.account: one for one in phones}
        self._show_detail()

    def add_phone(self, id_: str) -> PhoneForm:
        """Open the form for a new phone source of a kind."""
        return self._open_form(self._manifests[id_], None)

    def _chosen(self) -> Place | None:
        key = self.view.chosen_key
        return next((one for one in self._places if one.key == key), None)

    def _build_detail(self) -> None:
        theme = self._theme
        self.edit = Button(theme, text=self.tr("Change"), icon_name="pencil-line")
        self.again = Button(
            theme, text=self.tr("Connect again"), icon_name="refresh-cw"
        )
        self.remove = Button(
            theme, icon_name="trash-2", name=self.tr("Remove"), snug=True
        )
        self.import_ = Button(
            theme, text=self.tr("Import contacts"), icon_name="upload"
        )
        self._head = DetailHead(theme, self.import_, self.edit, self.again, self.remove)
        self._need = NeedCard(theme)
        self._facts = Facts(theme)
        self._about = Words(theme, "", token=Token.MUTED, wraps=True)
        self.hook = HookAddress(theme)
        self.edit.clicked.connect(self._on_edit)
        self.again.clicked.connect(self._on_again)
        self.remove.clicked.connect(self._ask_removal)
        self.import_.clicked.connect(self.import_wanted)
        self._need.step_chosen.connect(self._on_step)
        self._need.other_chosen.connect(self._on_other)

    def _lay_out(self) -> None:
        head = ListHead(self._theme, self.tr("Connections"), self.add)
        left = Surface(self._theme, has_line=True)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.view, 1)
        self._detail = Surface(self._theme)
        detail = QVBoxLayout(self._detail)
        detail.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        detail.setSpacing(Space.M + Space.XXS)
        top = (self._head, self._need, self._facts)
        for widget in (*top, self._about, self.hook):
            detail.addWidget(widget)
        detail.addStretch(1)
        self.columns = TwoColumns(self._theme, left, self._detail)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.columns)
        self.setFocusProxy(self.view)

    def _show_detail(self) -> None:
        place = self._chosen()
        shown_widgets = (self._head, self._facts, self._about)
        for widget in shown_widgets:
            widget.setVisible(place is not None)
        self._need.setVisible(False)
        item = place.item if place else None
        is_hook = isinstance(item, SourceSnapshot) and item.id == _HOOK
        self.hook.setVisible(is_hook)
        if not is_hook:
            self.hook.hide_it()
        if place is None:
            return
        is_phone = isinstance(place.item, SourceSnapshot)
        self.edit.setVisible(is_phone and bool(self._manifest_settings(place)))
        self.again.setVisible(is_phone)
        self.remove.setVisible(is_phone)
        is_local = (
            isinstance(place.item, ConnectionSnapshot)
            and place.item.connector == status_words.LOCAL
        )
        self.import_.setVisible(is_local)
        if isinstance(place.item, SourceSnapshot):
            self._show_source(place, place.item)
        else:
            self._show_crm(place, place.item)
        self._head.refresh()
        if self._asks_removal:
            self._show_removal(place)

    def _show_source(self, place: Place, source: SourceSnapshot) -> None:
        now = self._now()
        line = status_words.source_line(source, now)
        state = "" if place.needs_you else line.title
        self._head.show_head(place.name, state, Span(""))
        if source.is_up is False:
            self._need.show_need(
                status_words.down_text(source),
                self.tr(
                    "Switchhook tries again by itself. Calls that ring meanwhile are "
                    "not seen."
                ),
                self.tr("Connect again"),
            )
            self._need.setVisible(True)
        can = {
            PhoneAbility.ANSWER: self.tr("answer"),
            PhoneAbility.DECLINE: self.tr("decline"),
            PhoneAbility.HANG_UP: self.tr("hang up"),
            PhoneAbility.DIAL: self.tr("dial"),
        }
        abilities = [words for one, words in can.items() if one in source.abilities]
        label = self.tr("Connected since") if source.is_up else self.tr("Down since")
        if source.is_up and source.id == _HOOK:  # it says nothing before it rings
            label = self.tr("Ready since")
        self._facts.show_facts(
            (
                (self.tr("Lines"), ", ".join(number_text(one) for one in source.lines)),
                (label, say_when(source.since, now) if source.since else ""),
                (self.tr("From here you can"), ", ".join(abilities)),
            )
        )
        self._about.setText(
            self.tr(
                "Your softphone or a script tells Switchhook of calls: it opens an "
                "address, or starts a command."
            )
            if source.id == _HOOK
            else ""
        )

    def _show_crm(self, place: Place, crm: ConnectionSnapshot) -> None:
        now = self._now()
        line = status_words.connection_line(crm, now)
        about = ""
        if crm.connector == status_words.LOCAL:
            about = self.tr(
                "The local CRM lives on this computer, encrypted. It holds contacts "
                "and calls where there is no other CRM."
            )
        state = status_words.crm_state_text(crm)
        self._head.show_head(place.name, "" if place.needs_you else state, Span(""))
        if place.needs_you:
            is_out = crm.state is ConnectionState.SIGNED_OUT
            self._need.show_need(
                line.title,
                status_words.waiting_text(crm.waiting),
                self.tr("Sign in again") if is_out else "",
                icon="key-round" if is_out else "circle-alert",
            )
            self._need.setVisible(True)
        last = crm.last_logged_at
        self._facts.show_facts(
            (
                (self.tr("Contacts known here"), status_words.figure(crm.contacts)),
                (
                    self.tr("Last call logged"),
                    capital(say_ago(last, now)) if last else "",
                ),
                (self.tr("Calls waiting to be sent"), status_words.figure(crm.waiting)),
            )
        )
        self._about.setText(about)

    def _show_removal(self, place: Place) -> None:
        self._need.show_need(
            self.tr("Remove {0}?").format(place.name),
            self.tr("Calls that were logged stay. Calls on it are no longer seen."),
            self.tr("Remove"),
            self.tr("Keep it"),
        )
        self._need.setVisible(True)

    def _manifest_settings(self, place: Place) -> bool:
        if not isinstance(place.item, SourceSnapshot):
            return False
        manifest = self._manifests.get(place.item.id)
        return manifest is not None and bool(manifest.settings)

    def _open_add(self) -> None:
        menu = QMenu(self)
        for manifest in self._manifests.values():
            action = menu.addAction(say_setting(manifest.name))
            action.triggered.connect(
                lambda _=False, one=manifest: self._open_form(one, None)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _open_form(
        self, manifest: PhoneManifest, choice: PhoneChoice | None
    ) -> PhoneForm:
        form = PhoneForm(self._theme, manifest, choice, self._choices, self.window())
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.saved.connect(self.phone_saved)
        form.open()
        return form

    def _on_chosen(self, _key: str) -> None:
        self._asks_removal = False
        self._show_detail()

    def _on_opened(self, key: str) -> None:
        self._on_chosen(key)
        self.columns.show_detail()

    def _on_edit(self) -> None:
        place = self._chosen()
        if place and isinstance(place.item, SourceSnapshot):
            choice = self._choices.get(place.item.account)
            self._open_form(self._manifests[place.item.id], choice)

    def _on_again(self) -> None:
        place = self._chosen()
        if place and isinstance(place.item, SourceSnapshot):
            self.reconnect_wanted.emit(place.item.account)

    def _ask_removal(self) -> None:
        self._asks_removal = True
        self._show_detail()
        self._need.step.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_step(self) -> None:
        place = self._chosen()
        if place is None:
            return
        if isinstance(place.item, ConnectionSnapshot):
            self.sign_in_wanted.emit(place.item.id)
        elif self._asks_removal:
            self._asks_removal = False
            self.phone_removed.emit(place.item.account)
            self._show_detail()
        else:
            self.reconnect_wanted.emit(place.item.account)

    def _on_other(self) -> None:
        self._asks_removal = False
        self._show_detail()
