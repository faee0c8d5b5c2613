"""The layer contracts hold for a clean tree, and each of them can be broken."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("importlinter")

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
]
CLEAN = {
    "ui/__main__.py": "import app.hook, app.cli, app.wiring",
    "ui/shell.py": "import app.tasks, app.companion, connectors.records, PySide6",
    "ui/notifier.py": "import jeepney",
    "app/companion.py": "import app.store, connectors.registry, connectors.loopback",
    "app/vault.py": "import keyring",
    "app/store.py": "import apsw",
    "connectors/http.py": "import httpx, connectors.errors",
    "connectors/phone_number.py": "import phonenumbers",
    "connectors/loopback.py": "import h11",
    "connectors/crm/acme/connector.py": "import connectors.http, resources",
    "connectors/phone/desk/source.py": "import jeepney, connectors.phone.desk.words",
}
FOLDERS = (
    *("ui", "app", "resources", "connectors", "connectors/proxy"),
    *("connectors/crm", "connectors/crm/acme"),
    *("connectors/phone", "connectors/phone/desk"),
)
EMPTY = (
    *("ui/pop_window.py", "app/hook.py", "app/cli.py", "app/wiring.py", "app/tasks.py"),
    *("app/outbox.py", "connectors/records.py", "connectors/registry.py"),
    *("connectors/errors.py", "connectors/oauth.py", "connectors/phone/desk/words.py"),
)
BROKEN = {
    "resources/__init__.py": "import app",
    "ui/pop_window.py": "import connectors.registry, app.outbox, httpx, h11",
    "app/outbox.py": "import connectors.http, connectors.crm.acme, PySide6, Xlib",
    "connectors/records.py": "import keyring, sqlite3, jeepney, phonenumbers",
}


def plant(root: Path, files: dict[str, str]) -> None:
    for folder in FOLDERS:
        (root / folder).mkdir()
        (root / folder / "__init__.py").touch()
    for path in EMPTY:
        (root / path).touch()
    for path, source in files.items():
        (root / path).write_text(source)
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    (root / "pyproject.toml").write_text(pyproject[pyproject.index("[tool.import") :])


def lint(root: Path) -> dict[str, str]:
    done = subprocess.run(
        [
            *(sys.executable, "-c"),
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=root,
        env={"PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)", done.stdout, re.MULTILINE))
    assert verdicts, done.stdout + done.stderr
    return verdicts


def test_a_clean_tree_keeps_every_contract(tmp_path: Path) -> None:
    plant(tmp_path, CLEAN)

    assert lint(tmp_path) == dict.fromkeys(CONTRACTS, "KEPT")


def test_each_contract_can_be_broken(tmp_path: Path) -> None:
    plant(tmp_path, CLEAN | BROKEN)

    assert lint(tmp_path) == dict.fromkeys(CONTRACTS, "BROKEN")
