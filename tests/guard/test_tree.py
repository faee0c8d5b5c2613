"""The checkout hides no library and no folder, and its locks lock."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guard import tree

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "packaging" / "lock"
A_HASH = "--hash=sha256:" + "0" * 64


def test_the_folder_packaging_is_no_package(tmp_path: Path) -> None:
    assert list(tree.shadowing_packages(ROOT)) == []

    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "__init__.py").touch()
    assert list(tree.shadowing_packages(tmp_path)) == ["packaging/__init__.py"]


def test_every_folder_of_modules_is_seen_by_the_layer_check(tmp_path: Path) -> None:
    assert list(tree.folders_no_linter_sees(ROOT)) == []

    (tmp_path / "app" / "lost").mkdir(parents=True)
    (tmp_path / "app" / "lost" / "found.py").touch()
    assert list(tree.folders_no_linter_sees(tmp_path)) == ["app/lost"]


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_the_lock_pins_every_package_and_names_no_index(name: str) -> None:
    lock = LOCKS / name

    assert "pyside6-essentials==" in lock.read_text("utf-8")
    assert list(tree.loose_pins(lock)) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "anyio @ https://example.org/anyio.whl",
        "anyio==4.16.0",
        f"anyio>=4 \\\n    {A_HASH}",
    ],
)
def test_a_loose_pin_is_found(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(f"h11==0.16.0 \\\n    {A_HASH}\n{line}\n")

    assert list(tree.loose_pins(lock))


def test_the_tests_run_with_the_versions_that_the_app_gets() -> None:
    runtime, dev = (
        set(re.findall(r"^\w\S+==\S+", lock.read_text("utf-8"), re.MULTILINE))
        for lock in (LOCKS / "runtime.txt", LOCKS / "dev.txt")
    )

    assert runtime - dev == set()
