"""What Qt has to say goes to the log, and what says nothing goes nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import qInstallMessageHandler, qWarning

from ui.first_light import hear_qt

if TYPE_CHECKING:
    import pytest


def test_what_qt_says_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    hear_qt()
    try:
        qWarning("QPainter::begin: Paint device returned engine == 0")
        qWarning("This plugin does not support propagateSizeHints()")
        qWarning("QObject: No such signal QPlatformNativeInterface::systemTrayWindow")
    finally:
        qInstallMessageHandler(None)

    told = [(one.name, one.levelname) for one in caplog.records]
    assert told == [("qt", "WARNING")]
    assert "Paint device" in caplog.text
