"""The writing coach in the real window, with no server: advice, remedies, habits, glossary."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import chat, said
from undivided.desk.values import Author, Changes, TranscriptChange, TranscriptEdit
from undivided.etiquette.coach.habits import ENOUGH, Habit
from undivided.etiquette.coach.rules.answer import BARE_ANSWER
from undivided.etiquette.coach.rules.every import BY_NAME
from undivided.library.model.parts import Fact
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.storage.coach_habits import HabitsFile
from undivided.storage.coach_words import glossary_from
from undivided.ui.composer.underlines import Underline
from undivided.ui.responses.match_view import Picked
from undivided.ui.sheets.coach_sheet import CoachSheet
from undivided.ui.sheets.settings_sheet import SettingsSheet

ELENA = ChatId("elena")
WHY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""Held with W it opens everything that can be done about advice."""


def hear(desk: OperatorDesk, *messages: tuple[Author, str]) -> None:
    """Let the shown chat's two sides write."""
    words = tuple(
        said(f"{number} {text}", text, author) for number, (author, text) in enumerate(messages)
    )
    change = TranscriptChange(ELENA, TranscriptEdit.APPENDED, words)
    desk.bridge.apply(Changes(rows=(chat("Elena"),), transcripts=(change,)))


@asynccontextmanager
async def coached(folder: Path) -> AsyncIterator[OperatorDesk]:
    async with running(folder) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        desk.bridge.apply(Changes(rows=(chat("Elena"),), order=(ELENA,)))
        desk.click_tab(ELENA)
        hear(desk, (Author.VISITOR, "Hello, do you ship the lamp to Norway by Friday?"))
        desk.window.activateWindow()
        desk.composer.focus_text()
        yield desk


async def hint(desk: OperatorDesk, part: str) -> None:
    """Wait until the coach says this."""
    line = desk.composer.coach.advice
    await desk.until(lambda: part in line.text, f"{part!r}, not {line.text!r}")


def press(desk: OperatorDesk, key: Qt.Key) -> None:
    QTest.keyClick(desk.composer.editor, key)


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_advice_is_shown_done_by_tab_and_passed_over_by_escape(tmp_path: Path) -> None:
    async with coached(tmp_path) as desk:
        strip, editor = desk.composer.coach, desk.composer.editor
        desk.type("ok")
        await hint(desk, "Only “ok”")

        assert "One word ends the conversation" in strip.advice.toolTip()
        QTest.keyClick(editor, Qt.Key.Key_W, WHY)
        (menu,) = strip.advice.findChildren(QMenu)
        named, *_ = menu.actions()
        assert named.text() == f"{BARE_ANSWER.title}. {BARE_ANSWER.why}"
        assert (False, "… because") == (named.isEnabled(), menu.activeAction().text())
        menu.close()
        assert strip.advice.button.key == "Tab"
        press(desk, Qt.Key.Key_Tab)
        assert desk.composer.text.startswith("ok, ")
        assert editor.hasFocus()
        editor.undo()
        assert desk.composer.text == "ok"

        await hint(desk, "Only “ok”")
        press(desk, Qt.Key.Key_Escape)
        await desk.until(lambda: "Only" not in strip.advice.text, "passed over")

        desk.type(", WE SURELY DO!!")
        await hint(desk, "Capitals read as shouting")
        underlined = [
            desk.composer.text[start:end]
            for start, end in editor.underlines.places(Underline.COACH)
        ]
        assert underlined == ["WE SURELY DO", "!!"]
        press(desk, Qt.Key.Key_Left)
        assert "“!!” sounds impatient" in strip.advice.text
        press(desk, Qt.Key.Key_Home)
        assert "Capitals" in strip.advice.text
        QTest.mouseClick(strip.advice.button, Qt.MouseButton.LeftButton)
        assert desk.composer.text == "ok, we surely do!!"

        path = tmp_path / "coach.json"
        kept = HabitsFile(path)
        wanted = {
            "bare-answer": Habit(followed=1, dismissed=1),
            "capitals": Habit(followed=1),
        }
        await desk.until(lambda: kept.load()[0] == wanted, "kept in the profile")


async def test_a_rule_that_is_mostly_passed_over_may_be_switched_off(tmp_path: Path) -> None:
    HabitsFile(tmp_path / "coach.json").save({"capitals": Habit(dismissed=ENOUGH - 1)})
    async with coached(tmp_path) as desk:
        line = desk.composer.coach.advice
        desk.type("WE SURELY DO that")
        await hint(desk, "Capitals")
        await desk.until(
            lambda: desk.program.controls.coach.book.listening.habits, "the habits are read"
        )
        press(desk, Qt.Key.Key_Escape)
        await hint(desk, "You mostly pass over “No shouting”")
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_W, WHY)
        assert line.button.hasFocus()
        QTest.keyClick(line.button, Qt.Key.Key_Space)
        assert desk.composer.editor.hasFocus()

        await desk.until(lambda: any("is off" in one for one in desk.notices()), "said")
        assert "Capitals" not in line.text

        # A quick Enter outruns the advice on one word: it is shown first, and Enter again sends.
        sent: list[str] = []
        desk.composer.send_requested.connect(lambda _chat, text: sent.append(text))
        desk.composer.editor.clear()
        coach = desk.program.controls.coach
        await desk.until(lambda: bool(coach.advice("yes")), "the words of the language are read")
        desk.type("yes")
        press(desk, Qt.Key.Key_Return)
        assert "Only “yes”" in line.text
        assert not sent
        press(desk, Qt.Key.Key_Return)
        assert sent == ["yes"]

        assert desk.program.controls.coach.book.listening.habit("capitals").is_on is False


