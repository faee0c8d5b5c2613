"""What a link may ask: any web page can open one, so it only ever asks.

`switchhook://show` and `dial`, and `tel:`, `callto:` and `sip:`, become a request that
the rep confirms. Events pass only with the token of the home in the link.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from app.hook_form import HookFormError, clean, read_query
from app.snapshot import LinkKind, LinkRequest

if TYPE_CHECKING:
    from connectors.records import HookCall

_MOST_CHARS = 4000
_MOST_NUMBER_CHARS = 100
_DIAL_SCHEMES = {"tel", "callto", "sip", "sips"}
# letters may stand for digits, yet no number begins with one; a colon is never dialled
_DIALLED = re.compile(r"[+*#( ]*\d[\w+*#().\-/;=,&~ ]*")
_NAME = re.compile(r"[\w+*#.\-]+")
_FORM = "switchhook://show?number=…, switchhook://dial?number=… or tel:…"


class LinkError(Exception):
    """A link asks for nothing that a link may ask for."""


def read_link(url: str, token: str) -> LinkRequest | HookCall:
    """Return what `url` asks the rep for, or the event that it proves to be.

    Raises LinkError.
    """
    if len(url) > _MOST_CHARS:
        raise LinkError("The link is too long.")
    scheme, _, rest = url.strip().partition(":")
    scheme = scheme.lower()
    if scheme in _DIAL_SCHEMES:
        is_sip = scheme in {"sip", "sips"}
        number = _number(_dialled(scheme, rest), is_sip=is_sip)
        return LinkRequest(LinkKind.DIAL, number)
    if scheme != "switchhook":
        raise LinkError(f"Unknown link. Allowed: {_FORM}.")
    try:
        parts = urlsplit(f"switchhook:{rest}")
    except ValueError:
        raise LinkError(f"Unknown link. Allowed: {_FORM}.") from None
    words = [word for word in (parts.netloc, *parts.path.split("/")) if word]
    query = dict(parse_qsl(parts.query[:_MOST_CHARS], keep_blank_values=True))
    match words:
        case ["show" | "dial" as wish]:
            number = query.get("number", "")
            if number.startswith(" "):  # a "+" that was not encoded
                number = f"+{number[1:]}"
            return LinkRequest(LinkKind(wish), _number(number))
        case ["event", kind]:
            return _event(kind, query, token)
    raise LinkError(f"Unknown link. Allowed: {_FORM}.")


def _dialled(scheme: str, rest: str) -> str:
    """Return the number of a `tel:` link, or the whole address of a foreign SIP one."""
    address = unquote(rest.removeprefix("//").partition("?")[0])
    if scheme in {"tel", "callto"}:
        return address.rstrip("/")
    return address.partition(";")[0].partition("@")[0]


def _number(text: str, *, is_sip: bool = False) -> str:
    number = clean(text, _MOST_NUMBER_CHARS)
    if not (_NAME if is_sip else _DIALLED).fullmatch(number):
        raise LinkError("The link has no number.")
    return number


def _event(kind: str, query: dict[str, str], token: str) -> HookCall:
    told = query.get("token", "")
    if not token or not secrets.compare_digest(told.encode(), token.encode()):
        raise LinkError("A link may tell an event only with the token.")
    try:
        return read_query(kind, query)
    except HookFormError as problem:
        raise LinkError(str(problem)) from None
