"""A hostile visitor in the real window with no server: what is offered, and that it is no more."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import chat, said
from undivided.desk.values import Author, Changes, TranscriptChange, TranscriptEdit
from undivided.etiquette.coach.temper import Step
from undivided.protocol.ids import ChatId
from undivided.qtmodels.canned_model import HEADING_ROLE
from undivided.storage.coach_words import load_coach_words
from undivided.ui.sheets.end_sheet import EndSheet

DANA = ChatId("dana")
SENTENCES = load_coach_words("en").phrases.sentences


class Dana:
    """A visitor of the desk."""

    def __init__(self, desk: OperatorDesk) -> None:
        self._desk = desk
        self._count = 0

    def hear(self, text: str, author: Author = Author.VISITOR, *, is_whisper: bool = False) -> None:
        """Let somebody write into the chat."""
        self._count += 1
        words = said(f"m{self._count}", text, author, self._count, is_whisper=is_whisper)
        change = TranscriptChange(DANA, TranscriptEdit.APPENDED, (words,))
        self._desk.bridge.apply(Changes(rows=(chat("Dana"),), transcripts=(change,)))


def offered(desk: OperatorDesk) -> Step:
    """Return which step the bar offers."""
    bar = desk.window.desk.conversation.temper
    return bar.step if bar.isVisible() else Step.NONE


def press(desk: OperatorDesk, name: str) -> None:
    """Press the key of an action."""
    key = desk.window.findChild(QAction, name)
    assert key is not None
    key.trigger()


async def test_steps_are_offered_one_after_the_other_and_none_is_taken_by_itself(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        desk.bridge.apply(Changes(rows=(chat("Dana"),), order=(DANA,)))
        desk.click_tab(DANA)
        dana = Dana(desk)
        dana.hear("Where is my lamp?")
        assert offered(desk) is Step.NONE

        await calm_first(desk, dana)
        warn_then(desk, dana)
        await end_at_last(desk, dana)
        note_and_forgive(desk, dana)
        await desk.until(lambda: "Calming" not in first_heading(desk), "the usual order")


def first_heading(desk: OperatorDesk) -> str:
    """Return what stands above the first response of the panel."""
    return str(desk.canned.data(desk.canned.index(0), HEADING_ROLE))


async def calm_first(desk: OperatorDesk, dana: Dana) -> None:
    bar = desk.window.desk.conversation.temper
    dana.hear("You idiots, this is a scam")
    await desk.until(bar.isVisible, "the bar")
    assert offered(desk) is Step.CALM
    assert "Dana seems hostile." in bar.accessibleName()
    assert "“idiots”" in bar.accessibleName()

    await desk.until(lambda: "Calming, for Dana" in first_heading(desk), "calm responses first")
    assert "idiots" in first_heading(desk)
    response = desk.canned.response_at(0)
    assert response is not None
    assert "calming" in response.tags
    assert desk.composer.text == ""

    desk.window.activateWindow()
    desk.composer.focus_text()
    await desk.until(desk.composer.editor.hasFocus, "the keys in the text")
    desk.type("/")
    await desk.until(desk.composer.popup.isVisible, "the popup")
    in_popup = desk.composer.popup.current
    assert in_popup is not None
    assert in_popup.response == response
    desk.composer.editor.clear()

    desk.type("Your lamp left today.")
    QTest.mouseClick(bar.step_button, Qt.MouseButton.LeftButton)
    calming = SENTENCES["calming"]
    assert desk.composer.text == f"{calming[0]} Your lamp left today."
    press(desk, "calm")
    assert desk.composer.text == f"{calming[1]} {calming[0]} Your lamp left today."
    desk.composer.editor.undo()
    assert desk.composer.text == f"{calming[0]} Your lamp left today."
    desk.composer.editor.clear()


def warn_then(desk: OperatorDesk, dana: Dana) -> None:
    desk.window.desk.conversation.temper.hide_button.click()
    assert offered(desk) is Step.NONE
    dana.hear(SENTENCES["calming"][0], Author.ME)
    dana.hear("Liars")
    assert offered(desk) is Step.CALM
    dana.hear("Useless, all of you")
    assert offered(desk) is Step.WARN
    press(desk, "calm")
    assert desk.composer.text == f"{SENTENCES['abuse_warning'][0]} "
    desk.composer.editor.clear()


async def end_at_last(desk: OperatorDesk, dana: Dana) -> None:
    dana.hear(SENTENCES["abuse_warning"][0], Author.ME)
    dana.hear("Morons")
    dana.hear("Idiots")
    assert offered(desk) is Step.END
    press(desk, "calm")
    sheet = await desk.sheet(EndSheet)
    assert sheet.farewell.toPlainText() == SENTENCES["abuse_ending"][0]
    asked: list[tuple[str, str, int]] = []
    sheet.end_requested.connect(lambda *what: asked.append(what))
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert asked == []


def note_and_forgive(desk: OperatorDesk, dana: Dana) -> None:
    dana.hear("Note on abuse, 2026-11-22 12:09 UTC.", Author.COLLEAGUE, is_whisper=True)
    day = desk.program.controls.library.insertion.facts.abuse_noted_on(DANA)
    assert day is not None
    assert f"abuse noted on {day}" in desk.window.desk.conversation.head._about.text()
    dana.hear("Sorry, and thank you")
    assert offered(desk) is Step.NONE
