"""Facts: one beside the other, whenever they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.facts import Facts
from ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

RINGING = (("Call", "Incoming"), ("When", "Today 14:05"))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    made.resize(700, 200)
    made.show()
    return made


@pytest.fixture
def facts(window: QWidget) -> Facts:
    made = Facts(Theme(), window)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    return made


def stand_apart(facts: Facts, *names: str) -> bool:
    children = facts.findChildren(QWidget)
    seen = (one for one in children if not one.isHidden())
    named = [one for one in seen if one.accessibleName() in names]
    rects = [one.geometry() for one in named]
    return len(named) == len(names) and not any(
        one.intersects(other)
        for at, one in enumerate(rects)
        for other in rects[at + 1 :]
    )


def test_a_fact_that_comes_later_stands_beside_the_others(
    facts: Facts, qtbot: QtBot
) -> None:
    facts.show_facts(RINGING)
    names = ("Call: Incoming", "When: Today 14:05")
    qtbot.waitUntil(lambda: stand_apart(facts, *names))

    facts.show_facts((*RINGING, ("Talked", "3 s")))

    qtbot.waitUntil(lambda: stand_apart(facts, *names, "Talked: 3 s"))
