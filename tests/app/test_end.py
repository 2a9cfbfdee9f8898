"""Rules of the end of a real process: by signals, by kill, with and without a bundled server."""

import signal
import sys
from pathlib import Path

import pytest

from tests.app.app_process import desk_process, is_running, run_undivided, until

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="reads children from /proc"
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_desk_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with desk_process(tmp_path / "profile") as desk:
        desk.signal(number)

        assert (desk.ended(), desk.said) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_demo_with_its_server(tmp_path: Path, number: signal.Signals) -> None:
    with desk_process(tmp_path / "profile", "demo", "--no-browser") as desk:
        (server,) = desk.children()
        desk.signal(number)

        assert (desk.ended(), desk.said) == (0, "")
        assert not is_running(server)


def test_the_bundled_server_ends_when_the_desk_is_killed(tmp_path: Path) -> None:
    with desk_process(tmp_path / "profile", "demo", "--no-browser") as desk:
        (server,) = desk.children()
        desk.signal(signal.SIGKILL)
        desk.ended()

        until(lambda: not is_running(server), "the server ended by itself")


def test_a_desk_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with desk_process(profile) as desk:
        desk.signal(signal.SIGKILL)
        desk.ended()
    with desk_process(profile) as again:
        again.signal(signal.SIGTERM)

        assert (again.ended(), again.said) == (0, "")


def test_a_demo_that_cannot_start_its_server_says_so_and_goes_on(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "demo-server").write_text("mine")
    with desk_process(profile, "demo", "--no-browser") as desk:
        desk.signal(signal.SIGTERM)

        assert (desk.ended(), desk.said) == (0, "")


def test_nothing_is_readable_by_others(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with desk_process(profile) as desk:
        desk.signal(signal.SIGTERM)
        desk.ended()
    run_undivided("canned", "list", "--profile", str(profile))
    rights = {path.name: path.stat().st_mode & 0o077 for path in profile.iterdir()}

    assert profile.stat().st_mode & 0o777 == 0o700
    assert {name for name, foreign in rights.items() if foreign} == set()
