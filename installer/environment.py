"""Makes the virtual environment `.venv` and keeps it in step with pyproject.toml."""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from installer.errors import SetupError
from installer.part_table import Part
from installer.system_parts import install

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
RECORD = VENV / "undivided-setup.json"
"""What the last successful pip run was for; a matching record makes pip unnecessary."""

_IS_WINDOWS = sys.platform == "win32"
_BIN = VENV / ("Scripts" if _IS_WINDOWS else "bin")
VENV_PART = Part("ensurepip", ("python3-venv",), "python3-libs", "python")
"""Debian and Ubuntu keep the module that makes environments in a package of its own."""

_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError"
    r"|Failed to establish a new connection|name resolution|Network is unreachable"
    r"|Connection (refused|reset)|SSLError|timed out"
)


def program(name: str) -> str:
    """Return the path of a program in the environment; it need not exist yet."""
    return str(_BIN / (f"{name}.exe" if _IS_WINDOWS else name))


def ensure(extras: Iterable[str]) -> None:
    """Make `.venv` hold Undivided with at least these extras. Without changes this takes no time.

    Raises:
        SetupError: Something outside the checkout has to be mended first.
    """
    wanted = set(extras)
    digest = _digest()
    known = _recorded_extras(digest)
    if not wanted <= known:
        _make_venv()
        _check_pip()
        _pip_install(sorted(wanted | known))
        RECORD.write_text(json.dumps({"digest": digest, "extras": sorted(wanted | known)}))
    _refuse_bad_pair()


def _digest() -> str:
    # The editable install holds this folder's path, and another Python needs other wheels.
    facts = f"{sys.version_info[:2]} {ROOT}".encode()
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + facts).hexdigest()


def _recorded_extras(digest: str) -> set[str]:
    try:
        record = json.loads(RECORD.read_text())
        matches = record["digest"] == digest and Path(program("python")).exists()
        return set(record["extras"]) if matches else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _make_venv() -> None:
    if _works(["-c", f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"]):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        _add_venv_module()
    print(f"Making {VENV}", flush=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupError(
            f"Python could not make its environment in {VENV}. "
            "Check that this folder may be written and that the disk has room (1 GB)."
        ) from error


def _add_venv_module() -> None:
    if sys.platform != "linux" or not sys.executable.startswith("/usr/bin/"):
        raise SetupError(
            f"{sys.executable} has no venv or ensurepip module. "
            "Install Python 3.11 or newer from python.org and start again."
        )
    install([VENV_PART], "Python's environment module is missing. It")
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupError(f"The venv module is missing: sudo apt install python{version}-venv")


def _check_pip() -> None:
    if _works(["-m", "pip", "--version"]) or _works(["-m", "ensurepip", "--upgrade"]):
        return
    raise SetupError(f"{VENV} has no pip. Delete that folder and start again.")


def _works(arguments: list[str]) -> bool:
    try:
        run = subprocess.run([program("python"), *arguments], capture_output=True, check=False)
    except OSError:
        return False
    return run.returncode == 0


def _pip_install(extras: list[str]) -> None:
    print("Installing Undivided's packages; the first time takes a minute or two.", flush=True)
    command = [program("python"), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    command += ["-e", f".[{','.join(extras)}]"]
    lines = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            lines.append(line)
            print("  " + line, end="", flush=True)
    if pip.returncode != 0:
        raise SetupError(explain_pip("".join(lines)))


def explain_pip(output: str) -> str:
    """Return one sentence on why pip failed, from what it printed."""
    if _NO_NETWORK.search(output):
        return "No network: pip could not reach the package index. Connect, then start again."
    if "No space left" in output:
        return "The disk is full: Undivided's packages need about 1 GB. Make room and start again."
    if "Permission denied" in output:
        return f"{VENV} may not be written. Delete it (it belongs to someone else), start again."
    if "No matching distribution found" in output or "requires a different Python" in output:
        version = ".".join(map(str, sys.version_info[:3]))
        return (
            f"A package above has no build for Python {version} on this system. "
            "Python 3.11 to 3.13 on 64-bit Linux, macOS or Windows work."
        )
    return "pip could not install Undivided's packages; its own words are above."


def _refuse_bad_pair() -> None:
    version = _pyside_version()
    if version >= (6, 12) and sys.version_info < (3, 12):
        raise SetupError(
            "PySide6 6.12 crashes on Python 3.11 (it corrupts the reference count of None). "
            f"Run: {program('python')} -m pip install 'PySide6-Essentials<6.12'"
        )


def _pyside_version() -> tuple[int, ...]:
    # Read from the folder's name: importing PySide6 would cost each start a quarter of a second.
    for folder in VENV.glob("[Ll]ib*/**/site-packages"):
        for info in folder.glob("[Pp]y[Ss]ide6_[Ee]ssentials-*.dist-info"):
            digits = info.name.removesuffix(".dist-info").split("-")[1].split(".")[:2]
            return tuple(int(digit) for digit in digits)
    return (0,)
