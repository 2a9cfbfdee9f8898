"""Finds missing system libraries and programs, and installs them or says how."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.errors import SetupError
from installer.part_table import QT_BASE, QT_WAYLAND, QT_XCB, Part

INSTALL_LIMIT_S = 1200


def qt_libraries(platform: str) -> tuple[Part, ...]:
    """Return the libraries that Qt needs for a platform plugin; all of them for `"all"`."""
    extra = {"xcb": QT_XCB, "wayland": QT_WAYLAND, "all": QT_XCB + QT_WAYLAND}
    return QT_BASE + extra.get(platform.split(":", maxsplit=1)[0], ())


def missing(parts: Iterable[Part]) -> list[Part]:
    """Return the parts that this machine does not have. Only Linux is looked at."""
    if sys.platform != "linux":
        return []
    return [part for part in parts if not _is_there(part)]


def _is_there(part: Part) -> bool:
    if part.name.startswith("/"):
        return any(Path("/").glob(part.name.removeprefix("/")))
    if ".so." not in part.name:
        return any(map(shutil.which, part.name.split("|")))
    try:
        ctypes.CDLL(part.name)
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class PackageManager:
    """One of the system's package managers and how it is spoken to."""

    program: str
    update: tuple[str, ...]
    install: tuple[str, ...]

    def packages(self, parts: Iterable[Part]) -> list[str]:
        """Return the package of each part, each once, in the table's order."""
        return list(dict.fromkeys(self._package(part) for part in parts))

    def _package(self, part: Part) -> str:
        if self.program == "dnf":
            return part.dnf
        if self.program == "pacman":
            return part.pacman
        return next(filter(_apt_knows, part.apt), part.apt[-1])


MANAGERS = (
    PackageManager("apt-get", ("update",), ("install", "--no-install-recommends", "-y")),
    PackageManager("dnf", (), ("install", "-y")),
    PackageManager("pacman", (), ("-S", "--noconfirm", "--needed")),
)


def _apt_knows(package: str) -> bool:
    answer = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", package],
        capture_output=True,
        check=False,
    )
    return answer.returncode == 0 and bool(answer.stdout.strip())


def install(parts: Sequence[Part], purpose: str) -> None:
    """Install the packages of these parts, asking first unless this is root or CI.

    Raises:
        SetupError: The person said no, cannot be asked, or the package manager failed. The
            sentence holds the one line that installs them by hand.
    """
    if not parts:
        return
    manager = next((m for m in MANAGERS if shutil.which(m.program)), None)
    if manager is None:
        names = ", ".join(part.name for part in parts)
        raise SetupError(f"{purpose} needs these parts of the system, please install them: {names}")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if is_root else ["sudo"]
    line = _line_by_hand(manager, parts, sudo)
    if not is_root and os.environ.get("CI", "").lower() != "true":
        _ask(f"{purpose} needs some packages of the system:\n  {line}", line)
    _run_manager(manager, parts, sudo, line)


def _line_by_hand(manager: PackageManager, parts: Sequence[Part], sudo: list[str]) -> str:
    program = "apt" if manager.program == "apt-get" else manager.program
    verb = "-S" if program == "pacman" else "install"
    return " ".join([*sudo, program, verb, *manager.packages(parts)])


def _ask(question: str, line: str) -> None:
    print(question, flush=True)
    if not sys.stdin.isatty():
        raise SetupError(f"Please run this line, then start again: {line}")
    if input("Install them now? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise SetupError("Nothing was installed.")


def _run_manager(
    manager: PackageManager, parts: Sequence[Part], sudo: list[str], line: str
) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if manager.update:
        # A list that is not fresh is no reason to stop; a package that is not found will be.
        _call([*sudo, manager.program, *manager.update], environment)
    # After the update only: which name of a renamed package exists is known from the fresh list.
    packages = manager.packages(parts)
    print("Installing " + " ".join(packages), flush=True)
    status = _call([*sudo, manager.program, *manager.install, *packages], environment)
    if status != 0:
        raise SetupError(
            f"{manager.program} could not install the packages above (exit code {status}). "
            f"Check the network, then run: {line}"
        )


def _call(command: list[str], environment: dict[str, str]) -> int:
    quiet = ["-qq"] if "apt-get" in command else []
    where = command.index("apt-get") + 1 if quiet else 0
    full = [*command[:where], *quiet, *command[where:]]
    try:
        return subprocess.run(
            full, env=environment, check=False, timeout=INSTALL_LIMIT_S
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise SetupError(f"`{' '.join(full)}` did not end within 20 minutes.") from error
    except FileNotFoundError as error:
        raise SetupError(f"`{full[0]}` is not installed; become root and start again.") from error
