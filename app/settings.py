"""What the rep chose, in a file that moves forward in numbered steps.

`load` never fails: what it cannot use is set aside or left out, and told in problems.
Values that the admin fixed win, are named in `fixed`, and never reach the rep's file.
"""

from __future__ import annotations

import locale
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar

from app.policy import NO_POLICY, Policy, read_policy
from app.snapshot import Problem
from connectors.disk import set_aside, write_safely
from connectors.shape import (
    Between,
    Looks,
    Raw,
    ShapeError,
    hints,
    read,
    read_value,
    write,
)

if TYPE_CHECKING:
    from datetime import time
    from pathlib import Path

    from connectors.contract import Clock

Day: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PopOn: TypeAlias = Literal["ring", "answer", "never"]
Corner: TypeAlias = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
TimeOfDay: TypeAlias = Annotated[str, Looks(r"([01]\d|2[0-3]):[0-5]\d", "18:30")]
Id: TypeAlias = Annotated[str, Looks(r"[\w.:@+-]{1,80}", "desk-phone")]
Step: TypeAlias = Callable[[Raw], Raw]

_R = TypeVar("_R", "Settings", "PopSettings", "WrapUpSettings")
_SECRET = re.compile(r"secret|password|passwd|token|api_?key", re.IGNORECASE)


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class SettingError(ValueError):
    """A value cannot be chosen. `name` is dotted, `allowed` says what can."""

    def __init__(self, name: str, allowed: str) -> None:
        super().__init__(f"{name}: allowed is {allowed}")
        self.name = name
        self.allowed = allowed


class FixedByAdminError(SettingError):
    """The admin fixed this value."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "what the admin fixed")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One of the rep's numbers or extensions, and what the rep calls it."""

    value: str = field(repr=False)
    label: str = ""


@dataclass(frozen=True, slots=True)
class PhoneChoice:
    """A phone source that the rep uses; its secrets are in the vault.

    `account` tells several of one kind apart.
    """

    source: Id
    account: Id
    is_enabled: bool = True
    settings: Mapping[str, str] = field(default_factory=_nothing, repr=False)


@dataclass(frozen=True, slots=True)
class CrmChoice:
    """A connection to a CRM; its sign-in is in the vault. No name: the connector's."""

    id: Id
    connector: Id
    name: str = ""
    is_enabled: bool = True
    settings: Mapping[str, str] = field(default_factory=_nothing, repr=False)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When no pop comes up. `days` are those on which the hours begin."""

    start: TimeOfDay = "18:00"
    end: TimeOfDay = "08:00"
    days: tuple[Day, ...] = DAYS

    def cover(self, weekday: int, at: time) -> bool:
        """Whether the rep's local time is in them; Monday is 0."""
        text = f"{at:%H:%M}"
        if self.start < self.end:
            return DAYS[weekday] in self.days and self.start <= text < self.end
        is_evening = DAYS[weekday] in self.days and text >= self.start
        is_morning = DAYS[weekday - 1] in self.days and text < self.end
        return is_evening or is_morning


@dataclass(frozen=True, slots=True)
class PopSettings:
    """When and where the pop comes up."""

    on_inbound: PopOn = "ring"
    on_outbound: PopOn = "ring"
    on_internal: PopOn = "never"
    corner: Corner = "top-right"
    hide_after_s: Annotated[int, Between(0, 600)] = 12  # 0: stays until it is closed
    do_not_disturb: bool = False
    hides_names: bool = False  # on a shared screen
    shortcut: str = "Ctrl+Alt+P"  # empty: none
    quiet_hours: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class WrapUpSettings:
    """When a finished call goes to the CRM."""

    grace_s: Annotated[int, Between(5, 3600)] = 60


def default_region() -> str:
    """Return the country of the system's language setting, for numbers ("DE")."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_TELEPHONE", "LANG")]
    names.append(locale.getlocale()[0] or "")
    for name in names:
        if found := re.match(r"[A-Za-z]{2,3}[_-]([A-Z]{2})\b", name):
            return found[1]
    return "US"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the rep chose. `fixed` has the dotted names the admin fixed."""

    language: Literal["system", "en", "de"] = "system"
    theme: Literal["system", "light", "dark"] = "system"
    region: Annotated[str, Looks(r"[A-Z]{2}", "DE")] = field(
        default_factory=default_region
    )
    is_set_up: bool = False
    starts_at_login: bool = False
    starts_minimized: bool = False
    own_lines: tuple[OwnLine, ...] = ()
    phones: tuple[PhoneChoice, ...] = (PhoneChoice("hook", "hook"),)
    crms: tuple[CrmChoice, ...] = (CrmChoice("local", "local"),)
    pop: PopSettings = PopSettings()
    wrap_up: WrapUpSettings = WrapUpSettings()
    fixed: frozenset[str] = field(default=frozenset(), metadata={"in_file": False})

    def is_fixed(self, name: str) -> bool:
        """Whether the admin fixed this value, or something in or around it."""
        return any(_is_within(name, one) or _is_within(one, name) for one in self.fixed)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings that hold, and what the rep should know about their files."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


STEPS: tuple[Step, ...] = ()


def newest_version(steps: tuple[Step, ...] = STEPS) -> int:
    """Return the version of the files that we write."""
    return len(steps) + 1


def bring_up_to_date(raw: Raw, steps: tuple[Step, ...] = STEPS) -> Raw:
    """Run the steps that this file has not seen yet."""
    for step in steps[raw.get("version", 1) - 1 :]:
        raw = step(raw)
    return raw | {"version": newest_version(steps)}


