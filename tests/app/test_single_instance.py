"""Rules of the one program per profile."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from undivided.app.single_instance import SingleInstance


def test_a_second_start_asks_the_first_to_show_itself(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path / "lock"), SingleInstance(tmp_path / "lock")
    assert first.take()

    with qtbot.waitSignal(first.show_requested):
        taken, heard = second.take(), second.ask_to_show()
    first.release()

    assert (taken, heard) == (False, True)


def test_another_profile_is_another_program(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path / "one"), SingleInstance(tmp_path / "two")

    assert first.take()
    assert second.take()

    first.release()
    second.release()


def test_the_next_start_after_the_end_is_the_only_one(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path / "lock"), SingleInstance(tmp_path / "lock")
    first.take()
    first.release()

    assert second.take()
    second.release()


def test_nobody_there_is_said(tmp_path: Path, qtbot: QtBot) -> None:
    assert not SingleInstance(tmp_path / "lock").ask_to_show()
