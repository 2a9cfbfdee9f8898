"""Found responses become rows with marks, headings, spoken text and a drag."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.modeltest import ModelTester

from undivided.library.filling.slots import Span, fill
from undivided.library.finding.search import Match, Why, query
from undivided.library.model.responses import Response
from undivided.qtmodels.canned_mime import RESPONSE_MIME, read_response_mime, response_mime
from undivided.qtmodels.canned_model import (
    BODY_ROLE,
    FOLDER_ROLE,
    HEADING_ROLE,
    RESPONSE_ID_ROLE,
    RESPONSE_ROLE,
    SHORTCUT_MARKS_ROLE,
    SHORTCUT_ROLE,
    STARRED_ROLE,
    TITLE_MARKS_ROLE,
    TITLE_ROLE,
    CannedModel,
)

HELLO = Response(
    id="1",
    title="😀 Hello",
    body="Hello {{visitor.first_name|there}}, by {{day}}",
    shortcuts=("hello", "hi"),
    folder=("Greeting", "First"),
    starred=True,
)
LATE = Response(id="2", title="Delay", body="It is late.")


@pytest.fixture
def names() -> dict[str, str]:
    return {"visitor.first_name": "Elena"}


@pytest.fixture
def model(names: dict[str, str]) -> CannedModel:
    return CannedModel(lambda response: fill(response.body, names))


def _matches(typed: str, *responses: Response) -> list[Match]:
    return [Match(response, Why.TITLE_WORD, query(typed).terms) for response in responses]


def test_row_says_all_that_a_card_shows(model: CannedModel) -> None:
    model.show(_matches("/hell", HELLO))
    index = model.index(0)

    assert {
        role: index.data(role)
        for role in (
            Qt.ItemDataRole.DisplayRole,
            TITLE_ROLE,
            RESPONSE_ID_ROLE,
            RESPONSE_ROLE,
            SHORTCUT_ROLE,
            FOLDER_ROLE,
            STARRED_ROLE,
            TITLE_MARKS_ROLE,
            SHORTCUT_MARKS_ROLE,
            HEADING_ROLE,
        )
    } == {
        Qt.ItemDataRole.DisplayRole: "😀 Hello",
        TITLE_ROLE: "😀 Hello",
        RESPONSE_ID_ROLE: "1",
        RESPONSE_ROLE: HELLO,
        SHORTCUT_ROLE: "/hello",
        FOLDER_ROLE: "Greeting / First",
        STARRED_ROLE: True,
        TITLE_MARKS_ROLE: ((3, 4),),
        SHORTCUT_MARKS_ROLE: ((1, 4),),
        HEADING_ROLE: "",
    }
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert QModelIndex().data(TITLE_ROLE) is None
    assert model.data(QModelIndex(), TITLE_ROLE) is None


def test_body_is_filled_for_the_shown_chat(model: CannedModel, names: dict[str, str]) -> None:
    model.show(_matches("", HELLO))
    before = model.index(0).data(BODY_ROLE)
    names["visitor.first_name"] = "Aiko"
    changed = QSignalSpy(model.dataChanged)

    model.refill()

    assert (before.text, before.blanks) == ("Hello Elena, by day", (Span(16, 3, "day"),))
    assert model.index(0).data(BODY_ROLE).text == "Hello Aiko, by day"
    assert changed.count() == 1


def test_without_a_chat_slots_show_their_words() -> None:
    model = CannedModel()
    model.show(_matches("", HELLO))

    assert model.index(0).data(BODY_ROLE).text == "Hello there, by day"


def test_refilling_an_empty_list_says_nothing(model: CannedModel) -> None:
    changed = QSignalSpy(model.dataChanged)

    model.refill()

    assert changed.count() == 0


def test_same_rows_with_other_marks_keep_the_selection(model: CannedModel) -> None:
    model.show(_matches("h", HELLO, LATE))
    resets = QSignalSpy(model.modelReset)

    model.show(_matches("he", HELLO, LATE))

    assert resets.count() == 0
    assert model.index(0).data(TITLE_MARKS_ROLE) == ((3, 2),)


def test_sections_have_one_heading_each_while_nothing_is_typed(model: CannedModel) -> None:
    noon = datetime(2026, 5, 2, 12, tzinfo=UTC)
    today = noon.astimezone().date()
    responses = [
        HELLO,
        Response(id="3", title="a", body="b", starred=True),
        Response(id="4", title="a", body="b", last_used=noon),
        Response(id="5", title="a", body="b", last_used=noon.replace(month=4)),
        Response(id="6", title="a", body="b", folder=("Delivery",)),
        Response(id="7", title="a", body="b", folder=("Delivery",)),
        Response(id="8", title="a", body="b"),
    ]

    model.show([Match(response) for response in responses], today)

    headings = [model.index(row).data(HEADING_ROLE) for row in range(model.rowCount())]
    assert headings == ["Starred", "", "Used today", "Used before", "Delivery", "", "No folder"]


def test_row_is_spoken_with_its_blanks(model: CannedModel) -> None:
    model.show(_matches("", HELLO, LATE))

    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]

    assert spoken == [
        "😀 Hello, /hello, starred: Hello Elena, by day To fill: day.",
        "Delay: It is late.",
    ]


def test_an_own_wording_is_marked_and_spoken_until_it_is_none(model: CannedModel) -> None:
    model.mark_own({"2": "your own wording"})
    model.show([Match(HELLO), Match(LATE)])
    first, second = (model.card_at(row) for row in range(2))
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    model.mark_own({})

    assert (first.has_facts, second.has_facts) == (False, True)
    assert spoken == "Delay, your own wording: It is late."
    assert not model.card_at(1).has_facts


def test_drag_carries_the_id_and_the_filled_text(model: CannedModel) -> None:
    model.show(_matches("", HELLO, LATE))

    mime = model.mimeData([model.index(0), model.index(1)])

    assert read_response_mime(mime) == "1"
    assert mime.text() == "Hello Elena, by day"
    assert set(mime.formats()) == set(model.mimeTypes()) == {RESPONSE_MIME, "text/plain"}
    assert model.supportedDragActions() == Qt.DropAction.CopyAction
    assert model.index(0).flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(QModelIndex()) & Qt.ItemFlag.ItemIsDragEnabled


def test_drag_of_nothing_is_empty(model: CannedModel) -> None:
    assert read_response_mime(model.mimeData([])) is None


@pytest.mark.parametrize("data", [b"", b"\xff", b"x" * 201])
def test_foreign_data_is_no_response(data: bytes) -> None:
    mime = QMimeData()
    mime.setData(RESPONSE_MIME, QByteArray(data))

    assert read_response_mime(mime) is None


def test_id_survives_the_drag_in_any_script() -> None:
    assert read_response_mime(response_mime("größe-😀", "text")) == "größe-😀"


def test_response_is_found_by_row_and_row_by_id(model: CannedModel) -> None:
    model.show(_matches("", HELLO, LATE))

    assert (model.response_at(1), model.response_at(2), model.response_at(-1)) == (LATE, None, None)
    assert (model.row_of("2"), model.row_of("9")) == (1, -1)


def test_roles_have_names(model: CannedModel) -> None:
    assert model.roleNames()[TITLE_ROLE] == b"title"


def test_model_keeps_qt_rules_through_every_change(
    model: CannedModel, qtmodeltester: ModelTester
) -> None:
    for matches in (_matches("h", HELLO), _matches("he", HELLO), [], _matches("", LATE, HELLO)):
        model.show(matches)
        model.refill()

        qtmodeltester.check(model)
