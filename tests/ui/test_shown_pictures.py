"""Pictures in the transcript: how large, how many, and what a click on one does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.rows import said
from undivided.desk.values import Author, Delivery, FileInfo, Message
from undivided.protocol.ids import ChatId
from undivided.ui.conversation.shown_pictures import MOST_AT_HAND, ShownPictures, fitted
from undivided.ui.conversation.transcript_lines import Kind
from undivided.ui.conversation.transcript_measures import space_above
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.theme import LIGHT


@pytest.mark.parametrize(
    ("size", "expected"),
    [((60, 40), (60, 40)), ((560, 280), (280, 140)), ((300, 840), (75, 210)), ((1, 9), (1, 9))],
    ids=["small stays", "wide", "tall", "tiny"],
)
def test_a_picture_is_made_smaller_and_never_larger(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert fitted(QSize(*size)) == expected


def picture(width: int = 560, height: int = 280) -> QPixmap:
    made = QPixmap(width, height)
    made.fill(Qt.GlobalColor.darkCyan)
    return made


def test_only_so_many_are_at_hand_and_other_chats_give_way(qtbot: QtBot) -> None:
    pictures = ShownPictures()
    before = [pictures.add(f"a{n}", picture(30, 30), ()) for n in range(MOST_AT_HAND)]
    keys = [f"b{n}" for n in range(MOST_AT_HAND + 1)]
    after = [pictures.add(key, picture(30, 30), keys) for key in keys]

    assert before == [True] * MOST_AT_HAND
    assert after == [True] * MOST_AT_HAND + [False]
    assert pictures.pixmap("a0") is None
    assert not pictures.add("line", picture(4_000, 2), ())


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TranscriptView]:
    made = TranscriptView(LIGHT)
    qtbot.addWidget(made)
    made.set_today(date(2026, 11, 22))
    made.resize(700, 400)
    made.show()
    yield made
    made.close()


def lamp() -> Message:
    file = FileInfo("lamp.png", "https://shop.example/files/1/lamp.png", "image/png", 48_000)
    mine = said("lamp", "lamp.png", Author.ME, minute=3, delivery=Delivery.SENT)
    return replace(mine, file=file)


def test_a_picture_stands_above_its_name_and_opens_its_file(
    view: TranscriptView, qtbot: QtBot
) -> None:
    earlier = tuple(said(f"m{n}", minute=-n) for n in range(30, 0, -1))
    view.show_chat(ChatId("elena"), (*earlier, lamp()))
    clicked: list[object] = []
    view.file_clicked.connect(clicked.append)
    view.set_picture("lamp", picture())
    qtbot.waitUntil(view.is_at_end, timeout=20_000)
    lines = view._layout.lines
    place = next(n for n, line in enumerate(lines) if line.kind is Kind.PICTURE)
    block = view.document().findBlockByNumber(place)
    area = view.document().documentLayout().blockBoundingRect(block)
    top = round(area.top()) - view.verticalScrollBar().value()

    assert view.has_picture("lamp")
    assert [line.kind for line in lines[place:]] == [Kind.PICTURE, Kind.FILE, Kind.STAMP]

    # Qt tells a block's place truly, and of its height the font's alone.
    below = view.document().documentLayout().blockBoundingRect(block.next())
    assert round(below.top() - area.top()) == 140 + space_above(lines[place + 1])

    seen = view.grab().toImage()
    left, right = view._layout.span(place)
    inside = QPoint(round((left + right) / 2), top + 70)
    assert seen.pixelColor(inside) == Qt.GlobalColor.darkCyan

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=inside)

    assert clicked == [lamp().file]
    assert view._picture_at(QPoint(30, top + 70)) is None

    view.resize(210, 400)
    qtbot.waitUntil(lambda: not view._layout.has_stale, timeout=20_000)
    assert not view.grab().isNull()

    view.show_chat(ChatId("samuel"), (said("other"),))
    assert view._layout.place_of("lamp") is None
