"""What visitors said about buying comes back; a damaged file costs a sentence."""

from pathlib import Path

import pytest

from undivided.protocol.ids import UserId
from undivided.storage.visitor_notes import MOST_VISITORS, VisitorNote, VisitorNotesFile

ELENA = UserId("elena")


def test_what_was_kept_comes_back_and_the_oldest_are_forgotten(tmp_path: Path) -> None:
    file = VisitorNotesFile(tmp_path / "visitors.json")
    notes = {UserId(str(at)): VisitorNote(refused_on="2026-11-22") for at in range(MOST_VISITORS)}
    notes[ELENA] = VisitorNote(refused_on="2026-11-22", refused_in="t1", buying_in="t2")

    assert file.load() == ({}, "")
    file.save(notes)
    kept, sentence = file.load()

    assert (list(kept), sentence) == (list(notes)[1:], "")
    assert kept[ELENA] == notes[ELENA]


@pytest.mark.parametrize("data", [b"", b"[]", b'{"elena": 3}', b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_put_aside_and_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "visitors.json"
    path.write_bytes(data)

    notes, sentence = VisitorNotesFile(path).load()

    assert notes == {}
    assert "put aside" in sentence
    assert path.with_suffix(".damaged").read_bytes() == data
