"""Files that come with Switchhook, and where they lie.

Imports nothing of ours, so that every layer may ask it.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return where a file of this folder lies, for example `path("icons", "x.svg")`."""
    return ROOT.joinpath(*parts)
