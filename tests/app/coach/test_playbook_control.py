"""First steps beside a new chat in the real window: seen done, ticked, hidden, switched off."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.coach.test_coach_control import coached, hear
from undivided.desk.values import Author
from undivided.etiquette.coach.playbooks import FIRST_STEPS
from undivided.storage.coach_habits import HabitsFile
from undivided.ui.sheets.coach_sheet import CoachSheet


async def test_first_steps_are_shown_ticked_hidden_and_switched_off(tmp_path: Path) -> None:
    async with coached(tmp_path) as desk:
        card = desk.window.desk.panel.first_steps
        listening = desk.program.controls.coach.book.listening

        def ticked() -> list[str]:
            return [line.mark for line in card.steps if line.isChecked()]

        await desk.until(card.isVisible, "steps beside the new chat")
        assert card.accessibleName() == "Somebody wants to buy, 0 of 4 steps done"
        hear(desk, (Author.VISITOR, "I forgot: the vase is broken!"))
        await desk.until(lambda: "A complaint, 0 of 4" in card.accessibleName(), "a complaint")

        hear(desk, (Author.ME, "Hello Elena, I'm sorry to hear that."))
        await desk.until(lambda: ticked() == ["greeting", "sorry"], "seen done")
        last = card.steps[-1]
        assert last.mark == "next"
        last.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(last, Qt.Key.Key_Space)
        assert ticked() == ["greeting", "sorry", "next"]
        QTest.mouseClick(last, Qt.MouseButton.LeftButton)
        assert ticked() == ["greeting", "sorry"]

        desk.program.controls.coach.open_sheet()
        sheet = await desk.sheet(CoachSheet)
        sheet.switches[FIRST_STEPS.name].click()
        assert not card.isVisible()
        sheet.switches[FIRST_STEPS.name].click()
        assert card.isVisible()
        sheet.accept()

        card.hide_button.click()
        assert not card.isVisible()
        assert desk.composer.editor.hasFocus()
        hear(desk, (Author.VISITOR, "it was a present"))
        assert not card.isVisible()
        assert listening.habit(FIRST_STEPS.name).dismissed == 1
        file = HabitsFile(tmp_path / "coach.json")
        await desk.until(lambda: file.load()[0].get(FIRST_STEPS.name), "kept in the profile")


async def test_steps_that_are_all_done_are_followed_and_go(tmp_path: Path) -> None:
    async with coached(tmp_path) as desk:
        card = desk.window.desk.panel.first_steps
        await desk.until(card.isVisible, "steps beside the new chat")
        hear(desk, (Author.ME, "Hello Elena! Who is it for?"))
        hear(desk, (Author.ME, "The lamp to Norway arrives by Friday."))

        await desk.until(card.isHidden, "nothing is left to do")
        habit = desk.program.controls.coach.book.listening.habit(FIRST_STEPS.name)
        assert (habit.followed, habit.dismissed) == (1, 0)
