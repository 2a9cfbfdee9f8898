"""Rules of the start, each in a process of its own."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.app_process import desk_process, run_undivided
from undivided import __version__
from undivided.app import late_parts

SLOW = (
    *("asyncio", "click", "email", "keyring", "PySide6.QtNetwork", "qasync"),
    *("msgspec", "sqlite3", "sqlite_utils", "ssl", "websockets"),
    *("undivided.ui.desk_page", "undivided.ui.sign_in", "undivided.ui.look.stylesheet"),
)
"""What takes longer to load than the window takes to show itself."""
BEHIND = (
    *("keyring", "msgspec", "PySide6.QtNetwork", "sqlite3", "sqlite_utils", "websockets"),
    *("undivided.app.program", "undivided.desk.desk", "undivided.ui.desk_page"),
)
"""What the sign-in page needs not, to take what is typed and clicked."""

PAINT = """
import sys
from pathlib import Path
from undivided.app import desktop, entry, main
from undivided.storage.profile import open_profile
opened = desktop.open_window(open_profile(Path(sys.argv[1])))
desktop._wait_for_first_paint(opened)
print("painted", *sorted(set(sys.argv[2:]) & set(sys.modules)))
"""
USABLE = """
import sys
from pathlib import Path
from undivided.app import desktop, entry, late_parts, main
from undivided.storage.profile import open_profile
def load_in_steps():
    print("usable", *sorted(set(sys.argv[2:]) & set(sys.modules)))
    yield
    opened.window.close()
    yield
late_parts.load_in_steps = load_in_steps
open_window = desktop.open_window
def watched(profile):
    global opened
    opened = open_window(profile)
    return opened
desktop.open_window = watched
desktop.run(desktop.Start(Path(sys.argv[1])))
"""
WITHOUT_QT = """
import sys
for name in ("PySide6", "qasync", "keyring", "websockets"):
    sys.modules[name] = None
from undivided.app.entry import desktop
desktop()
"""
NOWHERE = {
    name: value
    for name, value in os.environ.items()
    if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
}


def run_script(script: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "settings",
    ["", '{"server_url": "https://a.example", "email": "mira@a.example", "theme": "dark"}'],
    ids=["first start", "later start"],
)
def test_nothing_slow_is_loaded_before_the_first_paint(tmp_path: Path, settings: str) -> None:
    if settings:
        (tmp_path / "settings.json").write_text(settings)
    done = run_script(PAINT, str(tmp_path), *SLOW)

    assert (done.stdout.split(), done.stderr) == (["painted"], "")


def test_only_the_loop_is_loaded_before_the_sign_in_page_takes_input(tmp_path: Path) -> None:
    done = run_script(USABLE, str(tmp_path), *BEHIND)

    assert (done.stdout.split(), done.stderr) == (["usable"], "")
    assert '"interactive"' in (tmp_path / "undivided.log").read_text()


def test_every_late_part_exists() -> None:
    assert [name for name in late_parts.STEPS if importlib.util.find_spec(name) is None] == []


def test_a_second_start_shows_the_first_and_ends(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with desk_process(profile) as first:
        second = run_undivided("--profile", str(profile))

        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        assert first.is_ready()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize("words", [(), ("demo",)], ids=["desk", "demo"])
def test_without_a_display_one_sentence_names_the_tour(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run_undivided(*words, "--profile", str(tmp_path / "profile"), environment=NOWHERE)

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "undivided tour --out tour" in done.stderr
    assert not (tmp_path / "profile").exists()


def test_a_profile_that_is_a_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("mine")
    done = run_undivided("--profile", str(tmp_path / "profile"))

    assert done.returncode == 1
    assert "cannot be opened for writing" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_version_is_said() -> None:
    done = run_undivided("--version", environment=NOWHERE)

    assert (done.returncode, done.stdout) == (0, f"Undivided {__version__}\n")


def test_the_canned_library_is_listed_without_qt(tmp_path: Path) -> None:
    done = run_script(WITHOUT_QT, "canned", "list", "--profile", str(tmp_path))

    assert (done.returncode, done.stderr) == (0, "")
    assert "/" in done.stdout
    assert (tmp_path / "library.db").exists()
