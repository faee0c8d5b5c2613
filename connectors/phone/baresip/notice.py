"""What baresip says, parsed once: events of calls and replies to commands."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field, ValidationError


@dataclass(frozen=True, slots=True)
class Notice:
    """One event, in baresip's words. Before the first answer a call may lack its id."""

    type: str
    id: str | None
    aor: str  # the own account: "sip:102@pbx.example"
    is_incoming: bool
    peer: str = field(repr=False)
    name: str | None = field(repr=False)
    param: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the command of that token."""

    token: str
    is_ok: bool
    text: str = field(repr=False)


class _Message(BaseModel):
    model_config = ConfigDict(strict=True)

    event: bool = False
    response: bool = False
    type: str = ""
    id: str | None = None
    accountaor: str = ""
    direction: str = ""
    peeruri: str = ""
    peerdisplayname: str | None = None
    param: str = ""
    ok: bool = False
    data: str = ""
    token: str = Field(default="")


def read_message(payload: bytes) -> Notice | Reply | None:
    """Read one message, or return None where it is neither event nor reply."""
    try:
        message = _Message.model_validate_json(payload.decode("utf-8", "replace"))
    except ValidationError:
        return None
    if message.response:
        return Reply(message.token, message.ok, message.data)
    if not message.event:
        return None
    return Notice(
        type=message.type,
        id=message.id or None,
        aor=message.accountaor,
        is_incoming=message.direction == "incoming",
        peer=message.peeruri,
        name=message.peerdisplayname or None,
        param=message.param,
    )
