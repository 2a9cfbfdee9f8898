"""The server dies in the middle of a chat and comes back: nothing lost, nothing doubled."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from tests.endurance import kills
from tests.support.browser import Browser
from tests.support.crowd import texts_on_disk
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from tests.widget.shop import Visitor, open_shop
from undivided.desk.values import Author, Delivery, LinkState
from undivided.protocol.ids import ChatId

ROUNDS = 6
FROM_OPERATOR = [f"operator {number}" for number in range(ROUNDS)]
FROM_VISITOR = [f"visitor {number}" for number in range(ROUNDS)]
CONFIRMED = {Delivery.SENT, Delivery.SEEN}


async def test_nothing_is_lost_or_doubled_when_the_server_is_killed_with_messages_in_flight(
    tmp_path: Path,
) -> None:
    async with await Browser.start(tmp_path) as browser, open_shop(tmp_path, browser) as shop:
        mira = shop.server.add_operator("mira@example.com", name="Mira Lind")
        async with at_desk(tmp_path / "profile", shop.server.url, mira.email, mira.token) as desk:
            await desk.live()
            visitor = await shop.visitor()
            await visitor.open()
            await visitor.sees("new")
            await visitor.say("Hello")
            chat = await desk.chat_with("Hello")

            killed = asyncio.Event()
            await asyncio.gather(
                _operator_talks(desk, chat, killed),
                _visitor_talks(visitor),
                _kill(shop.server, desk, chat, killed),
            )
            await desk.until(lambda: _link(desk) is LinkState.OFFLINE, "offline")
            claimed = {text for text in FROM_OPERATOR if desk.delivery(chat, text) in CONFIRMED}
            stored = set(_stored(shop.server))

            shop.server.restart()
            for text in FROM_OPERATOR:
                await desk.delivered(chat, text)
                await visitor.frame.wait_for_text(text)
            for text in FROM_VISITOR:
                await desk.until(partial(_has, desk, chat, text), text)
            await visitor.frame.wait_for(
                "![...document.querySelectorAll('.stamp')].some(one =>"
                " !one.matches('.sent, .seen') && one.innerText.includes('send'))"
            )

            seen_by_visitor = await visitor.bubbles()
            assert claimed <= stored
            assert FROM_OPERATOR[-1] not in claimed, "it was said to a dead server"
            assert seen_by_visitor == _said(desk, chat)
            assert [text for text in seen_by_visitor if text in FROM_OPERATOR] == FROM_OPERATOR
            assert [text for text in seen_by_visitor if text in FROM_VISITOR] == FROM_VISITOR
            assert sorted(_stored(shop.server)) == sorted(seen_by_visitor)


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_when_the_server_is_killed_again_and_again(
    tmp_path: Path,
) -> None:
    # How soon it is ready again is a matter of the full run: here other tests share the machine.
    delivered, _ready = kills.endure(8, tmp_path)

    assert delivered.is_met, f"{delivered.reached}: {delivered.detail}"


async def test_a_message_written_offline_survives_a_restart_of_the_app_and_goes_out_once(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator()
    profile = tmp_path / "profile"
    async with visiting(server, site.organization_id, name="Elena") as elena:
        async with at_desk(profile, server.url, ann.email, ann.token) as desk:
            await desk.live()
            await elena.start_chat("Is a bulb included?")
            chat = await desk.chat_with("Is a bulb included?")
            server.kill()
            await desk.until(lambda: _link(desk) is LinkState.OFFLINE, "offline")
            await desk.say(chat, "It is wool.")
            waiting = desk.delivery(chat, "It is wool.")
            unsent = desk.bridge.status.link.unsent
        token, chat_of_elena = elena.token, elena.chat_id
    server.restart()
    async with (
        at_desk(profile, server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id, token=token) as elena,
    ):
        elena.chat_id = chat_of_elena
        await desk.live()
        await desk.until(lambda: "It is wool." in desk.lines(chat), "the message")
        await desk.delivered(chat, "It is wool.")
        await desk.until(lambda: desk.bridge.status.link.unsent == 0, "nothing unsent")

        assert (waiting, unsent) == (Delivery.WAITING, 1)
        assert await elena.texts() == ["Is a bulb included?", "It is wool."]
        assert desk.lines(chat).count("It is wool.") == 1


async def test_a_draft_survives_a_restart_of_the_app(server: ServerProcess, tmp_path: Path) -> None:
    site, ann = server.add_site(), server.add_operator()
    profile = tmp_path / "profile"
    async with visiting(server, site.organization_id) as visitor:
        async with at_desk(profile, server.url, ann.email, ann.token) as desk:
            await desk.live()
            await visitor.start_chat("Do you ship to Malta?")
            chat = await desk.chat_with("Do you ship to Malta?")
            desk.click_tab(chat)
            desk.type("We do, and")
        async with at_desk(profile, server.url, ann.email, ann.token) as desk:
            await desk.chat_with("Do you ship to Malta?")
            desk.click_tab(chat)

            assert desk.composer.text == "We do, and"
            row = desk.bridge.chats.row_of(chat)
            assert row is not None
            assert row.has_draft
            assert await visitor.texts() == ["Do you ship to Malta?"]


async def _operator_talks(desk: OperatorDesk, chat: ChatId, killed: asyncio.Event) -> None:
    """Say all but the last while the server may die, and the last one when it has."""
    for text in FROM_OPERATOR[:-1]:
        await desk.say(chat, text)
    await killed.wait()
    await desk.say(chat, FROM_OPERATOR[-1])


async def _visitor_talks(visitor: Visitor) -> None:
    for text in FROM_VISITOR:
        await visitor.say(text)


async def _kill(
    server: ServerProcess, desk: OperatorDesk, chat: ChatId, killed: asyncio.Event
) -> None:
    await desk.delivered(chat, FROM_OPERATOR[1])
    server.kill()
    killed.set()


def _link(desk: OperatorDesk) -> LinkState:
    return desk.bridge.status.link.state


def _has(desk: OperatorDesk, chat: ChatId, text: str) -> bool:
    return text in desk.lines(chat)


def _said(desk: OperatorDesk, chat: ChatId) -> list[str]:
    people = {Author.VISITOR, Author.ME}
    return [one.text for one in desk.messages(chat) if one.author in people]


def _stored(server: ServerProcess) -> list[str]:
    """Return every message that the server's file holds."""
    return [text for texts in texts_on_disk(server.data).values() for text in texts]
