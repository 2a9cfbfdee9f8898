"""What frames the conversation: head, hold bar, banner, status bar, queue, column."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.rows import CALM, IDLE, LATE, NOON, SOON, chat, queued, visitor
from undivided.desk.marks import FocusLimits, FocusMark, FocusState, Hold, HoldState
from undivided.desk.values import Changes, DeskStatus, LinkState, LinkStatus, Profile, VisitedPage
from undivided.protocol.ids import UserId
from undivided.qtmodels.bridge import Bridge
from undivided.ui.banner import LinkBanner
from undivided.ui.chats.chat_column import ChatColumn
from undivided.ui.chats.head_row import HeadRow, OperatorPhoto
from undivided.ui.chats.queue_list import QueueList
from undivided.ui.chats.view_switch import CHATS, SETTINGS, ViewSwitch
from undivided.ui.controls.empty_state import EmptyState
from undivided.ui.conversation.chat_head import ChatHead, about_parts, wait_words
from undivided.ui.conversation.hold_bar import HoldBar
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.status_bar import DeskStatusBar
from undivided.ui.words import wording

LIVE = LinkStatus(LinkState.LIVE)
OFFLINE = LinkStatus(LinkState.OFFLINE, NOON, next_try_in=8, unsent=3)
TWO = timedelta(minutes=2)
AGREED = Hold(HoldState.AGREED, TWO, NOON, NOON + TWO)
HELD = FocusMark(FocusState.HELD, 84, 0.7)


def ready(widget: QWidget, qtbot: QtBot, width: int = 900, height: int = 60) -> None:
    qtbot.addWidget(widget)
    widget.setStyleSheet(stylesheet_for(LIGHT))
    widget.resize(width, height)
    widget.show()
    QApplication.processEvents()


def words(widget: QWidget) -> str:
    """Return what a screen reader finds in a widget, for the parts that are shown."""
    parts = [part for part in widget.findChildren(QWidget) if part.isVisible()]
    return " | ".join(part.accessibleName() for part in parts if part.accessibleName())


def button(widget: QWidget, name: str) -> QPushButton:
    found = [b for b in widget.findChildren(QPushButton) if b.accessibleName() == name]
    assert len(found) == 1, [b.accessibleName() for b in widget.findChildren(QPushButton)]
    return found[0]


# Head -------------------------------------------------------------------------------------------


@pytest.fixture
def head(qtbot: QtBot) -> ChatHead:
    made = ChatHead(LIGHT)
    ready(made, qtbot)
    made.show_chat(chat("Elena", SOON))
    return made


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (SOON, ("Waiting 38 s", "reply within 45 s", "soon_text")),
        (replace(LATE, seconds=94), ("Waiting 1:34", "later than 45 s", "late_text")),
        (HELD, ("On hold", "1:24 left", "hold_text")),
        (FocusMark(FocusState.HOLD_OVER, 12), ("Hold is over", "by 0:12", "late_text")),
        (FocusMark(FocusState.TYPING), ("Is typing", "the timer waits", "text")),
        (replace(CALM, is_offline=True), ("Waiting 8 s", "nothing newer is known", "text")),
        (replace(IDLE, is_offline=True), ("Offline", "nothing newer is known", "text")),
        (None, ("", "", "text")),
    ],
    ids=["soon", "late", "held", "over", "typing", "offline waiting", "offline", "none"],
)
def test_the_head_says_how_long_the_visitor_waits(
    mark: FocusMark | None, told: tuple[str, str, str]
) -> None:
    assert wait_words(mark, FocusLimits()) == told


def test_the_head_says_where_the_visitor_is() -> None:
    # The newest page comes first, as the desk keeps them.
    pages = (VisitedPage("Checkout\u202e", "https://x/2"), VisitedPage("Lamp", "https://x/1"))

    told = "".join(part.words for part in about_parts(visitor(pages=pages, visits=2)))

    assert told == "On Checkout · 2nd visit"


def test_a_first_visit_without_a_page_is_said_plainly() -> None:
    told = "".join(part.words for part in about_parts(visitor(visits=1, is_here=False)))

    assert told == "First visit · left the page"


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("Hold", "hold_requested"),
        ("Transfer", "transfer_requested"),
        ("Close", "close_requested"),
    ],
)
def test_the_heads_acts_are_asked_for(head: ChatHead, qtbot: QtBot, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(head, signal), timeout=20_000):
        qtbot.mouseClick(button(head, name), Qt.MouseButton.LeftButton)


def test_hold_becomes_back_while_it_runs(head: ChatHead, qtbot: QtBot) -> None:
    head.show_chat(chat("Priya", HELD, hold=AGREED))

    with qtbot.waitSignal(head.resume_requested, timeout=20_000):
        qtbot.mouseClick(button(head, "Back"), Qt.MouseButton.LeftButton)


def test_the_head_follows_a_new_name_and_another_chat(head: ChatHead) -> None:
    row = chat("Priya")
    head.show_chat(row)
    head.show_chat(replace(row, preview="Is it in stock?"))
    assert "Priya" in words(head)

    head.show_chat(replace(row, visitor=visitor("Priya Nair")))
    renamed = words(head)
    head.show_chat(chat("Marcus"))

    assert "Priya Nair" in renamed
    assert "Marcus" in words(head)
    assert "Priya" not in words(head)


def test_offline_hold_and_transfer_say_why_they_are_off(head: ChatHead) -> None:
    head.set_mark(replace(SOON, is_offline=True))
    off = button(head, "Hold"), button(head, "Transfer")

    assert not any(each.isEnabled() for each in off)
    assert all("connection" in each.accessibleDescription() for each in off)
    assert button(head, "Close").isEnabled()

    head.set_mark(SOON)
    assert all(each.isEnabled() for each in off)


def test_hold_says_why_it_is_off_at_a_server_that_cannot_keep_it(head: ChatHead) -> None:
    head.set_can_hold(False)
    hold = button(head, "Hold")
    off = (hold.isEnabled(), hold.accessibleDescription())

    head.set_can_hold(True)

    assert off[0] is False
    assert wording.CANNOT_HOLD in off[1]
    assert button(head, "Transfer").isEnabled()
    assert hold.isEnabled()


def test_the_heads_words_give_way_where_it_is_narrow(head: ChatHead) -> None:
    wide = button(head, "Transfer").text().strip()
    head.resize(500, 57)
    QApplication.processEvents()

    assert (wide, button(head, "Transfer").text()) == ("Transfer", "")
    assert "F7" in button(head, "Transfer").toolTip()


def test_a_head_without_a_chat_has_no_acts(head: ChatHead) -> None:
    head.show_chat(None)

    assert not button(head, "Hold").isVisible()
    assert not button(head, "Close").isVisible()


def test_more_tells_where_its_menu_belongs(head: ChatHead, qtbot: QtBot) -> None:
    told: list[QPoint] = []
    head.menu_requested.connect(told.append)

    qtbot.mouseClick(button(head, "More"), Qt.MouseButton.LeftButton)

    assert len(told) == 1


# Hold bar ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hold", "mark", "told"),
    [
        (AGREED, HELD, "Priya agreed to wait 2 minutes. 1:24 left."),
        (
            replace(AGREED, state=HoldState.OVER),
            FocusMark(FocusState.HOLD_OVER, 12),
            "The 2 minutes are over. Over by 0:12. Priya was told that it takes longer.",
        ),
        (
            replace(AGREED, state=HoldState.HURRY),
            CALM,
            "Priya is in a hurry. The timer runs on: answer now.",
        ),
    ],
    ids=["agreed", "over", "hurry"],
)
def test_the_hold_bar_says_what_was_promised(
    qtbot: QtBot, hold: Hold, mark: FocusMark, told: str
) -> None:
    bar = HoldBar(LIGHT)
    ready(bar, qtbot)

    bar.show_hold(visitor("Priya Nair"), hold, mark)

    assert bar.accessibleName() == told
    assert bar.isVisible()
    assert button(bar, "Ask for 1 more").isVisible() is (hold.state is not HoldState.HURRY)


def test_the_hold_bar_goes_with_the_hold(qtbot: QtBot) -> None:
    bar = HoldBar(LIGHT)
    ready(bar, qtbot)
    bar.show_hold(visitor("Priya"), AGREED, HELD)

    bar.show_hold(visitor("Priya"), None, IDLE)

    assert not bar.isVisible()


def test_a_narrow_hold_bar_keeps_the_time_first(qtbot: QtBot) -> None:
    bar = HoldBar(LIGHT)
    ready(bar, qtbot, 400)

    bar.show_hold(visitor("Priya"), AGREED, HELD)

    assert bar.accessibleName().startswith("1:24 left.")


def test_the_hold_bars_acts_are_asked_for(qtbot: QtBot) -> None:
    bar = HoldBar(LIGHT)
    ready(bar, qtbot)
    bar.show_hold(visitor("Priya"), AGREED, HELD)

    with qtbot.waitSignals([bar.resume_requested, bar.more_requested], timeout=20_000):
        qtbot.mouseClick(button(bar, "Back to Priya"), Qt.MouseButton.LeftButton)
        qtbot.mouseClick(button(bar, "Ask for 1 more"), Qt.MouseButton.LeftButton)


# Banner and status bar --------------------------------------------------------------------------


def test_no_banner_while_live(qtbot: QtBot) -> None:
    banner = LinkBanner(LIGHT)
    ready(banner, qtbot)

    banner.show_link(OFFLINE)
    shown = banner.isVisible()
    banner.show_link(LIVE)

    assert shown
    assert not banner.isVisible()


@pytest.mark.parametrize(
    ("unsent", "told"),
    [
        (0, "You can keep writing; it goes out"),
        (1, "1 message is waiting to be sent. It goes out once, when"),
        (3, "3 messages are waiting to be sent. They go out once, in order, when"),
    ],
)
def test_the_banner_says_what_waits(qtbot: QtBot, unsent: int, told: str) -> None:
    banner = LinkBanner(LIGHT)
    ready(banner, qtbot)

    banner.show_link(replace(OFFLINE, unsent=unsent))

    assert told in banner.accessibleName()
    assert "Next try in 8 s" in words(banner)


def test_a_retry_keeps_the_banner_and_a_first_connection_has_none(qtbot: QtBot) -> None:
    banner = LinkBanner(LIGHT)
    ready(banner, qtbot)
    banner.show_link(LIVE)
    banner.show_link(LinkStatus(LinkState.CONNECTING))
    first = banner.isVisible()

    banner.show_link(OFFLINE)
    banner.show_link(replace(OFFLINE, state=LinkState.CONNECTING))

    assert not first
    assert banner.isVisible()
    assert "Trying now" in words(banner)


def test_an_attempt_that_runs_is_said_and_not_dialled_a_second_time(qtbot: QtBot) -> None:
    banner = LinkBanner(LIGHT)
    ready(banner, qtbot, 1400)
    banner.show_link(replace(OFFLINE, next_try_in=None))
    asked: list[bool] = []
    banner.try_now_requested.connect(lambda: asked.append(True))

    QTest.mouseClick(button(banner, "Try now"), Qt.MouseButton.LeftButton)
    trying = (list(asked), words(banner))
    banner.show_link(OFFLINE)
    button(banner, "Try now").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button(banner, "Try now"), Qt.Key.Key_Space)

    assert trying[0] == []
    assert "Trying now" in trying[1]
    assert asked == [True]


def test_the_banners_acts_are_asked_for(qtbot: QtBot) -> None:
    banner = LinkBanner(LIGHT)
    ready(banner, qtbot, 1400)
    banner.show_link(OFFLINE)

    with qtbot.waitSignals(
        [banner.try_now_requested, banner.show_unsent_requested], timeout=20_000
    ):
        qtbot.mouseClick(button(banner, "Try now"), Qt.MouseButton.LeftButton)
        qtbot.mouseClick(button(banner, "Show the 3"), Qt.MouseButton.LeftButton)


def test_a_refused_sign_in_says_the_servers_reason_and_a_way_on(qtbot: QtBot) -> None:
    banner = LinkBanner(LIGHT)
    ready(banner, qtbot)
    banner.show_link(LinkStatus(LinkState.REFUSED, NOON, reason="The token was withdrawn."))

    assert banner.accessibleName().startswith("The token was withdrawn.")
    with qtbot.waitSignal(banner.sign_in_requested, timeout=20_000):
        qtbot.mouseClick(button(banner, "Sign in again"), Qt.MouseButton.LeftButton)


def test_catching_up_says_how_much_is_left(qtbot: QtBot) -> None:
    banner = LinkBanner(LIGHT)
    ready(banner, qtbot)

    banner.show_link(LinkStatus(LinkState.CATCHING_UP, NOON, behind=2))

    assert "2 chats still to come" in banner.accessibleName()


def test_the_status_bar_tells_the_age_of_what_it_knows(qtbot: QtBot) -> None:
    bar = DeskStatusBar(LIGHT)
    ready(bar, qtbot, 1200, 28)
    bar.set_status(
        DeskStatus(
            LIVE, queue=2, queue_longest=9, longest_silence=52, longest_silence_name="Marcus"
        )
    )
    bar.set_last_word(1)
    bar.set_promises("2 promises")

    told = words(bar)

    assert "Live  last word from the server 1 s ago" in told
    assert "Queue 2 · longest 0:09" in told
    assert "Longest silence today  0:52  Marcus" in told
    assert "2 promises" in told
    assert bar.accessibleName() == "Connection, live"
    assert not bar.grab().isNull()


def test_a_narrow_status_bar_keeps_the_connection_whole(qtbot: QtBot) -> None:
    bar = DeskStatusBar(LIGHT)
    ready(bar, qtbot, width=1000, height=28)
    bar.set_status(DeskStatus(link=LIVE, longest_silence=52, longest_silence_name="Marcus"))
    assert "Queue empty" in words(bar)

    bar.resize(200, 28)
    QApplication.processEvents()

    assert "Live" in words(bar)
    assert "Queue" not in words(bar)
    assert "silence" not in words(bar)


def test_offline_figures_are_not_shown_as_live_ones(qtbot: QtBot) -> None:
    bar = DeskStatusBar(LIGHT)
    ready(bar, qtbot, 1200, 28)

    bar.set_status(DeskStatus(OFFLINE, queue=2, queue_longest=9, longest_silence=52))

    assert "Queue unknown" in words(bar)
    assert "Longest silence" not in words(bar)
    assert bar.accessibleName().startswith("Connection, offline since")


# Column -----------------------------------------------------------------------------------------


def test_the_head_row_says_the_routing_status(qtbot: QtBot) -> None:
    row = HeadRow(LIGHT)
    ready(row, qtbot, 280)

    row.set_status(DeskStatus(LIVE, Profile(UserId("m"), "Mira Holt"), is_accepting=True))

    assert "Routing status, accepting" in words(row)
    assert "Signed in as Mira Holt" in words(row)


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen menus
def test_the_routing_menu_asks_for_the_other_status(qtbot: QtBot) -> None:
    row = HeadRow(LIGHT)
    ready(row, qtbot, 280)
    row.set_status(DeskStatus(LIVE, is_accepting=True))
    told: list[bool] = []
    row.accepting_wanted.connect(told.append)

    qtbot.mouseClick(row._routing, Qt.MouseButton.LeftButton)
    menu = row.findChild(QMenu)
    assert menu is not None
    for action in menu.actions():
        action.trigger()
    menu.close()

    assert told == [False]


def test_a_photo_is_cut_to_a_circle(qtbot: QtBot) -> None:
    photo = OperatorPhoto(LIGHT)
    ready(photo, qtbot, 32, 32)
    picture = QPixmap(100, 60)
    picture.fill(Qt.GlobalColor.red)

    photo.set_photo(picture)
    image = photo.grab().toImage()

    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#ff0000"
    assert image.pixelColor(0, 0).name() != "#ff0000"


def test_accept_takes_the_visitor_by_mouse_and_keys(qtbot: QtBot) -> None:
    bridge = Bridge()
    queue = QueueList(bridge.queue, LIGHT)
    ready(queue, qtbot, 280, 200)
    bridge.apply(Changes(queue=(queued("Hanna", 1), queued("Lucia", 2))))
    QApplication.processEvents()
    told: list[str] = []
    queue.accept_requested.connect(told.append)
    view, delegate = queue._view, queue._delegate

    accept = delegate.accept_rect(view.visualRect(bridge.queue.index(1))).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=accept)
    name = view.visualRect(bridge.queue.index(0)).center() - QPoint(80, 0)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=name)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert told == ["lucia", "hanna"]


def test_the_queue_shows_three_rows_and_counts_the_rest(qtbot: QtBot) -> None:
    bridge = Bridge()
    queue = QueueList(bridge.queue, LIGHT)
    ready(queue, qtbot, 280, 300)

    bridge.apply(Changes(queue=tuple(queued(f"n{n}", n + 1, 10 * n) for n in range(7))))

    assert queue._view.height() == 3 * 44
    assert queue._note.text() == "+ 4 more, longest 1:00"
    assert not queue.grab().isNull()


def test_the_queue_is_not_shown_as_known_while_offline(qtbot: QtBot) -> None:
    bridge = Bridge()
    queue = QueueList(bridge.queue, LIGHT)
    ready(queue, qtbot, 280, 300)
    bridge.apply(Changes(queue=(queued("Hanna", 1),)))

    queue.set_known(is_known=False)

    assert not queue._view.isVisible()
    assert queue._note.text() == "Not known while offline."


@pytest.fixture
def column(qtbot: QtBot) -> tuple[Bridge, ChatColumn]:
    bridge = Bridge()
    made = ChatColumn(bridge, LIGHT)
    made.set_foot(ViewSwitch([CHATS, SETTINGS], LIGHT))
    ready(made, qtbot, 280, 700)
    return bridge, made


def test_an_empty_column_says_what_is_true_and_the_way_on(
    column: tuple[Bridge, ChatColumn], qtbot: QtBot
) -> None:
    bridge, made = column
    bridge.apply(Changes(status=DeskStatus(LIVE, is_accepting=False)))
    told = made._empty.accessibleName()

    with qtbot.waitSignal(made.start_accepting_requested, timeout=20_000):
        qtbot.mouseClick(button(made, "Start accepting"), Qt.MouseButton.LeftButton)

    assert told.startswith("You are not accepting chats")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (DeskStatus(LIVE, waiting=1), "2 chats · 1 waiting for you"),
        (DeskStatus(LIVE), "2 chats"),
    ],
)
def test_the_column_counts(
    column: tuple[Bridge, ChatColumn], status: DeskStatus, told: str
) -> None:
    bridge, made = column

    bridge.apply(Changes(rows=(chat("Elena"), chat("Marcus")), status=status))

    assert made._section.text() == told


def test_offline_the_column_says_as_of_when(column: tuple[Bridge, ChatColumn]) -> None:
    bridge, made = column

    bridge.apply(Changes(rows=(chat("Elena"),), status=DeskStatus(OFFLINE)))

    assert made._section.text().startswith("1 chat · as of ")


def test_the_narrow_column_keeps_the_rings(column: tuple[Bridge, ChatColumn]) -> None:
    bridge, made = column
    bridge.apply(Changes(rows=(chat("Elena", LATE),), queue=(queued("Hanna", 1),)))

    made.setFixedWidth(56)
    QApplication.processEvents()

    assert not made._section.isVisible()
    assert not made.queue.isVisible()
    assert made.chats.isVisible()


def test_views_are_picked_and_shown(qtbot: QtBot) -> None:
    switch = ViewSwitch([CHATS, SETTINGS], LIGHT)
    ready(switch, qtbot, 280)
    told: list[str] = []
    switch.view_picked.connect(told.append)

    qtbot.mouseClick(switch._buttons["settings"], Qt.MouseButton.LeftButton)
    switch.show_view("chats")
    switch.set_words(has_words=False)

    assert told == ["settings"]
    assert switch._buttons["chats"].isChecked()
    assert switch.height() == 42


MAKERS: list[Callable[[], QWidget]] = [
    lambda: ChatHead(LIGHT),
    lambda: HoldBar(LIGHT),
    lambda: LinkBanner(LIGHT),
    lambda: DeskStatusBar(LIGHT),
    lambda: HeadRow(LIGHT),
    lambda: EmptyState(LIGHT),
    lambda: ChatColumn(Bridge(), LIGHT),
    lambda: ViewSwitch([CHATS, SETTINGS], LIGHT),
]


@pytest.mark.parametrize("make", MAKERS)
def test_every_part_takes_another_theme_and_text_size(
    qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    widget = make()
    ready(widget, qtbot, 600, 300)

    widget.set_tokens(DARK.with_text_percent(150))  # type: ignore[attr-defined] # all of them have it

    assert not widget.grab().isNull()


@pytest.mark.parametrize("make", MAKERS)
def test_every_button_has_a_name_and_a_tooltip(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    widget = make()
    ready(widget, qtbot, 600, 300)

    nameless = [
        b for b in widget.findChildren(QPushButton) if b.isVisible() and not b.accessibleName()
    ]
    assert nameless == []
    assert all(b.toolTip() for b in widget.findChildren(QPushButton) if b.isVisible())
