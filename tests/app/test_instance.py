"""One companion per home, however the last one ended."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.folders import policy_file, runtime_dir
from app.instance import acquire, last_port

ROOT = Path(__file__).resolve().parents[2]
HOLD = "from pathlib import Path; from app.instance import acquire; import sys, time\n"
HOLD += "held = acquire(Path(sys.argv[1])); print(held is not None, flush=True)\n"
HOLD += "held and held.announce(4567); time.sleep(60)"


def hold(home: Path) -> tuple[subprocess.Popen[str], bool]:
    """Start a program that takes the lock and stays; return whether it got it."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert program.stdout is not None
    return program, program.stdout.readline().strip() == "True"


def end(program: subprocess.Popen[str]) -> None:
    program.send_signal(signal.SIGKILL)
    program.wait(30)
    assert program.stdout is not None
    program.stdout.close()


def test_a_home_has_one_companion_and_the_next_follows_it(tmp_path: Path) -> None:
    first = acquire(tmp_path)
    assert first is not None
    assert acquire(tmp_path) is None
    first.release()

    second = acquire(tmp_path)
    assert second is not None
    second.release()


def test_two_homes_have_two(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first, second = acquire(tmp_path / "a"), acquire(tmp_path / "b")

    assert first is not None
    assert second is not None
    first.release()
    second.release()


def test_another_login_with_other_folders_finds_the_same_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "run"
    other.mkdir(mode=0o700)
    first = acquire(tmp_path)
    assert first is not None

    monkeypatch.setenv("XDG_RUNTIME_DIR", str(other))

    assert acquire(tmp_path) is None
    first.release()


def test_a_killed_companion_lets_the_next_one_in(tmp_path: Path) -> None:
    program, has_it = hold(tmp_path)
    assert has_it
    assert acquire(tmp_path) is None

    end(program)

    instance = acquire(tmp_path)
    assert instance is not None
    instance.release()


def test_a_deep_home_is_no_trouble(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-long-folder-name"] * 12)
    deep.mkdir(parents=True)

    instance = acquire(deep)

    assert instance is not None
    instance.release()


def test_the_file_tells_where_it_listens_to_the_rep_alone(tmp_path: Path) -> None:
    instance = acquire(tmp_path)
    assert instance is not None
    instance.announce(4567)
    file = tmp_path / "listener.json"

    told = json.loads(file.read_bytes())
    mode = stat.S_IMODE(file.stat().st_mode)
    instance.release()

    assert told["port"] == 4567
    assert told["pid"] == os.getpid()
    assert mode == 0o600
    assert json.loads(file.read_bytes())["pid"] is None
    assert last_port(tmp_path) == 4567


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"port": "x"}', '{"port": 22}', '{"port": 99999}']
)
def test_a_broken_file_names_no_port(tmp_path: Path, text: str) -> None:
    (tmp_path / "listener.json").write_text(text)

    assert last_port(tmp_path) is None


def test_the_folder_of_locks_is_private() -> None:
    assert stat.S_IMODE(runtime_dir().stat().st_mode) == 0o700


def test_no_variable_moves_the_admins_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = policy_file()
    for name in ("SWITCHHOOK_HOME", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))

    assert policy_file() == before
    assert tmp_path not in before.parents
    assert policy_file(tmp_path) == tmp_path / "policy.toml"
