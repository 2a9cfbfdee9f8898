"""An export from the choice of a format to its file, with a real window, library and files."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.support.operator_desk import OperatorDesk, running
from undivided.library import formats
from undivided.library.formats import Format
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.export_sheet import ExportSheet


async def opened(desk: OperatorDesk) -> ExportSheet:
    desk.program.controls.library.exports.choose()
    sheet = await desk.sheet(ExportSheet)
    await desk.until(sheet.confirm_button.isEnabled, "what it would write")
    return sheet


def save_as(desk: OperatorDesk, sheet: ExportSheet, path: Path) -> None:
    sheet.confirm_button.click()
    dialog = desk.window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.close()


async def test_our_own_format_loses_nothing_and_comes_back(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        sheet = await opened(desk)
        said = desk.words_on(sheet)
        path = tmp_path / "out.json"
        save_as(desk, sheet, path)
        await desk.until(path.exists, "the file")
        library = await desk.program.context.library.ask(LibraryStore.everything)
        again = formats.read(path.read_bytes())

        assert words.NOTHING_IS_LOST in said
        assert [row.response for row in again.rows] == library


async def test_a_file_that_has_not_come_yet_is_said_to_be_left_out(tmp_path: Path) -> None:
    file = Attachment(name="a.txt", media_type="text/plain", size=3, digest="ab" * 32)
    async with running(tmp_path / "profile") as desk:
        await desk.program.context.library.ask(
            lambda store: store.add(Response(title="A", body="b", attachments=(file,)))
        )
        sheet = await opened(desk)
        sheet.format.choose(Format.JSON.value)
        await desk.until(sheet.confirm_button.isEnabled, "what it would lose")
        said = "1 file is not on this computer yet; only its name would be kept."

        assert said in sheet._losses.text()


async def test_what_a_format_loses_is_said_before(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        await desk.program.context.library.ask(
            lambda store: store.add(Response(title="A", body="b", folder=("Lamps",)))
        )
        sheet = await opened(desk)
        sheet.format.choose(Format.LHC.value)
        await desk.until(sheet.confirm_button.isEnabled, "what it would lose")

        assert "folder" in sheet._losses.text()


async def test_one_folder_can_be_exported(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        await desk.program.context.library.ask(
            lambda store: store.add(Response(title="A", body="b", folder=("Lamps", "Bulbs")))
        )
        sheet = await opened(desk)
        sheet.folder.setCurrentText("Lamps")
        await desk.until(lambda: sheet._count.text().startswith("1 response "), "one response")
        path = tmp_path / "out.json"
        save_as(desk, sheet, path)
        # The file is there before it is said.
        said = "1 response exported to out.json"
        await desk.until(lambda: any(said in each for each in desk.notices()), said)

        assert [each["title"] for each in json.loads(path.read_text())["responses"]] == ["A"]


async def test_a_place_that_cannot_be_written_leaves_the_sheet_and_the_old_file(
    tmp_path: Path,
) -> None:
    async with running(tmp_path / "profile") as desk:
        sheet = await opened(desk)
        path = tmp_path / "taken"
        path.mkdir()
        save_as(desk, sheet, path)
        await desk.until(sheet._problem.isVisible, "a sentence")

        assert sheet._problem.text().startswith("taken was not saved")
        assert path.is_dir()
        assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("chosen", list(Format), ids=str)
async def test_every_format_can_be_chosen(tmp_path: Path, chosen: Format) -> None:
    async with running(tmp_path / "profile") as desk:
        sheet = await opened(desk)

        sheet.format.choose(chosen.value)

        assert sheet.choice.format is chosen
