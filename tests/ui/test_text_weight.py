"""Texts that are costly to lay out are shown in pieces, so that none stops the window."""

import pytest
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.rows import said
from undivided.desk.values import TranscriptChange, TranscriptEdit
from undivided.library.filling.slots import Filled
from undivided.protocol.ids import ChatId
from undivided.ui.conversation.transcript_lines import Kind, message_lines
from undivided.ui.conversation.transcript_reach import AT_ONCE, reach_back
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.text_weight import LINE_WEIGHT, WEIGHT_AT_ONCE, light_start, weight_of
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses import response_text
from undivided.ui.responses.response_text import Look, ResponseText
from undivided.ui.words import wording

CHAT = ChatId("c1")
COSTLY = "\u05d0a" * 2_000


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    made = TranscriptView(LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


@pytest.mark.parametrize("text", ["W" * 4_000, "Gr\u00fc\u00dfe " * 500, "Привет, " * 500])
def test_what_most_people_write_is_shown_whole(text: str) -> None:
    assert light_start(text) == text


@pytest.mark.parametrize("letter", ["\u6f22", "\u0e33", "\u05d0", "\U0001f468"])
def test_costly_letters_are_shown_up_to_a_weight(letter: str) -> None:
    start = light_start(letter * 4_000)

    assert WEIGHT_AT_ONCE - weight_of(letter) < weight_of(start) <= WEIGHT_AT_ONCE


def test_coloured_signs_and_what_joins_them_weigh_most() -> None:
    letter, sign, join = map(weight_of, ("\u6f22", "\U0001f468", "\u200d"))

    assert 1 < letter < sign == join


def test_a_name_in_a_sentence_is_shorter_where_its_letters_cost_more() -> None:
    latin, costly = wording.visitor("W" * 40), wording.visitor("\u6f22" * 40)

    assert latin == "W" * 40
    assert costly == "\u6f22" * 20 + "…"


def test_a_joining_sign_is_not_left_alone_at_the_end() -> None:
    assert not light_start("\u200d".join("\U0001f468" * 2_000)).endswith("\u200d")


def test_the_rest_of_a_costly_text_is_one_click_away() -> None:
    (bubble, fold, _) = message_lines(
        said("a", COSTLY), is_joined=False, is_foot=True, is_unfolded=False
    )
    whole = message_lines(said("a", COSTLY), is_joined=False, is_foot=True, is_unfolded=True)

    assert fold.kind is Kind.FOLD
    assert fold.text == f"Show {4_000 - len(bubble.text):,} more characters"
    assert fold.links[0].target == "undivided:unfold/a"
    assert whole[0].text == COSTLY


def test_light_messages_are_laid_out_by_their_number() -> None:
    messages = [said(str(n), "Hello") for n in range(100)]

    assert reach_back(messages, 100) == 100 - AT_ONCE


def test_costly_messages_are_laid_out_one_by_one() -> None:
    messages = [said(str(n), COSTLY) for n in range(100)]

    assert reach_back(messages, 100) == 99


@pytest.mark.parametrize(
    "edit", [TranscriptEdit.RESET, TranscriptEdit.APPENDED, TranscriptEdit.PREPENDED]
)
def test_many_costly_messages_are_not_laid_out_at_once(
    view: TranscriptView, edit: TranscriptEdit
) -> None:
    view.show_chat(CHAT, (said("first", "Hello"),))
    messages = tuple(said(str(n), COSTLY, minute=n) for n in range(60))

    view.apply(TranscriptChange(CHAT, edit, messages))

    assert len(view._layout.lines) < 20


def test_all_of_them_follow_between_events(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_chat(CHAT, tuple(said(str(n), "Hello " * 100, minute=9 * n) for n in range(60)))

    qtbot.waitUntil(lambda: len(view._keys()) == 60, timeout=20_000)


def test_another_theme_lays_out_what_is_in_view_first(view: TranscriptView) -> None:
    view.show_chat(CHAT, tuple(said(str(n), COSTLY, minute=9 * n) for n in range(60)))
    for _ in range(30):
        QApplication.processEvents()

    view.set_tokens(DARK)

    assert len(view._layout.lines) < 20


def test_lines_that_wait_for_a_new_width_keep_their_places(view: TranscriptView) -> None:
    messages = tuple(said(str(n), f"Message {n} " * 20, minute=9 * n) for n in range(40))
    view.show_chat(CHAT, messages)
    while view._shown_from > 0:
        QApplication.processEvents()
    view.resize(500, 600)

    view.apply(TranscriptChange(CHAT, TranscriptEdit.APPENDED, (said("new", "Hi", minute=999),)))
    while view._layout.has_stale:
        QApplication.processEvents()

    fresh = TranscriptView(LIGHT)
    fresh.resize(500, 600)
    fresh.show_chat(CHAT, (*messages, said("new", "Hi", minute=999)))
    while fresh._shown_from > 0:
        QApplication.processEvents()
    assert _margins(view) == _margins(fresh)


def _margins(view: TranscriptView) -> list[tuple[float, float]]:
    document = view.document()
    forms = (document.findBlockByNumber(n).blockFormat() for n in range(document.blockCount()))
    return [(form.leftMargin(), form.rightMargin()) for form in forms]


def test_letters_are_shaped_once_and_not_at_each_painting(view: TranscriptView) -> None:
    view.show_chat(CHAT, (said("a", COSTLY), said("b", "Hello")))
    view.apply(TranscriptChange(CHAT, TranscriptEdit.APPENDED, (said("c", COSTLY),)))

    blocks = [
        view.document().findBlockByNumber(place) for place in range(view.document().blockCount())
    ]
    assert len(blocks) > 3
    assert all(block.layout().cacheEnabled() for block in blocks)


def test_costly_messages_fill_the_view_one_after_the_other(view: TranscriptView) -> None:
    view.show_chat(CHAT, tuple(said(str(n), COSTLY) for n in range(12)))
    texts = [line.text for line in view._layout.lines]

    assert sum(map(weight_of, texts)) < 2 * WEIGHT_AT_ONCE
    for _ in range(10):
        QApplication.processEvents()
    assert view.verticalScrollBar().maximum() > 0
    assert view.is_at_end()


def test_another_height_alone_reaches_for_no_older_messages(view: TranscriptView) -> None:
    view.show_chat(CHAT, tuple(said(str(n), COSTLY) for n in range(12)))
    shown = view.document().blockCount()

    for height in (2_000, 300, 600):
        view.resize(700, height)
        assert view.document().blockCount() == shown

    assert view.is_at_end()


def test_a_response_lays_out_no_more_than_its_lines_can_hold() -> None:
    look = Look(QFont("Inter"), LIGHT.text, 20.0, max_lines=2)
    laid_out: list[str] = []

    class Noted(QTextLayout):
        def __init__(self, text: str, font: QFont) -> None:
            laid_out.append(text)
            super().__init__(text, font)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(response_text, "QTextLayout", Noted)
        text = ResponseText(Filled("\u3041\u6f22" * 2_000), look, LIGHT, 300.0)

    assert text.line_count == 2
    assert laid_out
    assert max(map(weight_of, laid_out)) <= 3 * LINE_WEIGHT
    assert laid_out[-1].endswith("…")
