import subprocess
import sys

import pytest

DESKTOP = "from undivided.app.entry import desktop as command"
SERVER = "from undivided.app.entry import server as command"


def run_without(modules: list[str], command: str, *arguments: str) -> tuple[int, str]:
    """Return the exit code and the words of a command where these packages are not installed."""
    # None in sys.modules makes a package look as if it were not there.
    absent = "".join(f"sys.modules[{name!r}] = None\n" for name in modules)
    script = (
        f"import sys\n{absent}sys.argv[:] = {['undivided', *arguments]!r}\n{command}\ncommand()"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("name", ["PySide6", "qasync", "websockets", "keyring"])
def test_the_window_says_which_extra_it_lacks(name: str) -> None:
    code, words = run_without([name], DESKTOP)

    assert code == 1
    assert len(words.splitlines()) == 1
    assert f"needs {name}" in words
    assert "'undivided[desktop]'" in words


@pytest.mark.parametrize("name", ["aiohttp", "filetype"])
def test_the_server_says_which_extra_it_lacks(name: str) -> None:
    code, words = run_without([name], SERVER, "serve", "--data", "nowhere")

    assert code == 1
    assert len(words.splitlines()) == 1
    assert f"needs {name}" in words
    assert "'undivided[server]'" in words


def test_the_server_works_without_qt() -> None:
    code, words = run_without(["PySide6", "qasync", "keyring"], SERVER, "--help")

    assert (code, "serve" in words) == (0, True)


def test_the_canned_library_works_without_qt() -> None:
    code, words = run_without(["PySide6", "qasync", "keyring"], DESKTOP, "canned", "--help")

    assert (code, "import" in words) == (0, True)
