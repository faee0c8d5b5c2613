"""English and German are complete, and the compiled words are those of the source."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTranslator

from connectors.registry import phone_manifests
from ui import manifest_words

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
SHOWN = {
    *("setText", "setToolTip", "setPlaceholderText", "setAccessibleName"),
    *("setWindowTitle", "setAccessibleDescription", "addAction", "setTitle"),
    *("show_text", "show_state", "show_empty", "show_need", "addItem", "setSuffix"),
    *("show_problem", "show_fact", "show_head"),
}
MADE = {"QLabel", "Words", "Button", "QPushButton", "Check", "Radio", "FilterTab"}
NAMES = {"Switchhook", "English", "Deutsch"}  # the same in every language


def refresh() -> Any:
    spec = importlib.util.spec_from_file_location(
        "refresh_translations", ROOT / "packaging" / "refresh_translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_word_lacks_its_translation(language: str) -> None:
    module = refresh()
    known = module.read(FOLDER / f"switchhook_{language}.ts")

    wanted = [word for word in module.collect() if language == "de" or word.is_plural]
    lacking = [word for word in wanted if not all(known.get(word, [""]))]

    assert lacking == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_source_has_no_word_that_is_gone(language: str) -> None:
    module = refresh()

    gone = module.read(FOLDER / f"switchhook_{language}.ts").keys() - set(
        module.collect()
    )

    assert gone == set()


def test_the_compiled_words_are_those_of_the_source(qapp: object) -> None:
    module = refresh()
    translator = QTranslator()
    assert translator.load("switchhook_de", str(FOLDER))

    for word, forms in module.read(FOLDER / "switchhook_de.ts").items():
        count = 2 if word.is_plural else -1
        said = translator.translate(word.context, word.source, word.comment, count)
        assert said == forms[-1], word


def test_german_keeps_every_placeholder() -> None:
    for word, forms in refresh().read(FOLDER / "switchhook_de.ts").items():
        wanted = _placeholders(word.source)
        # a form for one may leave its number out
        assert _placeholders(forms[-1]) == wanted, word


def _placeholders(text: str) -> set[str]:
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return named | set(re.findall(r"%L?n", text))


def test_no_literal_reaches_the_screen_untranslated() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in sorted((ROOT / "ui").rglob("*.py"))
        for line, text in _bare_literals(path)
        if text not in NAMES
    ]

    assert found == []


def _bare_literals(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in SHOWN | MADE:
            continue
        values = [*node.args]
        values += [one.value for one in node.keywords if one.arg in ("text", "name")]
        for value in values:
            text = value.value if isinstance(value, ast.Constant) else None
            if isinstance(text, str) and re.search(r"[A-Za-z]{2}.* |[A-Z][a-z]", text):
                yield node.lineno, text


def test_every_word_of_our_manifests_is_known() -> None:
    known = manifest_words.known()

    for manifest in phone_manifests().values():
        for setting in manifest.settings:
            assert setting.label in known, setting.label
            assert not setting.hint or setting.hint in known, setting.hint
