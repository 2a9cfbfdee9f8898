"""Queue, transfer, close, tags and whispers between the real app, a colleague and visitors."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import AddedOperator, ServerProcess
from tests.support.visitor import Visitor, visiting
from tests.widget.shop import ScriptedOperator
from undivided.desk.values import Author
from undivided.etiquette.coach.buying import ShopPage
from undivided.protocol.ids import ChatId, UserId
from undivided.qtmodels.chat_list_model import ROW_ROLE
from undivided.session import commands
from undivided.ui.sheets.close_sheet import CloseSheet
from undivided.ui.sheets.transfer_sheet import TransferSheet


@dataclass
class Shift:
    """Ann at her desk, who takes one chat at a time, and whoever else comes."""

    server: ServerProcess
    site: str
    ann: AddedOperator
    desk: OperatorDesk
    parts: AsyncExitStack

    async def visitor(self, name: str) -> Visitor:
        """Return a new visitor."""
        return await self.parts.enter_async_context(visiting(self.server, self.site, name=name))

    async def colleague(self) -> ScriptedOperator:
        """Return Bob, who answers on a socket of his own."""
        bob = self.server.add_operator("bob@example.com", name="Bob Day")
        signed_in = await ScriptedOperator.sign_in(self.server, bob.token)
        self.parts.push_async_callback(signed_in.close)
        return signed_in


@asynccontextmanager
async def shift(server: ServerProcess, folder: Path, *, max_chats: int = 1) -> AsyncIterator[Shift]:
    site = server.add_site().organization_id
    ann = server.add_operator(max_chats=max_chats)
    async with AsyncExitStack() as parts:
        desk = await parts.enter_async_context(
            at_desk(folder / "profile", server.url, ann.email, ann.token)
        )
        await desk.live()
        yield Shift(server, site, ann, desk, parts)


async def test_the_one_chat_too_many_waits_in_the_queue_and_is_taken_by_a_click(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with shift(server, tmp_path) as at:
        desk = at.desk
        elena, marcus = await at.visitor("Elena"), await at.visitor("Marcus")
        await elena.start_chat("First")
        first = await desk.chat_with("First")
        await marcus.start_chat("Second")
        await desk.until(lambda: desk.bridge.queue.rowCount() == 1, "one in the queue")

        assert desk.chats == [first]
        _click_accept(desk)
        second = await desk.chat_with("Second")
        await desk.until(lambda: desk.shown == second, "the taken chat is shown")
        await desk.until(lambda: desk.bridge.queue.rowCount() == 0, "an empty queue")
        await desk.say(second, "Good morning, Marcus.")
        await marcus.hear("Good morning, Marcus.")

        assert set(desk.chats) == {first, second}
        assert await elena.texts() == ["First"]


async def test_who_is_about_to_order_is_lifted_in_the_queue_and_all_are_told(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with shift(server, tmp_path) as at:
        desk, queue = at.desk, at.desk.bridge.queue
        elena, marcus, lucia = [await at.visitor(name) for name in ("Elena", "Marcus", "Lucia")]
        for visitor, text in ((elena, "First"), (marcus, "Second"), (lucia, "Third")):
            await visitor.start_chat(text)
        await desk.chat_with("First")
        await desk.until(lambda: queue.rowCount() == 2, "two in the queue")
        assert [row.visitor.name for row in queue.rows()] == ["Marcus", "Lucia"]

        page = {"url": "https://shop.example/checkout", "title": "Checkout"}
        await lucia.ask("update_customer_page", **page)

        assert (await marcus.push("queue_position_updated"))["queue"]["position"] == 2
        assert (await lucia.push("queue_position_updated"))["queue"]["position"] == 1
        await desk.until(lambda: queue.rows()[0].visitor.name == "Lucia", "the operator's list")
        assert [row.position for row in queue.rows()] == [1, 2]
        await desk.until(
            lambda: queue.index(0).data(ROW_ROLE).shop_page is ShopPage.ORDER,
            "the mark of an order",
        )


async def test_closing_a_chat_brings_the_next_from_the_queue(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with shift(server, tmp_path) as at:
        desk = at.desk
        elena, marcus = await at.visitor("Elena"), await at.visitor("Marcus")
        await elena.start_chat("First")
        first = await desk.chat_with("First")
        await desk.say(first, "Goodbye.")
        await marcus.start_chat("Second")
        await desk.until(lambda: desk.bridge.queue.rowCount() == 1, "one in the queue")
        desk.program.controls.chats.ask_to_close(first)
        desk.confirm(await desk.sheet(CloseSheet))
        await elena.push("chat_deactivated")
        second = await desk.chat_with("Second")

        await desk.until(lambda: desk.bridge.queue.rowCount() == 0, "an empty queue")
        assert second in desk.chats


async def test_a_transferred_chat_goes_to_the_colleague_with_its_history(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with shift(server, tmp_path) as at:
        desk = at.desk
        elena = await at.visitor("Elena")
        await elena.start_chat("Do you ship to Malta?")
        chat = await desk.chat_with("Do you ship to Malta?")
        await desk.say(chat, "Bob knows.")
        await desk.delivered(chat, "Bob knows.")
        bob = await at.colleague()
        desk.program.controls.sheets.choose_colleague()
        sheet = await desk.sheet(TransferSheet)
        await desk.until(sheet.confirm_button.isEnabled, "colleagues to choose from")
        desk.confirm(sheet)
        received = await bob.next_chat()
        await bob.say(received["id"], "Bob here.")
        await elena.hear("Bob here.")

        assert received["id"] == chat
        assert await bob.texts(chat) == ["Do you ship to Malta?", "Bob knows.", "Bob here."]
        await desk.until(lambda: not _is_active(desk, chat), "handed over")


async def test_a_whisper_reaches_the_desk_and_never_the_visitor(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with shift(server, tmp_path) as at:
        desk = at.desk
        elena = await at.visitor("Elena")
        await elena.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        bob = await at.colleague()
        await bob.ask(
            "add_user_to_chat",
            chat_id=chat,
            user_id="bob@example.com",
            user_type="agent",
            visibility="agents",
        )
        await bob.send(chat, type="message", text="She is a regular.", visibility="agents")
        await desk.until(lambda: "She is a regular." in desk.lines(chat), "the whisper")
        await desk.say(chat, "Welcome back.")
        await elena.hear("Welcome back.")

        whisper = next(one for one in desk.messages(chat) if one.text == "She is a regular.")
        assert whisper.is_whisper
        assert whisper.author is Author.COLLEAGUE
        assert await elena.texts() == ["Hello", "Welcome back."]
        assert "regular" not in str(list(elena.heard))


async def test_tags_and_corrected_names_reach_the_colleague(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with shift(server, tmp_path) as at:
        desk = at.desk
        nameless = await at.visitor("")
        await nameless.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        row = desk.bridge.chats.row_of(chat)
        assert row is not None
        assert row.thread_id is not None
        assert desk.program.context.connection is not None
        desk.program.context.connection.do(commands.Tag(chat, row.thread_id, "delivery", True))
        desk.program.context.connection.do(
            commands.UpdateVisitor(UserId(row.visitor.id), name="Elena")
        )
        await desk.until(lambda: _tags(desk, chat) == ("delivery",), "the tag")
        await desk.until(lambda: _name(desk, chat) == "Elena", "the name")
        bob = await at.colleague()
        seen = await bob.ask("get_chat", chat_id=chat)

        assert seen["thread"]["tags"] == ["delivery"]
        assert [one["name"] for one in seen["users"] if one["type"] == "customer"] == ["Elena"]


async def test_not_accepting_sends_the_next_visitor_to_the_colleague(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with shift(server, tmp_path, max_chats=3) as at:
        desk = at.desk
        desk.program.controls.chats.set_accepting(False)
        await desk.until(lambda: not desk.bridge.status.is_accepting, "not accepting")
        bob = await at.colleague()
        elena = await at.visitor("Elena")
        await elena.start_chat("Anybody there?")
        received = await bob.next_chat()

        assert received["id"] == elena.chat_id
        assert desk.chats == []


def _click_accept(desk: OperatorDesk) -> None:
    """Click the Accept button of the queue's first row."""
    view = desk.window.desk.column.queue.findChild(QListView)
    assert isinstance(view, QListView)
    row = view.visualRect(desk.bridge.queue.index(0))
    at = view.itemDelegate().accept_rect(row).center()  # type: ignore[attr-defined]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))


def _is_active(desk: OperatorDesk, chat: ChatId) -> bool:
    row = desk.bridge.chats.row_of(chat)
    return row is not None and row.is_active


def _tags(desk: OperatorDesk, chat: ChatId) -> tuple[str, ...]:
    row = desk.bridge.chats.row_of(chat)
    return () if row is None else row.tags


def _name(desk: OperatorDesk, chat: ChatId) -> str:
    row = desk.bridge.chats.row_of(chat)
    return "" if row is None else row.visitor.name
