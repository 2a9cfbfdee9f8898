"""The tray: the worst wins, and a visitor's name stays a name."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from undivided.desk.marks import FocusState
from undivided.desk.values import DeskStatus, LinkState, LinkStatus
from undivided.protocol.ids import ChatId
from undivided.ui.tray import Tray, TrayFacts, TrayState, WaitingChat, tray_icon, tray_state
from undivided.ui.tray import tray_words as words

LIVE = LinkStatus(LinkState.LIVE)


def status(link: LinkState = LinkState.LIVE, *, is_accepting: bool = True) -> DeskStatus:
    return DeskStatus(link=LinkStatus(link), is_accepting=is_accepting)


def chat(state: FocusState, seconds: int = 0, name: str = "Elena") -> WaitingChat:
    return WaitingChat(ChatId(name), name, state, seconds)


SOON, LATE = chat(FocusState.SOON, 38), chat(FocusState.LATE, 52, "Marcus")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (TrayFacts(status()), TrayState.ACCEPTING),
        (TrayFacts(status(is_accepting=False)), TrayState.NOT_ACCEPTING),
        (TrayFacts(status(), chats=(SOON,)), TrayState.WAITING),
        (TrayFacts(status(LinkState.CATCHING_UP), chats=(SOON,)), TrayState.CATCHING_UP),
        (TrayFacts(status(LinkState.OFFLINE), chats=(SOON,)), TrayState.OFFLINE),
        (TrayFacts(status(LinkState.CONNECTING)), TrayState.OFFLINE),
        (TrayFacts(status(LinkState.SIGNED_OUT)), TrayState.OFFLINE),
        (TrayFacts(status(LinkState.OFFLINE), chats=(SOON, LATE)), TrayState.OVERDUE),
        (TrayFacts(status(), chats=(chat(FocusState.HOLD_OVER, 5),)), TrayState.OVERDUE),
        (TrayFacts(status(), calling=("Hanna",), chats=(LATE,)), TrayState.NEW_CHAT),
        (TrayFacts(status(), chats=(chat(FocusState.HELD, 60),)), TrayState.ACCEPTING),
    ],
    ids=lambda value: value.value if isinstance(value, TrayState) else "",
)
def test_the_worst_that_is_true_wins(facts: TrayFacts, expected: TrayState) -> None:
    assert tray_state(facts) is expected


def test_the_words_name_the_longest_wait() -> None:
    assert words(TrayFacts(status(), chats=(SOON, LATE))) == "Marcus has waited 52 s"


def test_offline_says_since_when_and_what_waits() -> None:
    since = datetime(2026, 8, 14, 14, 2, tzinfo=UTC)
    link = LinkStatus(LinkState.OFFLINE, since=since, unsent=3)

    said = words(TrayFacts(DeskStatus(link=link)))

    assert said == f"Undivided: offline since {since.astimezone():%H:%M}, 3 to send"


def test_a_name_cannot_bring_markup_into_the_tooltip() -> None:
    said = words(TrayFacts(status(), calling=("<b>Eve</b> & <img src=x>",)))

    assert not set("<>&") & set(said)


@pytest.mark.parametrize("state", TrayState)
def test_every_state_has_a_glyph_of_one_colour(state: TrayState, qtbot: QtBot) -> None:
    image = tray_icon(state, is_light=True).pixmap(24).toImage()
    image = image.convertToFormat(QImage.Format.Format_ARGB32)

    drawn = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }

    assert drawn == {"#ffffff"}


def test_the_menu_lists_who_waits_longest_first(qtbot: QtBot) -> None:
    tray = Tray(lambda: False)
    picked: list[str] = []
    tray.chat_picked.connect(picked.append)

    held = chat(FocusState.HELD, 9, "Priya")
    tray.show_facts(TrayFacts(status(), chats=(SOON, LATE, held)))
    tray._chat_actions[0].trigger()

    assert [action.text() for action in tray._chat_actions] == [
        "Marcus: late",
        "Elena: soon late",
    ]
    assert picked == ["Marcus"]


def test_an_ampersand_in_a_name_is_no_mnemonic(qtbot: QtBot) -> None:
    tray = Tray(lambda: False)

    tray.show_facts(TrayFacts(status(), chats=(chat(FocusState.CALM, 3, "R&D"),)))

    assert tray._chat_actions[0].text() == "R&&D: waiting"


def test_routing_is_changed_from_the_menu_only_while_connected(qtbot: QtBot) -> None:
    tray = Tray(lambda: False)
    wanted: list[bool] = []
    tray.accepting_toggled.connect(wanted.append)
    tray.show_facts(TrayFacts(status(is_accepting=False)))

    tray._accepting.trigger()
    tray.show_facts(TrayFacts(status(LinkState.OFFLINE)))

    assert wanted == [True]
    assert not tray._accepting.isEnabled()


def test_a_new_chat_alternates_with_the_ring_and_stands_still_with_less_motion(
    qtbot: QtBot,
) -> None:
    tray = Tray(lambda: False)
    tray.show_facts(TrayFacts(status(), calling=("Hanna",)))
    assert tray._blink.isActive()

    tray.set_blinks(False)

    assert not tray._blink.isActive()
    assert tray._shown == (TrayState.NEW_CHAT, False)


def test_a_tick_alone_builds_no_menu_anew(qtbot: QtBot) -> None:
    tray = Tray(lambda: False)
    tray.show_facts(TrayFacts(status(), chats=(SOON,)))
    before = list(tray._chat_actions)

    tray.show_facts(TrayFacts(status(), chats=(chat(FocusState.SOON, 39),)))

    assert tray._chat_actions == before
