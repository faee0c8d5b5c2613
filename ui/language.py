"""Which language the window speaks: ours, Qt's own words, dates and numbers with it.

Text that stands already keeps its language: after `speak` views are made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

import resources

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

LANGUAGES = ("en", "de")


def resolve(chosen: str) -> str:
    """Return the language for a setting: "system" asks the system's wishes in order."""
    wishes = QLocale.system().uiLanguages() if chosen == "system" else [chosen]
    for wish in wishes:
        code = wish.replace("_", "-").split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


class Language:
    """Holds the translators of the application and swaps them."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._translators: list[QTranslator] = []
        self.code = ""

    def speak(self, chosen: str) -> bool:
        """Speak the language of a setting; return whether it is another than before."""
        code = resolve(chosen)
        if code == self.code:
            return False
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        self.code = code
        QLocale.setDefault(_locale(code))
        qt_path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._install(f"qtbase_{code}", qt_path)
        # English too: the source text has no plural forms.
        self._install(f"switchhook_{code}", str(resources.path("translations")))
        return True

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator(self._app)
        if translator.load(name, folder):
            self._app.installTranslator(translator)
            self._translators.append(translator)


def _locale(code: str) -> QLocale:
    """Return the system's locale where it speaks that language, else a plain one."""
    system = QLocale.system()
    if system.name().startswith(f"{code}_"):
        return system
    if code == "en":
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return QLocale(QLocale.Language.German, QLocale.Country.Germany)
