"""Files of a draft in the composer: how they come, how they look, how they go."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QPixmap,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.drops import drop
from undivided.library.model.parts import Attachment
from undivided.protocol.ids import ChatId
from undivided.ui.composer.composer import Composer
from undivided.ui.composer.file_chip import FileChip
from undivided.ui.composer.given_files import GivenFiles, carries_files, files_in
from undivided.ui.look.theme import DARK, LIGHT

ELENA = ChatId("elena")
SHOE = Attachment(name="shoe.png", media_type="image/png", size=184_000, digest="a" * 64)
BILL = Attachment(name="bill.pdf", media_type="application/pdf", size=740, digest="b" * 64)


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer(LIGHT, lambda text: len(text.split()))
    qtbot.addWidget(made)
    made.resize(700, 260)
    made.bind(ELENA, "", name="Elena")
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def local(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    return mime


def given_to(composer: Composer) -> list[tuple[str, GivenFiles]]:
    given: list[tuple[str, GivenFiles]] = []
    composer.files.given.connect(lambda chat, files: given.append((chat, files)))
    return given


def removed_from(composer: Composer) -> list[Attachment]:
    removed: list[Attachment] = []
    composer.files.removed.connect(lambda _chat, file: removed.append(file))
    return removed


def chips(composer: Composer) -> list[FileChip]:
    return [chip for chip in composer.findChildren(FileChip) if not chip.isHidden()]


# -- how they come


def test_dropped_files_are_handed_on_and_leave_the_text_as_it_is(composer: Composer) -> None:
    given = given_to(composer)

    drop(composer.editor.viewport(), QPoint(20, 10), local("/tmp/a.png", "/tmp/b.pdf"))

    assert given == [(ELENA, GivenFiles((Path("/tmp/a.png"), Path("/tmp/b.pdf"))))]
    assert composer.text == ""


def test_a_drop_that_the_file_manager_calls_a_move_is_taken_as_a_copy(composer: Composer) -> None:
    # After a move the file manager would delete the originals.
    viewport, mime = composer.editor.viewport(), local("/tmp/a.png")
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragMoveEvent(QPoint(20, 10), either, mime, left, no_keys)
    fall = QDropEvent(QPoint(20, 10).toPointF(), either, mime, left, no_keys)
    QApplication.sendEvent(viewport, QDragEnterEvent(QPoint(20, 10), either, mime, left, no_keys))
    for event in (over, fall):
        event.setDropAction(Qt.DropAction.MoveAction)

    QApplication.sendEvent(viewport, over)
    QApplication.sendEvent(viewport, fall)

    assert over.dropAction() is Qt.DropAction.CopyAction
    assert fall.dropAction() is Qt.DropAction.CopyAction


def test_the_edge_invites_files_while_they_are_dragged_over_it(composer: Composer) -> None:
    told: list[bool] = []
    composer.editor.files_over.connect(told.append)
    viewport, mime = composer.editor.viewport(), local("/tmp/a.png")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    plain = composer.grab().toImage()

    QApplication.sendEvent(viewport, QDragEnterEvent(QPoint(9, 9), copy, mime, left, none))
    inviting = composer.grab().toImage()
    QApplication.sendEvent(viewport, QDragLeaveEvent())

    assert told == [True, False]
    assert inviting != plain


def test_a_pasted_picture_is_handed_on(composer: Composer) -> None:
    given = given_to(composer)
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    QApplication.clipboard().setImage(image)

    composer.editor.paste()

    ((chat, files),) = given
    assert chat == ELENA
    assert files.picture is not None
    assert files.picture.size() == image.size()


def test_text_with_a_picture_of_itself_is_text() -> None:
    mime = QMimeData()
    mime.setText("12,50")
    mime.setImageData(QImage(4, 3, QImage.Format.Format_RGB32))

    assert not carries_files(mime)


def test_an_address_of_the_web_is_no_file() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://shop.example/a.png"), QUrl.fromLocalFile("/tmp/a.png")])

    assert files_in(mime).paths == (Path("/tmp/a.png"),)
    mime.setUrls([QUrl("https://shop.example/a.png")])
    assert not carries_files(mime)


def test_a_closed_chat_takes_no_files(composer: Composer) -> None:
    given = given_to(composer)
    wanted: list[str] = []
    composer.files.wanted.connect(wanted.append)
    composer.set_disabled_reason("This chat is closed.")

    composer.editor.insertFromMimeData(local("/tmp/a.png"))
    composer.files.want()

    assert given == []
    assert wanted == []
    assert not composer.files.button.isEnabled()


def test_the_button_asks_for_files_of_the_bound_chat(composer: Composer) -> None:
    wanted: list[str] = []
    composer.files.wanted.connect(wanted.append)

    QTest.mouseClick(composer.files.button, Qt.MouseButton.LeftButton)

    assert wanted == [ELENA]


# -- how they are sent


def test_files_alone_can_be_sent(composer: Composer) -> None:
    sent: list[tuple[str, str]] = []
    composer.send_requested.connect(lambda chat, text: sent.append((chat, text)))
    composer.focus_text()

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    assert not composer.send_button.isEnabled()
    composer.files.show((SHOE,))
    assert composer.send_button.isEnabled()
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert sent == [(ELENA, "")]


def test_another_chat_shows_its_own_files(composer: Composer) -> None:
    composer.files.show((SHOE, BILL))

    composer.bind(ChatId("marcus"), "Dear", files=(BILL,))
    assert [chip.file for chip in chips(composer)] == [BILL]
    composer.bind(None, "")

    assert chips(composer) == []
    assert not composer.files.chips.isVisible()


# -- how they look and go


def test_a_chip_says_name_kind_and_size(composer: Composer) -> None:
    composer.files.show((SHOE, BILL))

    shoe, bill = chips(composer)

    assert shoe.accessibleName() == "File shoe.png, 184 KB"
    assert bill.accessibleName() == "File bill.pdf, 740 bytes"
    assert "Delete takes it off" in shoe.accessibleDescription()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_keys_take_a_file_off(composer: Composer, key: Qt.Key) -> None:
    removed = removed_from(composer)
    composer.files.show((SHOE, BILL))

    QTest.keyClick(chips(composer)[1], key)

    assert removed == [BILL]


def test_the_cross_takes_a_file_off_and_the_rest_of_the_chip_does_not(composer: Composer) -> None:
    removed = removed_from(composer)
    composer.files.show((SHOE,))
    (chip,) = chips(composer)
    middle = chip.height() // 2

    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, middle))
    assert removed == []
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, middle))

    assert removed == [SHOE]


def test_the_keys_go_to_the_next_chip_and_then_back_to_the_text(composer: Composer) -> None:
    composer.files.show((SHOE, BILL))
    chips(composer)[0].setFocus()

    composer.files.show((BILL,))
    assert chips(composer)[0].hasFocus()
    composer.files.show(())

    assert composer.editor.hasFocus()


def test_arrow_keys_go_from_chip_to_chip(composer: Composer) -> None:
    composer.files.show((SHOE, BILL))
    chips(composer)[0].setFocus()

    QTest.keyClick(chips(composer)[0], Qt.Key.Key_Right)

    assert chips(composer)[1].hasFocus()


def test_a_hostile_name_is_shown_as_one_line_of_text(composer: Composer) -> None:
    name = '<img src="file:///etc/passwd">\n\u202egpj.exe.png'
    composer.files.show((Attachment(name=name, media_type="image/png", size=1, digest="c"),))

    (chip,) = chips(composer)

    assert "\n" not in chip.accessibleName()
    assert "\u202e" not in chip.accessibleName()
    assert "<img" not in chip.toolTip()


def test_a_small_picture_is_painted_in_its_chip(composer: Composer) -> None:
    red = QPixmap(40, 20)
    red.fill(QColor("#ff0000"))
    composer.files.show((SHOE,))
    composer.files.chips.set_picture(SHOE.digest, red)

    (chip,) = chips(composer)
    for tokens in (LIGHT, DARK):
        composer.set_tokens(tokens)
        painted = chip.grab().toImage()

        assert painted.pixelColor(22, chip.height() // 2) == QColor("#ff0000")


def test_a_screen_reader_hears_how_many_files_go_with_the_draft(
    composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "undivided.ui.composer.draft_files.announce", lambda _widget, words: said.append(words)
    )

    for files in ((SHOE,), (SHOE, BILL), (SHOE, BILL), ()):
        composer.files.show(files)

    assert said == ["1 file attached", "2 files attached", "No files attached"]
