"""What one more message and another chat cost the transcript: counted, because time is not."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.rows import said
from undivided.desk.values import Author, Delivery, Message, TranscriptChange, TranscriptEdit
from undivided.protocol.ids import ChatId
from undivided.ui.conversation.letter_widths import LetterWidths
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.fonts import font_for
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import LIGHT

ELENA, MARCUS = ChatId("elena"), ChatId("marcus")
WORDS = "My order 2041 has not come yet, and nobody tells me why it takes so long. "


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TranscriptView]:
    made = TranscriptView(LIGHT)
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet_for(LIGHT))
    made.resize(800, 500)
    made.show()
    settle()
    yield made
    made.close()


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def both_talk(count: int, delivery: Delivery = Delivery.SENT) -> tuple[Message, ...]:
    return tuple(
        said(f"k{n}", WORDS, Author.ME, 5 * n, delivery)
        if n % 2
        else said(f"k{n}", WORDS, minute=5 * n)
        for n in range(count)
    )


def change(view: TranscriptView, edit: TranscriptEdit, *messages: Message) -> list[tuple[int, int]]:
    """Apply a change; return how much of the document's text it removed and added, each time."""
    told: list[tuple[int, int]] = []
    note = view.document().contentsChange.connect(
        lambda _at, removed, added: told.append((removed, added))
    )
    view.apply(TranscriptChange(ELENA, edit, messages))
    view.document().contentsChange.disconnect(note)
    return told


def test_a_message_that_joins_its_group_is_written_and_nothing_else(view: TranscriptView) -> None:
    view.show_chat(ELENA, (*both_talk(20), said("x", "first", minute=100)))
    settle()

    written = change(view, TranscriptEdit.APPENDED, said("y", "second", minute=100))

    assert written == [(0, len("second") + 1)]
    assert [line.key for line in view._layout.lines[-3:]] == ["x", "y", "y"]
    assert [line.is_foot for line in view._layout.lines[-3:]] == [False, True, False]


def test_what_was_seen_changes_stamps_and_no_message(view: TranscriptView) -> None:
    view.show_chat(ELENA, both_talk(12))
    settle()
    seen = [replace(m, delivery=Delivery.SEEN) for m in both_talk(12) if m.author is Author.ME]

    change(view, TranscriptEdit.UPDATED, *seen)
    told = view.toPlainText()
    (written,) = change(view, TranscriptEdit.UPDATED, *both_talk(12)[1:4:2])

    assert told.count("Seen") == 6
    assert view.toPlainText().count("Seen") == 4
    assert max(written) < len(told)


class Resizes(QObject):
    """Counts how often a widget gets another size."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Resize
        return False


def test_from_one_long_chat_to_another_the_scroll_bar_stays(view: TranscriptView) -> None:
    view.show_chat(ELENA, both_talk(40))
    settle()
    resizes = Resizes(view)
    view.viewport().installEventFilter(resizes)

    view.show_chat(MARCUS, both_talk(30))
    settle()
    between_long_ones = resizes.count
    view.show_chat(ELENA, both_talk(1))
    settle()

    assert between_long_ones == 0
    assert not view.verticalScrollBar().isVisible()


def test_a_view_is_full_at_once_and_more_is_laid_out_later(view: TranscriptView) -> None:
    view.show_chat(ELENA, both_talk(60))

    at_once = view.document().size().height()
    settle()

    assert view.viewport().height() < at_once < 2 * view.viewport().height()
    assert view.document().size().height() > at_once


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        "Größe, façade, señor: naïve “quotes” – and …",
        "Здравствуйте, где мой заказ?",
        "Καλημέρα, πού είναι η παραγγελία μου;",
        "لماذا لم تصل طلبيتي بعد",
        "e\u0301\u0301\u0301 👨‍👩‍👧‍👦 👍🏽",
    ],
)
def test_no_text_is_narrower_than_its_letters_tell(qapp: QApplication, text: str) -> None:
    metrics = QFontMetricsF(font_for(LIGHT, LIGHT.type.bubble))

    at_least = LetterWidths(metrics).at_least(text)

    assert at_least <= metrics.horizontalAdvance(text)
    assert at_least > metrics.horizontalAdvance(text) / 2 or not text.isascii()
