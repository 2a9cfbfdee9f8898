"""The visitor's questions as a checklist, in the real window with no server."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import chat, said
from undivided.desk.values import Author, Changes, TranscriptChange, TranscriptEdit
from undivided.protocol.ids import ChatId

ELENA = ChatId("elena")
BRASS, DELIVERY, PAYPAL = "Is the lamp brass?", "How long is delivery?", "Do you take PayPal?"


def hear(desk: OperatorDesk, *messages: tuple[Author, str]) -> None:
    """Let the two sides of Elena's chat write."""
    words = tuple(said(f"{author} {text}", text, author) for author, text in messages)
    change = TranscriptChange(ELENA, TranscriptEdit.APPENDED, words)
    desk.bridge.apply(Changes(rows=(chat("Elena"),), transcripts=(change,)))


async def show_elena(desk: OperatorDesk) -> None:
    await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
    desk.window.show_desk()
    desk.bridge.apply(Changes(rows=(chat("Elena"),), order=(ELENA,)))
    desk.click_tab(ELENA)
    hear(desk, (Author.VISITOR, f"Hello, I like this page. {BRASS} {DELIVERY} {PAYPAL}"))


def shown(desk: OperatorDesk) -> list[tuple[str, bool]]:
    return [(each.text, each.is_answered) for each in desk.composer.asked.asked]


def tick(desk: OperatorDesk) -> None:
    key = desk.window.findChild(QAction, "tick_question")
    assert key is not None
    key.trigger()


async def test_questions_are_ticked_by_replies_keys_and_clicks_and_stay_so(tmp_path: Path) -> None:
    async with running(tmp_path) as desk:
        await show_elena(desk)
        row = desk.composer.asked
        everything = [(BRASS, False), (DELIVERY, False), (PAYPAL, False)]
        await desk.until(lambda: shown(desk) == everything, "the questions")
        assert row.isVisible()
        assert row.accessibleName() == "Open questions, 3 of 3"

        # A reply that answers one.
        hear(desk, (Author.ME, "The lamp is all brass."))
        assert shown(desk) == [(DELIVERY, False), (PAYPAL, False), (BRASS, True)]

        # Words of the draft that answer another.
        desk.composer.focus_text()
        QTest.keyClicks(desk.composer.editor, "We accept PayPal.")
        desk.composer.editor.selectAll()
        tick(desk)
        assert shown(desk) == [(DELIVERY, False), (BRASS, True), (PAYPAL, True)]
        assert desk.composer.text == "We accept PayPal."

        # A click takes the coach's tick back, and Space sets it again; the key ticks the next.
        QTest.mouseClick(row.chips[1], Qt.MouseButton.LeftButton)
        assert shown(desk) == [(BRASS, False), (DELIVERY, False), (PAYPAL, True)]
        row.chips[0].setFocus()
        QTest.keyClick(row.chips[0], Qt.Key.Key_Space)
        assert shown(desk)[0] == (DELIVERY, False)
        assert "open: " in row.chips[0].accessibleName()

        desk.program.controls.chats.promise_settled.emit(ELENA, "I call you tomorrow.")
        points = desk.program.controls.chats.checks_of(ELENA)
        open_points = [point.detail for point in points if "question" in point.words]
        assert open_points == [f"“{DELIVERY}”"]

    async with running(tmp_path) as desk:
        await show_elena(desk)
        hear(desk, (Author.ME, "I call you tomorrow."))
        checks = desk.program.controls.chats.checks_of
        await desk.until(lambda: (PAYPAL, True) in shown(desk), "the kept ticks")
        assert not [point for point in checks(ELENA) if point.settles]

        tick(desk)
        tick(desk)
        assert all(is_answered for _, is_answered in shown(desk))
