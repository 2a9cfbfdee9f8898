"""The queue's model, the messages of each chat, and the bridge that feeds both."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from tests.support.rows import CALM, chat, queued, said
from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import (
    Alert,
    AlertKind,
    Changes,
    DeskStatus,
    Message,
    TranscriptChange,
    TranscriptEdit,
)
from undivided.etiquette.coach.buying import ShopPage
from undivided.protocol.ids import ChatId
from undivided.qtmodels.bridge import Bridge
from undivided.qtmodels.chat_list_model import ROW_ROLE
from undivided.qtmodels.queue_model import QueueModel
from undivided.qtmodels.transcript_model import TranscriptModel

ELENA = ChatId("elena")


def edit(kind: TranscriptEdit, *messages: Message) -> Changes:
    return Changes(transcripts=(TranscriptChange(ELENA, kind, messages),))


def keys(model: TranscriptModel) -> list[str]:
    return [message.key for message in model.messages(ELENA)]


def test_queue_follows_the_desk(qtmodeltester: ModelTester) -> None:
    model = QueueModel()
    qtmodeltester.check(model)
    model.apply(Changes(queue=(queued("Hanna", 1), queued("Lucia", 2))))

    model.apply(Changes(queue=(queued("Lucia", 1, 20), queued("Ivo", 2))))

    assert [model.index(n).data() for n in range(2)] == ["Lucia", "Ivo"]
    assert model.longest_wait() == 20


def test_queue_times_run() -> None:
    model = QueueModel()
    model.apply(Changes(queue=(queued("Hanna", 1),)))

    model.apply(Changes(marks={ChatId("hanna"): FocusMark(FocusState.QUEUED, 30)}))

    assert model.longest_wait() == 30


def test_queue_stays_when_a_change_does_not_speak_of_it() -> None:
    model = QueueModel()
    model.apply(Changes(queue=(queued("Hanna", 1),)))

    model.apply(Changes(rows=(chat("Elena"),)))

    assert model.rowCount() == 1


def test_a_message_that_changed_keeps_its_place() -> None:
    model = TranscriptModel()
    model.apply(edit(TranscriptEdit.RESET, said("a"), said("b"), said("c")))

    model.apply(edit(TranscriptEdit.UPDATED, said("b", "corrected")))

    assert keys(model) == ["a", "b", "c"]
    assert model.messages(ELENA)[1].text == "corrected"


def test_older_messages_stand_before_the_known_ones() -> None:
    model = TranscriptModel()
    model.apply(edit(TranscriptEdit.RESET, said("c")))

    model.apply(edit(TranscriptEdit.PREPENDED, said("a"), said("b")))
    model.apply(edit(TranscriptEdit.APPENDED, said("d")))

    assert keys(model) == ["a", "b", "c", "d"]


def test_a_repeated_message_is_kept_once() -> None:
    model = TranscriptModel()
    model.apply(edit(TranscriptEdit.APPENDED, said("a")))

    model.apply(edit(TranscriptEdit.APPENDED, said("a"), said("b")))

    assert keys(model) == ["a", "b"]


def test_only_the_bound_chats_changes_are_passed_on() -> None:
    model = TranscriptModel()
    told: list[TranscriptChange] = []
    model.changed.connect(told.append)

    model.apply(edit(TranscriptEdit.APPENDED, said("a")))
    bound = model.bind(ELENA)
    model.apply(edit(TranscriptEdit.APPENDED, said("b")))

    assert [message.key for message in bound] == ["a"]
    assert [change.messages[0].key for change in told] == ["b"]


def test_a_removed_chats_messages_are_let_go() -> None:
    model = TranscriptModel()
    model.apply(edit(TranscriptEdit.RESET, said("a")))

    model.apply(Changes(removed=(ELENA,)))

    assert model.messages(ELENA) == ()


def test_rows_are_in_the_model_before_the_bridge_speaks_of_them() -> None:
    bridge = Bridge()
    seen: list[object] = []
    bridge.rows_changed.connect(lambda ids: seen.append((ids, bridge.chats.row_of(ids[0]))))

    bridge.apply(Changes(rows=(chat("Elena", CALM),)))

    assert seen == [((ELENA,), chat("Elena", CALM))]


@pytest.mark.parametrize(
    ("kind", "raised", "ended"),
    [(AlertKind.NEW_CHAT, 1, 0), (AlertKind.LATE, 1, 0), (AlertKind.ALERT_ENDED, 0, 1)],
    ids=["new chat", "late", "ended"],
)
def test_alerts_go_where_they_belong(kind: AlertKind, raised: int, ended: int) -> None:
    bridge = Bridge()
    raises: list[object] = []
    ends: list[object] = []
    bridge.alert_raised.connect(raises.append)
    bridge.alert_ended.connect(ends.append)

    bridge.apply(Changes(alerts=(Alert(kind, ELENA, "Elena"),)))

    assert (len(raises), len(ends)) == (raised, ended)


def test_status_is_kept_for_those_who_come_later() -> None:
    bridge = Bridge()

    bridge.apply(Changes(status=DeskStatus(waiting=3)))
    bridge.apply(Changes())

    assert bridge.status.waiting == 3


def test_every_part_of_a_change_has_its_signal() -> None:
    bridge = Bridge()
    told: list[str] = []
    bridge.chats_removed.connect(lambda _: told.append("removed"))
    bridge.queue_changed.connect(lambda: told.append("queue"))
    bridge.ticked.connect(lambda: told.append("marks"))
    bridge.status_changed.connect(lambda _: told.append("status"))

    bridge.apply(Changes(removed=(ELENA,), queue=(), marks={ELENA: CALM}, status=DeskStatus()))

    assert sorted(told) == ["marks", "queue", "removed", "status"]


def test_a_visitor_on_a_page_of_a_shop_is_marked_and_keeps_the_place_of_the_server(
    qtmodeltester: ModelTester,
) -> None:
    model, hanna, lucia = QueueModel(), ChatId("hanna"), ChatId("lucia")
    qtmodeltester.check(model)
    model.apply(Changes(queue=(queued("Hanna", 1), queued("Lucia", 2))))
    model.set_shop_page(hanna, ShopPage.PRICES)
    model.set_shop_page(lucia, ShopPage.ORDER)
    model.set_shop_page(ChatId("gone"), ShopPage.ORDER)

    def marked() -> list[ShopPage | None]:
        return [model.index(n).data(ROW_ROLE).shop_page for n in range(model.rowCount())]

    assert marked() == [ShopPage.PRICES, ShopPage.ORDER]
    assert [row.id for row in model.rows()] == [hanna, lucia]
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "in the queue for 9 seconds, is about to order: Returns page" in spoken

    model.set_shop_page(hanna, None)
    model.apply(Changes(queue=(queued("Hanna", 1),)))
    model.apply(Changes(queue=(queued("Hanna", 1), queued("Lucia", 2))))
    assert marked() == [None, None]
