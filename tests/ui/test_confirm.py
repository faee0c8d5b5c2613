"""A link dials nothing before the rep said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.snapshot import LinkKind, LinkRequest
from ui.confirm import LinkQuestion, LinkQuestions
from ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

REQUEST = LinkRequest(LinkKind.DIAL, "+44 20 7946 0958<b>\u202e")


class Asked:
    """The question on the screen, and the answer."""

    def __init__(self, qtbot: QtBot) -> None:
        self.question = LinkQuestion(Theme(), REQUEST)
        self.question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(self.question)
        self.answers: list[tuple[str, object]] = []
        self.question.confirmed.connect(lambda r: self.answers.append(("yes", r)))
        self.question.refused.connect(lambda r: self.answers.append(("no", r)))
        self.question.open()
        qtbot.waitUntil(self.question.isActiveWindow)


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def test_the_number_is_shown_as_plain_text(asked: Asked) -> None:
    labels = asked.question.findChildren(QLabel)
    assert "+44 20 7946 0958<b>" in [label.text() for label in labels]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Space]
)
def test_a_key_meant_for_another_program_dials_nothing(
    asked: Asked, key: Qt.Key
) -> None:
    QTest.keyClick(asked.question.focusWidget(), key)

    assert asked.answers == [("no", REQUEST)]


def test_the_rep_confirms_on_purpose(asked: Asked) -> None:
    QTest.mouseClick(asked.question.yes, Qt.MouseButton.LeftButton)

    assert asked.answers == [("yes", REQUEST)]
    assert not asked.question.isVisible()


def test_the_newest_link_asks_in_place_of_the_one_before(qapp: object) -> None:
    followed: list[LinkRequest] = []
    questions = LinkQuestions(Theme(), followed.append)
    questions.ask(LinkRequest(LinkKind.DIAL, "0555 1"))
    first = questions.question
    assert first is not None

    questions.ask(LinkRequest(LinkKind.DIAL, "0555 2"))

    second = questions.question
    assert second is not None
    assert not first.isVisible()
    assert second.isVisible()
    second.yes.click()
    assert followed == [LinkRequest(LinkKind.DIAL, "0555 2")]
    assert questions.question is None
