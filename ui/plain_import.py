"""Keeps Qt's bindings from reading the source of every module that we import.

PySide6 wraps `import` to find out which modules use it, in case one should switch on
its other spellings (`from __feature__ import snake_case`). For that it reads each
module's source and leaves all lines in memory: ten megabytes, and a tenth of the start.
Nothing here uses those spellings.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  # what wraps it


def use_plain_import() -> None:
    """Import as Python does from now on; without effect where nothing is wrapped."""
    plain = vars(builtins).get("__orig_import__")
    if plain is not None:
        builtins.__import__ = plain
