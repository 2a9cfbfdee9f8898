"""The app dies while its operator works: what it accepted, what was typed and its library live."""

from pathlib import Path

from tests.endurance import app_kills


def test_an_app_killed_again_and_again_keeps_what_it_accepted(tmp_path: Path) -> None:
    delivered, typing = app_kills.endure(6, tmp_path)

    assert delivered.is_met, f"{delivered.reached}: {delivered.detail}"
    assert typing.is_met, typing.reached
