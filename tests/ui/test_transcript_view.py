"""The transcript: text stays text, the reader keeps the place, keys reach every message."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QPaintEvent,
    QRegion,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.support.rows import NOON, said
from undivided.desk.values import (
    Author,
    Choice,
    Delivery,
    FileInfo,
    Message,
    TranscriptChange,
    TranscriptEdit,
)
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.shouting import Calmer
from undivided.protocol.ids import ChatId
from undivided.ui.conversation.transcript_pane import NEWEST
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import DARK, LIGHT

ELENA = ChatId("elena")
HOSTILE = [
    '<img src="file:///etc/passwd">',
    "<b>bold</b> &amp; <script>alert(1)</script>",
    "![](file:///etc/passwd) [x](javascript:alert(1))",
    "{{visitor.name}} %1 %s {0}",
    "\u202eevil \u2066 isolate",
    "a\ufdd0\ufdd1\ufffcb",
    "nul\x00 and \x1b[31m",
    "",
]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TranscriptView]:
    made = TranscriptView(LIGHT)
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet_for(LIGHT))
    made.set_today(date(2026, 11, 22))
    made.resize(800, 500)
    made.show()
    settle()
    yield made
    made.close()


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def many(count: int, first: int = 0) -> tuple[Message, ...]:
    return tuple(
        said(f"k{n}", f"Message {n} " + "word " * 20, minute=5 * n)
        for n in range(first, first + count)
    )


def show(view: TranscriptView, *messages: Message, has_older: bool = False) -> None:
    view.show_chat(ELENA, messages, visitor="Elena", has_older=has_older)
    settle()


def change(view: TranscriptView, edit: TranscriptEdit, *messages: Message) -> None:
    view.apply(TranscriptChange(ELENA, edit, messages))
    settle()


def rows(view: TranscriptView) -> list[str]:
    return view.toPlainText().split("\n")


def top_of(view: TranscriptView, key: str) -> int:
    """Return how far a message's text is from the view's top."""
    place = view._layout.place_of(key)
    assert place is not None
    block = view.document().findBlockByNumber(place)
    top = view.document().documentLayout().blockBoundingRect(block).top()
    return round(top) - view.verticalScrollBar().value()


def test_messages_and_stamps_are_paragraphs(view: TranscriptView) -> None:
    show(view, said("a", "Hi"), said("b", "Hello", Author.ME, 1, Delivery.SEEN))

    told = rows(view)
    assert told[0] == "Today"
    assert told[1] == "Hi"
    assert told[3] == "Hello"
    assert told[4].endswith("Seen")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_and_loads_nothing(
    view: TranscriptView, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[object] = []
    monkeypatch.setattr(
        TranscriptView, "loadResource", lambda *args: loaded.append(args), raising=True
    )

    show(view, said("a", text), said("b", "after", minute=10))
    view.grab()

    assert loaded == []
    assert len(rows(view)) == len(view._layout.lines)
    block = view.document().findBlockByNumber(1)
    assert not block.charFormat().isImageFormat()
    if text.startswith("<"):
        assert rows(view)[1] == text


def test_nothing_is_ever_loaded(view: TranscriptView) -> None:
    assert view.loadResource(2, QUrl("file:///etc/passwd")) is None


def test_a_huge_word_does_not_stop_the_window(view: TranscriptView) -> None:
    show(view, said("a", "x" * 1_000_000), said("b", "zal" + "\u0300" * 10_000))

    assert len(view.toPlainText()) < 10_000


def test_an_appended_message_joins_its_group(view: TranscriptView) -> None:
    show(view, said("a", "one"))

    change(view, TranscriptEdit.APPENDED, said("b", "two"))

    assert rows(view)[1:3] == ["one", "two"]
    assert len(rows(view)) == 4


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_update_rewrites_one_message(view: TranscriptView, place: int) -> None:
    messages = [said(f"k{n}", f"text {n}", Author.ME, 5 * n, Delivery.SENDING) for n in range(3)]
    show(view, *messages)
    fresh = said(f"k{place}", "changed\ntwice", Author.ME, 5 * place, Delivery.FAILED)

    change(view, TranscriptEdit.UPDATED, fresh)

    expected = [f"text {n}" for n in range(3)]
    expected[place] = "changed\ntwice"
    texts = [view.document().findBlockByNumber(1 + 2 * n).text() for n in range(3)]
    assert [text.replace("\u2028", "\n") for text in texts] == expected


def test_any_change_leaves_what_a_fresh_view_would_show(view: TranscriptView) -> None:
    show(view, *many(6, 10))
    change(view, TranscriptEdit.PREPENDED, *many(10))
    change(view, TranscriptEdit.APPENDED, said("x", "http://a.example", Author.ME, 85))
    change(view, TranscriptEdit.UPDATED, said("k3", "other", minute=15))
    told = formats(view)
    every = tuple(view._messages.values())

    show(view, *every)

    assert formats(view) == told


def formats(view: TranscriptView) -> list[object]:
    told: list[object] = []
    block = view.document().begin()
    while block.isValid():
        form = block.blockFormat()
        told.append((block.text(), form.leftMargin(), form.rightMargin(), form.topMargin()))
        block = block.next()
    return told


def test_new_messages_scroll_only_a_reader_at_the_end(view: TranscriptView) -> None:
    show(view, *many(40))
    bar = view.verticalScrollBar()

    change(view, TranscriptEdit.APPENDED, *many(1, 40))
    assert view.is_at_end()
    bar.setValue(bar.maximum() - 300)
    settle()
    before = bar.value()
    change(view, TranscriptEdit.APPENDED, *many(1, 41))

    assert bar.value() == before
    assert view._jump.isVisible()
    assert view._jump.text() == "1 new message below"


def test_a_smaller_window_keeps_the_newest_message_in_view(view: TranscriptView) -> None:
    view.show_chat(ELENA, many(40))
    settle()

    view.resize(800, 260)
    settle()

    assert view.is_at_end()


def test_larger_text_keeps_the_newest_message_in_view(view: TranscriptView) -> None:
    view.show_chat(ELENA, many(40))
    settle()

    view.set_tokens(LIGHT.with_text_percent(150))
    settle()

    assert view.is_at_end()


def test_a_smaller_window_keeps_what_is_read_above_the_end(view: TranscriptView) -> None:
    view.show_chat(ELENA, many(40))
    settle()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)

    view.resize(800, 260)
    settle()

    assert not view.is_at_end()


def test_the_way_back_to_the_end(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, *many(40))
    view.verticalScrollBar().setValue(200)
    change(view, TranscriptEdit.APPENDED, *many(1, 40))

    qtbot.mouseClick(view._jump, Qt.MouseButton.LeftButton)

    assert view.is_at_end()
    assert not view._jump.isVisible()


def test_older_messages_do_not_move_what_is_read(view: TranscriptView) -> None:
    show(view, *many(20, 100), has_older=True)
    view.verticalScrollBar().setValue(400)
    settle()
    key = "k105"
    before = top_of(view, key)

    change(view, TranscriptEdit.PREPENDED, *many(30, 70))

    assert abs(top_of(view, key) - before) <= 1


def test_a_long_chat_lays_out_its_newest_messages_only(view: TranscriptView) -> None:
    show(view, *many(400))

    keys = {line.key for line in view._layout.lines if line.key}
    assert len(keys) == NEWEST
    assert "k399" in keys
    assert view.is_at_end()


def test_scrolling_up_shows_what_is_at_hand_and_then_asks_once(view: TranscriptView) -> None:
    asked: list[str] = []
    view.older_wanted.connect(asked.append)
    show(view, *many(120), has_older=True)
    bar = view.verticalScrollBar()

    for _ in range(6):
        bar.setValue(bar.maximum())
        bar.setValue(0)
        settle()

    assert view._layout.place_of("k0") is not None
    assert asked == [ELENA]


def test_a_chat_without_older_messages_asks_for_none(view: TranscriptView) -> None:
    asked: list[str] = []
    view.older_wanted.connect(asked.append)
    show(view, *many(30))

    view.verticalScrollBar().setValue(0)
    settle()

    assert asked == []


def test_changes_of_another_chat_are_ignored(view: TranscriptView) -> None:
    show(view, said("a", "mine"))

    view.apply(TranscriptChange(ChatId("marcus"), TranscriptEdit.APPENDED, (said("b", "his"),)))

    assert "his" not in view.toPlainText()


def test_a_reset_replaces_everything(view: TranscriptView) -> None:
    show(view, *many(3))

    change(view, TranscriptEdit.RESET, said("z", "only this"))

    assert rows(view)[1] == "only this"
    assert len(rows(view)) == 3


def test_no_chat_shows_nothing(view: TranscriptView) -> None:
    show(view, *many(3))

    view.show_chat(None)

    assert view.toPlainText() == ""


@pytest.mark.parametrize("width", [260, 420, 800, 1500])
def test_bubbles_stay_inside_at_every_width(view: TranscriptView, width: int) -> None:
    show(view, *many(5), said("me", "My own words " * 20, Author.ME, 100))

    view.resize(width, 500)
    settle()

    for place in range(len(view._layout.lines)):
        left, right = view._layout.span(place)
        assert left >= 0
        assert right <= width
    assert view.horizontalScrollBar().maximum() == 0


def test_all_lines_fit_the_new_width_in_the_end(view: TranscriptView) -> None:
    show(view, *many(90))

    view.resize(500, 500)
    settle()
    told = formats(view)
    show(view, *many(90))

    assert formats(view) == told


def test_a_short_chat_ends_at_the_composer(view: TranscriptView) -> None:
    show(view, said("a", "Hi"))

    assert view.verticalScrollBar().maximum() == 0
    assert top_of(view, "a") > 400


def test_a_theme_and_text_size_are_taken_over(view: TranscriptView) -> None:
    show(view, said("a", "Hi"), said("b", "Yes", Author.ME, 1))

    view.set_tokens(DARK.with_text_percent(150))
    settle()

    assert (
        view.document().findBlockByNumber(1).begin().fragment().charFormat().font().pixelSize()
        == 21
    )
    assert len(rows(view)) == 5


def test_a_new_message_paints_the_end_and_no_line_above(view: TranscriptView) -> None:
    painted: list[int] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.rect().height())
            return False

    show(view, *many(40))
    watch = Watch(view)
    view.viewport().installEventFilter(watch)

    change(view, TranscriptEdit.APPENDED, *many(1, first=40))

    assert painted
    assert max(painted) < view.viewport().height() / 2


def test_own_bubbles_are_painted_on_the_right(view: TranscriptView) -> None:
    show(view, said("a", "Hi"), said("b", "Yes", Author.ME, 1))
    image = view.grab().toImage()
    scale = image.width() / view.width()

    def at(key: str, x: int) -> str:
        y = top_of(view, key) + 3
        return image.pixelColor(round(x * scale), round(y * scale)).name().upper()

    assert at("a", 24) == LIGHT.bubble_visitor
    assert at("b", 800 - 24) == LIGHT.bubble_operator


def test_a_waiting_bubble_is_outlined_and_empty(view: TranscriptView) -> None:
    waiting = said("a", "Hi", Author.ME, 0, Delivery.WAITING, place=(1, 2))
    show(view, waiting)

    image = view.grab().toImage()
    wanted = {QColor(LIGHT.bubble_operator).rgb()}
    points = ((x, y) for x in range(600, 800) for y in range(300, 500))

    assert not wanted & {image.pixel(x, y) for x, y in points}


def click(view: TranscriptView, qtbot: QtBot, key: str, words: str) -> None:
    block = view.document().begin()
    while block.isValid():
        at = block.text().find(words)
        line = view._layout.lines[block.blockNumber()]
        if line.key == key and at >= 0:
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + at + 1)
            where = view.cursorRect(cursor).center()
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
            return
        block = block.next()
    raise AssertionError(words)


def test_a_clicked_link_is_told_and_not_opened(view: TranscriptView, qtbot: QtBot) -> None:
    told: list[str] = []
    view.link_clicked.connect(told.append)
    show(view, said("a", "see https://alderlane.example/care?x=1 please"))

    click(view, qtbot, "a", "alderlane")

    assert told == ["https://alderlane.example/care?x=1"]
    assert "see https" in view.toPlainText()


FAILED = said("u-1/x", "Lost words", Author.ME, 0, Delivery.FAILED, reason="The chat was closed")


@pytest.mark.parametrize(
    ("words", "signal"), [("Try again", "retry_requested"), ("Discard", "discard_requested")]
)
def test_a_failed_message_has_its_acts_by_mouse(
    view: TranscriptView, qtbot: QtBot, words: str, signal: str
) -> None:
    told: list[str] = []
    getattr(view, signal).connect(told.append)
    show(view, FAILED)

    click(view, qtbot, "u-1/x", words)

    assert told == ["u-1/x"]


def test_a_failed_message_has_its_acts_by_keys(view: TranscriptView, qtbot: QtBot) -> None:
    retried: list[str] = []
    discarded: list[str] = []
    view.retry_requested.connect(retried.append)
    view.discard_requested.connect(discarded.append)
    show(view, FAILED)

    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Delete)

    assert retried == ["u-1/x"]
    assert discarded == ["u-1/x"]


def test_an_upload_is_cancelled_by_its_link_and_by_delete(
    view: TranscriptView, qtbot: QtBot
) -> None:
    discarded: list[str] = []
    view.discard_requested.connect(discarded.append)
    file = FileInfo("shoe.png", "", "image/png", 900, 40)
    show(view, replace(FAILED, delivery=Delivery.SENDING, reason="", file=file))

    click(view, qtbot, FAILED.key, "Cancel")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Delete)

    assert discarded == [FAILED.key, FAILED.key]


def test_a_file_whose_event_has_left_is_not_cancelled(view: TranscriptView, qtbot: QtBot) -> None:
    discarded: list[str] = []
    view.discard_requested.connect(discarded.append)
    file = FileInfo("shoe.png", "", "image/png", 900)
    show(view, replace(FAILED, delivery=Delivery.SENDING, reason="", file=file))

    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Delete)

    assert discarded == []


def test_copy_gives_the_clean_text(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, FAILED, said("b", "two\nrows", minute=5))

    click(view, qtbot, "u-1/x", "Copy")
    by_click = QGuiApplication.clipboard().text()
    view.selectAll()
    view.copy()

    assert by_click == "Lost words"
    selected = QGuiApplication.clipboard().text()
    assert "two\nrows" in selected
    assert not {"\u2028", "\u2029", "\u00a0"} & set(selected)
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


def test_ctrl_c_copies_the_message_with_the_ring(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, *many(3))

    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == many(1)[0].text


def test_arrows_go_from_message_to_message(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, *many(40))

    places = []
    for key in (Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home):
        qtbot.keyClick(view, key)
        places.append(view._current)

    assert places == ["k39", "k38", "k37", "k38", "k0"]
    assert 0 <= top_of(view, "k0") < view.viewport().height()


class Painted(QObject):
    """Collects what was painted of a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return False


