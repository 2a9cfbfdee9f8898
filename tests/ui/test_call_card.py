"""The card of a visitor who asks to be called: what it says and what can be done with it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.support.rows import said
from undivided.desk.call_request import CallAct, CallRequest, CallState
from undivided.desk.values import Message
from undivided.protocol.ids import ChatId, EventId, ThreadId
from undivided.qtmodels.spoken import spoken_message
from undivided.ui.conversation.call_card import TITLE
from undivided.ui.conversation.line_maker import LineMaker
from undivided.ui.conversation.transcript_lines import Kind, Look, act_target
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.theme import LIGHT

PHONE = "+44 20 7946 0018"
ASKED = datetime(2026, 11, 22, 14, 0).astimezone()
CALL = CallRequest(
    ChatId("elena"),
    ThreadId("T1"),
    EventId("T1_2"),
    PHONE,
    ASKED,
    "after <b>5</b>",
    has_consent=True,
)
CALLED = replace(CALL, first_at=ASKED + timedelta(minutes=12), by="Ben")


def card(call: CallRequest = CALL) -> Message:
    return replace(said("Please call me"), call=call)


@pytest.mark.parametrize(
    ("call", "state", "acts"),
    [
        (CALL, "Nobody has taken it yet.", ["I\u2019ll call"]),
        (
            replace(CALL, state=CallState.TAKEN, by="Ann", is_mine=True),
            "You are calling.",
            ["Reached", "Paid", "No answer", "Leave it to others"],
        ),
        (
            replace(CALLED, state=CallState.NO_ANSWER),
            "Ben called after 12 minutes; no answer.",
            ["Try again in 30 min", "Reached", "Paid", "Leave it to others"],
        ),
        (
            replace(CALLED, state=CallState.NO_ANSWER, due=ASKED + timedelta(minutes=42)),
            "Ben called after 12 minutes; no answer. Next try at 14:42.",
            ["Reached", "Paid", "Leave it to others"],
        ),
        (
            replace(CALLED, state=CallState.REACHED),
            "Ben called after 12 minutes: reached.",
            ["Paid", "Open again"],
        ),
        (
            replace(CALLED, state=CallState.PAID),
            "Ben called after 12 minutes: paid.",
            ["Open again"],
        ),
    ],
    ids=["open", "taken", "no answer", "again", "reached", "paid"],
)
def test_card_says_how_it_stands_and_what_can_be_done(
    call: CallRequest, state: str, acts: list[str]
) -> None:
    _, box, row, _ = LineMaker().lines([card(call)], is_beginning=True)

    # What is done steps back.
    look = Look.OUTLINED if call.is_over else Look.CALL
    assert (Kind.BUBBLE, look, "phone") == (box.kind, box.look, box.icon)
    told = [f"\u00a0{TITLE}", PHONE, "When: after <b>5</b>", "Agreed to be called", state]
    assert told == box.text.split("\n")
    assert not box.links
    assert [*acts, "Call", "Copy number"] == row.text.split(" \u00b7 ")
    assert len(row.links) == len(acts) + 2


def test_card_is_used_by_mouse_and_keys_and_read_aloud(qtbot: QtBot) -> None:
    view = TranscriptView(LIGHT)
    qtbot.addWidget(view)
    message = card()
    view.show_chat(ChatId("elena"), (message,))
    view.show()
    marked: list[tuple[CallRequest, CallAct]] = []
    dialled: list[CallRequest] = []
    view.call_marked.connect(lambda call, act: marked.append((call, act)))
    view.dial_requested.connect(dialled.append)

    view.anchorClicked.emit(QUrl(act_target("copy-number", message.key)))
    view.anchorClicked.emit(QUrl(act_target("call-take", message.key)))
    view.anchorClicked.emit(QUrl(act_target("dial", message.key)))
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert PHONE == QGuiApplication.clipboard().text()
    assert [(CALL, CallAct.TAKE)] * 2 == marked
    assert [CALL] == dialled
    assert "Nobody has taken it yet." in spoken_message(message, "Elena")


def test_card_says_when_to_call_and_what_is_missing() -> None:
    tomorrow = replace(CALL, due=ASKED + timedelta(days=1), has_consent=False)

    _, box, *_ = LineMaker().lines([card(tomorrow)], is_beginning=True)

    assert "Reminder on Monday 23 November, 14:00" in box.text
    assert "No consent came with it. Ask in the chat before you call." in box.text
