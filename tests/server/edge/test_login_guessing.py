"""Some wrong tries of each kind; `installer/dev.py endure login_guessing` makes a thousand."""

from pathlib import Path

from tests.endurance.login_guessing import TIME_GOAL, endure


def test_guessing_is_slowed_and_learns_nothing(tmp_path: Path) -> None:
    reached = endure(60, tmp_path)

    # The same work for every cause is counted here; its time is judged on a quiet machine.
    assert [each for each in reached if not each.is_met and each.goal != TIME_GOAL] == []