def test_the_ring_goes_with_the_keys(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, *many(3))
    view.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus, timeout=20_000)
    settle()
    painted = Painted()
    view.viewport().installEventFilter(painted)

    view.clearFocus()
    settle()

    assert painted.region.contains(view.viewport().rect().center())
    assert painted.region.boundingRect() == view.viewport().rect()


def test_enter_follows_the_link_of_the_message(view: TranscriptView, qtbot: QtBot) -> None:
    told: list[str] = []
    view.link_clicked.connect(told.append)
    show(view, said("a", "https://a.example"))

    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert told == ["https://a.example"]


def test_a_file_is_told_and_not_opened(view: TranscriptView, qtbot: QtBot) -> None:
    told: list[object] = []
    view.file_clicked.connect(told.append)
    file = FileInfo("crack.jpg", "https://x/", "image/jpeg", 340_000)
    show(view, said("a", "", file=file))

    click(view, qtbot, "a", "crack")

    assert told == [file]


def test_a_folded_message_unfolds(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, said("a", "\n".join(f"row {n}" for n in range(80))))

    click(view, qtbot, "a", "Show 30")

    assert "row 79" in view.toPlainText()


def test_choices_show_what_was_pressed(view: TranscriptView) -> None:
    asked = said("a", "May I?", Author.ME, choices=(Choice("Yes", is_pressed=True), Choice("No")))

    show(view, asked)
    view.grab()

    assert [row.strip() for row in rows(view)[1:4]] == ["May I?", "Yes", "No"]


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen menus
@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason)[:2])
def test_a_menu_offers_the_acts(
    view: TranscriptView, qtbot: QtBot, reason: QContextMenuEvent.Reason
) -> None:
    show(view, FAILED)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    where = QPoint(700, top_of(view, "u-1/x") + 5)
    event = QContextMenuEvent(reason, where, view.mapToGlobal(where))

    QApplication.sendEvent(view.viewport(), event)

    menu = view.findChild(QMenu)
    assert menu is not None
    assert {"Copy message", "Try again", "Discard"} <= {a.text() for a in menu.actions()}
    menu.close()


