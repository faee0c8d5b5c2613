"""What conftest promises of every test run, proven on small runs of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str]]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a test file under our conftest; return the exit code and what it printed."""

    def run_file(source: str, *options: str, ci: str = "") -> tuple[int, str]:
        path = tmp_path / "test_sample.py"
        path.write_text(f"import logging, os, socket, pytest\n{source}\n")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-c", str(ROOT / "core-pytest.ini")),
                *("-p", "tests.conftest", "-p", "no:cacheprovider"),
                *("-p", "no:pytest-qt", "-q", str(path), *options),
            ],
            cwd=ROOT,
            env={**os.environ, "CI": ci},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout

    return run_file


WARNS = """
def warn():
    logging.getLogger("app").warning("the phone is away")

@pytest.fixture
def late():
    yield
    warn()

def test_unexpected():
    warn()

def test_unexpected_late(late): ...

@pytest.mark.expected_warnings("is away")
def test_expected():
    warn()

@pytest.mark.expected_warnings("is away")
def test_expected_in_vain(): ...

def test_allowed(expected_warnings):
    expected_warnings.allow("is away")
    warn()

def test_read_from_the_log(caplog):
    warn()
    assert caplog.text
"""


def test_a_warning_in_the_log_fails_a_test_that_did_not_expect_it(run: Run) -> None:
    _, said = run(WARNS, "-rA")

    assert sorted(re.findall(r"^([A-Z]+) .*::test_(\w+)", said, re.MULTILINE)) == [
        ("ERROR", "unexpected_late"),
        ("FAILED", "expected_in_vain"),
        ("FAILED", "unexpected"),
        ("PASSED", "allowed"),
        ("PASSED", "expected"),
        ("PASSED", "read_from_the_log"),
        ("PASSED", "unexpected_late"),
    ]


SKIPS = "def test_skipped():\n    pytest.skip('no phone')\ndef test_passed(): ..."


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_a_skip_fails_the_run_in_ci_and_is_named(
    run: Run, options: tuple[str, ...]
) -> None:
    code, said = run(SKIPS, *options, ci="true")

    assert code == 1
    assert "in CI a skipped test fails the run" in said
    assert "SKIPPED ::test_skipped" in said
    assert said.splitlines()[-1].startswith("1 passed, 1 skipped")


def test_a_skip_is_a_skip_elsewhere(run: Run) -> None:
    code, said = run(SKIPS)

    assert code == 0
    assert "1 passed, 1 skipped" in said


def test_a_run_in_ci_without_skips_passes(run: Run) -> None:
    code, said = run("def test_it(): ...", ci="true")

    assert (code, "1 passed" in said) == (0, True)


def test_nothing_leads_to_the_person_who_runs_the_tests(home: Path) -> None:
    person = os.path.expanduser("~" + os.environ.get("USER", "root"))  # noqa: PTH111
    folders = [
        os.environ[name]
        for name in os.environ
        if name.startswith("XDG_") and name.endswith(("_HOME", "RUNTIME_DIR"))
    ]

    assert os.environ["SWITCHHOOK_HOME"] == str(home)
    assert len(folders) == 5
    assert [folder for folder in folders if folder.startswith(person)] == []
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == "disabled:"
    assert "DISPLAY" not in os.environ


def test_a_socket_fits_into_the_home(home: Path) -> None:
    assert len(str(home / "listener.socket")) < 60
    assert list(home.iterdir()) == []
