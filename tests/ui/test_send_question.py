"""A chat that is behind, or holds unseen words, is not answered blind (promise G5)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from undivided.desk.values import Reach
from undivided.protocol.ids import ChatId
from undivided.ui.composer.composer import Composer
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.words import wording

ELENA, MARCUS = ChatId("elena"), ChatId("marcus")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer(LIGHT, lambda text: len(text.split()))
    qtbot.addWidget(made)
    made.resize(760, 240)
    made.bind(ELENA, "", name="Elena")
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.focus_text()
    QTest.keyClicks(made.editor, "Yes, we do.")
    return made


def sent_by(composer: Composer) -> list[tuple[str, str]]:
    sent: list[tuple[str, str]] = []
    composer.send_requested.connect(lambda chat, text: sent.append((chat, text)))
    return sent


def enter(composer: Composer) -> None:
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)


@pytest.mark.parametrize("reach", [Reach.NOW, Reach.LATER], ids=["live", "offline"])
def test_enter_sends_without_a_question_when_live_or_merely_offline(
    composer: Composer, reach: Reach
) -> None:
    sent = sent_by(composer)
    composer.set_reach(reach, 0)

    enter(composer)

    assert sent == [(ELENA, "Yes, we do.")]
    assert not composer.question.is_open


@pytest.mark.parametrize(
    ("reach", "unseen", "words"),
    [
        (Reach.BEHIND, 0, "may have written since"),
        (Reach.UNSEEN, 1, "wrote a message while you were offline. Read it"),
        (Reach.UNSEEN, 2, "wrote 2 messages while you were offline. Read them"),
    ],
    ids=["behind", "one unseen", "two unseen"],
)
def test_enter_asks_and_enter_again_still_asks(
    composer: Composer, reach: Reach, unseen: int, words: str
) -> None:
    sent = sent_by(composer)
    composer.set_reach(reach, unseen)

    enter(composer)
    enter(composer)

    assert sent == []
    assert composer.text == "Yes, we do."
    assert composer.question.is_open
    assert words in composer.question.text
    assert "Elena" in composer.question.text
    assert composer.editor.hasFocus()


def test_control_enter_answers_the_question_and_asks_it_first(composer: Composer) -> None:
    sent = sent_by(composer)
    composer.set_reach(Reach.BEHIND, 0)

    QTest.keyClick(composer.editor, Qt.Key.Key_Return, CONTROL)
    asked_first = (list(sent), composer.question.is_open)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return, CONTROL)

    assert asked_first == ([], True)
    assert sent == [(ELENA, "Yes, we do.")]
    assert not composer.question.is_open


def test_mouse_asks_by_one_button_and_answers_by_another(composer: Composer) -> None:
    sent = sent_by(composer)
    composer.set_reach(Reach.UNSEEN, 3)

    QTest.mouseClick(composer.send_button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(composer.send_button, Qt.MouseButton.LeftButton)
    asked = list(sent)
    QTest.mouseClick(composer.question.button, Qt.MouseButton.LeftButton)

    assert asked == []
    assert sent == [(ELENA, "Yes, we do.")]


def test_question_is_answered_by_the_keys_alone(composer: Composer) -> None:
    sent = sent_by(composer)
    composer.set_reach(Reach.BEHIND, 0)
    enter(composer)

    composer.question.button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(composer.question.button, Qt.Key.Key_Space)

    assert sent == [(ELENA, "Yes, we do.")]
    assert composer.editor.hasFocus()


def test_question_goes_when_the_chat_is_up_to_date_and_nothing_is_sent(composer: Composer) -> None:
    sent = sent_by(composer)
    composer.set_reach(Reach.BEHIND, 0)
    enter(composer)

    composer.set_reach(Reach.NOW, 0)
    assert not composer.question.is_open
    assert sent == []
    enter(composer)

    assert sent == [(ELENA, "Yes, we do.")]


def test_question_follows_what_is_true(composer: Composer) -> None:
    composer.set_reach(Reach.BEHIND, 0)
    enter(composer)

    composer.set_reach(Reach.UNSEEN, 2)

    assert composer.question.is_open
    assert "2 messages" in composer.question.text


def test_changed_text_is_asked_about_anew(composer: Composer) -> None:
    sent = sent_by(composer)
    composer.set_reach(Reach.BEHIND, 0)
    enter(composer)

    QTest.keyClicks(composer.editor, "!")
    is_open_after_key = composer.question.is_open
    QTest.keyClick(composer.editor, Qt.Key.Key_Return, CONTROL)

    assert not is_open_after_key
    assert sent == []
    assert composer.question.is_open


def test_question_belongs_to_its_chat(composer: Composer) -> None:
    composer.set_reach(Reach.BEHIND, 0)
    enter(composer)

    composer.bind(MARCUS, "Hello", name="Marcus")
    sent = sent_by(composer)
    enter(composer)

    assert not composer.question.is_open
    assert sent == [(MARCUS, "Hello")]


def test_empty_text_is_not_asked_about(composer: Composer) -> None:
    composer.set_reach(Reach.BEHIND, 0)
    composer.editor.set_text("")

    enter(composer)

    assert not composer.question.is_open


def test_question_is_spoken_and_its_button_says_what_it_does(
    composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    for module in ("question_bar", "send_question"):
        monkeypatch.setattr(
            f"undivided.ui.composer.{module}.announce",
            lambda _part, words, **_more: said.append(words),
        )
    composer.set_reach(Reach.UNSEEN, 2)
    enter(composer)
    question = composer.question.text
    composer.set_reach(Reach.NOW, 0)

    assert said == [question, wording.may_send_now(is_online=True)]
    interface = QAccessible.queryAccessibleInterface(composer.question.button)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == wording.SEND_ANYWAY
    assert question in interface.text(QAccessible.Text.Description)


def test_message_taken_while_offline_says_that_it_leaves_later(composer: Composer) -> None:
    composer.set_online(False)
    enter(composer)

    composer.clear_after_accepted(ELENA, "Yes, we do.")

    told = composer.coach.hint
    composer.set_online(True)

    assert told == wording.LEAVES_LATER
    assert composer.coach.hint == ""


def test_question_keeps_its_words_in_every_theme_and_width(composer: Composer) -> None:
    composer.set_reach(Reach.UNSEEN, 12)
    enter(composer)
    for width in (420, 760):
        composer.resize(width, 300)
        composer.set_tokens(DARK)
        label = composer.question.findChildren(type(composer.question._words))[-1]

        assert label.heightForWidth(label.width()) <= label.height()
        assert composer.question.button.isVisible()
