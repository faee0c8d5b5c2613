"""What can go wrong on the far side, each with its remedy.

ConnectorError
├── SignInError        SIGN_IN  the sign-in ended or was never there
├── NotAllowedError    PARK     a permission or a scope lacks
├── GoneError          PARK     the record or the host is not there
├── ConflictError      PARK     the far side holds something newer or the same
├── RejectedError      PARK     the far side refused a value
├── ThrottledError     RETRY    the far side asked us to slow down
├── UnreachableError   RETRY    no answer, or one of a far side in trouble
└── UnsupportedError   PARK     this connection cannot do that

The text of an error is for the log and for no one else: no tokens, no customers.
`ui/wording.py` finds the words for the screen.
"""

from __future__ import annotations

from enum import StrEnum


class Remedy(StrEnum):
    """What the outbox does about an error."""

    RETRY = "retry"
    SIGN_IN = "sign-in"
    PARK = "park"


class ConnectorError(Exception):
    """A far side did not do what it was asked.

    `field` names what it refused, `permission` what lacks, `retry_after_s` its wait.
    `is_delivery_unknown` is True where the far side may have done it all the same.
    """

    remedy = Remedy.PARK

    def __init__(
        self,
        text: str = "",
        *,
        field: str | None = None,
        permission: str | None = None,
        retry_after_s: float | None = None,
        is_delivery_unknown: bool = False,
    ) -> None:
        super().__init__(text)
        self.field = field
        self.permission = permission
        self.retry_after_s = retry_after_s
        self.is_delivery_unknown = is_delivery_unknown


class SignInError(ConnectorError):
    """The sign-in ended or was never there."""

    remedy = Remedy.SIGN_IN


class NotAllowedError(ConnectorError):
    """A permission or a scope lacks."""


class GoneError(ConnectorError):
    """The record or the host is not there."""


class ConflictError(ConnectorError):
    """The far side holds something newer, or the same thing already."""


class RejectedError(ConnectorError):
    """The far side refused a value."""


class ThrottledError(ConnectorError):
    """The far side asked us to slow down."""

    remedy = Remedy.RETRY


class UnreachableError(ConnectorError):
    """No answer, or the answer of a far side in trouble."""

    remedy = Remedy.RETRY


class UnsupportedError(ConnectorError):
    """This connection cannot do that."""
