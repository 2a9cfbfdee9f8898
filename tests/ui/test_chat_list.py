"""The list of chats: density, picking, drops, the tick, the edge marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QRegion,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.support.rows import CALM, IDLE, LATE, SOON, after, chat, waiting
from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import Changes, ChatRow
from undivided.protocol.ids import ChatId
from undivided.qtmodels.canned_mime import RESPONSE_MIME
from undivided.qtmodels.chat_list_model import ChatListModel
from undivided.ui.chats.chat_delegate import RowDensity, density_for, drop_line
from undivided.ui.chats.chat_list import ChatList
from undivided.ui.composer.given_files import GivenFiles
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import DARK, LIGHT

NAMES = ("Elena", "Marcus", "Aiko")


@pytest.fixture
def model(qapp: QApplication) -> ChatListModel:
    made = ChatListModel()
    fill(made, *(chat(name, CALM, preview="Is it in stock?") for name in NAMES))
    return made


@pytest.fixture
def view(qtbot: QtBot, model: ChatListModel) -> Iterator[ChatList]:
    made = ChatList(model, LIGHT)
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet_for(LIGHT))
    made.resize(280, 400)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()


def fill(model: ChatListModel, *rows: ChatRow) -> None:
    model.apply(Changes(rows=rows, order=tuple(row.id for row in rows)))


def crowd(model: ChatListModel, count: int, mark: FocusMark = IDLE) -> None:
    fill(model, *(chat(f"n{n}", mark, preview="Hello") for n in range(count)))
    QApplication.processEvents()


def middle(view: ChatList, place: int) -> QPoint:
    return view.visualRect(view.model().index(place, 0)).center()


@pytest.mark.parametrize(
    ("chats", "density"),
    [
        (0, RowDensity.COMFORTABLE),
        (8, RowDensity.COMFORTABLE),
        (9, RowDensity.COMPACT),
        (20, RowDensity.COMPACT),
        (21, RowDensity.DENSE),
        (60, RowDensity.DENSE),
    ],
)
def test_density_follows_the_number_of_chats(chats: int, density: RowDensity) -> None:
    assert density_for(chats) is density


def test_rows_get_lower_as_chats_come(view: ChatList, model: ChatListModel) -> None:
    heights = []
    for count in (3, 12, 40):
        crowd(model, count)
        heights.append(view.visualRect(model.index(0)).height())

    assert heights == [62, 46, 28]


def test_the_operator_may_fix_the_density(view: ChatList, model: ChatListModel) -> None:
    view.set_density(RowDensity.COMFORTABLE)
    crowd(model, 40)
    fixed = view.density
    view.set_density(None)

    assert fixed is RowDensity.COMFORTABLE
    assert view.density is RowDensity.DENSE


def test_a_click_picks_a_chat(view: ChatList, qtbot: QtBot) -> None:
    told: list[str] = []
    view.chat_picked.connect(told.append)

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 1))

    assert told == ["marcus"]


def test_a_click_beside_the_rows_keeps_the_chosen_chat(view: ChatList, qtbot: QtBot) -> None:
    view.show_current(ChatId("aiko"))

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 390))

    assert view.current_chat() == "aiko"


def test_arrows_pick_and_enter_opens(view: ChatList, qtbot: QtBot) -> None:
    picked: list[str] = []
    opened: list[str] = []
    view.chat_picked.connect(picked.append)
    view.chat_opened.connect(opened.append)
    view.show_current(ChatId("elena"))

    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert picked == ["marcus", "aiko"]
    assert opened == ["aiko"]


def test_showing_a_chat_is_not_the_operators_choice(view: ChatList) -> None:
    told: list[str] = []
    view.chat_picked.connect(told.append)

    view.show_current(ChatId("marcus"))
    chosen = view.current_chat()
    view.show_current(None)

    assert chosen == "marcus"
    assert view.current_chat() is None
    assert told == []


def test_the_choice_stays_with_its_chat_when_rows_move(
    view: ChatList, model: ChatListModel
) -> None:
    view.show_current(ChatId("aiko"))

    model.apply(Changes(order=(ChatId("aiko"), ChatId("marcus"), ChatId("elena"))))

    assert view.current_chat() == "aiko"
    assert view.currentIndex().row() == 0


def test_steps_go_round_the_end(view: ChatList) -> None:
    told: list[str] = []
    view.chat_picked.connect(told.append)
    view.show_current(ChatId("aiko"))

    view.pick_step(1)
    view.pick_step(-1)
    view.pick_place(1)
    view.pick_place(9)

    assert told == ["elena", "aiko", "marcus"]


def test_the_longest_wait_is_one_key_away(view: ChatList, model: ChatListModel) -> None:
    told: list[str] = []
    view.chat_picked.connect(told.append)
    model.apply(Changes(marks={ChatId("marcus"): LATE, ChatId("aiko"): SOON}))

    view.pick_longest_wait()

    assert told == ["marcus"]


def response(text: str = "Sorry it broke", response_id: str = "r7") -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    if response_id:
        mime.setData(RESPONSE_MIME, response_id.encode())
    return mime


COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def drag(view: ChatList, at: QPoint, mime: QMimeData) -> bool:
    enter = QDragEnterEvent(at, COPY, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(view.viewport(), enter)
    move = QDragMoveEvent(at, COPY, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(view.viewport(), move)
    return bool(move.isAccepted())


def drop(view: ChatList, at: QPoint, mime: QMimeData) -> None:
    QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(at), COPY, mime, LEFT, NO_KEYS))


def test_a_dropped_response_names_the_chat_it_fell_on(view: ChatList) -> None:
    told: list[tuple[str, str, str, bool]] = []
    view.response_dropped.connect(lambda *args: told.append(args))
    mime = response()

    assert drag(view, middle(view, 1), mime)
    drop(view, middle(view, 1), mime)

    assert told == [("marcus", "r7", "Sorry it broke", False)]


def test_dropped_text_has_no_response_id(view: ChatList) -> None:
    told: list[tuple[str, str, str, bool]] = []
    view.response_dropped.connect(lambda *args: told.append(args))
    mime = response("<b>text</b>", "")

    drag(view, middle(view, 2), mime)
    drop(view, middle(view, 2), mime)

    assert told == [("aiko", "", "<b>text</b>", False)]


def test_dragging_over_a_chat_picks_nothing(view: ChatList) -> None:
    told: list[str] = []
    view.chat_picked.connect(told.append)
    view.show_current(ChatId("elena"))

    drag(view, middle(view, 1), response())

    assert told == []
    assert view.current_chat() == "elena"
    assert view._delegate.drop_place == 1


def test_the_mark_goes_when_the_drag_leaves(view: ChatList) -> None:
    drag(view, middle(view, 1), response())

    QApplication.sendEvent(view.viewport(), QDragLeaveEvent())

    assert view._delegate.drop_place is None


def test_the_chat_under_a_drag_is_told_until_the_drag_or_the_rows_move(
    view: ChatList, model: ChatListModel
) -> None:
    told: list[tuple[str, str]] = []
    view.dragged_over.connect(lambda *args: told.append(args))

    for place in (1, 1, 2):
        drag(view, middle(view, place), response())
    QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
    drag(view, middle(view, 0), response("text", ""))
    fill(model, *(chat(name, CALM, preview="Hello") for name in reversed(NAMES)))

    assert told == [("marcus", "r7"), ("aiko", "r7"), ("", ""), ("elena", ""), ("", "")]
    assert view.row_rect(ChatId("aiko")) == view.visualRect(model.index(0))
    assert view.row_rect(ChatId("nobody")).isEmpty()


def test_a_drag_beside_the_rows_is_refused(view: ChatList) -> None:
    told: list[object] = []
    view.response_dropped.connect(lambda *args: told.append(args))
    mime = response()

    assert not drag(view, QPoint(20, 390), mime)
    drop(view, QPoint(20, 390), mime)

    assert told == []


def test_a_drag_at_the_edge_scrolls(view: ChatList, model: ChatListModel) -> None:
    crowd(model, 60)

    for _ in range(3):
        drag(view, QPoint(100, 395), response())

    assert view.verticalScrollBar().value() == 36


def test_a_picture_that_falls_on_a_row_is_given_to_its_chat(view: ChatList) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    given: list[tuple[str, GivenFiles]] = []
    view.files_dropped.connect(lambda *told: given.append(told))

    assert drag(view, middle(view, 0), mime)
    drop(view, middle(view, 0), mime)

    ((chat_id, files),) = given
    assert chat_id == "elena"
    assert files.picture is not None


def test_files_that_fall_on_a_row_are_no_text(view: ChatList) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/a.png")])
    given: list[GivenFiles] = []
    texts: list[str] = []
    view.files_dropped.connect(lambda _chat, files: given.append(files))
    view.response_dropped.connect(lambda _chat, _which, text, _replaces: texts.append(text))

    assert drag(view, middle(view, 1), mime)
    drop(view, middle(view, 1), mime)

    assert given == [GivenFiles((Path("/tmp/a.png"),))]
    assert texts == []


def test_the_row_under_a_drag_says_whose_draft_it_is() -> None:
    assert drop_line(chat("Marcus")) == "Drop into Marcus’s draft"


def test_the_drop_target_has_an_edge_all_round(view: ChatList) -> None:
    drag(view, middle(view, 1), response())
    image = view.viewport().grab().toImage()
    scale = image.width() / view.viewport().width()
    row = view.visualRect(view.model().index(1, 0)).adjusted(8, 0, -8, -2)

    def at(x: float, y: float) -> str:
        return image.pixelColor(round(x * scale), round(y * scale)).name().upper()

    edges = [at(row.left() + 1, row.center().y()), at(row.right() - 1, row.center().y())]
    edges += [at(row.center().x(), row.top() + 1), at(row.center().x(), row.bottom() - 1)]
    assert edges == [LIGHT.accent] * 4


def test_the_chosen_row_has_a_tint_and_a_bar(view: ChatList) -> None:
    view.show_current(ChatId("elena"))
    image = view.viewport().grab().toImage()
    scale = image.width() / view.viewport().width()

    def at(x: int, y: int) -> str:
        return image.pixelColor(round(x * scale), round(y * scale)).name().upper()

    assert at(9, 30) == LIGHT.accent
    assert at(150, 5) == LIGHT.selected


def test_a_tick_repaints_the_marks_and_no_words(
    view: ChatList, model: ChatListModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    exposed: list[QRegion] = []
    paint = view._delegate.paint

    def watched(painter: object, option: object, index: object) -> None:
        exposed.append(view._delegate.exposed)
        paint(painter, option, index)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(view._delegate, "paint", watched)
    view.viewport().repaint()
    exposed.clear()

    model.apply(Changes(marks={ChatId("elena"): SOON, ChatId("marcus"): SOON}))
    QApplication.processEvents()

    assert exposed
    assert all(region.boundingRect().right() < 60 for region in exposed)


def test_a_changed_row_repaints_no_other_row(
    view: ChatList, model: ChatListModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    paint = view._delegate.paint

    def watched(painter: object, option: object, index: QModelIndex) -> None:
        painted.append(index.data())
        paint(painter, option, index)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(view._delegate, "paint", watched)
    view.viewport().repaint()
    painted.clear()

    model.apply(Changes(rows=(chat("Marcus", CALM, preview="Or is it sold out?"),)))
    QApplication.processEvents()

    assert painted == ["Marcus"]


def test_painting_at_every_density_and_theme_says_nothing_wrong(
    view: ChatList, model: ChatListModel
) -> None:
    rows = [
        chat(f"n{n}", FocusMark(state, 33, 0.5), unread=n, meta="Checkout", preview="x" * 4000)
        for n, state in enumerate(FocusState)
    ]
    fill(model, *rows)

    for density in RowDensity:
        for tokens in (LIGHT, DARK.with_text_percent(150)):
            view.set_density(density)
            view.set_tokens(tokens)
            assert not view.grab().isNull()


def test_a_narrow_list_shows_the_marks_alone(view: ChatList, model: ChatListModel) -> None:
    fill(model, chat("Elena", LATE, unread=1))
    view.resize(56, 400)
    QApplication.processEvents()

    image = view.grab().toImage()

    assert image.pixelColor(image.width() // 2, 15).name().upper() == LIGHT.late_fill


def test_a_late_chat_out_of_view_is_marked_at_the_edge(
    view: ChatList, model: ChatListModel, qtbot: QtBot
) -> None:
    told: list[str] = []
    view.chat_picked.connect(told.append)
    crowd(model, 60)
    model.apply(Changes(marks={ChatId("n50"): LATE}))
    shown = (
        view._edges.below.isVisible(),
        view._edges.above.isVisible(),
        view._edges.below.accessibleName(),
    )

    qtbot.mouseClick(view._edges.below, Qt.MouseButton.LeftButton)

    assert shown == (True, False, "n50 is late, below")
    assert told == ["n50"]
    assert not view._edges.below.isVisible()


def test_a_late_chat_above_is_marked_above(view: ChatList, model: ChatListModel) -> None:
    crowd(model, 60)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())

    model.apply(Changes(marks={ChatId("n1"): LATE}))

    assert view._edges.above.isVisible()
    assert not view._edges.above.grab().isNull()


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen menus
def test_a_rows_menu_has_its_acts(view: ChatList) -> None:
    told: list[tuple[str, str]] = []
    view.insert_requested.connect(lambda chat_id: told.append(("insert", chat_id)))
    view.close_requested.connect(lambda chat_id: told.append(("close", chat_id)))
    where = middle(view, 1)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        view.viewport(), QContextMenuEvent(reason, where, view.mapToGlobal(where))
    )
    menu = view.findChild(QMenu)
    assert menu is not None

    for action in menu.actions():
        action.trigger()
    menu.close()

    assert told == [("insert", "marcus"), ("close", "marcus")]


@pytest.mark.parametrize("width", [280, 56], ids=["wide", "rings only"])
@pytest.mark.parametrize("count", [3, 12, 40], ids=["comfortable", "compact", "dense"])
@pytest.mark.parametrize(
    "seconds",
    [9, 12, 80, 599, 700, 719],
    ids=["wider number", "as wide", "full ring", "in minutes", "same minute", "next minute"],
)
def test_a_tick_leaves_the_picture_that_a_whole_repaint_makes(
    qtbot: QtBot, model: ChatListModel, count: int, seconds: int, width: int
) -> None:
    # The list has no ground of its own: without one below it, paint would lie upon paint.
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(width, 400)
    view = ChatList(model, LIGHT, ground)
    view.resize(ground.size())
    ground.show()
    rows = (chat(f"n{n}", waiting(seconds), preview="Hello", unread=n % 2) for n in range(count))
    fill(model, *rows)
    view.show_current(ChatId("n1"))
    QApplication.processEvents()
    model.apply(after(1))
    QApplication.processEvents()

    after_tick = ground.screen().grabWindow(ground.winId()).toImage()

    view.viewport().update()
    QApplication.processEvents()
    assert ground.screen().grabWindow(ground.winId()).toImage() == after_tick


def test_a_second_repaints_running_marks_in_view_alone(
    view: ChatList, model: ChatListModel
) -> None:
    fill(model, *(chat(f"n{n}", waiting(5) if n % 3 else IDLE) for n in range(200)))
    QApplication.processEvents()

    model.apply(after(1))
    in_view = list(view._ticked.rows)
    QApplication.processEvents()
    view.hide()
    model.apply(after(2))

    assert in_view == [n for n in range(15) if n % 3]
    assert not view._ticked.rows
    assert model.mark_at(199).seconds == 7


def test_a_mark_that_shows_the_same_minute_is_not_repainted(
    view: ChatList, model: ChatListModel
) -> None:
    crowd(model, 30, waiting(700))

    model.apply(after(1))

    assert view._ticked.region.isEmpty()
