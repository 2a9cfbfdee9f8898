"""The rows of a file become a table that shows one fate or all."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from undivided.library.importing.merging import Fate, Outcome
from undivided.library.model.responses import Response
from undivided.qtmodels import import_model as columns
from undivided.qtmodels.import_model import COLUMNS, FATE_ROLE, ImportModel

NEW = Outcome(
    2,
    Fate.NEW,
    Response(title="A", body="One\ntwo", shortcuts=("a", "b"), folder=("Sales", "Gifts")),
)
REFUSED = Outcome(3, Fate.REFUSED, reason="The text is empty.")


def cells(model: ImportModel, row: int) -> list[str]:
    return [str(model.index(row, column).data()) for column in range(len(COLUMNS))]


@pytest.fixture
def model() -> ImportModel:
    made = ImportModel()
    made.show((NEW, REFUSED))
    return made


def test_a_row_is_shown_as_it_would_be_kept(model: ImportModel) -> None:
    assert cells(model, 0) == ["2", "New", "A", "/a /b", "Sales / Gifts", "One two"]


def test_a_row_that_is_left_out_says_why_where_its_text_would_be(model: ImportModel) -> None:
    assert cells(model, 1) == ["3", "Left out", "", "", "", "The text is empty."]


def test_one_fate_is_shown_until_all_are(model: ImportModel) -> None:
    model.show_only(Fate.REFUSED)
    one = [cells(model, row)[0] for row in range(model.rowCount())]
    model.show_only(None)

    assert one == ["3"]
    assert model.rowCount() == 2


def test_the_fate_stays_chosen_when_the_rows_change(model: ImportModel) -> None:
    model.show_only(Fate.NEW)

    model.show((REFUSED, NEW, NEW))

    assert model.rowCount() == 2


def test_cells_are_spoken_with_their_column(model: ImportModel) -> None:
    index = model.index(0, columns.SHORTCUT)

    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Shortcut: /a /b"
    assert model.index(1, columns.TITLE).data(Qt.ItemDataRole.AccessibleTextRole) == "Title: none"


def test_columns_have_words_and_nothing_else_has(model: ImportModel) -> None:
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(len(COLUMNS))]

    assert tuple(heads) == COLUMNS
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.data(QModelIndex()) is None
    assert model.index(0, 0).data(FATE_ROLE) == Fate.NEW
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None


def test_model_keeps_qt_rules_through_every_change(
    model: ImportModel, qtmodeltester: ModelTester
) -> None:
    for outcomes in ((NEW,), (), (REFUSED, NEW)):
        model.show(outcomes)

        qtmodeltester.check(model)
