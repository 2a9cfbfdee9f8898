"""The app dies while its operator works: what it accepted, what was typed and its library live."""

from pathlib import Path

import pytest

from tests.endurance import app_kills


@pytest.mark.timeout(300)
def test_an_app_killed_again_and_again_keeps_what_it_accepted(tmp_path: Path) -> None:
    # How much typing is lost is a matter of the full run: here other tests share the machine.
    delivered, _typing = app_kills.endure(6, tmp_path)

    assert delivered.is_met, f"{delivered.reached}: {delivered.detail}"
