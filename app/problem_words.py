"""What every problem of the companion is called where there is no window.

The words are English, as all of the command line and of reports is.
"""

from __future__ import annotations

import errno

from connectors.database import (
    DatabaseError,
    DiskFullError,
    NewerFileError,
    ReadOnlyFolderError,
)

DISK_FULL = "disk-full"
_CODES: dict[type[DatabaseError], str] = {
    NewerFileError: "store-newer",
    DiskFullError: DISK_FULL,
    ReadOnlyFolderError: "folder-read-only",
}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_TYPE_CODE = "Open the window, type the recovery code."
_WORDS = {
    "keyring-absent": (
        "No keyring: files are in the clear, only the local CRM is used",
        "Set up a keyring, such as GNOME Keyring or KWallet.",
    ),
    "keyring-appeared": (
        "There is a keyring now, and the files are in the clear",
        "Encrypt them in Settings.",
    ),
    "keyring-locked": (
        "The keyring is locked or away, so hooks keep their events",
        "Unlock it.",
    ),
    "keyring-reset": ("The keyring was emptied", _TYPE_CODE),
    "key-lost": ("The keyring lost the key of the files", _TYPE_CODE),
    "key-wrong": ("The keyring has the key of other files", _TYPE_CODE),
    "store-newer": ("A newer version wrote the files", "Update Switchhook."),
    "store-broken": ("The files are damaged", "Restore a backup."),
    DISK_FULL: ("The disk is full", "Make room."),
    "folder-read-only": (
        "The folder of your files cannot be written",
        "Make it yours again.",
    ),
    "phone-unknown": (
        "The settings name a phone that this version does not know",
        "Choose another one in Connections.",
    ),
    "phone-settings": (
        "A phone cannot start with its settings",
        "Correct them in Connections.",
    ),
    "spool-damaged": (
        "Some kept events could not be read",
        "They are in the folder spool/aside.",
    ),
    "bug": ("Something in Switchhook failed", "Send this report to its makers."),
    "settings-broken": (
        "The settings could not be read",
        "Check your settings; the old file was kept.",
    ),
    "settings-newer": (
        "A newer version wrote the settings",
        "Install the newer version, or check your settings.",
    ),
    "settings-value": (
        "A setting could not be used",
        "Check it; the old file was kept.",
    ),
    "policy-broken": ("The policy file could not be read", "Tell your admin."),
    "policy-value": ("A value of the policy could not be used", "Tell your admin."),
}
SHUTS = ("store-newer", "store-broken", DISK_FULL, "folder-read-only")
LOCKS = ("keyring-locked", "key-lost", "key-wrong")


def problem_words(code: str) -> tuple[str, str]:
    """Return what a problem is, and what to do."""
    return _WORDS.get(code, (f"A problem: {code}", "Open the window."))


def sentence(code: str) -> str:
    """Return both in one sentence."""
    what, step = problem_words(code)
    return f"{what}: {step[0].lower()}{step[1:]}"


def code_of(problem: DatabaseError) -> str:
    """Return the code for what is wrong with the rep's files."""
    return _CODES.get(type(problem), "store-broken")


FILE_ERRORS = (DatabaseError, OSError)


def words_of(problem: DatabaseError | OSError) -> str:
    """Return what an error says; a full disk has plain words."""
    is_full = isinstance(problem, DiskFullError) or (
        isinstance(problem, OSError) and problem.errno in _NO_ROOM
    )
    return sentence(DISK_FULL) if is_full else str(problem) or type(problem).__name__
