"""Whoever presses a key twice, retries, or works at two machines sends once (promise G9)."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.crowd import texts_on_disk
from tests.support.desk_process import DeskProcess
from tests.support.fault_proxy import FaultProxy
from tests.support.histories import Histories
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting

pytestmark = pytest.mark.plain_loop
PATIENCE_S = 60.0


@dataclass
class Stage:
    """One operator at two machines, the first of them behind a network that can fail."""

    server: ServerProcess
    proxy: FaultProxy
    visitor: Visitor
    office: DeskProcess
    home: DeskProcess

    async def until(self, desk: DeskProcess, happened: Callable[[dict[str, Any]], Any]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not happened(await desk.view()):
                await asyncio.sleep(0.05)

    async def shown(self, text: str) -> None:
        """Return when both machines have sent everything and show this."""
        chat = self.visitor.chat_id

        def is_shown(view: dict[str, Any]) -> bool:
            return not view["unsent"] and text in view["chats"].get(chat, ())

        await self.until(self.office, is_shown)
        await self.until(self.home, is_shown)

    @property
    def stored(self) -> list[str]:
        """What the server holds of the chat."""
        return texts_on_disk(self.server.data)[self.visitor.chat_id]


@asynccontextmanager
async def two_machines(folder: Path) -> AsyncIterator[Stage]:
    server = ServerProcess(folder / "data", words=["--behind-proxy"])
    await asyncio.to_thread(server.start)
    site, ann = server.add_site(), server.add_operator()
    proxy = await FaultProxy(server.port, random.Random(9)).start()
    notes = Histories()
    office = DeskProcess("office", folder / "office", (proxy.url, ann.email, ann.token), notes)
    home = DeskProcess("home", folder / "home", (server.url, ann.email, ann.token), notes)
    try:
        await asyncio.gather(office.start(), home.start())
        async with visiting(server, site.organization_id, name="Elena") as visitor:
            stage = Stage(server, proxy, visitor, office, home)
            await stage.until(office, lambda view: view["link"] == "LIVE")
            await visitor.start_chat("Hello")
            await stage.shown("Hello")
            yield stage
    finally:
        await asyncio.gather(office.kill(), home.kill())
        await proxy.aclose()
        await asyncio.to_thread(server.kill)


async def test_send_pressed_again_and_again_at_two_machines_sends_each_text_once(
    tmp_path: Path,
) -> None:
    async with two_machines(tmp_path) as stage:
        chat = stage.visitor.chat_id
        sent = [
            desk.send(chat, presses=3) for _ in range(10) for desk in (stage.office, stage.home)
        ]
        for text in sent[-2:]:
            await stage.shown(text)
        views = [await desk.view() for desk in (stage.office, stage.home)]
        stored = stage.stored

        assert sorted(stored) == sorted(["Hello", *sent])
        assert [view["chats"][chat] for view in views] == [stored, stored]
        assert await stage.visitor.texts() == stored
        for name in ("office", "home"):
            own = [text for text in sent if text.startswith(name)]
            assert [text for text in stored if text.startswith(name)] == own


async def test_retry_pressed_again_and_again_sends_a_refused_message_once(tmp_path: Path) -> None:
    async with two_machines(tmp_path) as stage:
        chat, visitor = stage.visitor.chat_id, stage.visitor
        stage.proxy.refuse()
        await stage.until(stage.office, lambda view: view["link"] == "OFFLINE")
        late = stage.office.send(chat)
        await stage.until(stage.office, lambda view: view["unsent"] == 1)
        await visitor.ask("deactivate_chat", id=chat)
        await stage.proxy.start()
        await stage.until(stage.office, lambda view: late in view["failed"])
        stored_after_refusal = stage.stored
        event = {"type": "message", "text": "One more thing"}
        await visitor.ask("resume_chat", chat={"id": chat, "thread": {"events": [event]}})
        await stage.shown("One more thing")
        for _ in range(3):
            stage.office.order(retry=f"id of {late}")
        await stage.shown(late)

        assert late not in stored_after_refusal
        assert stage.stored == ["Hello", "One more thing", late]
        assert (await stage.office.view())["failed"] == {}
