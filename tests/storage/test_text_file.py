"""Files that the operator chose: whole or not at all."""

import stat
from pathlib import Path

import pytest

from undivided.storage.text_file import FileNotWritten, write_whole


def test_the_file_is_written_as_utf8_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"

    write_whole(file, "Grüße\r\n")

    assert file.read_bytes() == "Grüße\r\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"
    file.write_text("old, and longer than the new one")

    write_whole(file, "new")

    assert file.read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["chat.txt"]


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    folder = tmp_path / "chat.txt"
    folder.mkdir()

    with pytest.raises(FileNotWritten, match=r"chat\.txt was not saved .*Nothing was changed"):
        write_whole(folder, "new")

    assert [each.name for each in tmp_path.iterdir()] == ["chat.txt"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten, match="No such file"):
        write_whole(tmp_path / "gone" / "chat.txt", "text")
