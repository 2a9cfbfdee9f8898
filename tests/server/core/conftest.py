"""A hub for each test."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.core.hub_play import HubPlay


@pytest.fixture
def lost_batches() -> Iterator[None]:
    """Keep the log of batches that could not be saved quiet where a test makes them fail."""
    logger = logging.getLogger("undivided.server.hub.hub")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@pytest.fixture
def play(tmp_path: Path) -> Iterator[HubPlay]:
    play = HubPlay(tmp_path)
    yield play
    play.close()
