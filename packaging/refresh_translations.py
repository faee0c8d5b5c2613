"""Collects the window's words into resources/translations, and compiles them.

    python packaging/refresh_translations.py

New words come in as unfinished: translate them in the .ts file and run it again. A
test fails while a German word lacks or a .qm file is older than its source. Qt's own
collector overlooks words in nested Python calls, so the syntax tree is read here.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
LRELEASE = Path(sys.executable).parent / "pyside6-lrelease"
LANGUAGES = ("de", "en")  # English needs its plural forms only


class Word(NamedTuple):
    """One text of the window, as Qt looks it up."""

    context: str
    source: str
    comment: str
    is_plural: bool


class _Collector(ast.NodeVisitor):
    def __init__(self) -> None:
        self.words: list[Word] = []
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [_literal(argument) for argument in node.args]
        if name == "translate" and len(texts) >= 2 and texts[0] and texts[1]:
            comment = (texts[2] or "") if len(texts) > 2 else ""
            self.words.append(Word(texts[0], texts[1], comment, len(texts) > 3))
        elif name == "tr" and texts and texts[0]:
            comment = (texts[1] or "") if len(texts) > 1 else ""
            word = Word(self._classes[-1], texts[0], comment, len(texts) > 2)
            self.words.append(word)
        self.generic_visit(node)


def _literal(node: ast.expr) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None


def collect() -> list[Word]:
    """Return every text of the window once, ordered by context."""
    collector = _Collector()
    for path in sorted((ROOT / "ui").rglob("*.py")):
        collector.visit(ast.parse(path.read_text("utf-8")))
    return sorted(dict.fromkeys(collector.words), key=lambda word: word.context)


def read(path: Path) -> dict[Word, list[str]]:
    """Return what is translated already."""
    known: dict[Word, list[str]] = {}
    if not path.exists():
        return known
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            word = Word(
                name,
                message.findtext("source") or "",
                message.findtext("comment") or "",
                message.get("numerus") == "yes",
            )
            known[word] = forms or [translation.text or ""]
    return known


def write(path: Path, language: str, known: dict[Word, list[str]]) -> int:
    """Write all words; return how many lack their translation."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    lacking = 0
    for word in collect():
        if language == "en" and not word.is_plural:
            continue
        if word.context not in contexts:
            contexts[word.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[word.context], "name").text = word.context
        message = ET.SubElement(contexts[word.context], "message")
        if word.is_plural:
            message.set("numerus", "yes")
        ET.SubElement(message, "source").text = word.source
        if word.comment:
            ET.SubElement(message, "comment").text = word.comment
        translation = ET.SubElement(message, "translation")
        forms = known.get(word, [])
        if not forms or not all(forms):
            translation.set("type", "unfinished")
            lacking += 1
        if word.is_plural:
            for form in forms or ["", ""]:
                ET.SubElement(translation, "numerusform").text = form
        elif forms:
            translation.text = forms[0]
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{text}\n", "utf-8")
    return lacking


def main() -> int:
    lacking = 0
    for language in LANGUAGES:
        path = FOLDER / f"switchhook_{language}.ts"
        lacking += write(path, language, read(path))
        compiled = path.with_suffix(".qm")
        command = [LRELEASE, "-silent", path, "-qm", compiled]
        subprocess.run(command, check=True)
    sys.stdout.write(f"{lacking} words lack their translation\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
