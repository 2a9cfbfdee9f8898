"""How visitors sound, in the real window with no server: capitals calmed, and shown as written."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import chat, queued, said
from undivided.desk.values import Author, Changes, ChatRow, TranscriptChange, TranscriptEdit
from undivided.protocol.ids import ChatId
from undivided.qtmodels.chat_list_model import ROW_ROLE
from undivided.ui.sheets.close_sheet import CloseSheet

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


def is_hostile(desk: OperatorDesk) -> bool:
    """Return whether the last chat of the list has its mark."""
    model = desk.bridge.chats
    row = model.data(model.index(model.rowCount() - 1), ROW_ROLE)
    return isinstance(row, ChatRow) and row.meta == "Hostile"


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
        assert key is not None
        key.trigger()
        assert SHOUT in shown()
        key.trigger()
        assert CALM in shown()
        desk.program.controls.settings.set(calm_capitals=False)
        assert SHOUT in shown()
        assert "Show as" not in shown()


async def test_the_check_before_closing_puts_what_is_missing_behind_the_draft(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        desk.bridge.apply(Changes(rows=(chat("Elena"),), order=(ELENA,)))
        desk.click_tab(ELENA)
        hear(
            desk,
            (Author.VISITOR, "Hello, is the lamp that I ordered here? And do you have a shade?"),
            (Author.ME, "Your lamp is here. I will call you tomorrow."),
        )
        chats = desk.program.controls.chats
        await desk.until(lambda: len(chats.checks_of(ELENA)) > 3, "the words are read")
        chats.ask_to_close(ELENA)
        sheet = await desk.sheet(CloseSheet)
        words = desk.words_on(sheet)
        assert "Both questions are answered" in words
        assert "I will call you tomorrow." in words

        QTest.keyClick(sheet, Qt.Key.Key_1)
        assert sheet.is_over
        assert desk.composer.text == "Is there anything else I can help you with?"
        assert desk.window.focusWidget() is desk.composer.editor

        desk.composer.editor.clear()
        key = desk.window.findChild(QAction, "sum_up")
        assert key is not None
        key.trigger()
        summary = (
            "To sum up what we agreed:\n- Your lamp is here.\n- I will call you tomorrow.\n"
            "Is that right?"
        )
        assert desk.composer.text == summary
        desk.composer.editor.setPlainText("See you then.")
        key.trigger()
        key.trigger()
        assert desk.composer.text == f"{summary}\n\nSee you then."
        (point,) = [each for each in chats.checks_of(ELENA) if each.remedy == summary]
        assert point.act == "Sum it up"
        hear(desk, (Author.ME, summary))
        assert not [each for each in chats.checks_of(ELENA) if each.act == "Sum it up"]

        chats.promise_settled.emit(ELENA, "I will call you tomorrow.")
        assert not [point for point in chats.checks_of(ELENA) if point.settles]


async def test_a_review_is_asked_for_behind_the_draft_and_its_address_stays_to_fill(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        desk.bridge.apply(Changes(rows=(chat("Elena"),), order=(ELENA,)))
        desk.click_tab(ELENA)
        hear(desk, (Author.ME, "It is here."), (Author.VISITOR, "Thank you, you are amazing!"))
        desk.composer.editor.setPlainText("You are welcome.")
        chats = desk.program.controls.chats
        wanted = "Ask for a review"
        await desk.until(lambda: wanted in {p.act for p in chats.checks_of(ELENA)}, "the offer")
        chats.ask_to_close(ELENA)
        sheet = await desk.sheet(CloseSheet)

        (button,) = [each for each in sheet.acts if each.text() == wanted]
        assert "“Thank you, you are amazing!”" in button.accessibleName()
        QTest.keyClick(sheet, Qt.Key(Qt.Key.Key_0 + int(button.key)))
        assert sheet.is_over
        assert desk.composer.text.startswith("You are welcome. I am glad that I could help.")
        (blank,) = desk.composer.editor.blanks()
        assert blank.name == "address of the review page"
        assert desk.composer.text.endswith(blank.name)


async def test_a_mood_is_shown_with_its_reason_and_two_hard_chats_propose_a_break(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        waiting = replace(queued("Tom", 1), preview="Hello, my order is urgent, please")
        desk.bridge.apply(Changes(rows=(chat("Elena"),), order=(ELENA,), queue=(waiting,)))
        desk.click_tab(ELENA)
        hear(desk, (Author.VISITOR, "Hello, this is ridiculous, I am still waiting for the lamp"))
        head, model = desk.window.desk.conversation.head, desk.bridge.chats

        await desk.until(lambda: "annoyed" in head._about.text(), "in the head")
        assert "“ridiculous”" in head._about.toolTip()
        assert model.data(model.index(0), ROW_ROLE).meta == "Annoyed"
        assert "seems annoyed" in model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
        key = desk.window.findChild(QAction, "said_no")
        assert key is not None
        key.trigger()
        assert "wants no offers" in head._about.text()
        key.trigger()
        assert "wants no offers" not in head._about.text()
        hear(
            desk,
            (Author.ME, "Would you like to add a bulb to the lamp for now?"),
            (Author.VISITOR, "No thanks, I do not want that, still waiting"),
        )
        assert "wants no offers" in head._about.text()
        queue = desk.bridge.queue
        await desk.until(lambda: queue.data(queue.index(0), ROW_ROLE).sign == "Urgent", "queue")

        for name in ("marcus", "priya"):
            words = said("1", "Hello, you are liars and what you do is a scam", Author.VISITOR)
            change = TranscriptChange(ChatId(name), TranscriptEdit.APPENDED, (words,))
            desk.bridge.apply(Changes(rows=(chat(name.title()),), transcripts=(change,)))
            await desk.until(partial(is_hostile, desk), "hostile")
            desk.bridge.apply(Changes(removed=(ChatId(name),)))
        assert any("Two hard chats" in one for one in desk.notices())
        pause = desk.window.findChild(QAction, "take_break")
        assert pause is not None
        pause.trigger()
        assert any("for 5 minutes" in one for one in desk.notices())
