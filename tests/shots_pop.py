"""Pictures of the pop in every state, light and dark, at one and two pixels a point.

`python -m tests.shots_pop` writes them to build/shots/pop.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui import pop_calls as calls

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from app.snapshot import CallSnapshot
    from ui.pop_card import PopCard
    from ui.theme import Theme

FOLDER = Path(__file__).resolve().parents[1] / "build" / "shots" / "pop"
ONE = "--one"
GERMAN = {
    "Incoming": "Eingehend",
    "Talking": "Im Gespräch",
    "Ended": "Beendet",
    "Missed": "Verpasst",
    "Answer": "Annehmen",
    "Decline": "Ablehnen",
    "Hang up": "Auflegen",
    "Open": "Öffnen",
    "Note": "Notiz",
    "Save now": "Jetzt speichern",
    "Saves by itself": "Speichert von selbst",
    "Undo": "Rückgängig",
    "Call back": "Zurückrufen",
    "Note kept": "Notiz gesichert",
    "More": "Mehr",
    "Has an appointment soon": "Hat bald einen Termin",
    "{0}, then 1–9": "{0}, dann 1–9",
    "Outcome": "Ergebnis",
    "Follow-up": "Wiedervorlage",
    "Alt+1 to {0}": "Alt+1 bis {0}",
    "+1 day": "+1 Tag",
    "+3 days": "+3 Tage",
    "+1 week": "+1 Woche",
    "Date": "Datum",
    "Who is it?": "Wer ist das?",
    "Create contact": "Kontakt anlegen",
    "Not a lead": "Kein Interessent",
    "Cancel": "Abbrechen",
    "no contact yet": "noch kein Kontakt",
    "%n contacts": "%n Kontakte",
    "%n more": "%n weitere",
    "{0}, last called {1}": "{0}, zuletzt angerufen {1}",
    "Same number": "Gleiche Nummer",
    "Company number": "Nummer der Firma",
    "Call logged in {0}": "Anruf in {0} eingetragen",
    "ddd d MMM": "ddd, d. MMM",
    "today": "heute",
    "tomorrow": "morgen",
    "yesterday": "gestern",
}


def main() -> None:
    """Write all pictures, each scale in a process of its own."""
    for scale in ("1", "2"):
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": scale,
        }
        command = [sys.executable, "-m", "tests.shots_pop", ONE, scale]
        subprocess.run(command, check=True, env=environment)


def _draw(scale: str) -> None:
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - Qt only in the child
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ui.theme import Scheme, Theme  # noqa: PLC0415

    app = QApplication([])
    QLocale.setDefault(QLocale("en_GB"))
    theme = Theme()
    theme.apply(app)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.choose(scheme)
        pictures = {name: make(theme) for name, make in _states().items()}
        for name, picture in pictures.items():
            picture.save(str(FOLDER / f"{name}-{scheme}-{scale}x.png"))
        pictures |= {"13-link": _link(theme), "14-dates": _dates(theme)}
        sheet = _sheet(theme, list(pictures.values()))
        sheet.save(str(FOLDER / f"sheet-{scheme}-{scale}x.png"))
    _draw_german(app, theme, scale)


def _draw_german(app: QApplication, theme: Theme, scale: str) -> None:
    """German words are longer: nothing may be cut that a rep must read."""
    from PySide6.QtCore import QLocale, QTranslator  # noqa: PLC0415

    class German(QTranslator):
        def translate(
            self,
            context: str,
            text: str,
            disambiguation: str | None = None,
            n: int = -1,
        ) -> str:
            return GERMAN.get(text, text).replace("%n", str(n))

        def isEmpty(self) -> bool:
            return False

    translator = German()
    app.installTranslator(translator)
    QLocale.setDefault(QLocale("de_DE"))
    states = {
        "ringing": _grab(theme, calls.german()),
        "unknown": _grab(theme, calls.unknown()),
        "several": _grab(theme, calls.several()),
        "talking": _grab(theme, _german_outcomes(calls.talking())),
        "ended": _grab(theme, _german_outcomes(calls.ended())),
        "asked": _grab(theme, _talking_unknown(), _ask_who),
        "missed": _grab(theme, calls.missed()),
        "saved": _grab(theme, calls.saved()),
    }
    sheet = _sheet(theme, list(states.values()))
    sheet.save(str(FOLDER / f"sheet-german-{scale}x.png"))
    app.removeTranslator(translator)


def _german_outcomes(snapshot: CallSnapshot) -> CallSnapshot:
    from dataclasses import replace  # noqa: PLC0415

    from connectors.records import Disposition  # noqa: PLC0415

    words = ("Interessiert", "Rückruf vereinbart", "Derzeit nicht", "Mailbox")
    outcomes = tuple(Disposition(word, word) for word in (*words, "Falsche Nummer"))
    return replace(snapshot, dispositions=outcomes)


def _ask_who(card: PopCard) -> None:
    from ui.pop_people import Purpose  # noqa: PLC0415

    card.ask(Purpose.CALLER)


def _link(theme: Theme) -> QPixmap:
    from app.snapshot import LinkKind, LinkRequest  # noqa: PLC0415
    from ui.confirm import LinkQuestion  # noqa: PLC0415

    question = LinkQuestion(theme, LinkRequest(LinkKind.DIAL, "+44 20 7946 0958"))
    question.adjustSize()
    picture = question.grab()
    question.deleteLater()
    return picture


def _dates(theme: Theme) -> QPixmap:
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415

    from ui.date_picker import DatePicker  # noqa: PLC0415

    owner = QWidget()
    picker = DatePicker(theme, owner)
    today = calls.NOW.date()
    picker.open_at(owner, today.replace(day=27), today)
    picture = picker.grab()
    picker.close()
    return picture


def _states() -> dict[str, Callable[[Theme], QPixmap]]:
    return {
        "01-ringing": lambda t: _grab(t, calls.ringing()),
        "02-slow": lambda t: _grab(t, calls.slow()),
        "03-unknown": lambda t: _grab(t, calls.unknown()),
        "03b-searching": lambda t: _grab(t, calls.unknown(), _search),
        "03c-creating": lambda t: _grab(t, calls.unknown(), _create),
        "04-several": lambda t: _grab(t, calls.several()),
        "04b-several-open": lambda t: _grab(t, calls.several(), _open_all),
        "05-talking": lambda t: _grab(t, calls.talking(), _focus_note),
        "05b-talking-unknown": lambda t: _grab(t, _talking_unknown()),
        "05c-related": lambda t: _grab(t, calls.talking(), _relate),
        "06-ended": lambda t: _grab(t, calls.ended()),
        "06b-saved": lambda t: _grab(t, calls.saved()),
        "06c-missed": lambda t: _grab(t, calls.missed()),
        "07-withheld": lambda t: _grab(t, calls.withheld()),
        "08-private": lambda t: _grab(t, calls.private()),
        "09-two": lambda t: _grab(t, calls.second(), _compact),
        "09b-folded": lambda t: _grab(t, calls.talking(), _fold),
        "10-german": lambda t: _grab(t, calls.german()),
        "11-hostile": lambda t: _grab(t, calls.hostile()),
        "12-focus": lambda t: _grab(t, calls.ringing(), _focus_answer),
    }


def _talking_unknown() -> CallSnapshot:
    from dataclasses import replace  # noqa: PLC0415

    talk = calls.talking()
    return replace(talk, contact=None, matches=(), deals=())


def _grab(
    theme: Theme, snapshot: CallSnapshot, then: Callable[[PopCard], None] | None = None
) -> QPixmap:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ui.pop_card import PopCard  # noqa: PLC0415

    card = PopCard(theme, calls.now)
    card.begin(snapshot, "Ctrl+Alt+P, then 1–9")
    card.show()
    if then is not None:
        then(card)
    QApplication.processEvents()
    picture = card.grab()
    card.end()
    card.deleteLater()
    return picture


def _search(card: PopCard) -> None:
    card.who.search.setText("oka")
    card.show_hits([match.contact for match in calls.several().matches[:2]])


def _create(card: PopCard) -> None:
    card.who.search.setText("Amara Okafor")
    card.who.create_button.click()


def _open_all(card: PopCard) -> None:
    card.people.open_all()


def _focus_note(card: PopCard) -> None:
    card.activateWindow()
    card.form.note_field.setFocus()


def _relate(card: PopCard) -> None:
    card.form.relate(calls.AMARA)


def _compact(card: PopCard) -> None:
    card.make_compact(on=True)


def _fold(card: PopCard) -> None:
    card.fold(on=True)


def _focus_answer(card: PopCard) -> None:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    card.activateWindow()
    QApplication.processEvents()
    card.go_to_first_stop()


def _sheet(theme: Theme, pictures: list[QPixmap]) -> QPixmap:
    from PySide6.QtGui import QPainter, QPixmap  # noqa: PLC0415

    from ui.theme import Token  # noqa: PLC0415

    ratio = pictures[0].devicePixelRatio()
    columns = 4
    width = 416
    heights = [0] * columns
    places = []
    for picture in pictures:
        column = heights.index(min(heights))
        places.append((column * width, heights[column]))
        heights[column] += round(picture.height() / ratio)
    sheet = QPixmap(round(columns * width * ratio), round(max(heights) * ratio))
    sheet.setDevicePixelRatio(ratio)
    sheet.fill(theme[Token.WINDOW])
    painter = QPainter(sheet)
    for (x, y), picture in zip(places, pictures, strict=True):
        painter.drawPixmap(x, y, picture)
    painter.end()
    return sheet


if __name__ == "__main__":
    if sys.argv[1:2] == [ONE]:
        _draw(sys.argv[2])
    else:
        main()
