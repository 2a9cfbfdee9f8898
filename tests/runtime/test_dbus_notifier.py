"""Rules of desktop notifications, against a real bus."""

import asyncio
import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.dbus import NotificationService, notification_service, session_bus
from tests.support.hostile.strings import Bait, corpus
from undivided.etiquette.calm_text import calm, one_line
from undivided.runtime.dbus_notifier import DBusNotifier
from undivided.runtime.notifier import ACCEPT, Notice

NEW_CHAT = Notice("chat-1", "New chat", "Hanna: <b>Can I</b> & you?", can_accept=True)


@asynccontextmanager
async def desktop(
    folder: Path,
) -> AsyncIterator[tuple[DBusNotifier, NotificationService, asyncio.Queue[tuple[str, str]]]]:
    chosen: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    async with session_bus(folder) as bus, notification_service(bus) as service:
        notifier = DBusNotifier(bus.address)
        await notifier.start(lambda key, choice: chosen.put_nowait((key, choice)))
        try:
            yield notifier, service, chosen
        finally:
            await notifier.aclose()


async def test_a_new_chat_can_be_accepted_from_the_notification(tmp_path: Path) -> None:
    async with desktop(tmp_path) as (notifier, service, chosen):
        await notifier.show(NEW_CHAT)
        shown = await service.next()
        await service.invoke(shown.id, ACCEPT)

        assert list(shown.actions) == ["default", "accept", "not-now"]
        assert await asyncio.wait_for(chosen.get(), 60) == ("chat-1", ACCEPT)


async def test_markup_of_a_visitor_is_shown_as_text(tmp_path: Path) -> None:
    async with desktop(tmp_path) as (notifier, service, _):
        await notifier.show(NEW_CHAT)

        assert (await service.next()).text == "Hanna: &lt;b&gt;Can I&lt;/b&gt; &amp; you?"


async def test_hostile_text_reaches_the_service_as_text(tmp_path: Path) -> None:
    texts = corpus(Bait("http://127.0.0.1:1", "/nowhere"))
    async with desktop(tmp_path) as (notifier, service, _):
        for number, text in enumerate(texts):
            await notifier.show(Notice(str(number), text, text, can_accept=True))
            shown = await service.next()

            assert not set("<>") & set(shown.text)
            assert html.unescape(shown.text) == calm(text)
            assert shown.title == one_line(text)


async def test_a_second_call_replaces_the_first(tmp_path: Path) -> None:
    async with desktop(tmp_path) as (notifier, service, _):
        await notifier.show(NEW_CHAT)
        first = await service.next()
        await notifier.show(NEW_CHAT)

        assert (await service.next()).replaces_id == first.id


async def test_a_notice_that_calls_for_somebody_stays(tmp_path: Path) -> None:
    async with desktop(tmp_path) as (notifier, service, _):
        await notifier.show(NEW_CHAT)
        await notifier.show(Notice("note", "Back", "Live again."))

        assert (await service.next()).timeout_ms == 0
        assert (await service.next()).timeout_ms > 0


async def test_a_notice_is_taken_back(tmp_path: Path) -> None:
    async with desktop(tmp_path) as (notifier, service, _):
        await notifier.show(NEW_CHAT)
        shown = await service.next()
        await notifier.withdraw("chat-1")
        await notifier.withdraw("unknown")

        assert service.closed_by_app == [shown.id]


async def test_ending_takes_every_notice_back(tmp_path: Path) -> None:
    async with desktop(tmp_path) as (notifier, service, _):
        await notifier.show(NEW_CHAT)
        shown = await service.next()
        await notifier.aclose()

        assert service.closed_by_app == [shown.id]


async def test_without_a_service_the_program_goes_on(tmp_path: Path) -> None:
    async with session_bus(tmp_path) as bus:
        notifier = DBusNotifier(bus.address)
        await notifier.start(lambda key, choice: None)
        await notifier.show(NEW_CHAT)
        await notifier.withdraw("chat-1")
        await notifier.aclose()

        assert not notifier.is_working


async def test_without_a_bus_the_program_goes_on(tmp_path: Path) -> None:
    notifier = DBusNotifier(f"unix:path={tmp_path}/nowhere")
    await notifier.start(lambda key, choice: None)
    await notifier.show(NEW_CHAT)

    assert not notifier.is_working
