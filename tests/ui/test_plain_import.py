"""Qt's bindings leave the modules alone that are imported after them."""

from __future__ import annotations

import subprocess
import sys

LOAD = """
from ui.plain_import import use_plain_import
use_plain_import()
import linecache
linecache.clearcache()
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel
import app.companion
print(sorted(linecache.cache))
"""


def test_no_module_is_read_as_text_to_import_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
