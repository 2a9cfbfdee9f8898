"""The steps of the tour, in order: each does one thing and says what happened."""

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QPointF, Qt

from undivided.app.tour.stage import Stage
from undivided.desk.marks import FocusState, HoldState
from undivided.desk.values import Delivery, LinkState
from undivided.protocol.desk_extensions import HOLD_AGREED
from undivided.protocol.events import Kind
from undivided.protocol.users import Page

CHECKOUT = Page(url="https://alderlane.example/checkout", title="Checkout")
RUGS = Page(url="https://alderlane.example/rugs/moss", title="Moss rug")
RETURNS = Page(url="https://alderlane.example/returns", title="Returns")

ANSWERS = (
    "Hello Elena, I’m Mira. Yes, a warm white LED bulb comes in the box, so it’s ready to plug in.",
    "It dims from the foot switch too, if you like it low in the evening.",
)

BLOCKS = (
    "Yes, Elena: order before 16:00 and it leaves this afternoon, so it’s with you on Friday.",
    "I’ll mark it as a gift, so the slip shows the lamp and your message, but no price at all.",
)

LATE_S = 60.0
"""Longer than any visitor of the tour has to wait until the timer turns red."""

Step = Callable[[Stage], Awaitable[str]]


async def start_the_server(stage: Stage) -> str:
    """Start `undivided-server serve` as a process."""
    await stage.start_server()
    return f"The bundled server listens at {stage.url}."


async def sign_in(stage: Stage) -> str:
    """Show the sign-in page."""
    await stage.open_window()
    stage.window.show_sign_in()
    stage.window.sign_in.fill_in(stage.url, "mira@alderlane.example")
    return "The window shows the sign-in page."


async def wait_for_visitors(stage: Stage) -> str:
    """Sign in; nobody is there yet."""
    await stage.sign_in()
    await stage.until(lambda: stage.bridge.status.is_accepting)
    return "Mira is signed in and accepts chats."


async def a_visitor_writes(stage: Stage) -> str:
    """Let Elena write; the desk calls Mira."""
    elena = await stage.visitor("Elena")
    await elena.start_chat("Hi! I’m looking at the Vesper floor lamp in brass. Is a bulb included?")
    await stage.chat_of("Elena")
    toast = stage.running.controls.attention.toast
    await stage.until(toast.isVisible)
    stage.pictured = toast
    return "Elena wrote on the site; the desk calls Mira."


async def answer_by_typing(stage: Stage) -> str:
    """Accept the chat and answer by typing."""
    await stage.pick("Elena")
    for text in ANSWERS:
        stage.write(text)
        stage.send()
    heard = [await stage.visitors["Elena"].hear() for _ in ANSWERS]
    assert tuple(event.text for event in heard) == ANSWERS
    await stage.visitors["Elena"].read_all(heard[-1])
    messages = stage.bridge.transcripts.messages
    chat = await stage.chat_of("Elena")
    await stage.until(lambda: messages(chat)[-1].delivery is Delivery.SEEN)
    return "Elena read both answers."


async def several_at_once(stage: Stage) -> str:
    """Let more visitors in than Mira has places; two wait in the queue."""
    await stage.visitors["Elena"].say(
        "Lovely. It’s for my dad’s birthday, he reads half the night 😊"
    )
    for name, page, text in (
        ("Marcus", RETURNS, "The shelf came with a cracked corner. What now?"),
        ("Aiko", RUGS, "Do you ship the Moss rug to Japan?"),
        ("Hanna", CHECKOUT, "Can I still change the delivery address?"),
        ("Lucía", RETURNS, "How do I send two cushions back?"),
    ):
        visitor = await stage.visitor(name, page)
        await visitor.start_chat(text)
    await stage.until(lambda: stage.bridge.queue.rowCount() == 2)
    await stage.visitors["Elena"].say(
        "Will it arrive by Friday if I order today? And can you leave the price off the slip?"
    )
    await stage.visitors["Aiko"].type()
    await stage.pick("Elena")
    return "Three visitors are with Mira, two wait in the queue."


async def hear_the_coach(stage: Stage) -> str:
    """Write one word; the coach says what is missing, and which key begins it."""
    stage.write("Yes")
    await stage.until(lambda: "say why" in stage.composer.coach.advice.text)
    return "Mira wrote a bare yes; the coach says below the text what would help more."


async def see_a_reply_in_blocks(stage: Stage) -> str:
    """Write a long reply and look at it in blocks."""
    stage.press(Qt.Key.Key_Tab)
    for _ in range(len(stage.composer.text)):
        stage.press(Qt.Key.Key_Backspace)
    stage.write(" ".join(BLOCKS))
    stage.composer.sending.split.button.click()
    assert stage.composer.sending.split.preview.blocks == BLOCKS
    return "Mira’s long reply, as the two blocks that Elena would read."


async def send_in_blocks(stage: Stage) -> str:
    """Send both; the second waits until the first was read."""
    split = stage.composer.sending.split
    split.preview.all_button.click()
    first = await stage.visitors["Elena"].hear()
    await stage.until(lambda: split.bar.is_open)
    assert stage.composer.text == BLOCKS[1]
    split.now_button.click()
    second = await stage.visitors["Elena"].hear()
    assert (first.text, second.text) == BLOCKS
    await stage.until(lambda: not split.bar.is_open)
    return "Elena read one block after the other."


