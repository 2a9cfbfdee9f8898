"""The desk: what folds away in a small window, and the ways to get it back."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby, pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.support.rows import IDLE, visitor
from undivided.desk.values import Changes, ChatRow, VisitedPage
from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.after_no import REASONS
from undivided.etiquette.coach.checklist import Asked
from undivided.library.filling.slots import fill
from undivided.protocol.ids import ChatId
from undivided.qtmodels.bridge import Bridge
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.chats.chat_delegate import RINGS_ONLY_BELOW
from undivided.ui.composer.gate_question import Gate
from undivided.ui.controls.key_buttons import Button
from undivided.ui.desk_page import DeskPage
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import LIGHT
from undivided.ui.responses.panel_filters import Choices
from undivided.ui.window import SMALLEST

LARGE = LIGHT.with_text_percent(150)
RUDE = Advice(
    "hostile",
    "“idiot” cannot be taken back. Breathe, or let a colleague take over.",
    (
        Remedy(Act.ASK_FIRST, label="Send it anyway"),
        Remedy(Act.HAND_OVER, label="Hand over"),
        Remedy(Act.REST, label="Take a break"),
    ),
)
AFTER_NO = Advice(
    "sales-after-refusal",
    "The visitor said no: no more offers in this chat.",
    tuple(Remedy(Act.ASK_FIRST, reason, label=words) for reason, words in REASONS.items()),
)
LONG_DRAFT = (
    "Your order left our warehouse on Monday and it should reach you by Thursday evening. "
    "If it has not come by then, write to me here and I will have a second one packed for you. "
    "You can keep the first one if it turns up later, there is nothing to send back to us. "
    "The link to follow the parcel is in the message that we sent to you yesterday."
)


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def desk(qtbot: QtBot, bridge: Bridge) -> Iterator[DeskPage]:
    made = DeskPage(bridge, CannedModel(), LIGHT, lambda text: len(text.split()))
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet_for(LIGHT))
    made.setMinimumSize(*SMALLEST)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.close()


def row(name: str, pages: tuple[VisitedPage, ...] = ()) -> ChatRow:
    return ChatRow(ChatId(name.lower()), None, visitor(name, pages=pages), IDLE)


def resize(desk: DeskPage, width: int, height: int) -> None:
    desk.resize(width, height)
    QApplication.processEvents()


def test_a_wide_window_has_the_panel_and_no_strip(desk: DeskPage) -> None:
    assert desk.is_panel_shown
    assert not desk.strip.isVisible()


def test_a_small_window_has_a_strip_that_opens_the_panel(desk: DeskPage) -> None:
    resize(desk, 1024, 640)

    QTest.mouseClick(desk.strip.responses, Qt.MouseButton.LeftButton)

    assert desk.is_panel_shown
    assert desk.panel.canned.search.line.hasFocus()
    assert not desk.panel.geometry().intersects(desk.strip.geometry())


@pytest.mark.parametrize("name", ["visitor", "responses"])
def test_the_strip_closes_what_it_opened(desk: DeskPage, name: str) -> None:
    resize(desk, 1024, 640)
    button = getattr(desk.strip, name)

    button.click()
    button.click()

    assert not desk.is_panel_shown


def test_escape_closes_the_panel_that_lies_over_the_conversation(desk: DeskPage) -> None:
    resize(desk, 1024, 640)
    desk.strip.responses.click()

    QTest.keyClick(desk.panel.canned.search.line, Qt.Key.Key_Escape)
    QTest.keyClick(desk.panel, Qt.Key.Key_Escape)

    assert not desk.is_panel_shown


def test_what_was_inserted_from_the_panel_is_not_left_below_it(
    desk: DeskPage, bridge: Bridge
) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    desk.conversation.show_chat(ChatId("elena"), "")
    for size, is_shown in (((1024, 640), False), ((1440, 900), True)):
        resize(desk, *size)
        desk.search_responses()

        desk.conversation.composer.insert_response(fill("By {{day}}.", {}))

        assert desk.is_panel_shown is is_shown
        assert desk.conversation.composer.editor.hasFocus()


def test_escape_closes_the_visitor_that_a_key_opened(desk: DeskPage) -> None:
    resize(desk, 1024, 640)
    desk.toggle_visitor()
    focused = QApplication.focusWidget()
    assert focused is not None

    QTest.keyClick(focused, Qt.Key.Key_Escape)

    assert not desk.is_panel_shown


def test_escape_goes_back_to_the_composer_from_anywhere(desk: DeskPage, bridge: Bridge) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    desk.conversation.show_chat(ChatId("elena"), "")
    composer = desk.conversation.composer.editor

    for part in (
        desk.conversation.transcript,
        desk.column.chats,
        desk.panel.canned.list,
        desk.panel.canned.filters.chips[0],
        desk.panel.visitor.close_button,
    ):
        part.setFocus()
        QTest.keyClick(part, Qt.Key.Key_Escape)

        assert composer.hasFocus(), part


def test_a_visitor_who_tells_a_name_has_it_in_the_composer(desk: DeskPage, bridge: Bridge) -> None:
    guest = row("Guest")
    bridge.apply(Changes(rows=(guest,), order=(guest.id,)))
    desk.conversation.show_chat(guest.id, "")

    bridge.apply(Changes(rows=(replace(guest, visitor=visitor("Elena"), unread=1),)))

    editor = desk.conversation.composer.editor
    assert "Elena" in editor.accessibleName()
    assert "Elena" in editor.placeholderText()


def test_a_hidden_panel_gives_its_keys_to_the_composer(desk: DeskPage, bridge: Bridge) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    desk.conversation.show_chat(ChatId("elena"), "")
    desk.panel.canned.new_button.setFocus()

    desk.show_panel(is_shown=False)

    assert desk.conversation.composer.editor.hasFocus()


def test_a_hidden_panel_takes_no_keys_from_other_parts(desk: DeskPage, bridge: Bridge) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    desk.column.chats.setFocus()

    desk.show_panel(is_shown=False)

    assert desk.column.chats.hasFocus()


def test_tab_goes_through_the_folders_before_the_cards(desk: DeskPage) -> None:
    panel = desk.panel.canned
    panel.offer(Choices(folders=(("Delivery",), ("Returns",))))
    QApplication.processEvents()
    chips = panel.filters.chips
    chips[1].setFocus()

    QTest.keyClick(chips[1], Qt.Key.Key_Tab)

    assert chips[2].hasFocus()


def all_whole(buttons: list[Button]) -> bool:
    return all(button.width() == button.sizeHint().width() for button in buttons)


@pytest.mark.parametrize("percent", [100, 150])
def test_every_tool_is_seen_in_a_narrow_conversation(
    desk: DeskPage, bridge: Bridge, qtbot: QtBot, percent: int
) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    desk.conversation.show_chat(ChatId("elena"), LONG_DRAFT)
    tools = desk.conversation.composer.tools
    tools.reword_button.show()
    tools.show_send(can_send=True, is_online=False, has_blank=False, reason="")
    desk.set_tokens(LIGHT.with_text_percent(percent))
    send_width = {}
    for width in (1180, 1900):
        resize(desk, width, 760)

        shown = [each for each in tools.findChildren(Button) if each.isVisible()]
        qtbot.waitUntil(partial(all_whole, shown))
        seen = sorted((each.geometry() for each in shown), key=QRect.left)
        assert all(one.right() < other.left() for one, other in pairwise(seen))
        assert all(tools.rect().contains(place) for place in seen)
        send_width[width] = tools.send_button.width()
    assert send_width[1180] < send_width[1900]


def test_tab_goes_through_the_window_part_by_part(desk: DeskPage, bridge: Bridge) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    conversation, composer = desk.conversation, desk.conversation.composer
    conversation.show_chat(ChatId("elena"), LONG_DRAFT)
    composer.sending.open_split()
    composer.asked.show_asked("Elena", (Asked("In stock?", "1", is_answered=False),))
    composer.focus_text()
    found: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in found:
        found.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    parts = (
        *(composer.editor, composer.tools, desk.panel.visitor, desk.panel.canned),
        *(desk.column.head, desk.column.chats, *desk.views.findChildren(QAbstractButton)),
        *(conversation.head, conversation.transcript),
        *(composer.sending.split.preview, composer.asked),
    )
    reached = [part for each in found for part in parts if part is each or part.isAncestorOf(each)]
    assert [part for part, _ in groupby(reached)] == list(parts)
    assert len(reached) == len(found)


def test_the_narrowest_window_gives_the_room_to_the_conversation(desk: DeskPage) -> None:
    resize(desk, *SMALLEST)

    assert not desk.strip.isVisible()
    assert desk.column.width() < RINGS_ONLY_BELOW


def test_the_panel_opens_in_the_narrowest_window_too(desk: DeskPage) -> None:
    resize(desk, *SMALLEST)

    desk.search_responses()

    assert desk.panel.geometry().right() == desk.width() - 1


def test_the_visitor_folds_to_its_heading_and_back(desk: DeskPage) -> None:
    whole = desk.panel.canned.height()

    desk.panel.visitor.close_button.click()
    QApplication.processEvents()
    assert desk.panel.canned.height() > whole
    desk.toggle_visitor()
    QApplication.processEvents()

    assert desk.panel.canned.height() == whole


def test_the_visitor_panel_shows_that_it_has_the_keys(desk: DeskPage) -> None:
    desk.panel.visitor.setFocus()

    assert desk.panel.visitor.close_button.hasFocus()


def test_the_visitor_takes_the_height_of_what_is_known(desk: DeskPage) -> None:
    panel = desk.panel
    panel.visitor.show_chat(row("Elena"))
    QApplication.processEvents()
    few = panel.visitor.height()
    pages = tuple(VisitedPage(f"Page {n}", f"https://shop.example/{n}") for n in range(6))

    panel.visitor.show_chat(row("Marcus", pages=pages))
    QApplication.processEvents()

    assert panel.visitor.height() > few
    assert panel.visitor.height() == panel.visitor.content_height(panel.visitor.width())
    scroll = panel.visitor.findChild(QScrollArea)
    assert scroll is not None
    assert scroll.verticalScrollBar().maximum() == 0


def test_large_text_widens_the_chat_column(desk: DeskPage) -> None:
    resize(desk, 1024, 640)
    usual = desk.column.width()

    desk.set_tokens(LARGE)
    QApplication.processEvents()

    assert usual < desk.column.width() <= 1024 * 3 // 10


def test_rings_of_large_text_fit_the_narrow_column(desk: DeskPage) -> None:
    resize(desk, *SMALLEST)

    desk.set_tokens(LARGE)
    QApplication.processEvents()

    assert LARGE.px(56) == desk.column.width() < RINGS_ONLY_BELOW


def inside(desk: DeskPage, part: QWidget) -> QRect:
    return QRect(part.mapTo(desk, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("size", [SMALLEST, (1180, 760), (1280, 800)])
def test_question_before_sending_leaves_room_for_two_lines(
    desk: DeskPage, bridge: Bridge, size: tuple[int, int]
) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    desk.conversation.show_chat(ChatId("elena"), "You idiot.")
    composer = desk.conversation.composer
    resize(desk, *size)

    checks = composer.sending.checks
    checks.gate.ask(Gate(RUDE, pause_s=5))
    QApplication.processEvents()

    assert checks.gate.isVisible()
    assert composer.editor.viewport().height() >= 2 * composer.editor.fontMetrics().lineSpacing()
    desk.set_tokens(LARGE)
    checks.gate.close_question()
    checks.gate.ask(Gate(AFTER_NO))
    QApplication.processEvents()
    assert composer.editor.viewport().height() >= 2 * composer.editor.fontMetrics().lineSpacing()
    buttons = checks.gate.reason_buttons.values()
    assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_blocks_leave_room_for_two_lines_the_tools_and_send(
    desk: DeskPage, bridge: Bridge, qtbot: QtBot
) -> None:
    bridge.apply(Changes(rows=(row("Elena"),), order=(ChatId("elena"),)))
    desk.conversation.show_chat(ChatId("elena"), LONG_DRAFT)
    composer = desk.conversation.composer
    preview = composer.sending.split.preview
    desk.set_tokens(LARGE)
    desk.setStyleSheet(stylesheet_for(LARGE))
    composer.sending.open_split()
    two_lines = 2 * composer.editor.fontMetrics().lineSpacing()
    for asked in (
        (),
        (Asked("In stock?", "1", is_answered=False), Asked("When?", "2", is_answered=True)),
    ):
        composer.asked.show_asked("Elena", asked)
        for size in (SMALLEST, (1180, 760)):
            resize(desk, *size)

            parts = (preview, composer.asked, composer.editor, composer.tools, composer.coach)
            seen = [inside(desk, part) for part in parts if part.isVisible()]
            assert all(above.bottom() < below.top() for above, below in pairwise(seen))
            assert desk.rect().contains(seen[-1])
            assert composer.editor.viewport().height() >= two_lines
            assert inside(desk, composer.tools).contains(inside(desk, composer.send_button))
            assert inside(desk, preview).contains(inside(desk, preview.all_button))

    scrolled = preview.list.verticalScrollBar()
    qtbot.waitUntil(lambda: scrolled.maximum() > 0)
    assert preview.list.focusPolicy() == Qt.FocusPolicy.TabFocus
    desk.set_tokens(LIGHT)
    desk.setStyleSheet(stylesheet_for(LIGHT))
    resize(desk, 1440, 900)
    qtbot.waitUntil(lambda: scrolled.maximum() == 0)
    assert preview.list.focusPolicy() == Qt.FocusPolicy.NoFocus
