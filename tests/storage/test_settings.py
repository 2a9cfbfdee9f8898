"""Rules of the settings file and the profile folder."""

import stat
from pathlib import Path

import pytest

from undivided.database.errors import ReadOnly
from undivided.storage.profile import open_profile
from undivided.storage.settings import Settings, SettingsFile


def test_settings_come_back(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save(Settings(theme="dark", focus_late_s=60))

    assert file.load() == (Settings(theme="dark", focus_late_s=60), "")


def test_no_file_means_the_usual_settings(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "settings.json").load() == (Settings(), "")


def test_a_key_of_a_later_version_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "teleport": true}')

    assert SettingsFile(path).load() == (Settings(theme="dark"), "")


@pytest.mark.parametrize(
    "content",
    ["{", '{"theme": 3}', '{"block_words": 0}', "\x00\xff"],
    ids=["cut", "type", "number", "bytes"],
)
def test_damaged_settings_are_put_aside_and_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="latin-1")
    settings, sentence = SettingsFile(path).load()

    assert settings == Settings()
    assert "put aside" in sentence
    assert (tmp_path / "settings.damaged").read_text(encoding="latin-1") == content


def test_settings_are_private(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SettingsFile(path).save(Settings())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly):
        SettingsFile(tmp_path / "missing" / "settings.json").save(Settings())


def test_the_profile_folder_is_private(tmp_path: Path) -> None:
    profile = open_profile(tmp_path / "a" / "b")

    assert stat.S_IMODE(profile.path.stat().st_mode) == 0o700


def test_a_file_in_the_place_of_the_profile_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(ReadOnly, match="profile folder"):
        open_profile(tmp_path / "taken")