async def find_a_response(stage: Stage) -> str:
    """Type / in the composer."""
    await stage.pick("Elena")
    stage.write("Good news. /when")
    await stage.until(stage.composer.popup.isVisible)
    return "The popup finds prepared responses while Mira types."


async def fill_the_blanks(stage: Stage) -> str:
    """Insert the response; its blanks wait to be filled."""
    stage.press(Qt.Key.Key_Return)
    await stage.until(stage.composer.editor.blanks)
    stage.write("16:00")
    stage.press(Qt.Key.Key_Tab)
    return "The response is in the composer, one blank is filled and one is left."


async def send_the_response(stage: Stage) -> str:
    """Fill the last blank and send."""
    stage.write("Friday")
    stage.send()
    heard = await stage.visitors["Elena"].hear()
    assert "16:00" in (heard.text or "")
    assert "Friday" in (heard.text or "")
    return "Elena read the filled response."


async def drag_onto_a_tab(stage: Stage) -> str:
    """Drop a response on another visitor's tab; nothing is sent by that."""
    marcus = await stage.chat_of("Marcus")
    chats = stage.window.desk.column.chats
    place = stage.bridge.chats.place_of(marcus)
    assert place is not None
    middle = QPointF(chats.visualRect(stage.bridge.chats.index(place)).center())
    stage.drop(stage.dragged_response("damaged"), chats.viewport(), middle)
    await stage.until(lambda: stage.composer.chat_id == marcus and stage.composer.text)
    return "The window shows Marcus, with the dropped response as his draft."


async def ask_to_hold(stage: Stage) -> str:
    """Show what a visitor will be asked before a hold."""
    await stage.pick("Elena")
    stage.running.controls.sheets.ask_to_hold()
    await asyncio.sleep(0)
    return "Mira sees exactly what Elena will be asked."


async def hold_with_consent(stage: Stage) -> str:
    """Ask, let Elena agree, and let the promised time run."""
    stage.sheet().accept()
    question = await stage.visitors["Elena"].hear(Kind.RICH_MESSAGE)
    await stage.visitors["Elena"].press(question, HOLD_AGREED)
    chat = await stage.chat_of("Elena")

    def is_held() -> bool:
        row = stage.bridge.chats.row_of(chat)
        return row is not None and row.hold is not None and row.hold.state is HoldState.AGREED

    await stage.until(is_held)
    return "Elena agreed to wait; the promised time runs down."


async def take_from_the_queue(stage: Stage) -> str:
    """Accept a visitor from the queue, above Mira's own places."""
    lucia = stage.visitors["Lucía"].chat_id
    stage.running.controls.chats.accept(lucia)
    await stage.until(lambda: stage.composer.chat_id == lucia)
    return "Lucía’s chat came from the queue and is Mira’s now."


async def choose_a_colleague(stage: Stage) -> str:
    """Open the transfer sheet."""
    stage.running.controls.sheets.choose_colleague()
    await asyncio.sleep(0)
    return "The transfer sheet lists who could take the chat."


async def go_offline(stage: Stage) -> str:
    """Stop the server; a message that is written now waits."""
    stage.sheet().reject()
    await asyncio.to_thread(stage.server.stop)
    await stage.until(lambda: stage.bridge.status.link.state is LinkState.OFFLINE)
    await stage.pick("Marcus")
    stage.send()
    await stage.until(lambda: stage.bridge.status.link.unsent == 1)
    return "The server is gone; Mira’s message is kept and waits."


async def come_back(stage: Stage) -> str:
    """Start the server again; what waited goes out once."""
    await asyncio.to_thread(stage.server.start)
    stage.running.controls.chats.try_now()
    await stage.live()
    marcus = await stage.chat_of("Marcus")
    messages = stage.bridge.transcripts.messages
    await stage.until(lambda: messages(marcus)[-1].delivery is Delivery.SENT)
    return "The desk is live again and Mira’s message was sent once."


async def waited_too_long(stage: Stage) -> str:
    """Wait until the visitor whom nobody answered turns red."""
    aiko = await stage.chat_of("Aiko")

    def is_late() -> bool:
        mark = stage.bridge.chats.mark_of(aiko)
        return mark is not None and mark.state is FocusState.LATE

    await stage.until(is_late, within_s=LATE_S)
    await stage.pick("Elena")
    return "Aiko has waited 45 seconds: her mark is red, square and bold."


async def in_a_small_window(stage: Stage) -> str:
    """Make the window small; the panel folds away."""
    stage.window.resize(1024, 640)
    await asyncio.sleep(0)
    return "Everything still fits in 1024 by 640."


STEPS: tuple[Step, ...] = (
    start_the_server,
    sign_in,
    wait_for_visitors,
    a_visitor_writes,
    answer_by_typing,
    several_at_once,
    hear_the_coach,
    see_a_reply_in_blocks,
    send_in_blocks,
    find_a_response,
    fill_the_blanks,
    send_the_response,
    drag_onto_a_tab,
    ask_to_hold,
    hold_with_consent,
    take_from_the_queue,
    choose_a_colleague,
    go_offline,
    come_back,
    waited_too_long,
    in_a_small_window,
)
