"""Prints, changes or forgets what the keyring of our environment holds for a home.

python -m tests.story.keyring_entry read|forget|write STORE_ID [TEXT]
"""

from __future__ import annotations

import sys

import keyring

SERVICE = "switchhook"


def main() -> int:
    """Do what the command line says with the entry of the files' key."""
    what, store_id, *text = sys.argv[1:]
    entry = f"{store_id}/key"
    match what:
        case "read":
            sys.stdout.write(keyring.get_password(SERVICE, entry) or "")
        case "write":
            keyring.set_password(SERVICE, entry, text[0])
        case "forget":
            keyring.delete_password(SERVICE, entry)
    return 0


if __name__ == "__main__":
    sys.exit(main())
