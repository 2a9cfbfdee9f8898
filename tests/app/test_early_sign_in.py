"""Rules of the sign-in page while the program behind it is still being loaded."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.operator_desk import fill_in, running
from tests.support.server_process import ServerProcess
from undivided.app import desktop
from undivided.app.early_sign_in import Asked, EarlySignIn
from undivided.storage.profile import open_profile
from undivided.ui.sign_in import SignIn
from undivided.ui.words import sign_in_words


def early_page(folder: Path, qtbot: QtBot) -> tuple[desktop.Opened, EarlySignIn]:
    opened = desktop.open_window(open_profile(folder))
    qtbot.addWidget(opened.window)
    return opened, EarlySignIn(opened.window, opened.settings)


async def test_a_sign_in_that_was_asked_early_is_done_once_the_program_is_there(
    tmp_path: Path, server: ServerProcess
) -> None:
    ann = server.add_operator()

    def ask(page: SignIn) -> None:
        fill_in(page, server.url, ann.email, ann.token)
        QTest.mouseClick(page.sign_in_button, Qt.MouseButton.LeftButton)

    async with running(tmp_path / "profile", early_act=ask) as desk:
        await desk.live()


async def test_what_was_typed_early_stays_and_its_address_is_looked_up(
    tmp_path: Path, server: ServerProcess
) -> None:
    def begin(page: SignIn) -> None:
        fill_in(page, server.url, "ann@", "")

    async with running(tmp_path / "profile", early_act=begin) as desk:
        page = desk.window.sign_in
        await desk.until(lambda: "on this computer" in desk.words_on(page), "the look-up")

        assert (page.server.text, page.email.text) == (server.url, "ann@")
        assert not desk.window.is_at_desk


def test_trying_it_here_is_kept_and_the_page_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    opened, early = early_page(tmp_path, qtbot)
    page = opened.window.sign_in

    QTest.mouseClick(page.try_button, Qt.MouseButton.LeftButton)

    assert page.sign_in_button.text() == sign_in_words.STARTING_HERE
    assert early.end() == Asked(is_here=True)


async def test_a_window_that_is_closed_early_ends_the_start(tmp_path: Path, qtbot: QtBot) -> None:
    opened, early = early_page(tmp_path, qtbot)
    opened.window.close()
    was_open = opened.window.isVisible()

    await desktop._load_behind(opened, early)

    assert (was_open, early.is_closed, opened.window.isVisible()) == (True, True, False)
