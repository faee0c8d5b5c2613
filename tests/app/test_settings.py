"""What the rep chose and the admin fixed survives whatever happens to the files."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from app.settings import (
    CrmChoice,
    FixedByAdminError,
    OwnLine,
    PhoneChoice,
    PopSettings,
    QuietHours,
    SettingError,
    Settings,
    WrapUpSettings,
    bring_up_to_date,
    change,
    default_region,
    load,
    save,
)
from tests.fakes.clock import FakeClock

OLD_FILES = Path(__file__).with_name("settings_files")
FULL = Settings(
    language="de",
    theme="dark",
    region="GB",
    is_set_up=True,
    starts_at_login=True,
    starts_minimized=True,
    own_lines=(OwnLine("+44 20 7946 0100", "Sales line"), OwnLine("204")),
    phones=(
        PhoneChoice(
            "asterisk",
            "office",
            is_enabled=False,
            settings={"host": "pbx.example.com", "username": "rep"},
        ),
    ),
    crms=(CrmChoice("local", "local", "My contacts"),),
    pop=PopSettings(
        on_inbound="answer",
        on_outbound="never",
        on_internal="ring",
        corner="bottom-left",
        hide_after_s=0,
        do_not_disturb=True,
        hides_names=True,
        shortcut="",
        quiet_hours=QuietHours("20:00", "07:30", ("sat", "sun")),
    ),
    wrap_up=WrapUpSettings(grace_s=30),
)
CLOCK = FakeClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return tmp_path / "etc-policy.toml"


def codes(path: Path, policy: Path | None = None) -> list[str]:
    return [problem.code for problem in load(path, policy, CLOCK).problems]


def test_without_a_file_everything_has_a_default(path: Path) -> None:
    loaded = load(path, None, CLOCK)

    assert loaded.settings == Settings()
    assert loaded.problems == ()
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("v1-full.toml", FULL), ("v1-minimal.toml", Settings(region="DE"))],
)
def test_a_file_of_every_version_is_read(
    path: Path, name: str, expected: Settings
) -> None:
    path.write_bytes((OLD_FILES / name).read_bytes())

    loaded = load(path, None, CLOCK)

    assert loaded.settings == expected
    assert loaded.problems == ()


def test_what_is_saved_is_read_again(path: Path) -> None:
    save(path, FULL)

    assert load(path, None, CLOCK).settings == FULL
    assert path.stat().st_mode & 0o777 == 0o600


def test_steps_run_once_each_and_in_order() -> None:
    steps = (
        lambda raw: raw | {"crms": [raw.pop("crm")]},
        lambda raw: raw | {"crms": [{"id": name} for name in raw["crms"]]},
    )

    from_first = bring_up_to_date({"crm": "local"}, steps)
    from_second = bring_up_to_date({"version": 2, "crms": ["local"]}, steps)

    assert from_first == {"version": 3, "crms": [{"id": "local"}]}
    assert from_second == from_first
    assert bring_up_to_date(from_first, steps) == from_first


@pytest.mark.parametrize(
    ("content", "code", "suffix"),
    [
        (b"language = [", "settings-broken", "broken"),
        (b"\xff\xfe\x00", "settings-broken", "broken"),
        (b'version = "one"', "settings-broken", "broken"),
        (b"version = 0", "settings-broken", "broken"),
        (b'version = 999\nlanguage = "de"', "settings-newer", "newer"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_whole(
    path: Path, content: bytes, code: str, suffix: str
) -> None:
    path.write_bytes(content)

    loaded = load(path, None, CLOCK)
    save(path, loaded.settings)

    assert [problem.code for problem in loaded.problems] == [code]
    aside = path.with_name(f"settings.toml.{suffix}-20261122T090000Z")
    assert loaded.problems[0].detail == aside.name
    assert aside.read_bytes() == content


def test_something_that_is_no_file_is_set_aside_too(path: Path) -> None:
    path.mkdir()

    assert codes(path) == ["settings-broken"]
    save(path, Settings())


def test_nothing_set_aside_earlier_is_overwritten(path: Path) -> None:
    for number in range(3):
        path.write_bytes(b"broken = [ %d" % number)
        load(path, None, CLOCK)

    contents = sorted(aside.read_bytes() for aside in path.parent.iterdir())
    assert contents == [b"broken = [ 0", b"broken = [ 1", b"broken = [ 2"]


@pytest.mark.parametrize(
    "line",
    [
        'theme = "pink"',
        "region = 49",
        'region = "Germany"',
        "is_set_up = 1",
        'colour = "red"',
        'fixed = ["region"]',
        "[[phones]]\nis_enabled = true",
        "[wrap_up]\ngrace_s = true",
        "[wrap_up]\ngrace_s = 1",
        '[pop.quiet_hours]\nstart = "25:00"',
        'pop = "top"',
        "own_lines = 204",
        '[[phones]]\nsource = "asterisk"\naccount = "a"\nsettings = {port = 5038}',
    ],
)
def test_one_wrong_value_costs_that_value_alone(path: Path, line: str) -> None:
    content = f'language = "de"\n{line}\n'
    path.write_text(content)

    loaded = load(path, None, CLOCK)

    assert loaded.settings.language == "de"
    assert [problem.code for problem in loaded.problems] == ["settings-value"]
    (aside,) = path.parent.glob("settings.toml.broken-*")
    assert aside.read_text() == content
    assert codes(path) == []


def test_a_secret_in_the_file_is_neither_used_nor_kept(path: Path) -> None:
    path.write_text(
        '[[phones]]\nsource = "asterisk"\naccount = "office"\n'
        'settings = {host = "pbx", secret = "hunter2"}\n'
    )

    loaded = load(path, None, CLOCK)

    assert loaded.settings.phones[0].settings == {"host": "pbx"}
    assert [problem.code for problem in loaded.problems] == ["settings-value"]
    assert "hunter2" not in str(loaded)
    assert "hunter2" not in path.read_text()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("language", "de", Settings(language="de")),
        ("pop.corner", "bottom-left", Settings(pop=PopSettings(corner="bottom-left"))),
        ("wrap_up.grace_s", 5, Settings(wrap_up=WrapUpSettings(grace_s=5))),
        ("own_lines", (OwnLine("204"),), Settings(own_lines=(OwnLine("204"),))),
        ("own_lines", [{"value": "204"}], Settings(own_lines=(OwnLine("204"),))),
        (
            "pop.quiet_hours",
            QuietHours(),
            Settings(pop=PopSettings(quiet_hours=QuietHours())),
        ),
        ("pop.quiet_hours", None, Settings()),
    ],
)
def test_a_value_is_changed_by_its_name(
    name: str, value: object, expected: Settings
) -> None:
    assert change(Settings(), name, value) == expected


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("theme", "pink", "one of system, light, dark"),
        ("pop.corner", "middle", "one of top-left, top-right"),
        ("wrap_up.grace_s", 4000, "5 to 3600"),
        ("wrap_up.grace_s", "60", "a whole number"),
        ("region", "deutsch", "a text like DE"),
        ("pop.quiet_hours", QuietHours(start="7 pm"), "a text like 18:30"),
        ("nonsense", 1, "one of crms, is_set_up, language"),
        ("pop.nonsense", 1, "one of corner, do_not_disturb"),
        ("phones.settings", {}, "only phones as a whole"),
        (
            "phones",
            (PhoneChoice("a", "a", settings={"api_key": "x"}),),
            "kept in the keyring alone",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(
    name: str, value: object, allowed: str
) -> None:
    with pytest.raises(SettingError) as problem:
        change(Settings(), name, value)

    assert allowed in str(problem.value)


def test_what_the_admin_fixed_wins_and_cannot_be_changed(
    path: Path, policy: Path
) -> None:
    save(path, Settings(theme="dark", pop=PopSettings(corner="top-left")))
    policy.write_text('theme = "light"\n[pop]\ncorner = "bottom-right"\n')

    loaded = load(path, policy, CLOCK)

    assert loaded.problems == ()
    assert loaded.settings.theme == "light"
    assert loaded.settings.pop.corner == "bottom-right"
    assert loaded.settings.fixed == {"theme", "pop.corner"}
    assert loaded.settings.is_fixed("pop.corner")
    assert not loaded.settings.is_fixed("pop.shortcut")
    for name in ("theme", "pop.corner", "pop"):
        with pytest.raises(FixedByAdminError):
            change(loaded.settings, name, "dark")


def test_the_reps_own_choice_comes_back_when_the_policy_goes(
    path: Path, policy: Path
) -> None:
    save(path, Settings(theme="dark"))
    policy.write_text('theme = "light"\n[wrap_up]\ngrace_s = 10\n')
    fixed = load(path, policy, CLOCK).settings

    save(path, change(fixed, "language", "de"))
    policy.unlink()

    own = load(path, policy, CLOCK).settings
    assert own == Settings(theme="dark", language="de")


def test_a_broken_policy_leaves_the_last_one_in_force(path: Path, policy: Path) -> None:
    policy.write_text('theme = "light"')
    load(path, policy, CLOCK)
    policy.write_text("theme = ")

    loaded = load(path, policy, CLOCK)

    assert [problem.code for problem in loaded.problems] == ["policy-broken"]
    assert loaded.settings.theme == "light"
    assert loaded.settings.fixed == {"theme"}


def test_a_policy_that_was_never_readable_fixes_nothing_and_is_told(
    path: Path, policy: Path
) -> None:
    policy.write_bytes(b"\xff")

    loaded = load(path, policy, CLOCK)

    assert [problem.code for problem in loaded.problems] == ["policy-broken"]
    assert loaded.settings == Settings()


def test_a_policy_that_was_taken_away_is_forgotten(path: Path, policy: Path) -> None:
    policy.write_text('theme = "light"')
    load(path, policy, CLOCK)
    policy.unlink()
    load(path, policy, CLOCK)
    policy.write_text("theme = ")

    assert load(path, policy, CLOCK).settings.theme == "system"


def test_one_wrong_value_in_a_policy_leaves_the_others_in_force(
    path: Path, policy: Path
) -> None:
    policy.write_text('theme = "pink"\nregion = "FR"\ncolour = "red"\n')

    loaded = load(path, policy, CLOCK)

    assert loaded.settings.fixed == {"region"}
    assert [(one.code, one.detail) for one in loaded.problems] == [
        ("policy-value", "theme"),
        ("policy-value", "colour"),
    ]


def test_a_folder_that_cannot_be_written_keeps_the_values_that_can_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text('language = "de"\ntheme = "pink"\n')
    reader = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from app.settings import load\n"
        "from tests.fakes.clock import FakeClock\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "loaded = load(Path(sys.argv[1]), None, FakeClock())\n"
        "print(loaded.settings.language, *[one.code for one in loaded.problems])\n"
    )
    for folder in path.parents[:-2]:
        folder.chmod(0o755)
    path.parent.chmod(0o555)
    path.chmod(0o444)
    monkeypatch.setenv("PYTHONPATH", os.getcwd())  # noqa: PTH109

    done = subprocess.run(
        [sys.executable, "-c", reader, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )

    path.parent.chmod(0o755)
    assert done.stdout.split() == ["de", "folder-read-only", "settings-value"]


def test_reading_needs_no_slow_library() -> None:
    program = (
        "import sys; from pathlib import Path; from app.settings import load;"
        "from app.clock import SystemClock;"
        f"load(Path({str(OLD_FILES / 'v1-full.toml')!r}), None, SystemClock());"
        "print({'pydantic', 'tomli_w', 'httpx', 'keyring', 'apsw'} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("hours", "day", "at", "is_quiet"),
    [
        (QuietHours("12:00", "13:00"), 0, time(12, 30), True),
        (QuietHours("12:00", "13:00"), 0, time(13, 0), False),
        (QuietHours("18:00", "08:00", ("mon",)), 0, time(18, 0), True),
        (QuietHours("18:00", "08:00", ("mon",)), 1, time(7, 59), True),
        (QuietHours("18:00", "08:00", ("mon",)), 0, time(7, 59), False),
        (QuietHours("18:00", "08:00", ("sun",)), 0, time(7, 59), True),
        (QuietHours("18:00", "08:00", ()), 0, time(20, 0), False),
    ],
)
def test_quiet_hours_may_span_midnight(
    hours: QuietHours, day: int, at: time, is_quiet: bool
) -> None:
    assert hours.cover(day, at) is is_quiet


@pytest.mark.parametrize(
    ("language", "region"),
    [("de_DE.UTF-8", "DE"), ("en_GB", "GB"), ("pt-BR", "BR"), ("C.UTF-8", None)],
)
def test_the_region_follows_the_system(
    monkeypatch: pytest.MonkeyPatch, language: str, region: str | None
) -> None:
    for name in ("LC_ALL", "LC_TELEPHONE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", language)

    assert len(default_region()) == 2
    assert region is None or default_region() == region


def test_own_numbers_are_not_printed() -> None:
    printed = repr(replace(FULL, own_lines=(OwnLine("+442079460100", "Sales"),)))

    assert "2079460100" not in printed
    assert "pbx.example.com" not in printed