def load(path: Path, policy_path: Path | None, clock: Clock) -> Loaded:
    """Read the rep's file and the admin's; always gives settings that hold."""
    problems: list[Problem] = []
    policy = NO_POLICY
    if policy_path is not None:
        policy = read_policy(policy_path, path.with_name("policy-seen.toml"))
        problems.extend(policy.problems)
    raw = _read_file(path, clock, problems)
    wrong: list[ShapeError] = []
    settings = _without_secrets(read(Settings, raw, refuse=wrong.append), wrong)
    if wrong:
        aside = _keep_copy(path, clock, problems)
        problems.extend(
            Problem("settings-value", f"{one.name} ({aside})", clock.now())
            for one in wrong
        )
        if aside:
            _save_and_tell(path, settings, problems)
    settings = _with_policy(settings, policy, problems)
    return Loaded(settings, tuple(problems))


def _read_file(path: Path, clock: Clock, problems: list[Problem]) -> Raw:
    """Return the raw values; a broken or newer file is renamed, never overwritten."""
    code = "settings-broken"
    try:
        raw = tomllib.loads(path.read_bytes().decode())
        version = raw.get("version", 1)
        if isinstance(version, int) and 1 <= version <= newest_version():
            raw = bring_up_to_date(raw)
            del raw["version"]
            return raw
        if isinstance(version, int) and version > newest_version():
            code = "settings-newer"
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        pass
    detail = path.name
    try:
        why = code.removeprefix("settings-")
        detail = set_aside(path, why, clock.now()).name
    except OSError:
        problems.append(Problem("folder-read-only", path.name, clock.now()))
    problems.append(Problem(code, detail, clock.now()))
    return {}


def _without_secrets(settings: Settings, wrong: list[ShapeError]) -> Settings:
    """Leave out what looks like a secret: those belong in the keyring alone."""

    def cleaned(name: str, values: Mapping[str, str]) -> Mapping[str, str]:
        for key in values:
            if _SECRET.search(key):
                wrong.append(ShapeError(f"{name}.{key}", "kept in the keyring alone"))
        return {key: text for key, text in values.items() if not _SECRET.search(key)}

    phones = tuple(
        replace(one, settings=cleaned(f"phones[{place}].settings", one.settings))
        for place, one in enumerate(settings.phones)
    )
    crms = tuple(
        replace(one, settings=cleaned(f"crms[{place}].settings", one.settings))
        for place, one in enumerate(settings.crms)
    )
    return replace(settings, phones=phones, crms=crms)


def _keep_copy(path: Path, clock: Clock, problems: list[Problem]) -> str:
    try:
        return set_aside(path, "broken", clock.now()).name
    except OSError:
        problems.append(Problem("folder-read-only", path.name, clock.now()))
        return ""


def _save_and_tell(path: Path, settings: Settings, problems: list[Problem]) -> None:
    try:
        save(path, settings)
    except OSError:
        problems.append(Problem("folder-read-only", path.name))


def _with_policy(
    settings: Settings, policy: Policy, problems: list[Problem]
) -> Settings:
    for name, value in policy.values.items():
        try:
            settings = _changed(settings, name, value)
        except SettingError as problem:
            problems.append(Problem("policy-value", problem.name))
        else:
            settings = replace(settings, fixed=settings.fixed | {name})
    return settings


def change(settings: Settings, name: str, value: object) -> Settings:
    """Return settings with one value changed, by its dotted name ("pop.corner")."""
    if settings.is_fixed(name):
        raise FixedByAdminError(name)
    return _changed(settings, name, value)


def _changed(settings: Settings, name: str, value: object) -> Settings:
    try:
        changed = _put(settings, name.split("."), value, name)
    except ShapeError as problem:
        raise SettingError(problem.name, problem.allowed) from problem
    wrong: list[ShapeError] = []
    _without_secrets(changed, wrong)
    if wrong:
        raise SettingError(wrong[0].name, wrong[0].allowed)
    return changed


def _put(record: _R, parts: list[str], value: object, name: str) -> _R:
    first, *rest = parts
    known = hints(type(record))
    if first not in known:
        raise ShapeError(name, "one of " + ", ".join(sorted(known)))
    if not rest:
        return replace(record, **{first: read_value(known[first], value, name)})
    group: Any = getattr(record, first)
    if type(group) not in (PopSettings, WrapUpSettings):
        raise ShapeError(name, f"only {first} as a whole")
    below: Any = _put(group, rest, value, name)
    return replace(record, **{first: below})


def save(path: Path, settings: Settings) -> None:
    """Write the file. What the admin fixed stays as the rep's file has it."""
    raw = write(settings)
    if settings.fixed:
        chosen = _raw_of(path)
        for name in settings.fixed:
            _copy_value(chosen, raw, name.split("."))
    import tomli_w  # noqa: PLC0415  # only where something is written

    text = tomli_w.dumps({"version": newest_version()} | raw)
    write_safely(path, text.encode())


def _raw_of(path: Path) -> Raw:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _copy_value(source: Raw, target: Raw, parts: list[str]) -> None:
    first, *rest = parts
    if rest:
        below = source.get(first)
        _copy_value(
            below if isinstance(below, dict) else {},
            target.setdefault(first, {}),
            rest,
        )
    elif first in source:
        target[first] = source[first]
    else:
        target.pop(first, None)


def _is_within(name: str, group: str) -> bool:
    return name == group or name.startswith(f"{group}.")
