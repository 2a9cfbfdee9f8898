"""Everybody is cut off at once: everybody comes back, and nothing is lost on the way."""

from pathlib import Path

import pytest

from tests.endurance import storm


@pytest.mark.timeout(300)
def test_clients_cut_off_all_at_once_come_back_and_lose_nothing(tmp_path: Path) -> None:
    # How fast a visitor beside it is answered is a matter of the full run on a quiet machine.
    delivered, back, _beside = storm.endure(60, tmp_path)

    assert delivered.is_met, f"{delivered.reached}: {delivered.detail}"
    assert back.is_met, f"{back.reached} {back.detail}"
