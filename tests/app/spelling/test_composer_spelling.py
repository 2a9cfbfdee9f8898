"""Spelling and language in the real window, with the real dictionaries and no server."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import NOON, chat, said, visitor
from undivided.app.coach.writing_notes import WritingNotes
from undivided.desk.values import Author, Changes, TranscriptChange, TranscriptEdit, VisitedPage
from undivided.protocol.ids import ChatId
from undivided.storage.chat_writing import ChatWriting, ChatWritingFile
from undivided.ui.composer.underlines import Underline
from undivided.ui.controls.key_buttons import Button
from undivided.ui.controls.spelling_menu import SpellingMenu
from undivided.ui.sheets.own_words_sheet import OwnWordsSheet
from undivided.ui.sheets.settings_sheet import SettingsSheet
from undivided.ui.words.spelling_wording import LOOKING_UP

ELENA = ChatId("elena")
PAGE = VisitedPage("Vesparo lamp", "https://shop.example/glowmatik", NOON)
NO_MODIFIER, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard")


@asynccontextmanager
async def writing(folder: Path) -> AsyncIterator[OperatorDesk]:
    async with running(folder, with_words=True) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.program.context.speller.speak("en_US")
        desk.window.show_desk()
        row = replace(chat("Elena"), visitor=visitor("Elna Vosz", pages=(PAGE,)))
        desk.bridge.apply(Changes(rows=(row,), order=(ELENA,)))
        desk.click_tab(ELENA)
        desk.window.activateWindow()
        desk.composer.focus_text()
        yield desk


def hear(desk: OperatorDesk, text: str) -> None:
    words = (said(text, text, Author.VISITOR),)
    change = TranscriptChange(ELENA, TranscriptEdit.APPENDED, words)
    desk.bridge.apply(Changes(transcripts=(change,)))


def underlined(desk: OperatorDesk) -> list[str]:
    text = desk.composer.text.encode("utf-16-le")
    places = desk.composer.editor.underlines.places(Underline.MISSPELT)
    return [text[2 * start : 2 * end].decode("utf-16-le") for start, end in places]


def notes(desk: OperatorDesk) -> WritingNotes:
    return desk.program.controls.library.insertion.facts.writing


def press(desk: OperatorDesk, key: Qt.Key, held: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    QTest.keyClick(desk.composer.editor, key, held)


def right_click(desk: OperatorDesk, word: str) -> None:
    editor = desk.composer.editor
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index(word) + 3)
    place = editor.cursorRect(cursor).center()
    where = editor.viewport().mapToGlobal(place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, where)
    QApplication.sendEvent(editor.viewport(), event)


async def menu(desk: OperatorDesk, word: str) -> SpellingMenu:
    """Return the open menu of a misspelt word, when the dictionary has answered."""

    def opened() -> SpellingMenu | None:
        for found in desk.composer.editor.findChildren(SpellingMenu):
            said = [action.text() for action in found.actions() if action.isVisible()]
            if not found.is_over and said[0] != LOOKING_UP and any(word in each for each in said):
                return found
        return None

    return await desk.until(opened, f"the menu of {word}")


def choose(opened: QMenu, part: str) -> None:
    next(action for action in opened.actions() if part in action.text()).trigger()
    opened.close()


async def test_misspelt_words_are_underlined_mended_learnt_and_ignored(tmp_path: Path) -> None:
    async with writing(tmp_path) as desk:
        desk.composer.editor.insert_words("\U0001f600 ")  # no key of QTest writes it
        desk.type("Elna, yuor delvery /teh Vesparo glowmatik zorpish recieve")
        await desk.until(lambda: underlined(desk) == ["yuor", "delvery", "zorpish"], "underlined")
        # The last word is still being typed.
        press(desk, Qt.Key.Key_Space)
        expected = ["yuor", "delvery", "zorpish", "recieve"]
        await desk.until(lambda: underlined(desk) == expected, "the finished word too")

        press(desk, Qt.Key.Key_F7, SHIFT)
        choose(await menu(desk, "yuor"), "your")
        assert desk.composer.text.startswith("\U0001f600 Elna, your delvery")
        desk.composer.editor.undo()
        assert desk.composer.text.startswith("\U0001f600 Elna, yuor delvery")
        desk.composer.editor.redo()

        await desk.until(lambda: underlined(desk) == expected[1:], "one less")
        right_click(desk, "delvery")
        choose(await menu(desk, "delvery"), "to my words")
        await desk.until(lambda: underlined(desk) == expected[2:], "learnt")
        assert desk.program.context.settings.own_words == "en:delvery"

        press(desk, Qt.Key.Key_Home)
        press(desk, Qt.Key.Key_F7, SHIFT)
        (await menu(desk, "zorpish")).close()
        press(desk, Qt.Key.Key_F10, SHIFT)
        choose(await menu(desk, "zorpish"), "Ignore in this chat")
        await desk.until(lambda: underlined(desk) == expected[3:], "ignored here")
        assert notes(desk).of(ELENA).ignored == ("zorpish",)

        desk.program.controls.settings.open_sheet()
        settings = await desk.sheet(SettingsSheet)
        QTest.mouseClick(settings.own_words, Qt.MouseButton.LeftButton)
        own = await desk.sheet(OwnWordsSheet)
        names = [each.accessibleName() for each in own.findChildren(Button)]
        forget = next(each for each in own.findChildren(Button) if each.text() == "Forget")
        assert any("delvery" in name and "English" in name for name in names)
        QTest.mouseClick(forget, Qt.MouseButton.LeftButton)
        own.accept()
        await desk.until(lambda: underlined(desk) == ["delvery", "recieve"], "forgotten")
        assert desk.program.context.settings.own_words == ""

        settings.check_spelling.click()
        assert underlined(desk) == []
        settings.accept()


async def test_the_chat_follows_the_visitor_and_then_the_operator(tmp_path: Path) -> None:
    async with writing(tmp_path) as desk:
        button = desk.composer.language_button
        desk.type("Die Lieferung kommmt ")
        await desk.until(lambda: button.text() == "EN", "the usual language")

        hear(desk, "Guten Tag, wann kommt meine Lampe endlich an?")
        await desk.until(lambda: button.text() == "DE", "the visitor's language")
        await desk.until(lambda: underlined(desk) == ["kommmt"], "checked in German")

        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        opened = await desk.until(lambda: button.findChild(QMenu), "the menu")
        assert opened.actions()[0].text() == "As the visitor writes: German"
        choose(opened, "United States")
        await desk.until(lambda: "Lieferung" in underlined(desk), "checked in English")
        file = ChatWritingFile(tmp_path / "chat-writing.json")
        kept = {ELENA: ChatWriting(language="en-US")}
        await desk.until(lambda: file.load()[0] == kept, "kept in the profile")

        notes(desk).use_wordings(ELENA, "today", ("a", "b"))
        notes(desk).use_wordings(ELENA, "today", ("b", "c"))
        assert notes(desk).wordings(ELENA, "today") == ("a", "b", "c")
        assert notes(desk).wordings(ELENA, "next week") == ()


async def test_the_coach_speaks_after_three_misspelt_words_were_sent(tmp_path: Path) -> None:
    async with writing(tmp_path) as desk:
        accepted = desk.program.controls.chats.accepted
        accepted.emit(ELENA, "Yuor delvery")
        await desk.until(lambda: notes(desk).of(ELENA).misspelt_sent == 2, "two were counted")
        strip = desk.composer.coach.advice
        desk.type("Elna, I recieve it. ")
        await desk.until(lambda: underlined(desk) == ["recieve"], "underlined")
        assert "misspelt" not in strip.text

        accepted.emit(ELENA, "Elna, it is hree")
        said_now = "3 misspelt words sent, now “recieve”"
        await desk.until(lambda: said_now in strip.text, "the coach speaks")
        await desk.until(lambda: "receive" in strip.button.text(), "with what it may be")
        press(desk, Qt.Key.Key_Tab)
        assert desk.composer.text == "Elna, I receive it. "


async def test_what_cannot_be_checked_is_said_once_and_writing_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(tmp_path) as desk:
        notes(desk).choose(ELENA, "ja")
        desk.type("delvery ")
        await desk.until(lambda: any("Japanese" in text for text in desk.notices()), "said")
        desk.type("recieve ")
        assert underlined(desk) == []

        speller = desk.program.context.speller
        speller._process._starts = 10
        process = speller._process._process
        assert process is not None
        process.kill()
        notes(desk).choose(ELENA, "en")
        await desk.until(lambda: any("has stopped" in text for text in desk.notices()), "said")
        desk.type("more ")
        await speller.judged("teh")

        assert desk.composer.text == "delvery recieve more "
        warned = [each.message for each in caplog.records if each.levelno >= logging.WARNING]
        assert warned == ["spelling process ended"]
