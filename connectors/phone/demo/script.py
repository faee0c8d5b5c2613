"""What a demo phone plays: steps of one or more calls, each so long after the last."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import resources
from connectors.errors import RejectedError
from connectors.records import CallResult, Direction, EventKind, HangupBy, TransferKind

_MAX_STEPS = 1000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HandOver(_Strict):
    """To whom a call is handed on."""

    kind: TransferKind = TransferKind.BLIND
    to: str


class Step(_Strict):
    """One event. Who calls is said in a call's first step and holds for all others."""

    kind: EventKind
    after_s: Annotated[float, Field(ge=0, le=86_400)] = 0
    call: str = "1"
    direction: Direction | None = None
    number: str | None = Field(default=None, repr=False)
    name: str | None = Field(default=None, repr=False)
    own_line: str | None = None
    queue: str | None = None
    by: str | None = None
    result: CallResult | None = None
    hangup_by: HangupBy | None = None
    transfer: HandOver | None = None
    url: str | None = None
    text: str | None = Field(default=None, repr=False)


class Script(_Strict):
    """Steps in the order they are played."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=_MAX_STEPS)]

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the calls in the order in which they begin."""
        return tuple(dict.fromkeys(step.call for step in self.steps))


def script_names() -> tuple[str, ...]:
    """Return the names of the scripts that come with the app."""
    return tuple(sorted(file.stem for file in resources.path("demo").glob("*.json")))


def load_script(text: str) -> Script:
    """Read a script: the name of one that comes with the app, or JSON.

    Raises RejectedError that says where it is wrong.
    """
    if text in script_names():
        text = resources.path("demo", f"{text}.json").read_text("utf-8")
    try:
        return Script.model_validate_json(text)
    except ValidationError as problem:
        first = problem.errors(include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RejectedError(
            f"script: {place}: {first['msg']}", field="script"
        ) from None
