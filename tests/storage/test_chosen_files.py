"""What was chosen to import is read within bounds; links are not followed, scripts not read."""

from pathlib import Path

import pytest

from undivided.library.errors import FileRefused
from undivided.library.formats import File
from undivided.storage import chosen_files
from undivided.storage.chosen_files import chosen_at


def test_file_keeps_its_name_and_bytes(tmp_path: Path) -> None:
    file = tmp_path / "base.yml"
    file.write_bytes(b"matches: []")

    chosen = chosen_at(file)

    assert (chosen.is_folder, chosen.files) == (False, (File("base.yml", b"matches: []"),))


def test_folder_is_read_in_the_order_of_names_below_it(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/.one.json", "a/one.txt", "run.py", "photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    chosen = chosen_at(tmp_path)

    assert [(file.name, file.data) for file in chosen.files] == [
        ("a/.one.json", b"a/.one.json"),
        ("a/one.txt", b"a/one.txt"),
        ("b/two.txt", b"b/two.txt"),
        ("run.py", b""),
    ]


def test_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("secret")
    folder = tmp_path / "phrases"
    folder.mkdir()
    (folder / "key.txt").symlink_to(tmp_path / "secret" / "key.txt")
    (folder / "all").symlink_to(tmp_path / "secret")

    assert chosen_at(folder).files == ()


def test_folder_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_files, "MAX_BYTES", 10)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("seven c")

    with pytest.raises(FileRefused, match="Import it in parts"):
        chosen_at(tmp_path)


def test_folder_with_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen_files, "MAX_FILES", 1)
    for name in ("a.py", "b.txt"):
        (tmp_path / name).touch()

    with pytest.raises(FileRefused, match="Import it in parts"):
        chosen_at(tmp_path)


def test_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="cannot be read: No such file"):
        chosen_at(tmp_path / "gone.json")
