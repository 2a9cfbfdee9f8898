"""Foreign input of every kind, for a bounded time; `endurance/fuzz.py` goes on for longer."""

import pytest

from tests.fuzz.running import run
from tests.fuzz.targets import TARGETS

EXAMPLES = 120


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_is_read_or_refused(name: str) -> None:
    run(TARGETS[name], EXAMPLES)
