"""A hub for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.core.hub_play import HubPlay


@pytest.fixture
def play(tmp_path: Path) -> Iterator[HubPlay]:
    play = HubPlay(tmp_path)
    yield play
    play.close()
