"""An import from the choice of a file to its undo, with a real window, library and files."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.support.drops import drop
from tests.support.operator_desk import OperatorDesk, running
from undivided.app.responses.import_control import ImportControl
from undivided.database.errors import StorageError
from undivided.library import formats
from undivided.library.importing.choices import ImportChoices
from undivided.library.model.responses import Response, Scope
from undivided.protocol.canned_responses import SITE, OpenPlace, Place
from undivided.protocol.ids import OrganizationId
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.import_done import ImportDone
from undivided.ui.responses.import_preview import ImportPreview
from undivided.ui.responses.import_start import ImportStart
from undivided.ui.responses.import_undo import ImportUndo
from undivided.ui.responses.manager.library_manager import LibraryManager

CHATWOOT = [
    {"id": 1, "account_id": 7, "short_code": "hi7", "content": "Hello {{contact.name}}!"},
    {"id": 2, "account_id": 7, "short_code": "vip", "content": "{{contact.tier}} first"},
    {"id": 3, "account_id": 7, "short_code": "paid", "content": "4111 1111 1111 1111"},
    {"id": 4, "account_id": 7, "short_code": "empty", "content": " "},
]


@pytest.fixture
def chatwoot(tmp_path: Path) -> Path:
    path = tmp_path / "canned.json"
    path.write_text(json.dumps(CHATWOOT))
    return path


def imports(desk: OperatorDesk) -> ImportControl:
    return desk.program.controls.library.imports


async def everything(desk: OperatorDesk) -> list[Response]:
    return await desk.program.context.library.ask(LibraryStore.everything)


def two_columns(path: Path, name: str) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([f"{name}{at}", f"Text {name} {at}"] for at in range(2))
    return path


async def undone_by_key(desk: OperatorDesk, sheet: ImportUndo, way: Qt.Key) -> tuple[str, str]:
    """Go to another import with a key, undo it, and return its file and what was said before."""
    QTest.keyClick(sheet.list, way)
    await desk.until(sheet.confirm_button.isEnabled, "what undoing it does")
    number, item = sheet.number, sheet.list.currentItem()
    name, said = item.text().splitlines()[0], sheet.said.text()
    QTest.keyClick(sheet.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await desk.until(lambda: sheet.is_over or sheet.number != number, "the import is gone")
    return name, said


async def shown(desk: OperatorDesk, path: Path) -> ImportPreview:
    imports(desk).read(path)
    preview = await desk.sheet(ImportPreview)
    await desk.until(lambda: preview.table.model.rowCount() > 0, "the rows")
    return preview


async def test_a_file_is_recognised_and_nothing_changes_before_it_is_confirmed(
    chatwoot: Path, tmp_path: Path
) -> None:
    async with running(tmp_path / "profile") as desk:
        before = await everything(desk)
        preview = await shown(desk, chatwoot)
        words = desk.words_on(preview)
        preview.reject()

        assert "4 rows, read as Chatwoot" in words
        assert "{{contact.tier}}" in words
        assert "card number" in words
        assert await everything(desk) == before


async def test_an_import_is_kept_reported_and_undone(chatwoot: Path, tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        before = await everything(desk)
        preview = await shown(desk, chatwoot)
        preview.accept()
        done = await desk.sheet(ImportDone)
        title, kept = desk.words_on(done), await everything(desk)
        done.undo_button.click()
        await desk.until(lambda: any("was undone" in each for each in desk.notices()), "undone")

        assert "3 responses imported" in title
        assert sorted(each.shortcut for each in kept if each.source == "chatwoot") == [
            "/hi7",
            "/paid",
            "/vip",
        ]
        assert not any("4111 1111" in each.body for each in kept)
        assert await everything(desk) == before


async def test_each_import_is_undone_from_the_manager_after_a_new_start(tmp_path: Path) -> None:
    files = [two_columns(tmp_path / f"{name}.csv", name) for name in ("first", "second", "third")]
    async with running(tmp_path / "profile") as desk:
        before = await everything(desk)
        for path in files:
            (await shown(desk, path)).accept()
            (await desk.sheet(ImportDone)).accept()
        (edited,) = [each for each in await everything(desk) if each.shortcut == "/third0"]
        changed = replace(edited, body="Better")
        await desk.program.context.library.ask(lambda store: store.update(changed))
    async with running(tmp_path / "profile") as desk:
        desk.program._keys._actions["manage_library"].trigger()
        manager = await desk.sheet(LibraryManager)
        await desk.until(manager.import_button.isVisible, "the offer")
        manager.import_button.setFocus()
        QTest.keyClick(manager.import_button, Qt.Key.Key_Space)
        sheet = await desk.sheet(ImportUndo)
        said = [await undone_by_key(desk, sheet, key) for key in (Qt.Key.Key_Down, Qt.Key.Key_Up)]
        said += [await undone_by_key(desk, sheet, Qt.Key.Key_Up)]
        await desk.until(lambda: sheet.is_over, "no further import")
        await desk.until(lambda: not manager.import_button.isVisible(), "no second offer")

        assert said == [
            ("second.csv", "Undoing it deletes 2 responses."),
            (
                "third.csv",
                "Undoing it deletes 1 response; 1 response changed since stays as it is.",
            ),
            ("first.csv", "Undoing it deletes 2 responses."),
        ]
        assert [each for each in await everything(desk) if each not in before] == [changed]


async def test_a_second_import_finds_everything_there(chatwoot: Path, tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        (await shown(desk, chatwoot)).accept()
        (await desk.sheet(ImportDone)).accept()

        again = await shown(desk, chatwoot)

        assert not again.confirm_button.isEnabled()
        assert [each.text() for each in again.table._fates.values() if each.isVisible()] == [
            "All 4",
            "The same 3",
            "Left out 1",
        ]


async def test_choices_are_shown_before_and_kept_by_the_import(
    chatwoot: Path, tmp_path: Path
) -> None:
    async with running(tmp_path / "profile") as desk:
        preview = await shown(desk, chatwoot)
        preview.placeholders._choices["contact.tier"].choose("visitor.first_name")
        preview.folder.set_text("From Chatwoot")
        preview.folder.line.editingFinished.emit()
        await desk.until(
            lambda: all(
                each.response is None or each.response.folder == ("From Chatwoot",)
                for each in map(preview.table.model.outcome_at, range(4))
                if each is not None
            ),
            "the folder in the table",
        )
        preview.accept()
        await desk.sheet(ImportDone)
        bodies = {
            each.shortcut: (each.body, each.folder)
            for each in await everything(desk)
            if each.source == "chatwoot"
        }

        assert bodies["/vip"] == ("{{visitor.first_name}} first", ("From Chatwoot",))


async def test_another_format_is_read_anew(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        path = tmp_path / "list.csv"
        path.write_text("short_code,content\nhi,Hello there\n")
        preview = await shown(desk, path)
        before = preview.subtitle.text()
        preview.source.choose("textexpander")
        preview.source.activated.emit(preview.source.currentIndex())
        await desk.until(lambda: not preview.isVisible(), "the first preview gone")
        again = await desk.sheet(ImportPreview)
        await desk.until(lambda: "TextExpander" in again.subtitle.text(), "read as TextExpander")

        assert "TextExpander" not in before


@pytest.mark.parametrize(
    ("name", "data"),
    [("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"), ("empty.csv", b""), ("odd.json", b"{")],
    ids=["picture", "empty", "broken"],
)
async def test_bad_input_is_a_sentence_on_the_sheet(tmp_path: Path, name: str, data: bytes) -> None:
    async with running(tmp_path / "profile") as desk:
        path = tmp_path / name
        path.write_bytes(data)
        imports(desk).read(path)
        sheet = await desk.sheet(ImportStart)
        await desk.until(lambda: sheet.file_button.isEnabled() and sheet._said.text(), "a sentence")

        assert sheet._said.text().endswith(".")


async def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        imports(desk).read(tmp_path / "gone.csv")
        sheet = await desk.sheet(ImportStart)
        await desk.until(lambda: "cannot be read" in sheet._said.text(), "a sentence")

        assert sheet.isVisible()


async def test_cancelling_while_a_file_is_read_shows_nothing_more(
    chatwoot: Path, tmp_path: Path
) -> None:
    async with running(tmp_path / "profile") as desk:
        imports(desk).read(chatwoot)
        sheet = await desk.sheet(ImportStart)
        sheet.reject()
        imports(desk).choose()
        await desk.sheet(ImportStart)
        await everything(desk)

        assert not desk.window.findChildren(ImportPreview)


async def test_the_report_is_saved_whole(chatwoot: Path, tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        preview = await shown(desk, chatwoot)
        preview.accept()
        sheet = await desk.sheet(ImportDone)
        path = chatwoot.with_name("report.txt")
        sheet.report_button.click()
        dialog = desk.window.findChild(QFileDialog)
        assert dialog is not None
        dialog.fileSelected.emit(str(path))
        dialog.close()
        await desk.until(path.exists, "the report")
        text = path.read_text()

        assert "3 new, 0 changed, 0 the same, 1 left out." in text
        assert "Row 4" in text


async def test_a_stopped_import_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        path = tmp_path / "many.csv"
        lines = (f"s{number},Text number {number}" for number in range(3_000))
        path.write_text("short_code,content\n" + "\n".join(lines))
        before = await everything(desk)
        preview = await shown(desk, path)

        preview.accept()
        preview.reject()
        await desk.until(preview._problem.isVisible, "a sentence")

        assert preview._problem.text() == "The import was stopped. Nothing of the file was kept."
        assert await everything(desk) == before


async def test_what_is_imported_goes_to_the_chosen_site_or_is_not_kept_at_all(
    chatwoot: Path, tmp_path: Path
) -> None:
    lamps, chairs = (Place(scope=SITE, organization_id=OrganizationId(name)) for name in "lc")
    asked: list[tuple[int, Place]] = []

    def place(store: LibraryStore, response_ids: Iterable[str], wanted: Place) -> None:
        asked.append((len([store.get(each) for each in response_ids]), wanted))
        if len(asked) == 1:
            raise StorageError("The disk is full. Nothing was changed.", tmp_path)

    async with running(tmp_path / "profile") as desk:
        before = await everything(desk)
        imports(desk).scopes = lambda: (Scope.PERSONAL, Scope.SITE)
        imports(desk).places = lambda: (
            OpenPlace(place=lamps, name="Lamps", may_edit=True),
            OpenPlace(place=chairs, name="Chairs", may_edit=True),
        )
        imports(desk).place = place
        preview = await shown(desk, chatwoot)
        preview.scope.choose("site 1")
        preview.accept()
        await desk.until(preview._problem.isVisible, "a sentence")
        assert preview._problem.text() == "The disk is full. Nothing was changed."
        assert await everything(desk) == before

        preview.accept()
        await desk.sheet(ImportDone)
        new = [each for each in await everything(desk) if each.source == "chatwoot"]

    assert asked == [(len(new), chairs)] * 2
    assert {each.scope for each in new} == {Scope.SITE}


async def test_every_format_that_is_read_can_be_chosen(chatwoot: Path, tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        preview = await shown(desk, chatwoot)

        offered = [preview.source.itemText(at) for at in range(preview.source.count())]

        assert offered == [source.label for source in formats.sources().values()]
        assert preview.choices == ImportChoices(may_share=frozenset({Scope.PERSONAL}))


async def test_a_folder_dropped_on_the_panel_is_read_as_one(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        folder = tmp_path / "match"
        folder.mkdir()
        (folder / "base.yml").write_text(
            "matches:\n  - trigger: ':malta'\n    replace: To Malta.\n"
        )
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(folder))])
        drop(desk.window.desk.panel.canned, QPoint(60, 200), mime)
        preview = await desk.sheet(ImportPreview)
        await desk.until(lambda: preview.table.model.rowCount() > 0, "the rows")
        (outcome,) = (preview.table.model.outcome_at(row) for row in range(1))

        assert "espanso" in preview.subtitle.text()
        assert outcome is not None
        assert outcome.response is not None
        assert outcome.response.body == "To Malta."


async def test_a_file_of_hostile_rows_shows_reasons_and_imports_the_rest(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        path = tmp_path / "hostile.csv"
        rows = (
            ("short_code", "content"),
            ("big", "x" * 1_000_000),
            ("formula", "=cmd|' /C calc'!A1"),
            ("bidi", "\u202egnp.exe"),
            ("markup", "<img src='file:///etc/passwd'>{{{{a}}"),
        )
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(rows)
        preview = await shown(desk, path)
        fates = [each.text() for each in preview.table._fates.values() if each.isVisible()]
        preview.accept()
        done = await desk.sheet(ImportDone)

        assert fates == ["All 4", "New 3", "Left out 1"]
        assert "The text has 1,000,000 characters" in desk.words_on(done)
        assert len([each for each in await everything(desk) if each.shortcut == "/markup"]) == 1
