"""How visitors sound, in the real window with no server: capitals calmed, and shown as written."""

from pathlib import Path

from PySide6.QtGui import QAction

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import chat, said
from undivided.desk.values import Author, Changes, TranscriptChange, TranscriptEdit
from undivided.protocol.ids import ChatId

ELENA = ChatId("elena")
SHOUT = "WHERE IS THE VESPER LAMP THAT I ORDERED ON MONDAY, ELENA MARKS"
CALM = "Where is the Vesper lamp that I ordered on Monday, Elena Marks"


def hear(desk: OperatorDesk, *messages: tuple[Author, str]) -> None:
    """Let the two sides of Elena's chat write."""
    words = tuple(
        said(f"{number} {text}", text, author) for number, (author, text) in enumerate(messages)
    )
    change = TranscriptChange(ELENA, TranscriptEdit.APPENDED, words)
    desk.bridge.apply(Changes(rows=(chat("Elena"),), transcripts=(change,)))


async def test_capitals_are_calmed_until_somebody_wants_to_see_them(tmp_path: Path) -> None:
    async with running(tmp_path) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        desk.bridge.apply(Changes(rows=(chat("Elena"),), order=(ELENA,)))
        desk.click_tab(ELENA)
        hear(desk, (Author.ME, "It is the Vesper, Elena Marks."), (Author.VISITOR, SHOUT))
        shown = desk.window.desk.conversation.transcript.document().toPlainText

        await desk.until(lambda: CALM in shown(), "calmed with the words of its language")
        assert "Show as written" in shown()
        key = desk.window.findChild(QAction, "letters")
        key.trigger()
        assert SHOUT in shown()
        key.trigger()
        assert CALM in shown()
        desk.program.controls.settings.set(calm_capitals=False)
        assert SHOUT in shown()
        assert "Show as" not in shown()
