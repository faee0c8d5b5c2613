"""The rules that no linter knows, as functions from source text to findings.

Each finding is one line of text that says where and what. The tests run each rule over
the tree, and over a sample that breaks it, so that a rule which finds nothing is known
to be able to.
"""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rule = Callable[[str, ast.Module], Iterator[str]]

HEX_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")
HOOK_IMPORTS = frozenset(
    {"__future__", "sys", "os", "socket", "_socket", "json"}  # _socket: its C half
)
BROAD_CATCHERS = frozenset(
    {
        *("app/tasks.py", "app/feed.py", "app/outbox.py", "ui/loop.py"),
        # threads that give the error to who waits for the work
        *("app/commit_thread.py", "app/vault.py", "connectors/database_thread.py"),
    }
)
CLOCK_CALLS = frozenset(
    {
        *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
        *("datetime.datetime.now", "datetime.datetime.utcnow"),
        *(
            "datetime.datetime.today",
            "datetime.date.today",
            "time.time",
            "time.time_ns",
        ),
    }
)
VAGUE_WORDS = frozenset(
    {
        *("manager", "handler", "helper", "util", "utils", "common", "base"),
        *("data", "info", "process", "service"),
    }
)
CONTRACT_NAMES = frozenset({"UserInfo", "OAuthInfo"})  # names of the published contract


def tasks_have_one_owner(path: str, tree: ast.Module) -> Iterator[str]:
    """Tasks that nobody owns vanish with their errors; a TaskGroup owns its own."""
    if path == "app/tasks.py":
        return
    for call in _calls(tree):
        name = ast.unparse(call.func)
        owner, _, method = name.rpartition(".")
        starts = method in {"create_task", "ensure_future"}
        if starts and (not owner or "asyncio" in owner or "loop" in owner):
            yield _at(path, call, f"{name}() outside app/tasks.py")


def time_comes_from_the_clock(path: str, tree: ast.Module) -> Iterator[str]:
    """What reads the time itself cannot be tested with a fake clock."""
    if path == "app/clock.py":
        return
    for call in _calls(tree):
        if (name := ast.unparse(call.func)) in CLOCK_CALLS:
            yield _at(path, call, f"{name}() outside app/clock.py")


def broad_catches_are_few(path: str, tree: ast.Module) -> Iterator[str]:
    """A bug caught by everyone is a bug that nobody sees."""
    if path in BROAD_CATCHERS:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or _names_a_broad_error(node.type)
            if broad and not _passes_it_on(node):
                yield _at(path, node, "catches every exception and keeps it")
        elif isinstance(node, ast.Call) and _suppresses_every_error(node):
            yield _at(path, node, "suppresses every exception")


def dialogs_open_without_exec(path: str, tree: ast.Module) -> Iterator[str]:
    """A nested event loop loses the tasks that wait outside it."""
    if not path.startswith("ui/"):
        return
    for call in _calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"exec", "exec_"}:
            yield _at(path, call, f"{ast.unparse(call.func)}() starts a nested loop")


def the_hook_imports_next_to_nothing(path: str, tree: ast.Module) -> Iterator[str]:
    """A phone waits for the hook to end; argparse alone triples its start."""
    if path != "app/hook.py":
        return
    for node in _imports_that_run(tree):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
        )
        for name in names:
            if name not in HOOK_IMPORTS:
                yield f"{path}:{node.lineno} imports {name}"


def colours_live_in_the_theme(path: str, tree: ast.Module) -> Iterator[str]:
    """A colour outside the theme is wrong in light or in dark."""
    if not path.startswith("ui/") or path == "ui/theme.py":
        return
    prose = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in prose
            and (colour := HEX_COLOUR.search(node.value))
        ):
            yield _at(path, node, f"the colour {colour[0]} outside ui/theme.py")


def modules_say_why_they_exist(path: str, tree: ast.Module) -> Iterator[str]:
    """The first sentence of a file is what a newcomer reads."""
    if tree.body and not ast.get_docstring(tree):
        yield f"{path}:1 has no docstring"


def names_say_what_things_are(path: str, tree: ast.Module) -> Iterator[str]:
    """If nothing but a vague word fits, the thing is two things."""
    if vague := VAGUE_WORDS.intersection(PurePosixPath(path).stem.split("_")):
        yield f"{path}:1 has the vague word {', '.join(vague)} in its name"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name not in CONTRACT_NAMES:
            words = {word.lower() for word in re.findall("[A-Z][a-z]+", node.name)}
            if vague := VAGUE_WORDS.intersection(words):
                yield _at(path, node, f"{node.name} says {', '.join(vague)}")


RULES: tuple[Rule, ...] = (
    tasks_have_one_owner,
    time_comes_from_the_clock,
    broad_catches_are_few,
    dialogs_open_without_exec,
    the_hook_imports_next_to_nothing,
    colours_live_in_the_theme,
    modules_say_why_they_exist,
    names_say_what_things_are,
)


def findings(rule: Rule, path: str, source: str) -> list[str]:
    """Return what `rule` finds in this text of the file at `path`."""
    return list(rule(path, ast.parse(source)))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _imports_that_run(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Give the imports that run: those for the type checker alone do not."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        else:
            yield from _imports_that_run(node)


def _at(path: str, node: ast.expr | ast.stmt | ast.excepthandler, what: str) -> str:
    return f"{path}:{node.lineno} {what}"


def _names_a_broad_error(node: ast.expr) -> bool:
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(ast.unparse(name) in {"Exception", "BaseException"} for name in names)


def _passes_it_on(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and raising again hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _suppresses_every_error(call: ast.Call) -> bool:
    return ast.unparse(call.func) in {"suppress", "contextlib.suppress"} and any(
        _names_a_broad_error(argument) for argument in call.args
    )


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(first := node.body[0], ast.Expr)
        ):
            yield first.value
