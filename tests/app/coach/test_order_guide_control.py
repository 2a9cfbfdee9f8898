"""The steps of the order in the real window: they follow the page, and list their responses."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.coach.test_selling_control import ELENA, place, sitting
from tests.support.operator_desk import OperatorDesk
from undivided.desk.values import Changes
from undivided.library.model.responses import Response
from undivided.qtmodels import canned_model as roles
from undivided.storage.settings import SettingsFile
from undivided.ui.order_guide import OrderGuide
from undivided.ui.sheets.order_steps_sheet import OrderStepsSheet
from undivided.ui.sheets.settings_sheet import SettingsSheet
from undivided.ui.words.order_guide_words import for_step, nothing_for_step

SHOP = "https://shop.example"


def on(desk: OperatorDesk, page: str) -> None:
    """Let Elena open a page."""
    desk.bridge.apply(Changes(rows=(sitting("Elena", "t1", f"{SHOP}{page}"),)))


def top(desk: OperatorDesk) -> tuple[str, str]:
    """Return the first card's heading and title."""
    index = desk.canned.index(0)
    return str(index.data(roles.HEADING_ROLE) or ""), str(index.data() or "")


async def test_the_strip_follows_the_page_and_lists_responses_for_each_step(
    tmp_path: Path,
) -> None:
    async with place(tmp_path) as desk:
        guide: OrderGuide = desk.window.desk.panel.visitor.order_guide
        cards = Response(title="Cards we take", body="All.", pages=("*/checkout/payment*",))
        often = Response(title="Aardvark", body="b", uses=9)
        await desk.program.context.library.ask(lambda store: (store.add(often), store.add(cards)))
        desk.program.controls.library.panel.load()
        assert not guide.isVisible()

        on(desk, "/kasse")
        await desk.until(guide.isVisible, "a page of the order, in whatever language")
        assert guide.accessibleName() == "Order: step 2 of 4, Address"
        on(desk, "/cart?back=/checkout/payment")
        assert guide.accessibleName() == "Order: step 1 of 4, Cart"
        assert [step.width() for step in guide.steps] == [
            step.sizeHint().width() for step in guide.steps
        ]
        assert SHOP not in " ".join(step.accessibleName() for step in guide.steps)

        desk.window.desk.panel.canned.search.set_text("aardvark")
        await desk.until(lambda: top(desk)[1] == "Aardvark", "what was typed")
        QTest.keyClick(guide.steps[2], Qt.Key.Key_Return)
        await desk.until(lambda: top(desk) == (for_step("Payment"), cards.title), "its responses")
        assert desk.window.desk.panel.canned.search.text == ""
        on(desk, "/lamps")
        await desk.until(lambda: for_step("Payment") not in top(desk), "another page")
        assert not guide.isVisible()

        on(desk, "/cart")
        guide.steps[3].click()
        await desk.until(lambda: nothing_for_step("Done") in desk.notices(), "none for it")


async def test_own_steps_are_kept_and_shown_at_once(tmp_path: Path) -> None:
    async with place(tmp_path) as desk:
        guide: OrderGuide = desk.window.desk.panel.visitor.order_guide
        on(desk, "/bikes/frame")
        settings = desk.program.controls.settings
        settings.open_sheet()
        (await desk.sheet(SettingsSheet)).order_steps.click()
        sheet = await desk.sheet(OrderStepsSheet)
        for name, pages in sheet.rows:
            name.set_text("")
            pages.set_text("")
        for place_of, line in enumerate(
            (("Frame", "*/bikes/frame"), ("Wheels", "*/bikes/wheels*"))
        ):
            for part, words in zip(sheet.rows[place_of], line, strict=True):
                part.set_text(words)
        desk.confirm(sheet)

        await desk.until(guide.isVisible, "the new steps")
        assert guide.accessibleName() == "Order: step 1 of 2, Frame"
        kept, problem = SettingsFile(desk.program.context.profile.settings_file).load()
        assert (kept.order_steps, problem) == (
            "Frame: */bikes/frame\nWheels: */bikes/wheels*",
            "",
        )
        desk.bridge.apply(Changes(removed=(ELENA,)))
        assert not guide.isVisible()
