"""The chat list model: order, running marks, and what it announces."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from tests.support.rows import CALM, IDLE, LATE, SOON, after, chat, waiting
from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import Changes
from undivided.etiquette.coach.buying import ShopPage
from undivided.protocol.ids import ChatId
from undivided.qtmodels.chat_list_model import (
    MARK_ROLE,
    ROW_ROLE,
    SECONDS_ROLE,
    UNREAD_ROLE,
    ChatListModel,
)

NAMES = ("Elena", "Marcus", "Aiko", "Priya")


def ids(*names: str) -> tuple[ChatId, ...]:
    return tuple(ChatId(name.lower()) for name in names)


def names(model: ChatListModel) -> list[str]:
    return [model.index(place).data() for place in range(model.rowCount())]


@pytest.fixture
def model(qtmodeltester: ModelTester) -> ChatListModel:
    made = ChatListModel()
    made.apply(Changes(rows=tuple(chat(name, CALM) for name in NAMES), order=ids(*NAMES)))
    qtmodeltester.check(made)
    return made


def test_rows_stand_in_the_desks_order(model: ChatListModel) -> None:
    model.apply(Changes(order=ids("Priya", "Elena", "Marcus", "Aiko")))

    assert names(model) == ["Priya", "Elena", "Marcus", "Aiko"]


def test_a_new_chat_that_the_order_does_not_name_stands_last(model: ChatListModel) -> None:
    model.apply(Changes(rows=(chat("Tom"),)))

    assert names(model) == [*NAMES, "Tom"]


def test_removed_chats_leave(model: ChatListModel) -> None:
    model.apply(Changes(removed=ids("Marcus", "Priya")))

    assert names(model) == ["Elena", "Aiko"]
    assert model.row_of(ChatId("marcus")) is None


def test_a_row_keeps_its_index_while_others_move(model: ChatListModel) -> None:
    kept = QPersistentModelIndex(model.index(2))

    model.apply(Changes(removed=ids("Elena"), order=ids("Priya", "Marcus", "Aiko")))

    assert kept.data() == "Aiko"
    assert kept.row() == 2


def test_a_tick_announces_one_run_and_one_role(model: ChatListModel, qtbot: object) -> None:
    told: list[tuple[int, int, list[int]]] = []
    model.dataChanged.connect(lambda a, b, roles: told.append((a.row(), b.row(), list(roles))))

    model.apply(Changes(marks=dict.fromkeys(ids(*NAMES), SOON)))

    assert told == [(0, 3, [MARK_ROLE])]
    assert model.index(1).data(MARK_ROLE) == SOON


def test_a_tick_without_news_announces_nothing(model: ChatListModel) -> None:
    told: list[object] = []
    model.dataChanged.connect(lambda *_: told.append(1))

    model.apply(Changes(marks={ChatId("elena"): CALM, ChatId("unknown"): LATE}))

    assert told == []


def test_a_second_lets_every_wait_run_and_is_one_signal(model: ChatListModel) -> None:
    told: list[tuple[int, int, list[int]]] = []
    model.apply(Changes(rows=(chat("Elena", waiting(10)), chat("Aiko", waiting(50)))))
    model.dataChanged.connect(lambda a, b, roles: told.append((a.row(), b.row(), list(roles))))

    model.apply(after(20))

    assert told == [(0, 2, [SECONDS_ROLE])]
    assert [model.index(place).data(SECONDS_ROLE) for place in range(3)] == [30, CALM.seconds, 70]
    assert model.index(0).data(MARK_ROLE) == waiting(30)
    assert "waiting 1 minute 10" in model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_second_in_which_nothing_runs_announces_nothing(model: ChatListModel) -> None:
    told: list[object] = []
    model.dataChanged.connect(lambda *_: told.append(1))

    model.apply(after(1))

    assert told == []


def test_a_wait_never_shows_less_than_the_desk_said(model: ChatListModel) -> None:
    model.apply(Changes(rows=(chat("Aiko", waiting(50)),)))

    model.apply(after(-1))

    assert model.mark_of(ChatId("aiko")) == waiting(50)


def test_the_longest_wait_is_reckoned_anew(model: ChatListModel) -> None:
    stale = replace(waiting(20), seconds=0)
    rows = (chat("Elena", stale), chat("Marcus", waiting(10)))
    model.apply(Changes(rows=rows, marks=dict.fromkeys(ids("Aiko", "Priya"), IDLE)))

    model.apply(after(1))

    assert model.longest_waiting() == "elena"


def test_a_changed_row_is_announced_with_all_its_roles(model: ChatListModel) -> None:
    told: list[tuple[int, int, list[int]]] = []
    model.dataChanged.connect(lambda a, b, roles: told.append((a.row(), b.row(), list(roles))))

    model.apply(Changes(rows=(chat("Aiko", SOON, unread=2),)))

    assert told == [(2, 2, [])]
    assert model.index(2).data(UNREAD_ROLE) == 2
    assert model.index(2).data(ROW_ROLE).unread == 2
    assert model.index(2).data(MARK_ROLE) == SOON


def test_longest_wait_is_the_one_with_most_seconds(model: ChatListModel) -> None:
    model.apply(
        Changes(
            marks={
                ChatId("elena"): IDLE,
                ChatId("aiko"): LATE,
                ChatId("priya"): FocusMark(FocusState.HELD, 100),
            }
        )
    )

    assert model.longest_waiting() == "aiko"
    assert model.late_places() == [2]


def test_nobody_waits_longest_when_nobody_waits(model: ChatListModel) -> None:
    model.apply(Changes(marks=dict.fromkeys(ids(*NAMES), IDLE)))

    assert model.longest_waiting() is None


def test_a_row_is_spoken_with_its_place(model: ChatListModel) -> None:
    model.apply(Changes(rows=(replace(chat("Aiko", SOON), preview="Is it in stock?"),)))

    spoken = model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Aiko, waiting 38 seconds, soon: Is it in stock? 3 of 4"


def test_a_page_of_a_shop_marks_the_row_and_leaves_the_order(model: ChatListModel) -> None:
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last, _roles: told.append(first.row()))
    for page in (ShopPage.ORDER, ShopPage.ORDER, ShopPage.PRICES, None):
        model.set_shop_page(ChatId("aiko"), page)
        assert model.index(2).data(ROW_ROLE).shop_page is page
    model.set_shop_page(ChatId("gone"), ShopPage.ORDER)

    assert told == [2, 2, 2]
    assert names(model) == list(NAMES)


def test_a_mark_of_an_order_leaves_with_its_chat(model: ChatListModel) -> None:
    model.set_shop_page(ChatId("elena"), ShopPage.ORDER)
    model.apply(Changes(removed=ids("Elena")))
    model.apply(Changes(rows=(chat("Elena", CALM),), order=ids("Elena", "Marcus")))

    assert model.index(0).data(ROW_ROLE).shop_page is None


def test_indexes_outside_give_nothing(model: ChatListModel) -> None:
    assert model.data(model.index(9)) is None
    assert model.rowCount(model.index(0)) == 0
    assert not model.flags(model.index(9))
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDropEnabled
    assert model.place_of(ChatId("nobody")) is None
    assert model.roleNames()[MARK_ROLE].data() == b"mark"


orders = st.lists(st.sampled_from([f"c{n}" for n in range(8)]), unique=True)


@given(orders, orders)
def test_any_order_follows_any_other(before: list[str], after: list[str]) -> None:
    model = ChatListModel()
    tester = []
    model.rowsInserted.connect(lambda *_: tester.append(model.rowCount()))
    rows = tuple(chat(name) for name in before)
    model.apply(Changes(rows=rows, order=ids(*before)))
    gone = ids(*(name for name in before if name not in after))

    model.apply(Changes(rows=tuple(chat(name) for name in after), removed=gone, order=ids(*after)))

    assert names(model) == after
