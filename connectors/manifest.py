"""What the app must know of a connector before loading it: its manifest.

A manifest is data beside the code (`manifest.toml`), read without importing the
connector. This file owns its model; unknown keys are errors that name their place.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

from connectors.records import PhoneAbility  # noqa: TC001  # read when it is parsed
from connectors.shape import Looks, ShapeError, read

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT = 1
SettingName: TypeAlias = Annotated[str, Looks(r"[a-z][a-z0-9_]*", "host")]
_M = TypeVar("_M", "PhoneManifest", "CrmManifest")


class ManifestError(Exception):
    """A manifest cannot be read; the text says where and why."""


class SettingKind(StrEnum):
    """How a setting is asked for and kept (`secret`: in the keyring alone)."""

    TEXT = "text"
    NUMBER = "number"
    SECRET = "secret"
    FLAG = "flag"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that a rep fills in; `label` is English and goes through ui."""

    name: SettingName
    kind: SettingKind = SettingKind.TEXT
    label: str
    hint: str = ""
    default: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneManifest:
    """A phone source: what it is called, needs and can."""

    id: str
    name: str
    contract: int = CONTRACT
    settings: tuple[Setting, ...] = ()
    abilities: tuple[PhoneAbility, ...] = ()
    has_unique_ids: bool = False


class SignInKind(StrEnum):
    """How one signs in."""

    OAUTH = "oauth"
    API_KEY = "api-key"
    BASIC = "basic"
    PERSONAL_TOKEN = "personal-token"
    SESSION = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The sign-in of a CRM."""

    kinds: tuple[SignInKind, ...] = ()
    scopes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmManifest:
    """A CRM: its interfaces, limits and quirks.

    `find_consistency_s` says how soon the CRM finds what it just stored. With
    `has_separate_disposition` an outcome is written apart from the log.
    """

    id: str
    name: str
    contract: int = CONTRACT
    interfaces: tuple[str, ...]
    settings: tuple[Setting, ...] = ()
    find_consistency_s: float = 0
    writers: int = 1
    can_update: bool = True
    has_separate_disposition: bool = False
    max_body_chars: int | None = None
    sign_in: SignIn = SignIn()

    def has(self, interface: str) -> bool:
        """Return whether a connection of this kind has that interface."""
        return interface in self.interfaces


def load_phone(path: Path) -> PhoneManifest:
    """Read the manifest of a phone source.

    Raises ManifestError with the place of what is wrong.
    """
    return _load(path, PhoneManifest)


def load_crm(path: Path) -> CrmManifest:
    """Read the manifest of a CRM connector.

    Raises ManifestError with the place of what is wrong.
    """
    return _load(path, CrmManifest)


def _load(path: Path, manifest: type[_M]) -> _M:
    try:
        return read(manifest, tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ManifestError(f"{path}: {problem}") from problem
    except ShapeError as problem:
        raise ManifestError(f"{path}: {problem}") from None
