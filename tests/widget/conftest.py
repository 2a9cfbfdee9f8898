"""One browser for each module; one shop with its own server and data for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.browser import Browser
from tests.widget.shop import ScriptedOperator, Shop, Visitor, open_shop


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """Give a Chromium; starting it takes longer than most tests."""
    async with await Browser.start(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def shop(tmp_path: Path, browser: Browser) -> AsyncIterator[Shop]:
    """Give an open shop without operators."""
    async with open_shop(tmp_path, browser) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def operator(shop: Shop) -> AsyncIterator[ScriptedOperator]:
    """Give an operator who accepts chats."""
    signed_in = await shop.operator()
    yield signed_in
    await signed_in.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(shop: Shop, operator: ScriptedOperator) -> Visitor:
    """Give a visitor with the chat open and the operator there."""
    arrived = await shop.visitor()
    await arrived.open()
    await arrived.sees("new")
    return arrived
