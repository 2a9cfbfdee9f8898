"""Own files through cuts, an app that is killed and a time without a server (promises G1, G3)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.support.desk_process import DeskProcess
from tests.support.headless_desk import HeadlessDesk, until_live
from tests.support.histories import Histories
from tests.support.plain_rtm_server import ANN, Faults, plain_server
from tests.support.server_process import ServerProcess
from tests.support.upload_gate import Fate, UploadGate, gate_before
from tests.support.visitor import Visitor, visiting
from undivided.protocol.ids import ChatId

FILE = bytes(range(256)) * 4_000
PATIENCE_S = 60.0


@dataclass
class Place:
    """A server behind a gate, an operator's account and a visitor who has written."""

    server: ServerProcess
    gate: UploadGate
    site: str
    account: tuple[str, str, str]
    visitor: Visitor

    async def told(self) -> list[str]:
        """Return names of files and texts of the chat, as the server has them in order."""
        chat = await self.visitor.ask("get_chat", chat_id=self.visitor.chat_id)
        return [said(event) for event in chat["thread"]["events"] if said(event)]

    async def until_told(self, *wanted: str) -> list[dict[str, Any]]:
        """Wait until the visitor was told this, and return the events."""
        async with asyncio.timeout(PATIENCE_S):
            while (await self.told())[-len(wanted) :] != list(wanted):
                await asyncio.sleep(0.1)
        chat = await self.visitor.ask("get_chat", chat_id=self.visitor.chat_id)
        events: list[dict[str, Any]] = chat["thread"]["events"]
        return events


def said(event: dict[str, Any]) -> str:
    return str(event.get("name") or event.get("text") or "")


@asynccontextmanager
async def place_at(server: ServerProcess) -> AsyncIterator[Place]:
    site = server.add_site().organization_id
    mira = server.add_operator("mira@example.com", name="Mira Lind")
    async with gate_before(server.port) as gate, visiting(server, site) as visitor:
        yield Place(server, gate, site, (f"http://{gate.name}", mira.email, mira.token), visitor)


@asynccontextmanager
async def desk_at(place: Place, profile: Path) -> AsyncIterator[tuple[HeadlessDesk, ChatId]]:
    desk = await HeadlessDesk(profile, *place.account).start()
    try:
        await until_live(desk)
        await place.visitor.start_chat("Do you have a guide?")
        async with asyncio.timeout(PATIENCE_S):
            while not desk.chats:
                await asyncio.sleep(0.02)
        yield desk, desk.chats[0]
    finally:
        await desk.aclose()


async def arrived(events: list[dict[str, Any]]) -> list[bytes]:
    def fetched(url: str) -> bytes:
        with urlopen(url) as answer:
            body: bytes = answer.read()
        return body

    urls = [event["url"] for event in events if event["type"] == "file"]
    return [await asyncio.to_thread(fetched, url) for url in urls]


@pytest.mark.parametrize("fate", [Fate.IS_CUT, Fate.LOSES_ITS_ANSWER], ids=lambda fate: fate.name)
async def test_an_upload_that_breaks_is_made_again_and_told_once(
    fate: Fate, server: ServerProcess, tmp_path: Path
) -> None:
    async with place_at(server) as place, desk_at(place, tmp_path / "p") as (desk, chat):
        place.gate.fates = [fate, fate]
        await desk.accept(chat, "Here it is:", "u1")
        await desk.accept_file(chat, "guide.bin", FILE, "f1")
        await desk.accept(chat, "Anything else?", "u2")

        events = await place.until_told("Here it is:", "guide.bin", "Anything else?")

        assert place.gate.seen == 3
        assert await arrived(events) == [FILE]
        assert desk.failed == {}


async def test_what_was_written_offline_arrives_in_its_order(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with place_at(server) as place, desk_at(place, tmp_path / "p") as (desk, chat):
        await asyncio.to_thread(server.kill)
        await desk.accept(chat, "one", "u1")
        await desk.accept_file(chat, "two.bin", FILE, "f1")
        await desk.accept(chat, "three", "u2")
        assert desk.unsent == 3
        await asyncio.to_thread(server.restart)
        async with visiting(server, place.site, token=place.visitor.token) as again:
            again.chat_id, place.visitor = place.visitor.chat_id, again

            events = await place.until_told("one", "two.bin", "three")

        assert await arrived(events) == [FILE]


async def test_a_plain_server_is_told_of_a_file_once(tmp_path: Path) -> None:
    async with plain_server() as server, gate_before(server.port) as gate:
        gate.address = "https://cdn.example/guide.bin"
        chat = server.begin("Do you have a guide?")
        desk = await HeadlessDesk(tmp_path / "p", f"http://{gate.name}", ANN, "t").start()
        await until_live(desk)
        server.faults = Faults(cut_after=True)
        await desk.accept_file(ChatId(chat.id), "guide.bin", FILE, "f1")
        await desk.accept(ChatId(chat.id), "Here it is.", "u1")
        async with asyncio.timeout(PATIENCE_S):
            while desk.unsent:
                await asyncio.sleep(0.05)
        await desk.aclose()

        told = [event.get("url") or event["text"] for event in chat.thread["events"]]
        assert told == ["Do you have a guide?", gate.address, "Here it is."]
        assert gate.seen == 1


async def test_an_app_killed_in_the_middle_of_an_upload_sends_the_file_once(
    server: ServerProcess, tmp_path: Path
) -> None:
    original = tmp_path / "guide.bin"
    original.write_bytes(FILE)
    async with place_at(server) as place:
        app = DeskProcess("mira", tmp_path / "profile", place.account, Histories())
        await app.start()
        async with asyncio.timeout(PATIENCE_S):
            while (await app.view())["link"] != "LIVE":
                await asyncio.sleep(0.05)
        await place.visitor.start_chat("Do you have a guide?")
        async with asyncio.timeout(PATIENCE_S):
            while not (chats := (await app.view())["chats"]):
                await asyncio.sleep(0.05)
        place.gate.fates = [Fate.STOPS]

        app.order(send_file=str(original), chat=next(iter(chats)), id="f1")
        await asyncio.wait_for(place.gate.is_held.wait(), PATIENCE_S)
        await app.kill()
        original.unlink()
        await app.start()
        events = await place.until_told("guide.bin")
        await app.stop()

        names = [said(event) for event in events]
        assert names.count("guide.bin") == 1
        assert await arrived(events) == [FILE]
        assert app.said == ""
