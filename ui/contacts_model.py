"""Contacts as rows, in the order that the index gives.

`page_wanted` carries a PageWanted whose `asked` is the text searched for and whose
`cursor` goes to `after` of `Companion.list_contacts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from ui.list_row import ROW_PX, ListRow, RowLook
from ui.paged_model import PagedModel, PageWanted
from ui.widgets.shown_text import shown
from ui.wording import say_number

if TYPE_CHECKING:
    from app.contact_index import ContactPage
    from connectors.records import Contact


def first_number(contact: Contact) -> str:
    """Return the first number of a contact as people write it."""
    if not contact.phones:
        return ""
    return say_number(contact.phones[0].number, contact.phones[0].raw)


def contact_line(contact: Contact) -> str:
    """Return what stands under a name: title and firm, else the number."""
    parts = [shown(part) for part in (contact.title, contact.company) if part]
    return ", ".join(parts) or first_number(contact)


class ContactsModel(PagedModel):
    """Contacts, by name."""

    def show_contacts(self, wanted: PageWanted, page: ContactPage) -> None:
        """Take the answer to `page_wanted`."""
        self.show_page(wanted, page.contacts, page.after)

    def key_of(self, row: Contact) -> str:
        return f"{row.connection}/{row.id}"

    def height_of(self, previous: Contact | None, row: Contact) -> int:
        return ROW_PX

    def follows(self, row: Contact, cursor: Any) -> bool:
        return False  # the index alone knows the order of names

    def text_of(self, row: Contact, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(row.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{shown(row.name)}, {contact_line(row)}"
        return None


class ContactRowLook(ListRow):
    """How a contact looks in the list."""

    def look_of(self, row: Contact, *, is_chosen: bool) -> RowLook:
        return RowLook(
            key=f"{row.connection}/{row.id}",
            icon="building-2" if row.kind == "company" else "user",
            title=shown(row.name) or first_number(row),
            line=contact_line(row),
        )