async def test_rules_are_switched_in_a_sheet_that_also_opens_the_glossary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
    async with coached(tmp_path) as desk:
        desk.program.controls.settings.open_sheet()
        settings = await desk.sheet(SettingsSheet)
        settings.coach_rules.click()
        sheet = await desk.sheet(CoachSheet)
        assert settings.is_over
        # Blanks are asked about by the composer itself, whatever is switched here.
        assert sheet.switches.keys() == BY_NAME.keys() - {"unfilled-slot"}

        sheet.switches["capitals"].click()
        sheet.glossary_button.click()
        await desk.until(lambda: opened, "the glossary is opened")
        assert glossary_from((tmp_path / "glossary.toml").read_bytes(), "en", "glossary") == {}
        assert any("No program opens the glossary" in one for one in desk.notices())
        sheet.accept()
        desk.type("WE SURELY DO!!")
        await hint(desk, "“!!” sounds impatient")


async def test_broken_glossary_costs_a_sentence_and_is_read_again_when_mended(
    tmp_path: Path,
) -> None:
    glossary = tmp_path / "glossary.toml"
    glossary.write_text("[en\nRMA = ")
    async with coached(tmp_path) as desk:
        desk.type("Send the flurb. OK??")
        await desk.until(lambda: any("glossary.toml can" in one for one in desk.notices()), "said")
        await hint(desk, "“??” sounds impatient")

        glossary.write_text('[en]\nflurb = "return form"\n')
        await desk.program.controls.coach.book.read_again()
        marked = desk.composer.editor.underlines
        await desk.until(lambda: (9, 14) in marked.places(Underline.COACH), "jargon underlined")


async def test_a_fact_card_vouches_for_a_draft_and_one_that_ended_meanwhile_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with coached(tmp_path) as desk:
        insertion = desk.program.controls.library.insertion
        checks, library = desk.composer.sending.checks, desk.program.context.library

        async def insert(body: str, days: int) -> None:
            """Replace the draft by a response whose fact holds for so many more days."""
            until = insertion.facts.today() + timedelta(days=days)
            fact = Fact(source="price list of May", valid_until=until)
            kept = await library.ask(
                lambda store: store.add(Response(title=body, body=body, fact=fact))
            )
            insertion.insert(Picked(kept.id, replaces=True))
            await desk.until(lambda: desk.composer.text == body, "inserted")

        desk.type("Delivery to Norway by Friday is guaranteed.")
        await hint(desk, "without a fact card")

        await insert("Delivery to Norway by Friday is really guaranteed.", days=0)
        line = desk.composer.coach.advice
        await desk.until(lambda: "fact card" not in line.text, "the fact card vouches")

        await insert("The lamp to Norway by Friday costs 5 euros.", days=0)
        tomorrow = insertion.facts.today() + timedelta(days=1)
        monkeypatch.setattr(insertion.facts, "today", lambda: tomorrow)
        desk.composer.coaching.look()
        await hint(desk, "This fact held until")
        assert "price list of May" in line.text
        press(desk, Qt.Key.Key_Return)
        assert checks.gate.is_open
        assert desk.composer.text == "The lamp to Norway by Friday costs 5 euros."


async def test_a_price_typed_by_hand_is_marked_until_a_fact_card_is_attached(
    tmp_path: Path,
) -> None:
    async with coached(tmp_path) as desk:
        controls, library = desk.program.controls, desk.program.context.library
        until = controls.library.insertion.facts.today()
        fact = Fact(source="price list of May", valid_until=until)
        card = Response(title="Lamp price", body="The lamp costs 1,299 euros.", fact=fact)
        kept = await library.ask(lambda store: store.add(card))
        controls.library.panel.load()
        typed = "The lamp is $1299, and 9 % less by Friday."
        desk.type(typed)
        await hint(desk, "“$1299”, “9 %” without a fact card")
        line = desk.composer.coach.advice
        await desk.until(lambda: line.button.text() == "Attach “Lamp price”", "the remedy")

        marks = controls.chats.marks_of(ELENA, typed)
        assert marks == {"desk": {"unsourced": "$1299\n9 %"}}

        press(desk, Qt.Key.Key_Tab)
        await desk.until(lambda: line.text.startswith("“9 %” without"), "the card vouches")
        assert desk.composer.text == typed
        assert controls.chats.marks_of(ELENA, typed) == {
            "desk": {"unsourced": "9 %", "fact_sources": "price list of May", "fact_ids": kept.id}
        }
        hear(desk, (Author.VISITOR, "So 9 % less?"))
        marks = controls.chats.marks_of(ELENA, typed)
        assert marks is not None
        assert "unsourced" not in marks["desk"]
        assert controls.chats.marks_of(ELENA, "Hello there.") is None
        assert controls.chats.marks_of(ELENA, "Hurry!") is None  # the attached card vouches

        controls.library.insertion.memory.sent(ELENA, typed)
        pressed = controls.chats.marks_of(ELENA, "Hurry!")
        assert pressed == {"desk": {"unsourced": "Hurry"}}