def test_the_conversation_has_a_name(view: TranscriptView) -> None:
    show(view, said("a"))

    assert view.accessibleName() == "Conversation with Elena"


def test_a_message_with_many_letters_beyond_the_first_plane_keeps_its_links(
    view: TranscriptView, qtbot: QtBot
) -> None:
    told: list[str] = []
    view.link_clicked.connect(told.append)
    show(view, said("a", "😊😊😊 https://a.example 😊"))

    cursor = view.document().find("a.example")
    where = view.cursorRect(cursor).topLeft() + QPoint(-10, 8)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert told == ["https://a.example"]


def test_icons_find_their_gap_after_letters_beyond_the_first_plane(view: TranscriptView) -> None:
    show(view, said("a", "Hi 😊", Author.COLLEAGUE, 0, Delivery.SENT, author_name="😊😊"))

    view.grab()

    assert "Sent" in view.toPlainText()


def test_a_style_change_keeps_the_text(view: TranscriptView) -> None:
    show(view, said("a", "Hi"))

    view.setStyleSheet(stylesheet_for(DARK))
    QApplication.sendEvent(view, QEvent(QEvent.Type.FontChange))

    assert rows(view)[1] == "Hi"


def test_the_opening_is_said_under_the_first_day(view: TranscriptView) -> None:
    view.show_chat(ELENA, (said("a"),), visitor="Elena", started_at=NOON, page="Vesper <b>lamp</b>")

    assert rows(view)[0].endswith("on Vesper <b>lamp</b>")


def test_calmed_capitals_are_copied_as_they_were_written(
    view: TranscriptView, qtbot: QtBot
) -> None:
    shout = "😡 WHERE IS MY ORDER?!?!?! ANSWER"
    view.set_calming(Calmer(NO_PHRASES).calmed)
    show(view, said("k1", "Hello there"), said("k2", shout))
    text = view.document().toPlainText()
    assert "😡 Where is my order?! Answer" in text

    view.selectAll()
    assert shout in view.createMimeDataFromSelection().text()
    cursor = view.textCursor()
    start = view.document().find("order?!").selectionStart()
    cursor.setPosition(start)
    cursor.setPosition(start + len("order?! Ans"), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "ORDER?!?!?! ANS"

    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert shout in view.document().toPlainText()
    view.turn_letters()
    view.turn_letters()
    view.set_calming(None)
    assert shout in view.document().toPlainText()
    assert "as written" not in view.document().toPlainText()
