"""The toast of a new chat and the notices inside the window."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from undivided.desk.values import Alert, AlertKind
from undivided.protocol.ids import ChatId
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.notices import AT_MOST, Notices
from undivided.ui.toast import NewChatToast

CALL = Alert(
    AlertKind.NEW_CHAT,
    ChatId("c9"),
    "<b>Hanna</b>",
    "Can I still change <img src='file:///etc/passwd'>?",
    "Checkout",
    call=2,
    seconds=23,
)
SHADOW = 12
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")


@pytest.fixture
def toast(qtbot: QtBot) -> NewChatToast:
    made = NewChatToast(LIGHT)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def notices(qtbot: QtBot) -> Notices:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    qtbot.waitExposed(window)
    return Notices(window, LIGHT)


def test_it_says_which_call_it_is(toast: NewChatToast) -> None:
    toast.show_call(CALL)

    assert toast._line.text() == "· second call, again in 15 s"


def test_it_never_takes_a_key_press(toast: NewChatToast) -> None:
    toast.show_call(CALL)

    assert toast.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert toast.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert toast.accept_button.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_what_the_visitor_wrote_is_shown_as_text(toast: NewChatToast) -> None:
    toast.show_call(CALL)

    labels = [label for label in toast.findChildren(QLabel) if label.text()]
    assert any("<b>Hanna</b>" in label.text() for label in labels)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


@pytest.mark.parametrize(
    ("button", "signal"),
    [("accept_button", "accepted"), ("later_button", "not_now"), ("close_button", "dismissed")],
)
def test_each_answer_names_the_chat_and_ends_the_toast(
    toast: NewChatToast, button: str, signal: str
) -> None:
    told: list[str] = []
    getattr(toast, signal).connect(told.append)
    toast.show_call(CALL)

    getattr(toast, button).click()

    assert told == ["c9"]
    assert not toast.isVisible()


def test_muting_keeps_the_toast(toast: NewChatToast) -> None:
    told: list[str] = []
    toast.muted.connect(told.append)
    toast.show_call(CALL)

    toast.mute_button.click()

    assert told == ["c9"]
    assert toast.isVisible()


def test_it_goes_away_only_when_its_own_chat_was_taken(toast: NewChatToast) -> None:
    toast.show_call(CALL)

    toast.end_call("another")
    assert toast.isVisible()
    toast.end_call("c9")

    assert not toast.isVisible()


def test_it_is_392_wide_without_its_shadow(toast: NewChatToast) -> None:
    toast.show_call(CALL)

    assert toast.width() == 392 + 32


def test_what_was_restored_is_shown_until_it_is_put_away(notices: Notices) -> None:
    notices.say("The library was damaged.", stays=True)
    for text in ("one", "two", "three"):
        notices.say(text)
    kept, other = notices.shown

    assert ("The library was damaged.", "three") == (kept.text, other.text)
    assert (False, True) == (kept.timer.isActive(), other.timer.isActive())

    kept.close_button.click()

    assert ["three"] == [notice.text for notice in notices.shown]


def test_there_are_never_more_than_two_notices(notices: Notices) -> None:
    for text in ("one", "two", "three"):
        notices.say(text)

    assert [notice.text for notice in notices.shown] == ["two", "three"]
    assert len(notices.shown) == AT_MOST


def test_the_same_sentence_is_not_shown_twice(notices: Notices) -> None:
    notices.say("Back since 14:06.")
    notices.say("Back since 14:06.")

    assert len(notices.shown) == 1


def test_the_same_sentence_undoes_what_it_was_said_of_last(notices: Notices) -> None:
    undone: list[str] = []
    for which in ("first", "second"):
        notices.say("1 response was moved.", act="Undo", on_act=partial(undone.append, which))
    (shown,) = notices.shown

    shown.act_button.click()

    assert undone == ["second"]


def test_a_notice_can_be_undone_and_goes(notices: Notices) -> None:
    undone: list[bool] = []
    notices.say("Closed.", act="Undo", on_act=lambda: undone.append(True))

    notices.shown[0].act_button.click()

    assert undone == [True]
    assert notices.shown == []


def test_a_notice_goes_when_its_time_is_over(notices: Notices) -> None:
    notices.say("Closed.")

    notices.shown[0].timer.timeout.emit()

    assert notices.shown == []


def test_notices_follow_the_theme(notices: Notices) -> None:
    notices.say("<b>Closed.</b>")

    notices.set_tokens(DARK)

    assert notices.shown[0].text == "<b>Closed.</b>"


def test_no_notice_covers_where_somebody_writes(notices: Notices) -> None:
    window = notices.parent()
    assert isinstance(window, QMainWindow)
    field = QWidget(window)
    field.setGeometry(100, 420, 760, 150)
    field.show()
    notices.say("No supervisor is at a desk now.", act="Transfer…", stays=True)
    (notice,) = notices.shown
    usual = notice.geometry()

    notices.keep_clear(field)
    above = notice.geometry()
    field.setGeometry(100, 420, 300, 150)
    beside = notice.geometry()
    field.setGeometry(100, 300, 760, 270)

    assert usual.intersects(field.geometry())
    assert above.bottom() - SHADOW <= 420
    assert beside == usual, "there is room beside it"
    assert notice.geometry().bottom() - SHADOW <= 300, "it makes room as the field grows"


def test_button_of_a_long_notice_stands_below_its_words(notices: Notices) -> None:
    notices.say("“Plain words” is off.", act="Undo")
    notices.say(
        "No supervisor is at a desk now. The chat stays with you; a colleague can take it.",
        act="Transfer…",
    )
    short, long = notices.shown
    beside, below = (each.act_button.geometry() for each in (short, long))

    assert beside.left() > short._label.geometry().right()
    assert below.top() > long._label.geometry().bottom()
    assert long._label.width() > long.width() // 2
