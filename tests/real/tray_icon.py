"""A program with a tray icon and nothing else, to prove that a tray host works.

It prints what happens to it: `clicked`, and `at … centre X Y` when it has moved.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

WAIT_MS = 50


def main() -> int:
    """Show a magenta icon until somebody ends us."""
    app = QApplication(sys.argv)
    app.setQuitOnLastWindowClosed(False)
    square = QPixmap(22, 22)
    square.fill(QColor("#ff00ff"))
    menu = QMenu()
    menu.addAction("Quit", app.quit)
    icon = QSystemTrayIcon(QIcon(square))
    icon.setToolTip("Switchhook test")
    icon.setContextMenu(menu)
    icon.activated.connect(lambda _: print("clicked", flush=True))  # noqa: T201

    places: list[QRect] = []

    def look() -> None:
        where = icon.geometry()
        if not where.isEmpty() and where not in places[-1:]:
            places.append(where)
            x, y, centre = where.x(), where.y(), where.center()
            print("at", x, y, "centre", centre.x(), centre.y(), flush=True)  # noqa: T201

    timer = QTimer(interval=WAIT_MS)
    timer.timeout.connect(look)
    timer.start()
    icon.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
