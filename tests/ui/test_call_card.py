"""The card of a visitor who asks to be called: what it says and what can be done with it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.support.rows import said
from undivided.desk.call_request import CallRequest, CallState
from undivided.desk.values import Message
from undivided.protocol.ids import ChatId, EventId, ThreadId
from undivided.qtmodels.spoken import spoken_message
from undivided.ui.conversation.call_card import TITLE
from undivided.ui.conversation.line_maker import LineMaker
from undivided.ui.conversation.transcript_lines import Kind, Look, act_target
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.theme import LIGHT

PHONE = "+44 20 7946 0018"
CALL = CallRequest(ThreadId("T1"), EventId("T1_2"), PHONE, "after <b>5</b>")


def card(call: CallRequest = CALL) -> Message:
    return replace(said("Please call me"), call=call)


@pytest.mark.parametrize(
    ("call", "state", "acts"),
    [
        (CALL, "Nobody has taken it yet.", ["I\u2019ll call"]),
        (
            replace(CALL, state=CallState.TAKEN, by="Ann", is_mine=True),
            "You are calling.",
            ["Called", "Leave it to others"],
        ),
        (replace(CALL, state=CallState.DONE, by="Ben"), "Ben called.", ["Open again"]),
    ],
    ids=["open", "taken", "done"],
)
def test_card_says_how_it_stands_and_what_can_be_done(
    call: CallRequest, state: str, acts: list[str]
) -> None:
    _, box, row, _ = LineMaker().lines([card(call)], is_beginning=True)

    # What is done steps back.
    look = Look.OUTLINED if call.state is CallState.DONE else Look.CALL
    assert (Kind.BUBBLE, look, "phone") == (box.kind, box.look, box.icon)
    assert [f"\u00a0{TITLE}", PHONE, "When: after <b>5</b>", state] == box.text.split("\n")
    assert not box.links
    assert [*acts, "Copy number"] == row.text.split(" \u00b7 ")
    assert len(row.links) == len(acts) + 1


def test_card_is_used_by_mouse_and_keys_and_read_aloud(qtbot: QtBot) -> None:
    view = TranscriptView(LIGHT)
    qtbot.addWidget(view)
    message = card()
    view.show_chat(ChatId("elena"), (message,))
    view.show()
    marked: list[tuple[CallRequest, CallState]] = []
    view.call_marked.connect(lambda call, state: marked.append((call, state)))

    view.anchorClicked.emit(QUrl(act_target("copy-number", message.key)))
    view.anchorClicked.emit(QUrl(act_target("call-taken", message.key)))
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert PHONE == QGuiApplication.clipboard().text()
    assert [(CALL, CallState.TAKEN)] * 2 == marked
    assert "Nobody has taken it yet." in spoken_message(message, "Elena")
