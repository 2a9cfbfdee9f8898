"""A real hub for the tests that play the whole way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.core.hub_play import HubPlay


@pytest.fixture
def play(tmp_path: Path) -> Iterator[HubPlay]:
    play = HubPlay(tmp_path)
    yield play
    play.close()
