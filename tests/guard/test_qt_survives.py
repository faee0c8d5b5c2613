"""One version of PySide6 loses a reference with each call and dies after some hundred.

A short test passes on it, so only a long loop tells: see the pin in pyproject.toml.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("PySide6")

LOOP = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Phone(QObject):
    rang = Signal()

app = QApplication([])
label, phone, heard = QLabel(), Phone(), []
phone.rang.connect(lambda: heard.append(1))
for turn in range(10_000):
    label.setText(str(turn))
    phone.rang.emit()
print(label.text(), len(heard))
"""


def test_ten_thousand_texts_and_signals_survive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOP],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "9999 10000\n"), done.stderr
