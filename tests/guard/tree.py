"""What must hold for the files of a checkout, whatever is in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = ("app", "connectors", "resources", "ui")


def shadowing_packages(root: Path) -> Iterator[str]:
    """Our `packaging/` as a package would hide the library of that name."""
    for path in (root / "packaging").rglob("__init__.py"):
        yield path.relative_to(root).as_posix()


def folders_no_linter_sees(root: Path) -> Iterator[str]:
    """A folder of modules without `__init__.py` is skipped by the layer check."""
    for package in PACKAGES:
        for folder in {path.parent for path in (root / package).rglob("*.py")}:
            if not (folder / "__init__.py").exists():
                yield folder.relative_to(root).as_posix()


def loose_pins(lock: Path) -> Iterator[str]:
    """A lock that names an index, or a package without its hash, locks nothing."""
    text = lock.read_text("utf-8")
    for line in text.splitlines():
        if "://" in line or re.match(r"-", line):
            yield f"{lock.name}: {line.strip()}"
    for entry in re.findall(r"^\w(?:.*\\\n)*.*$", text, re.MULTILINE):
        if "==" not in entry or "--hash=sha256:" not in entry:
            yield f"{lock.name}: {entry.splitlines()[0]}"
