"""The tree keeps the rules that no linter knows, and each rule can find a breach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.guard import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.guard.rules import Rule

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "connectors", "resources", "ui")

BREACHES = [
    (rules.tasks_have_one_owner, "app/desk.py", "asyncio.create_task(work)"),
    (rules.tasks_have_one_owner, "ui/shell.py", "ensure_future(work)"),
    (
        rules.tasks_have_one_owner,
        "connectors/http.py",
        "asyncio.get_running_loop().create_task(work)",
    ),
    (rules.time_comes_from_the_clock, "app/desk.py", "at = datetime.now(UTC)"),
    (rules.time_comes_from_the_clock, "ui/pop_window.py", "at = time.time()"),
    (rules.time_comes_from_the_clock, "ui/calls.py", "day = datetime.date.today()"),
    (
        rules.broad_catches_are_few,
        "app/desk.py",
        "try:\n    f()\nexcept Exception:\n    g()",
    ),
    (rules.broad_catches_are_few, "app/desk.py", "try:\n    f()\nexcept:\n    g()"),
    (
        rules.broad_catches_are_few,
        "app/desk.py",
        "try:\n    f()\nexcept (OSError, Exception) as e:\n    g(e)",
    ),
    (rules.broad_catches_are_few, "app/desk.py", "with suppress(Exception):\n    f()"),
    (rules.dialogs_open_without_exec, "ui/shell.py", "QMessageBox(self).exec()"),
    (rules.dialogs_open_without_exec, "ui/widgets/menu.py", "menu.exec_(at)"),
    (rules.the_hook_imports_next_to_nothing, "app/hook.py", "import argparse"),
    (
        rules.the_hook_imports_next_to_nothing,
        "app/hook.py",
        "def main():\n    from pathlib import Path",
    ),
    (rules.colours_live_in_the_theme, "ui/tray.py", "QColor('#ff8800')"),
    (rules.colours_live_in_the_theme, "ui/tray.py", "style = 'color: #FFF;'"),
    (rules.modules_say_why_they_exist, "app/desk.py", "import sys"),
    (rules.names_say_what_things_are, "app/call_manager.py", "x = 1"),
    (rules.names_say_what_things_are, "app/desk.py", "class CallHandler: ..."),
]
FINE = [
    (rules.tasks_have_one_owner, "app/desk.py", "group.create_task(work)"),
    (rules.tasks_have_one_owner, "app/tasks.py", "asyncio.create_task(work)"),
    (rules.time_comes_from_the_clock, "app/desk.py", "at = clock.now()"),
    (rules.time_comes_from_the_clock, "app/clock.py", "at = datetime.now(UTC)"),
    (
        rules.broad_catches_are_few,
        "app/outbox.py",
        "try:\n    f()\nexcept Exception:\n    g()",
    ),
    (
        rules.broad_catches_are_few,
        "app/store.py",
        "try:\n    f()\nexcept BaseException:\n    g()\n    raise",
    ),
    (rules.dialogs_open_without_exec, "app/store.py", "connection.exec()"),
    (rules.the_hook_imports_next_to_nothing, "app/hook.py", "import sys, os"),
    (
        rules.the_hook_imports_next_to_nothing,
        "app/hook.py",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from pathlib import Path",
    ),
    (rules.colours_live_in_the_theme, "ui/theme.py", "ACCENT = '#3366ff'"),
    (rules.colours_live_in_the_theme, "ui/tray.py", "issue = 'see #12'"),
    (rules.modules_say_why_they_exist, "app/__init__.py", ""),
    (rules.names_say_what_things_are, "connectors/records.py", "class UserInfo: ..."),
]


def sources() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    found = [
        finding
        for path, source in sources()
        for finding in rules.findings(rule, path, source)
    ]

    assert found == []


@pytest.mark.parametrize(("rule", "path", "source"), BREACHES)
def test_a_breach_is_found(rule: Rule, path: str, source: str) -> None:
    assert rules.findings(rule, path, source)


@pytest.mark.parametrize(("rule", "path", "source"), FINE)
def test_what_is_allowed_is_not_a_breach(rule: Rule, path: str, source: str) -> None:
    assert rules.findings(rule, path, source) == []


def test_every_rule_has_a_sample_that_breaks_it() -> None:
    assert {rule for rule, _, _ in BREACHES} == set(rules.RULES)
