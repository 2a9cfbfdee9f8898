"""Rules of the settings in a running program."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from tests.support.operator_desk import OperatorDesk, running
from undivided.storage.library.store import LibraryStore
from undivided.storage.settings import Settings, SettingsFile
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.sheets.coach_sheet import CoachLimits
from undivided.ui.sheets.settings_sheet import Preferences, SettingsSheet


def saved(profile: Path) -> dict[str, object]:
    kept: dict[str, object] = json.loads((profile / "settings.json").read_bytes())
    return kept


async def test_a_theme_reaches_the_window_and_what_floats_beside_it(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        controls = desk.program.controls
        for name, tokens in (("dark", DARK), ("light", LIGHT)):
            controls.settings.set(theme=name)

            assert desk.window.tokens == tokens
            assert controls.attention.toast._tokens == tokens
            assert desk.program._notices._tokens == tokens
            assert saved(tmp_path / "profile")["theme"] == name


async def test_text_grows_to_150_percent_and_shrinks_to_90(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        settings = desk.program.controls.settings
        sizes = []
        for step in (1_000, -1_000):
            settings.change_text_size(step)
            sizes.append((desk.window.tokens.text_percent, saved_size(tmp_path)))
        settings.usual_text_size()

        assert sizes == [(150, 150), (90, 90)]
        assert (desk.window.tokens.text_percent, saved_size(tmp_path)) == (100, 100)


async def test_what_was_set_holds_at_the_next_start(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        settings = desk.program.controls.settings
        settings.set(theme="dark", text_size_percent=125, enter_sends=False)
        desk.program.controls.coach.limited.emit("block_words", 20)
        assert desk.composer.coach.accessibleName() == "Word count, 0 of 20"
    async with running(tmp_path / "profile") as desk:
        assert desk.window.tokens == DARK.with_text_percent(125)
        assert not desk.composer.editor.sends_on_enter
        assert desk.composer.coach.accessibleName() == "Word count, 0 of 20"


def test_every_setting_has_a_place_where_it_is_chosen() -> None:
    elsewhere = {
        "spelling_language": "the menu of a misspelt word",
        "own_words": "the menu of a misspelt word, and My words",
        "server_url": "the sign-in page",
        "email": "the sign-in page",
        "stay_signed_in": "the sign-in page",
        "said_no_tray": "a note of the program",
        "geometry": "the window itself",
        "order_steps": "the sheet with the steps of the order",
    }
    shown = [each.name for each in (*fields(Preferences), *fields(CoachLimits))]

    assert sorted([*shown, *elsewhere]) == sorted(each.name for each in fields(Settings))


async def test_a_file_that_cannot_be_written_is_said_and_the_setting_holds(
    tmp_path: Path,
) -> None:
    async with running(tmp_path / "profile") as desk:
        (tmp_path / "profile" / "settings.new").mkdir()
        desk.program.controls.settings.set(theme="dark")

        assert desk.window.tokens == DARK
        assert any("settings file" in notice for notice in desk.notices())
        (tmp_path / "profile" / "settings.new").rmdir()


async def test_a_damaged_file_is_put_aside_and_the_desk_starts(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "settings.json").write_text("{torn")
    async with running(profile) as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")

    assert (profile / "settings.damaged").read_text() == "{torn"
    assert SettingsFile(profile / "settings.json").load()[1] == ""


def saved_size(folder: Path) -> object:
    return saved(folder / "profile")["text_size_percent"]


WROTE = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def settings_sheet(desk: OperatorDesk) -> SettingsSheet:
    desk.program.controls.settings.open_sheet()
    sheet = await desk.sheet(SettingsSheet)
    await desk.until(sheet.typed.isEnabled, "what the library keeps")
    return sheet


async def test_typed_answers_are_counted_and_cleared(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        library = desk.program.context.library
        await library.ask(lambda store: store.record_written("We ship on Monday.", WROTE))
        sheet = await settings_sheet(desk)
        said = sheet._typed_count.text()
        sheet.clear_typed.click()
        await desk.until(lambda: not sheet.clear_typed.isEnabled(), "cleared")

        assert said == "1 kept"
        assert await library.ask(LibraryStore.written_count) == 0
        assert sheet.typed.isChecked()


async def test_switched_off_nothing_typed_is_kept_and_what_was_kept_is_gone(
    tmp_path: Path,
) -> None:
    async with running(tmp_path / "profile") as desk:
        library = desk.program.context.library
        await library.ask(lambda store: store.record_written("We ship on Monday.", WROTE))
        sheet = await settings_sheet(desk)
        sheet.typed.click()
        await desk.until(lambda: not sheet.clear_typed.isEnabled(), "thrown away")
        sheet.accept()
        await library.ask(lambda store: store.record_written("We ship on Tuesday.", WROTE))
        again = await settings_sheet(desk)

        assert not again.typed.isChecked()
        assert await library.ask(LibraryStore.written_count) == 0
