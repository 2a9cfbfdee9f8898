"""A visitor in a real browser writes a card number and asks for a call; the operator makes it."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.flows.test_card_numbers import in_fours, places_of
from tests.support.browser import Browser
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.widget.shop import Visitor, open_shop
from undivided.desk.call_request import CallRequest, CallState
from undivided.protocol.ids import ChatId
from undivided.ui.sheets.read_back_sheet import ReadBackSheet

CARD = "4012888888881881"
PHONE = "+44 20 7946 0018"
NUMBERS = (PHONE.replace(" ", "")[1:], CARD, CARD[:12])
"""What is looked for: the number to call, the card's, and most of it, as a draft would have it."""
ASKED = "May I give you my card? It is for order 4711-B, elena@example.com"
READ_BACK = f"E-mail: elena@example.com\nPhone: {PHONE}\nOrder number: "


async def test_card_number_stays_in_the_field_and_becomes_a_call(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.mkdir()
    async with await Browser.start(browser) as chromium, open_shop(tmp_path, chromium) as shop:
        mira = shop.server.add_operator("mira@example.com", name="Mira Lind", title="Lamps")
        profile = tmp_path / "profile"
        async with at_desk(profile, shop.server.url, mira.email, mira.token) as desk:
            await desk.live()
            visitor = await shop.visitor()
            await visitor.open()
            await visitor.sees("new")
            await visitor.say(ASKED)
            chat = await desk.chat_with(ASKED)
            await write_a_card(visitor)
            await ask_for_a_call(visitor)
            await desk.until(lambda: call_in(desk, chat), "the wish to be called")
            await visitor.reload()
            await visitor.frame.wait_for("document.querySelectorAll('.bubble').length === 2")
            await make_the_call(desk, chat, visitor)
            await confirm_the_details(desk, chat, visitor)
            call, shown = call_in(desk, chat), desk.lines(chat)
            put_in = desk.composer.text
            problems = visitor.page.problems
            # Closing the shop's tabs makes the browser forget what it kept.
            in_browser = [places_of(number, browser) for number in NUMBERS]
        shop.server.stop()

    assert call is not None
    assert (PHONE, CallState.PAID, True) == (call.phone, call.state, call.has_consent)
    assert call.time_to_call is not None
    assert [
        ASKED,
        f"Please call me: {PHONE}\n{call.wish}",
        f"Please check: did I get this right?\n{READ_BACK}4711-B",
        f"Confirmed:\n{READ_BACK}4711-C",
    ] == shown
    assert put_in == f"{READ_BACK}4711-C"
    assert "\u2013" in call.wish, "a slot with its beginning and its end"
    assert problems == []
    in_files = [places_of(number, tmp_path) for number in NUMBERS]
    for phone, whole, draft in (in_browser, in_files):
        assert phone, "the search finds what is there"
        assert [[], []] == [whole, draft]


async def write_a_card(visitor: Visitor) -> None:
    await visitor.frame.click("#message")
    for group in in_fours(CARD).split(" "):
        await visitor.frame.type_text(f"{group} ")
    await visitor.frame.press("Enter")
    await visitor.frame.wait_for_text("That looks like a card number")


async def ask_for_a_call(visitor: Visitor) -> None:
    await visitor.frame.click(".stop .filled")
    await visitor.frame.wait_for("document.activeElement.id === 'call-phone'")
    await visitor.frame.type_text(PHONE)
    await visitor.frame.click("#call-consent")
    await visitor.frame.evaluate("document.querySelector('#call-time').selectedIndex = 2")
    # Twice, before the first is done.
    await visitor.frame.evaluate(
        "for (const _ of [1, 2]) document.querySelector('form.card .filled').click()"
    )


async def make_the_call(desk: OperatorDesk, chat: ChatId, visitor: Visitor) -> None:
    desk.click_tab(chat)
    press(desk, "I\u2019ll call")
    await visitor.frame.wait_for_text("Mira Lind will call you.\nThe call is planned for ")
    await desk.until(lambda: state_in(desk, chat) is CallState.TAKEN, "taken")
    press(desk, "No answer")
    await visitor.frame.wait_for_text("Mira Lind called and could not reach you.")
    await desk.until(lambda: state_in(desk, chat) is CallState.NO_ANSWER, "no answer")
    press(desk, "Try again in 30 min")
    await visitor.frame.wait_for_text("The call is planned for ")
    await desk.until(lambda: desk.bridge.calls[0].call.due is not None, "another reminder")
    press(desk, "Paid")
    await visitor.frame.wait_for_text("Mira Lind has called you, and your payment is made.")
    await desk.until(lambda: not desk.bridge.calls, "nothing more to do")


async def confirm_the_details(desk: OperatorDesk, chat: ChatId, visitor: Visitor) -> None:
    """Read back what the visitor wrote; the visitor changes a detail, and the card has it."""
    desk.program.controls.read_back.ask()
    desk.confirm(await desk.sheet(ReadBackSheet))
    await visitor.frame.click("[aria-label='Change: Order number']")
    await visitor.frame.wait_for("document.activeElement.matches('.fact input')")
    await visitor.frame.evaluate("document.activeElement.value = '4711-C'")
    await visitor.frame.press("Enter")
    await desk.until(lambda: desk.messages(chat)[-1].confirmed, "confirmed")
    press(desk, "Put into the message")


def call_in(desk: OperatorDesk, chat: ChatId) -> CallRequest | None:
    calls = [message.call for message in desk.messages(chat) if message.call is not None]
    assert len(calls) <= 1, "pressed twice, asked once"
    return calls[0] if calls else None


def state_in(desk: OperatorDesk, chat: ChatId) -> CallState | None:
    call = call_in(desk, chat)
    return call.state if call is not None and call.is_mine else None


def press(desk: OperatorDesk, words: str) -> None:
    """Click one of the words below the call card."""
    transcript = desk.window.desk.conversation.transcript
    place = transcript.cursorRect(transcript.document().find(words)).center()
    QTest.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=place - QPoint(3, 0))
