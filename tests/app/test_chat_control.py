"""Rules of drafts, sending and picking, with a real window, file and server."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.app.chat_control import DRAFT_PAUSE_MS, ChatControl
from undivided.protocol.ids import ChatId
from undivided.runtime.desk_file import DeskFile
from undivided.ui.sheets.close_sheet import CloseSheet


@dataclass
class Shift:
    """A desk with two visitors."""

    desk: OperatorDesk
    visitors: tuple[Visitor, Visitor]

    @property
    def control(self) -> ChatControl:
        return self.desk.program.controls.chats

    @property
    def file(self) -> DeskFile:
        connection = self.desk.program.context.connection
        assert connection is not None
        return connection._file

    async def chat(self, number: int = 0) -> ChatId:
        """Let a visitor write and look at the chat."""
        await self.visitors[number].start_chat(f"Hello {number}")
        chat = await self.desk.chat_with(f"Hello {number}")
        self.control.pick(chat)
        return chat

    def write(self, text: str) -> None:
        """Put text behind what is in the composer, as typing does."""
        self.desk.composer.editor.insertPlainText(text)

    async def drafts(self) -> dict[ChatId, str]:
        """Return what is on disk."""
        return dict(await self.file._worker.run(self.file._opened.drafts))

    async def refuse_writes(self) -> None:
        """Make the file read-only from now on."""
        execute = self.file._opened._db.execute
        await self.file._worker.run(execute, "PRAGMA query_only=1")


@asynccontextmanager
async def working(folder: Path, server: ServerProcess) -> AsyncIterator[Shift]:
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(folder / "profile", server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id, name="Elena") as elena,
        visiting(server, site.organization_id, name="Marcus") as marcus,
    ):
        await desk.live()
        yield Shift(desk, (elena, marcus))


async def test_a_draft_is_on_disk_soon_after_the_last_key(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        shift.write("We do, ")
        shift.write("and")
        pause = shift.control._pause
        waits = (pause.isActive(), pause.interval())
        await shift.desk.until(lambda: not pause.isActive(), "the pause is over")

        assert waits == (True, DRAFT_PAUSE_MS)
        assert DRAFT_PAUSE_MS <= 500
        assert await shift.drafts() == {chat: "We do, and"}


async def test_who_types_on_and_on_never_has_more_than_a_second_at_risk(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        keys_to_go = 40

        while keys_to_go and chat not in await shift.drafts():
            # Keys come closer together than the pause after which a draft is written.
            shift.write("a")
            keys_to_go -= 1
            await asyncio.sleep(DRAFT_PAUSE_MS / 1000 / 4)

        assert keys_to_go, "nothing was kept while the keys went on"


async def test_a_draft_is_on_disk_when_another_chat_is_picked(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        first, second = await shift.chat(0), await shift.chat(1)
        shift.write("for Marcus")
        shift.control.pick(first)

        assert await shift.drafts() == {second: "for Marcus"}
        assert shift.desk.composer.text == ""


async def test_text_leaves_the_composer_only_after_the_commit(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        shift.write("It is wool.")
        shift.desk.composer.request_send()
        shown_at_once = shift.desk.composer.text
        await shift.desk.delivered(chat, "It is wool.")

        assert (shown_at_once, shift.desk.composer.text) == ("It is wool.", "")


async def test_a_sent_text_does_not_come_back_as_a_draft_when_the_disk_is_slow(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        await shift.chat()
        disk_is_free = threading.Event()
        shift.file._worker.run(disk_is_free.wait)
        shift.write("Sent once")
        shift.desk.press_enter()
        pause = shift.control._pause
        await shift.desk.until(lambda: not pause.isActive(), "the pause is over")
        disk_is_free.set()
        await shift.desk.until(lambda: shift.desk.composer.text == "", "accepted")

        assert await shift.drafts() == {}


async def test_a_message_that_cannot_be_stored_stays_and_says_why(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        await shift.refuse_writes()
        said: list[str] = []
        shift.desk.composer.said.connect(said.append)
        shift.write("It is wool.")
        shift.desk.composer.request_send()
        await shift.desk.until(lambda: said, "the reason")

        assert "cannot be opened for writing" in said[0]
        assert shift.desk.composer.text == "It is wool."
        assert "It is wool." not in shift.desk.lines(chat)


async def test_what_is_typed_while_a_message_is_stored_stays_and_follows_in_order(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        shift.write("One.")
        shift.desk.composer.request_send()
        shift.write(" Two.")
        shift.desk.composer.request_send()
        await shift.desk.delivered(chat, "Two.")

        assert shift.desk.lines(chat)[-2:] == ["One.", "Two."]
        assert shift.desk.composer.text == ""


async def test_a_message_goes_to_the_chat_that_was_shown_when_it_was_sent(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        first, second = await shift.chat(0), await shift.chat(1)
        shift.write("for Marcus")
        shift.desk.composer.request_send()
        shift.control.pick(first)
        await shift.desk.delivered(second, "for Marcus")

        assert "for Marcus" not in shift.desk.lines(first)


async def test_closing_names_what_is_still_open(tmp_path: Path, server: ServerProcess) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        shift.write("We do, and")
        shift.control.ask_to_close(chat)
        words = shift.desk.words_on(await shift.desk.sheet(CloseSheet))

        assert "Your draft was not sent." in words
        assert "Elena" in words


async def test_the_longest_wait_is_picked(tmp_path: Path, server: ServerProcess) -> None:
    async with working(tmp_path, server) as shift:
        first, second = await shift.chat(0), await shift.chat(1)
        was_shown = shift.desk.shown
        shift.control.pick_longest_wait()

        assert (was_shown, shift.desk.shown) == (second, first)


async def test_a_calling_chat_is_accepted_before_the_queue(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        await shift.visitors[0].start_chat("Hello 0")
        chat = await shift.desk.chat_with("Hello 0")
        shift.control.set_accepting(False)
        await shift.desk.until(lambda: not shift.desk.bridge.status.is_accepting, "not accepting")
        waiting = asyncio.ensure_future(shift.visitors[1].start_chat("Hello 1"))
        shift.control.accept_next()

        assert shift.desk.shown == chat
        await asyncio.gather(waiting, return_exceptions=True)


async def test_a_chat_taken_too_late_does_not_pull_the_eye_from_the_one_picked_since(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        first = await shift.chat(0)
        shift.control.accept(ChatId("gone from the queue"))
        shift.control.pick(first)

        shift.desk.bridge.rows_changed.emit((ChatId("gone from the queue"),))

        assert shift.control._wanted is None
        assert shift.desk.shown == first


async def test_a_draft_survives_a_sign_in_that_is_taken_back(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        shift.control._pause.setInterval(60_000)
        shift.write("half a sen")
        server.admin("operator", "revoke", "ann@example.com")
        await shift.desk.until(lambda: not shift.desk.window.is_at_desk, "refused")
    async with at_desk(
        tmp_path / "profile",
        server.url,
        "ann@example.com",
        server.admin("operator", "token", "ann@example.com")["token"],
    ) as desk:
        assert desk.program.context.drafts == {chat: "half a sen"}


async def test_asking_to_hold_leaves_the_draft_on_disk(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        shift.write("We do")
        pause = shift.control._pause
        await shift.desk.until(lambda: not pause.isActive(), "the draft is written")
        shift.desk.program.controls.sheets._ask(chat, 2)
        await shift.desk.until(lambda: len(shift.desk.lines(chat)) > 1, "the question is asked")

        assert await shift.drafts() == {chat: "We do"}
