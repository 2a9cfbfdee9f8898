"""The short version of the trial that kills the visitor's browser."""

from pathlib import Path

from tests.endurance import browser_kills


def test_killed_browser_loses_and_doubles_nothing(tmp_path: Path) -> None:
    assert [each.detail for each in browser_kills.endure(3, tmp_path) if not each.is_met] == []
