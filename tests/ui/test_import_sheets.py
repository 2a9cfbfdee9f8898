"""The sheets of an import: what they show of a file, what they ask, and what stays plain text."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.support.drops import drop
from undivided.library.importing.choices import ImportChoices
from undivided.library.importing.merging import Fate, Outcome
from undivided.library.model.responses import Response, Scope
from undivided.protocol.canned_responses import SITE, OpenPlace, Place
from undivided.protocol.ids import OrganizationId
from undivided.qtmodels import import_model
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.import_done import ImportDone
from undivided.ui.responses.import_preview import FileRead, ImportPreview
from undivided.ui.responses.import_start import ImportStart
from undivided.ui.sheets.sheet import Sheet

SOURCES = (("chatwoot", "Chatwoot"), ("csv", "Spreadsheet (CSV)"))
NEW = Outcome(2, Fate.NEW, Response(title="Hello", body="Hi {{day}}", shortcuts=("hi",)))
CHANGED = Outcome(
    3,
    Fate.CHANGED,
    Response(id="a", title="Bye", body="Goodbye"),
    before=Response(id="a", title="Bye", body="Bye"),
)
SAME = Outcome(4, Fate.SAME, Response(id="b", title="Same", body="Same"))
CONFLICT = Outcome(5, Fate.CONFLICT, Response(title="Twin", body="x"), reason="It is taken.")
REFUSED = Outcome(6, Fate.REFUSED, reason="The text of a response cannot be empty.")
CHOICES = ImportChoices(may_share=frozenset({Scope.PERSONAL, Scope.TEAM}))
ALL = (NEW, CHANGED, SAME, CONFLICT, REFUSED)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.setStyleSheet(stylesheet_for(LIGHT))
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def preview(
    window: QMainWindow, file: FileRead | None = None, outcomes: tuple[Outcome, ...] = ALL
) -> ImportPreview:
    sheet = ImportPreview(
        window,
        LIGHT,
        file or FileRead("canned.json", "chatwoot"),
        sources=SOURCES,
        folders=(("Sales",),),
        scopes=(Scope.PERSONAL, Scope.TEAM),
    )
    sheet.open()
    sheet.show_outcomes(outcomes)
    return sheet


def shown(sheet: Sheet) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]


def column(sheet: ImportPreview, number: int) -> list[str]:
    model = sheet.table.model
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def heard(signal: object) -> list[object]:
    got: list[object] = []
    connect: Callable[[Callable[[object], None]], object] = signal.connect  # type: ignore[attr-defined]
    connect(got.append)
    return got


# -- choosing a file


def test_a_dropped_folder_is_told(window: QMainWindow, tmp_path: Path) -> None:
    sheet = ImportStart(window, LIGHT, ["Chatwoot"])
    sheet.open()
    dropped = heard(sheet.dropped)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])

    drop(sheet.zone, QPoint(40, 40), mime)

    assert dropped == [tmp_path]


@pytest.mark.parametrize(
    "addresses",
    [["https://shop.example/canned.json"], ["file:///a.csv", "file:///b.csv"], []],
    ids=["web address", "two files", "nothing"],
)
def test_what_is_not_one_file_is_not_taken(window: QMainWindow, addresses: list[str]) -> None:
    sheet = ImportStart(window, LIGHT, ["Chatwoot"])
    sheet.open()
    dropped = heard(sheet.dropped)
    mime = QMimeData()
    mime.setUrls([QUrl(address) for address in addresses])

    with pytest.raises(AssertionError, match="refused at the edge"):
        drop(sheet.zone, QPoint(40, 40), mime)

    assert not dropped


def test_beside_the_field_a_drop_counts_too(window: QMainWindow, tmp_path: Path) -> None:
    sheet = ImportStart(window, LIGHT, ["Chatwoot"])
    sheet.open()
    dropped = heard(sheet.dropped)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])

    drop(sheet, QPoint(3, 3), mime)

    assert dropped == [tmp_path]


def test_bad_input_is_a_sentence_and_another_file_can_be_chosen(window: QMainWindow) -> None:
    sheet = ImportStart(window, LIGHT, ["Chatwoot"])
    sheet.open()
    sheet.reading("canned.json")

    sheet.refused("canned.json holds no text. Nothing was changed.")

    assert "canned.json holds no text. Nothing was changed." in shown(sheet)
    assert sheet.file_button.isEnabled()
    assert sheet.file_button.hasFocus()


# -- the preview


def test_it_says_how_the_file_was_read(window: QMainWindow) -> None:
    sheet = preview(window)

    assert sheet.subtitle.text() == "5 rows, read as Chatwoot."


def test_every_row_is_shown_as_it_would_become_with_its_fate(window: QMainWindow) -> None:
    sheet = preview(window)

    assert column(sheet, import_model.FATE) == [
        "New",
        "Changed",
        "The same",
        "Conflict",
        "Left out",
    ]
    assert column(sheet, import_model.TEXT)[3:] == [CONFLICT.reason, REFUSED.reason]
    assert column(sheet, import_model.SHORTCUT)[0] == "/hi"


def test_the_fate_has_its_colour_and_what_stays_the_same_is_muted(window: QMainWindow) -> None:
    sheet = preview(window)
    model, option = sheet.table.model, QStyleOptionViewItem()

    def ink(row: int, column: int) -> str:
        sheet.table._cells.initStyleOption(option, model.index(row, column))
        return option.palette.color(QPalette.ColorRole.Text).name().upper()

    assert ink(0, import_model.FATE) == LIGHT.ok_text
    assert ink(0, import_model.TITLE) == LIGHT.text
    assert ink(2, import_model.TITLE) == LIGHT.text_muted
    assert ink(3, import_model.TEXT) == LIGHT.soon_text
    assert ink(4, import_model.TEXT) == LIGHT.late_text


def test_a_chip_with_its_count_shows_one_fate_only(window: QMainWindow) -> None:
    sheet = preview(window)
    chip = sheet.table._fates[Fate.CHANGED]

    chip.click()

    assert chip.text() == "Changed 1"
    assert column(sheet, import_model.TITLE) == ["Bye"]


def test_a_fate_that_no_row_has_offers_no_chip(window: QMainWindow) -> None:
    sheet = preview(window, outcomes=(NEW,))

    assert [chip.text() for chip in sheet.table._fates.values() if chip.isVisible()] == [
        "All 1",
        "New 1",
    ]


def test_the_chosen_row_says_what_changes_or_why_it_is_left_out(window: QMainWindow) -> None:
    sheet = preview(window)

    said = []
    for row in (1, 4):
        sheet.table.view.selectRow(row)
        said.append(sheet.table._about.text())

    assert said == [
        "Row 3 changes “Bye”: text.",
        "Row 6 is left out. The text of a response cannot be empty.",
    ]


def test_whatever_changes_has_a_name_that_people_know(window: QMainWindow) -> None:
    before = Response(id="a", title="Bye", body="Bye")
    after = Response(id="a", title="Bye", body="Bye", source="chatwoot", source_id="7")
    changed = Outcome(3, Fate.CHANGED, after, before=before)

    sheet = preview(window, outcomes=(changed,))
    sheet.table.view.selectRow(0)

    assert "Row 3 changes “Bye”: where it came from, its number there." in shown(sheet)


def test_the_button_counts_what_would_be_imported(window: QMainWindow) -> None:
    assert preview(window).confirm_button.text() == "Import 2 responses"


def test_a_file_that_changes_nothing_cannot_be_imported(window: QMainWindow) -> None:
    sheet = preview(window, outcomes=(SAME,))

    assert not sheet.confirm_button.isEnabled()
    assert "Everything in it is in your library already." in shown(sheet)


def test_losses_and_masked_cards_are_said_before_the_import(window: QMainWindow) -> None:
    masked = "Card numbers were masked in rows 3 and 9."

    sheet = preview(window, FileRead("a.csv", "csv", losses=(masked,)))

    assert masked in shown(sheet)
    assert sheet.subtitle.text() == "5 rows, read as Spreadsheet (CSV). 1 note below the table."


def test_an_unknown_placeholder_can_stand_for_a_value_of_the_chat(window: QMainWindow) -> None:
    sheet = preview(window, FileRead("a.csv", "csv", unknown=("contact.first", "order.number")))
    asked = heard(sheet.choices_changed)
    box = sheet.placeholders._choices["contact.first"]

    box.choose("visitor.first_name")

    assert asked == [replace(CHOICES, placeholders={"contact.first": "visitor.first_name"})]


def test_folder_and_scope_are_part_of_the_import(window: QMainWindow) -> None:
    sheet = preview(window)
    wanted = heard(sheet.import_requested)
    sheet.folder.set_text("From Chatwoot/2026")
    sheet.scope.choose("team")

    sheet.accept()

    assert wanted == [replace(CHOICES, folder=("From Chatwoot", "2026"), scope=Scope.TEAM)]


def test_each_of_several_sites_is_a_choice(window: QMainWindow) -> None:
    sites = [
        OpenPlace(place=Place(scope=SITE, organization_id=OrganizationId(name)), name=name)
        for name in ("Shop", "Other shop")
    ]
    sheet = ImportPreview(
        window,
        LIGHT,
        FileRead("a.csv", "csv"),
        sources=SOURCES,
        folders=(),
        scopes=tuple(Scope),
        places=[OpenPlace(place=Place()), *sites],
    )
    offered = [sheet.scope.itemText(at) for at in range(sheet.scope.count())]
    sheet.scope.choose("site 1")

    assert offered[-3:] == ["My team", "The whole site: Shop", "The whole site: Other shop"]
    assert (sheet.choices.scope, sheet.choices.place) == (Scope.SITE, sites[1].place)


def test_another_format_is_asked_for(window: QMainWindow) -> None:
    sheet = preview(window)
    asked = heard(sheet.source_chosen)
    sheet.source.setFocus()

    QTest.keyClick(sheet.source, Qt.Key.Key_Down)

    assert asked == ["csv"]


def test_an_import_is_asked_for_once(window: QMainWindow) -> None:
    sheet = preview(window)
    wanted = heard(sheet.import_requested)

    sheet.accept()
    sheet.importing(1, 2)
    sheet.accept()

    assert len(wanted) == 1


def test_escape_stops_a_running_import_and_the_sheet_waits_for_the_answer(
    window: QMainWindow,
) -> None:
    sheet = preview(window)
    stops: list[bool] = []
    sheet.stop_requested.connect(lambda: stops.append(True))
    sheet.accept()
    sheet.importing(1, 2)

    sheet.reject()
    sheet.importing(2, 2)

    assert stops == [True]
    assert sheet.isVisible()
    assert words.STOPPING in shown(sheet)


def test_a_refused_import_can_be_tried_again(window: QMainWindow) -> None:
    sheet = preview(window)
    wanted = heard(sheet.import_requested)
    sheet.accept()
    sheet.refused("The disk is full. Nothing was changed.")

    sheet.accept()

    assert "The disk is full. Nothing was changed." in shown(sheet)
    assert len(wanted) == 2


HOSTILE = Response(
    title="<img src='file:///etc/passwd'>\u202egnp.exe",
    body="=cmd|' /C calc'!A1 " + "<b>x</b>" * 130_000,
    shortcuts=("<i>s</i>",),
    folder=("<u>f</u>",),
)


def test_hostile_cells_are_plain_short_text(window: QMainWindow) -> None:
    sheet = preview(window, outcomes=(Outcome(2, Fate.NEW, HOSTILE),))
    cells = [column(sheet, number)[0] for number in range(len(import_model.COLUMNS))]

    assert cells[import_model.TITLE] == "<img src='file:///etc/passwd'>gnp.exe"
    assert max(map(len, cells)) <= 160


def test_a_hostile_name_of_a_file_stays_text(window: QMainWindow) -> None:
    sheet = preview(window, FileRead("<b>bold</b>.csv", "csv"))
    titles = [label for label in sheet.findChildren(QLabel) if "bold" in label.text()]

    assert titles
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in titles)


def test_five_thousand_rows_are_shown_without_reading_each(window: QMainWindow) -> None:
    sheet = preview(window, outcomes=tuple(Outcome(n, Fate.NEW, NEW.response) for n in range(5000)))
    model = sheet.table.model
    read: list[int] = []
    plain = model.outcome_at

    def counted(row: int) -> Outcome | None:
        read.append(row)
        return plain(row)

    model.outcome_at = counted  # type: ignore[method-assign]
    sheet.table.view.viewport().repaint()

    assert len(set(read)) < 20


@pytest.mark.parametrize("size", [(1024, 640), (720, 520)], ids=str)
def test_large_text_in_a_small_window_keeps_the_buttons(
    window: QMainWindow, size: tuple[int, int]
) -> None:
    tokens = DARK.with_text_percent(150)
    window.setStyleSheet(stylesheet_for(tokens))
    window.resize(*size)
    sheet = ImportPreview(window, tokens, FileRead("a.csv", "csv"), sources=SOURCES, folders=())
    sheet.open()
    sheet.show_outcomes(ALL)
    QApplication.processEvents()
    card = sheet.card.rect()
    corner = sheet.confirm_button.mapTo(sheet.card, sheet.confirm_button.rect().bottomRight())

    assert card.contains(corner)
    assert sheet.rect().contains(sheet.card.geometry())
    # What is said beside the buttons may take several lines, and covers no row of the table.
    assert sheet._note.geometry().top() > sheet._scroll.geometry().bottom()


# -- the report


def test_the_report_says_what_was_done_and_what_was_left_out(window: QMainWindow) -> None:
    sheet = ImportDone(window, LIGHT, ALL, ("Bold letters were left out.",))
    sheet.open()

    assert shown(sheet)[:2] == ["2 responses imported", "1 new, 1 changed, 1 the same, 2 left out."]
    assert "Row 5. It is taken." in shown(sheet)
    assert "Bold letters were left out." in shown(sheet)


def test_an_import_is_undone_once(window: QMainWindow) -> None:
    sheet = ImportDone(window, LIGHT, ALL)
    sheet.open()
    undone: list[bool] = []
    sheet.undo_requested.connect(lambda: undone.append(True))

    sheet.undo_button.click()
    sheet.undo_button.click()

    assert undone == [True]


def test_an_undo_that_failed_can_be_tried_again(window: QMainWindow) -> None:
    sheet = ImportDone(window, LIGHT, ALL)
    sheet.open()
    sheet.undo_button.click()

    sheet.refused("The disk is full.")

    assert sheet.undo_button.isEnabled()
    assert "The disk is full." in shown(sheet)
