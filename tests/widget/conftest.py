"""One shop for each test: its own data folder, server, browser and operator."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.widget.shop import ScriptedOperator, Shop, Visitor, open_shop


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """Give an open shop without operators."""
    async with open_shop(tmp_path) as opened:
        yield opened


@pytest.fixture
async def operator(shop: Shop) -> AsyncIterator[ScriptedOperator]:
    """Give an operator who accepts chats."""
    signed_in = await shop.operator()
    yield signed_in
    await signed_in.close()


@pytest.fixture
async def visitor(shop: Shop, operator: ScriptedOperator) -> Visitor:
    """Give a visitor with the chat open and the operator there."""
    arrived = await shop.visitor()
    await arrived.open()
    await arrived.sees("new")
    return arrived
