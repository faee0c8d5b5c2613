"""What is on the screen before anything else is loaded: theme, language, tray icon."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.clock import SystemClock
from ui.language import Language
from ui.theme import Theme
from ui.tray import Tray

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

    from app.companion import Companion

log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_NO_NEWS = (  # where there is no screen; each would come for each window
    "This plugin does not support",
    "No such signal QPlatformNativeInterface",
)


def hear_qt() -> None:
    """Let what Qt has to say go to the log, but for what says nothing."""
    qInstallMessageHandler(_on_message)


def _on_message(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if not any(words in text for words in _NO_NEWS):
        log.log(_LEVELS[kind], "%s", text)


class FirstLight(QObject):
    """The application with its tray icon, ready before the companion is."""

    def __init__(self, folder: Path) -> None:
        hear_qt()
        app = QApplication.instance() or QApplication(["switchhook"])
        assert isinstance(app, QApplication)
        super().__init__(app)
        self.app = app
        self.clock = SystemClock()
        app.setApplicationName("switchhook")
        app.setApplicationDisplayName("Switchhook")
        app.setDesktopFileName("switchhook")
        app.setQuitOnLastWindowClosed(False)
        self._on_quit: Callable[[], None] | None = None
        self._on_crash: Callable[[str, BaseException], None] | None = None
        self.theme = Theme(app)
        self.tray = Tray(self.theme, self.clock.now, app)
        self.tray.show()
        app.processEvents()
        self.theme.apply(app)  # fonts and style: the icon needs none of it
        self.language = Language(app)
        app.installEventFilter(self)

    def catch(self, companion: Companion) -> None:
        """Let the end of the session, signals and crashes go through the companion."""
        self._on_quit = companion.quit
        self._on_crash = companion.tell_crash
        sys.excepthook = self._excepthook
        self.tray.quit_chosen.connect(companion.quit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # QApplication.quit() under qasync would break off our own clean end
        if event.type() == QEvent.Type.Quit and self._on_quit:
            self._on_quit()
            return True
        return super().eventFilter(watched, event)

    def _excepthook(
        self,
        kind: type[BaseException],
        problem: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            if self._on_quit:
                self._on_quit()
        elif self._on_crash:
            self._on_crash("a slot", problem)
