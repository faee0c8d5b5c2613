"""A window that somebody types in while the phone rings.

It writes what it holds to the file that the command line names, after every letter,
and says on standard output when the keyboard comes or goes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit

TITLE = "A letter"


def main() -> int:
    """Show an empty page until somebody ends us."""
    app = QApplication(sys.argv)
    path = Path(sys.argv[1])
    page = QPlainTextEdit()
    page.setWindowTitle(TITLE)
    page.resize(500, 300)
    page.textChanged.connect(lambda: path.write_text(page.toPlainText(), "utf-8"))
    app.focusWindowChanged.connect(
        lambda window: print("has" if window else "lost", "the keyboard", flush=True)  # noqa: T201
    )
    page.show()
    page.move(20, 60)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
