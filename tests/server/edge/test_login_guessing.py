"""Some wrong tries of each kind; `installer/dev.py endure login_guessing` makes a thousand."""

from pathlib import Path

from tests.endurance.login_guessing import endure


def test_guessing_is_slowed_and_learns_nothing(tmp_path: Path) -> None:
    assert [each for each in endure(60, tmp_path) if not each.is_met] == []
