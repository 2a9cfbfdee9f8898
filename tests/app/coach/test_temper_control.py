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
        dana, bar = Dana(desk), desk.window.desk.conversation.temper
        dana.hear("Where is my lamp?")
        assert not bar.isVisible()

        dana.hear("You idiots, this is a scam")
        await desk.until(bar.isVisible, "the bar")
        assert offered(desk) is Step.CALM
        assert "Dana seems hostile." in bar.accessibleName()
        assert "“idiots”" in bar.accessibleName()
        canned = desk.canned
        await desk.until(
            lambda: (found := canned.response_at(0)) is not None and "calming" in found.tags,
            "calm responses stand first",
        )
        heading = canned.data(canned.index(0), HEADING_ROLE)
        assert "Calming, for Dana" in heading
        assert "idiots" in heading
        assert desk.composer.text == ""

        desk.type("Your lamp left today.")
        QTest.mouseClick(bar.step_button, Qt.MouseButton.LeftButton)
        calming = SENTENCES["calming"]
        assert desk.composer.text == f"{calming[0]} Your lamp left today."
        press(desk, "calm")
        assert desk.composer.text == f"{calming[1]} {calming[0]} Your lamp left today."
        desk.composer.editor.undo()
        assert desk.composer.text == f"{calming[0]} Your lamp left today."
        desk.composer.editor.clear()

        bar.hide_button.click()
        assert not bar.isVisible()
        dana.hear(calming[0], Author.ME)
        dana.hear("Liars")
        assert bar.isVisible()
        dana.hear("Useless, all of you")
        assert offered(desk) is Step.WARN
        press(desk, "calm")
        assert desk.composer.text == f"{SENTENCES['abuse_warning'][0]} "
        desk.composer.editor.clear()

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

        dana.hear("Note on abuse, 2026-11-22 12:09 UTC.", Author.COLLEAGUE, is_whisper=True)
        day = desk.program.controls.library.insertion.facts.abuse_noted_on(DANA)
        assert day is not None
        assert f"abuse noted on {day}" in desk.window.desk.conversation.head._about.text()
        dana.hear("Sorry, and thank you")
        assert not bar.isVisible()
        await desk.until(
            lambda: "Calming" not in canned.data(canned.index(0), HEADING_ROLE),
            "the usual order",
        )
