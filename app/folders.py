"""Where the files of a rep lie, and where those of the admin do.

`SWITCHHOOK_HOME` moves everything of the rep's; nothing moves the admin's policy.
The hook knows the same home without importing this file (see app/hook.py).
"""

from __future__ import annotations

import hashlib
import os
import sys
import warnings
from pathlib import Path

import platformdirs

_APP = "switchhook"
_PRIVATE = 0o700


def home() -> Path:
    """Return the folder of the rep's files, made private where it was missing."""
    chosen = os.environ.get("SWITCHHOOK_HOME")
    folder = Path(chosen or platformdirs.user_data_dir(_APP, appauthor=False))
    return _made(folder.absolute())


def spool(of: Path) -> Path:
    """Return where hooks leave their events while no companion runs on home `of`."""
    return _made(of / "spool")


def runtime_dir() -> Path:
    """Return a short private folder for locks and sockets."""
    with warnings.catch_warnings():  # the fall-back it warns of is private as well
        warnings.simplefilter("ignore")
        return _made(Path(platformdirs.user_runtime_dir(_APP, appauthor=False)))


def runtime_name(of: Path) -> str:
    """Return a short name that only the home `of` has, for files in `runtime_dir`."""
    return hashlib.sha256(os.fsencode(of.resolve())).hexdigest()[:16]


def policy_file(site: Path | None = None) -> Path:
    """Return the admin's file. No environment variable moves it; tests give `site`."""
    return (site or _site_dir()) / "policy.toml"


def _site_dir() -> Path:
    # On Unix platformdirs obeys XDG_CONFIG_DIRS, which a rep may set.
    if sys.platform == "win32":
        return Path(platformdirs.site_config_dir(_APP, appauthor=False))
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / _APP
    return Path("/etc/xdg") / _APP


def _made(folder: Path) -> Path:
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return folder
