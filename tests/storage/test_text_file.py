"""Files that the operator chose: whole or not at all."""

import os
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


def test_a_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    file, link = tmp_path / "kept" / "chat.txt", tmp_path / "link.txt"
    file.parent.mkdir()
    file.write_text("old")
    link.symlink_to(file)

    write_whole(link, "new")

    assert link.is_symlink()
    assert file.read_text() == "new"
    assert [each.name for each in file.parent.iterdir()] == ["chat.txt"]


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link.txt"
    os.mkfifo(pipe)
    link.symlink_to(pipe)

    for path in (pipe, link):
        with pytest.raises(FileNotWritten, match=r"what is no file.*Nothing was changed"):
            write_whole(path, "new")

    assert pipe.is_fifo()
    assert {each.name for each in tmp_path.iterdir()} == {"pipe", "link.txt"}


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten, match="No such file"):
        write_whole(tmp_path / "gone" / "chat.txt", "text")
