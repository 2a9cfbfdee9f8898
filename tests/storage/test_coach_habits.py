"""The coach's habits survive a restart, and a damaged file costs a sentence."""

from pathlib import Path

import pytest

from undivided.database.errors import ReadOnly
from undivided.etiquette.coach.habits import Habit
from undivided.storage.coach_habits import HabitsFile


def test_habits_come_back_as_they_were_kept(tmp_path: Path) -> None:
    file = HabitsFile(tmp_path / "coach.json")
    habits = {"jargon": Habit(is_on=False, dismissed=7), "no-name": Habit(followed=2)}

    file.save(habits)

    assert file.load() == (habits, "")


def test_without_a_file_no_rule_has_a_habit(tmp_path: Path) -> None:
    assert HabitsFile(tmp_path / "coach.json").load() == ({}, "")


@pytest.mark.parametrize("data", [b"{", b"[1]", b'{"jargon": {"dismissed": "often"}}', b"\xff"])
def test_damaged_file_is_put_aside_and_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "coach.json"
    path.write_bytes(data)

    habits, sentence = HabitsFile(path).load()

    assert habits == {}
    assert "put aside as" in sentence
    assert path.with_suffix(".damaged").read_bytes() == data


def test_file_that_cannot_be_written_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly):
        HabitsFile(tmp_path / "gone" / "coach.json").save({})


def test_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    habits, sentence = HabitsFile(tmp_path).load()

    assert habits == {}
    assert "cannot be read" in sentence
