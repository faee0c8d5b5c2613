"""What holds for every test: nothing leaks out, nothing is logged unseen, none skipped.

The environment is fixed before Qt or keyring are imported: no screen, no session bus,
no folder of the person who runs the tests. Real parts are in `tests/real`.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# D-Bus and X are Linux's
pytest_plugins = ["tests.real.fixtures"] if sys.platform == "linux" else []

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
for name in ("DISPLAY", "WAYLAND_DISPLAY", "SWITCHHOOK_HOME"):
    os.environ.pop(name, None)

SEEN = pytest.StashKey["UnseenRecords"]()


class UnseenRecords(logging.Handler):
    """Keeps the log records of WARNING and above that no test said to expect."""

    def __init__(self, expected: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._expected = [re.compile(pattern) for pattern in expected]
        self._allowed: list[re.Pattern[str]] = []
        self._came: set[re.Pattern[str]] = set()
        self._unseen: list[str] = []

    def allow(self, pattern: str) -> None:
        """Let records that match `pattern` pass from now on; they need not come."""
        self._allowed.append(re.compile(pattern))

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.name == "asyncio" and text.startswith("Executing <"):
            return  # a slow callback, told in debug mode: the machine is busy
        for pattern in self._expected:
            if pattern.search(text):
                self._came.add(pattern)
                return
        if not any(pattern.search(text) for pattern in self._allowed):
            self._unseen.append(f"{record.levelname} {record.name}: {text}")

    def fail_if_any(self) -> None:
        """Fail where a record came unexpected; tell each once."""
        if unseen := self._take_unseen():
            pytest.fail("unexpected log records:\n" + "\n".join(unseen), pytrace=False)

    def fail_if_missing(self) -> None:
        """Fail where an expected record did not come."""
        missing = [p.pattern for p in self._expected if p not in self._came]
        if missing:
            pytest.fail(f"expected log records did not come: {missing}", pytrace=False)

    def _take_unseen(self) -> list[str]:
        unseen, self._unseen = self._unseen, []
        return unseen


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "expected_warnings(*patterns): log records of WARNING and above that the test "
        "must cause; each pattern is searched in the text of the record",
    )


@pytest.fixture(autouse=True)
def expected_warnings(request: pytest.FixtureRequest) -> Iterator[UnseenRecords]:
    """Fail the test on unexpected WARNING records; `allow(pattern)` lets some pass.

    A test that asks for `caplog` reads the log itself and is left alone.
    """
    patterns = [
        pattern
        for marker in request.node.iter_markers("expected_warnings")
        for pattern in marker.args
    ]
    unseen = UnseenRecords(patterns)
    if "caplog" in request.fixturenames:
        unseen.allow("")
    request.node.stash[SEEN] = unseen
    logging.getLogger().addHandler(unseen)
    yield unseen
    logging.getLogger().removeHandler(unseen)
    unseen.fail_if_any()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    yield
    if (unseen := item.stash.get(SEEN, None)) is not None:
        unseen.fail_if_any()
        unseen.fail_if_missing()


@pytest.fixture(scope="session", autouse=True)
def nobodys_folders() -> Iterator[Path]:
    """Point every folder that a program may write to at one of ours.

    The path is short, since sockets in it have no more than 107 bytes for theirs.
    """
    folder = Path(tempfile.mkdtemp(prefix="sh-", dir="/tmp"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("SWITCHHOOK_HOME", str(folder / "switchhook"))
        for variable in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{variable}_HOME", str(folder / variable.lower()))
        (folder / "run").mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty SWITCHHOOK_HOME of its own, on a path short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="sh-", dir="/tmp"))
    monkeypatch.setenv("SWITCHHOOK_HOME", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def is_strict_about_skips(config: pytest.Config) -> bool:
    """Tell whether this is the run that decides, in CI, and no worker of it."""
    return os.environ.get("CI") == "true" and not hasattr(config, "workerinput")


def skipped_reports(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return list(reporter.stats.get("skipped", [])) if reporter else []


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_strict_about_skips(session.config) and skipped_reports(session.config):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if not is_strict_about_skips(config):
        return
    if skipped := skipped_reports(config):
        terminalreporter.section("in CI a skipped test fails the run", red=True)
        for report in skipped:
            terminalreporter.line(f"SKIPPED {report.nodeid}")
