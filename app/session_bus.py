"""Whether the session has a keyring at all, asked before anything large is imported.

What speaks to a Linux keyring brings a cryptography library and its kin: ten megabytes
that would stay in memory where there is nobody to speak to.
"""

from __future__ import annotations

from contextlib import closing

from jeepney import DBusErrorResponse
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

_KEYRING = "org.freedesktop.secrets"
_NO_BUS = (
    *(KeyError, ValueError, StopIteration, RuntimeError),  # none told, or a strange one
    *(OSError, EOFError, DBusErrorResponse),  # told, and nobody there
)


def has_keyring() -> bool:
    """Return whether a secrets service runs, or starts when it is asked."""
    try:
        with closing(open_dbus_connection()) as bus:
            proxy = Proxy(message_bus, bus)
            runs = proxy.NameHasOwner(_KEYRING)[0] == 1
            return bool(runs or _KEYRING in proxy.ListActivatableNames()[0])
    except _NO_BUS:
        return False
