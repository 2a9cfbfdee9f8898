"""Rules of the one program per profile."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from undivided.app.single_instance import ProfileLock, ShowChannel, ask_to_show


def test_a_second_start_asks_the_first_to_show_itself(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = ProfileLock(tmp_path / "lock"), ProfileLock(tmp_path / "lock")
    assert first.take()
    channel = ShowChannel(tmp_path / "lock")

    with qtbot.waitSignal(channel.show_requested, timeout=20_000):
        taken, heard = second.take(), ask_to_show(tmp_path / "lock")
    channel.close()
    first.release()

    assert (taken, heard) == (False, True)


def test_another_profile_is_another_program(tmp_path: Path) -> None:
    first, second = ProfileLock(tmp_path / "one"), ProfileLock(tmp_path / "two")

    assert first.take()
    assert second.take()

    first.release()
    second.release()


def test_the_next_start_after_the_end_is_the_only_one(tmp_path: Path) -> None:
    first, second = ProfileLock(tmp_path / "lock"), ProfileLock(tmp_path / "lock")
    first.take()
    first.release()

    assert second.take()
    second.release()


def test_nobody_there_is_said(tmp_path: Path, qtbot: QtBot) -> None:
    assert not ask_to_show(tmp_path / "lock")
