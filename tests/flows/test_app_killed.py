"""The app dies while its operator works: what it accepted, what was typed and its library live."""

import signal
from pathlib import Path

import pytest

from tests.app.app_process import desk_process, run_undivided
from tests.endurance import app_kills


@pytest.mark.timeout(300)
def test_an_app_killed_again_and_again_keeps_what_it_accepted(tmp_path: Path) -> None:
    # How much typing is lost is a matter of the full run: here other tests share the machine.
    delivered, _typing = app_kills.endure(6, tmp_path)

    assert delivered.is_met, f"{delivered.reached}: {delivered.detail}"


def test_after_a_kill_the_next_start_is_the_only_one_again(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with desk_process(profile) as first:
        first.signal(signal.SIGKILL)
        first.ended()
    with desk_process(profile) as next_one:
        second = run_undivided("--profile", str(profile))

        assert (0, "") == (second.returncode, second.stderr)
        assert next_one.is_ready()
