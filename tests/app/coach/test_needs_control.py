"""The needs of a visitor in the real window: shown beside the chat, and filled into a response."""

from pathlib import Path

from PySide6.QtWidgets import QLabel

from tests.app.coach.test_coach_control import coached, hear
from undivided.desk.values import Author
from undivided.library.filling.slots import fill
from undivided.library.filling.values import NEED_VALUES
from undivided.library.filling.writing import PLAIN


async def test_needs_are_shown_newest_first_and_fill_a_response(tmp_path: Path) -> None:
    async with coached(tmp_path) as desk:
        panel = desk.window.desk.panel.visitor
        facts = desk.program.controls.library.insertion.facts

        def shown() -> list[str]:
            labels = panel.findChildren(QLabel)
            return [
                label.text()
                for label in labels
                if label.accessibleName().startswith("The visitor needs") and label.isVisible()
            ]

        await desk.until(lambda: shown() == ["By Friday"], "the day of the first words")
        hear(
            desk,
            (Author.VISITOR, "I need two lamps, up to £200."),
            (Author.ME, "I need it by Monday, and my budget is £999."),
        )
        await desk.until(lambda: shown() == ["Budget £200 · By Friday · 2\u00a0pieces"])
        body = "{{need.quantity}} for {{need.budget|less}} by {{Need.Day|then}}"
        assert fill(body, facts.values(PLAIN, NEED_VALUES)).text == "2 for £200 by Friday"
