"""The canned library needs no server and no display."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.operator_desk import at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.desk.values import LinkState

ASK_NAME = "Ask for a name"
ASK_NAME_TEXT = "May I ask your name? Then I know whom I'm talking to."


async def test_with_the_server_down_responses_are_found_and_inserted(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id, name="Elena") as elena,
    ):
        await desk.live()
        await elena.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        desk.click_tab(chat)
        server.kill()
        await desk.until(lambda: desk.bridge.status.link.state is LinkState.OFFLINE, "offline")
        panel = desk.window.desk.panel.canned

        QTest.keyClicks(panel.search.line, "ask name")
        await desk.until(lambda: desk.canned.index(0).data() == ASK_NAME, "found by words")
        QTest.keyClick(panel.search.line, Qt.Key.Key_Return)
        await desk.until(lambda: desk.composer.text == ASK_NAME_TEXT, "inserted from the panel")

        desk.composer.editor.selectAll()
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Backspace)
        desk.type("")
        await desk.until(desk.composer.editor.hasFocus, "the caret in the text")
        desk.type("/hello")
        await desk.until(desk.composer.popup.isVisible, "the popup")
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return)
        await desk.until(lambda: desk.composer.text.startswith("Hello Elena, I'm Ann."), "by /")

        assert desk.lines(chat) == ["Hello"]


def test_the_library_is_listed_searched_and_extended_without_a_display(tmp_path: Path) -> None:
    listed = json.loads(canned(tmp_path, "list", "--json").stdout)
    found = canned(tmp_path, "search", "ask", "name").stdout
    added = canned(
        tmp_path, "add", "--body", "We ship to Malta.", "--shortcut", "/malta", "--tag", "islands"
    )
    again = canned(tmp_path, "search", "malta").stdout

    assert len(listed["responses"]) >= 40
    assert found.startswith(ASK_NAME)
    assert added.returncode == 0
    assert "We ship to Malta." in again


def test_the_library_goes_out_and_comes_back_as_json_and_csv(tmp_path: Path) -> None:
    canned(tmp_path, "add", "--title", "Malta", "--body", "We ship\nto Malta, “always”.")
    for name in ("out.json", "out.csv"):
        file = tmp_path / name
        exported = canned(tmp_path, "export", str(file))
        fresh = tmp_path / f"fresh-{file.suffix[1:]}"
        imported = canned(fresh, "import", str(file))
        body = json.loads(canned(fresh, "search", "malta", "--json").stdout)["responses"][0]["body"]

        assert (exported.returncode, imported.returncode) == (0, 0)
        assert body == "We ship\nto Malta, “always”."


def test_an_unreadable_import_row_is_named_and_stops_no_other_row(tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(
            [["title", "body"], ["Malta", "We ship to Malta."], ["Empty", ""], ["Gozo", "Too."]]
        )
    imported = canned(tmp_path, "import", str(file))
    found = canned(tmp_path, "search", "gozo").stdout

    assert imported.returncode == 0
    assert "Row 3:" in imported.stdout
    assert found.startswith("Gozo")


def test_a_file_that_is_no_library_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{"format": ')
    refused = canned(tmp_path, "import", str(file))
    missing = canned(tmp_path, "import", str(tmp_path / "nothing.json"))

    assert (refused.returncode, missing.returncode) == (1, 1)
    assert "Traceback" not in refused.stderr + missing.stderr
    assert "cannot be read" in missing.stderr


def canned(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `undivided canned` with no display, no session bus and no Qt plugin set."""
    absent = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS"}
    return subprocess.run(
        [sys.executable, "-m", "undivided", "--profile", str(folder / "profile"), "canned", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={name: value for name, value in os.environ.items() if name not in absent},
    )
