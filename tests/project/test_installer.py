import ast
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from installer import commands, environment, system_parts
from installer.environment import ROOT, explain_pip
from installer.errors import SetupError
from installer.part_table import QT_BASE, QT_WAYLAND, QT_XCB, TEST_PROGRAMS, Part
from tests.support.parts import needs_program

GLIB = Part("libno-such-glib.so.0", ("libnew-t64", "libold"), "glib-dnf", "glib-pacman")
XDO = Part("no-such-program", ("xdo",), "xdo-dnf", "xdo-pacman")


def add_program(folder: Path, name: str, lines: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the log of a machine whose only programs are a pretended apt and sudo."""
    log = tmp_path / "log"
    add_program(tmp_path, "apt-get", f'echo "apt-get $*" >> {log}')
    add_program(tmp_path, "sudo", f'echo "sudo $*" >> {log}')
    # This machine knows only the older name of the renamed library.
    add_program(tmp_path, "apt-cache", '[ "$3" = libnew-t64 ] && exit 100; echo Package: "$3"')
    monkeypatch.setenv("PATH", f"{tmp_path}")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("CI", raising=False)
    return log


def be(monkeypatch: pytest.MonkeyPatch, *, root: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)


def test_root_gets_missing_packages_without_a_question(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, root=True)
    system_parts.install([GLIB, XDO], "The test")

    assert machine.read_text().splitlines() == [
        "apt-get -qq update",
        "apt-get -qq install --no-install-recommends -y libold xdo",
    ]


def test_ci_gets_missing_packages_through_sudo(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, root=False)
    monkeypatch.setenv("CI", "true")
    system_parts.install([XDO], "The test")

    assert "sudo apt-get -qq install --no-install-recommends -y xdo" in machine.read_text()


def test_a_person_who_cannot_be_asked_gets_the_one_line(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, root=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)

    with pytest.raises(SetupError, match=r"sudo apt install libold xdo$"):
        system_parts.install([GLIB, XDO], "The test")
    assert not machine.exists()


def test_a_person_who_agrees_gets_missing_packages(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, root=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "y")
    system_parts.install([XDO], "The test")

    assert "sudo apt-get -qq install" in machine.read_text()


def test_a_person_who_says_nothing_gets_nothing(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, root=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "")

    with pytest.raises(SetupError, match=r"^Nothing was installed\.$"):
        system_parts.install([XDO], "The test")
    assert not machine.exists()


def test_a_failing_package_manager_is_explained(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_program(machine.parent, "apt-get", "exit 100")
    be(monkeypatch, root=True)

    with pytest.raises(SetupError, match=r"exit code 100.*apt install xdo"):
        system_parts.install([XDO], "The test")


def test_a_system_without_a_known_package_manager_gets_the_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SetupError, match="no-such-program"):
        system_parts.install([XDO], "The test")


def test_parts_are_found_as_library_program_and_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    there = [
        Part("libc.so.6", (), "", ""),
        Part("none|sh", (), "", ""),
        Part("/et*/passwd", (), "", ""),
    ]
    absent = [GLIB, XDO, Part("/no/such/**/font*", (), "", "")]

    assert system_parts.missing(there + absent) == absent


@pytest.mark.parametrize("part", [*QT_BASE, *QT_XCB, *QT_WAYLAND, *TEST_PROGRAMS])
def test_each_part_has_a_package_everywhere(part: Part) -> None:
    assert all([part.apt, part.dnf, part.pacman])


@pytest.mark.skipif(sys.platform != "linux", reason="reads ELF files")
def test_the_table_names_every_library_that_qt_links() -> None:
    known = {part.name for part in QT_BASE + QT_XCB + QT_WAYLAND}

    assert linked_by_qt() - known == set()


def linked_by_qt() -> set[str]:
    """Return the system libraries that Qt's modules and platform plugins name in their headers."""
    qt = Path(PySide6.__path__[0]) / "Qt"
    names = ["Core", "Gui", "Widgets", "Network", "DBus", "Svg", "XcbQpa", "WaylandClient"]
    files = [qt / "lib" / f"libQt6{name}.so.6" for name in names]
    files += [qt / "plugins" / "platforms" / f"libq{name}.so" for name in ("xcb", "offscreen")]
    command = [needs_program("objdump"), "-p", *map(str, filter(Path.exists, files))]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    linked = {line.split()[1] for line in run.stdout.splitlines() if "NEEDED" in line}
    always = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libresolv.so.2"}
    return {n for n in linked - always if not n.startswith(("libQt6", "libicu", "ld-linux"))}


def test_an_old_python_can_read_the_script() -> None:
    source = (ROOT / "installer" / "dev.py").read_text("utf-8")

    ast.parse(source, feature_version=(3, 8))


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("NewConnectionError: Failed to establish a new connection", "No network"),
        ("[Errno -3] Temporary failure in name resolution", "No network"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("[Errno 13] Permission denied: '/x'", "may not be written"),
        ("ERROR: No matching distribution found for PySide6-Essentials", "no build for Python"),
        ("ERROR: something else", "its own words are above"),
    ],
    ids=["refused", "dns", "full", "rights", "no wheel", "other"],
)
def test_a_failure_of_pip_is_one_sentence(output: str, words: str) -> None:
    assert words in explain_pip(output)


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the record of a finished set-up with the extras `desktop` and `server`."""
    path = tmp_path / "record.json"
    facts = {"digest": environment._digest(), "extras": ["desktop", "server"]}
    path.write_text(json.dumps(facts))
    monkeypatch.setattr(environment, "RECORD", path)
    monkeypatch.setattr(environment, "program", lambda _: sys.executable)
    return path


def test_a_second_start_starts_no_pip(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    monkeypatch.setattr(subprocess, "Popen", pytest.fail)

    environment.ensure(["server"])


def test_another_extra_is_installed_beside_the_known_ones(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(environment, "_pip_install", asked.append)
    environment.ensure(["test"])

    assert asked == [["desktop", "server", "test"]]
    assert json.loads(record.read_text())["extras"] == ["desktop", "server", "test"]


def test_a_changed_project_file_is_installed_anew(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(environment, "_pip_install", asked.append)
    monkeypatch.setattr(environment, "_digest", lambda: "changed")
    environment.ensure(["server"])

    assert asked == [["server"]]


def test_pyside_that_crashes_on_this_python_is_refused(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_pyside_version", lambda: (6, 12))
    monkeypatch.setattr(sys, "version_info", (3, 11, 7))

    with pytest.raises(SetupError, match=r"PySide6-Essentials<6\.12"):
        environment._refuse_bad_pair()


def test_the_installed_pyside_is_seen() -> None:
    if not environment.VENV.exists():
        pytest.skip("the tests run in another environment than .venv")

    assert (6, 8) <= environment._pyside_version() < (7,)


@pytest.mark.parametrize(
    ("variables", "platform"),
    [
        ({}, None),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
    ],
    ids=["none", "x11", "wayland", "chosen"],
)
def test_the_display_is_the_one_that_qt_would_use(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], platform: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    assert platform == commands.display_platform(variables)


@pytest.mark.parametrize(
    ("platform", "command"),
    [("xcb", ["demo", "--x"]), (None, ["tour", "--out", "tour", "--x"])],
    ids=["display", "no display"],
)
def test_run_starts_the_demo_or_without_a_display_the_tour(
    monkeypatch: pytest.MonkeyPatch, platform: str | None, command: list[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(commands, "display_platform", lambda _: platform)
    monkeypatch.setattr(commands, "install", lambda *_: None)
    monkeypatch.setattr(commands, "ensure", lambda _: None)
    monkeypatch.setattr(commands, "_replace_by", started.append)
    commands.run(["--x"])

    assert command == started[0][1:]


def test_the_bench_reads_its_parts_from_a_table(tmp_path: Path) -> None:
    table = tmp_path / "parts.txt"
    table.write_text("# program apt dnf pacman\n\nejabberdctl ejabberd ejabberd - # a peer\n")

    assert commands._bench_parts(table) == [Part("ejabberdctl", ("ejabberd",), "ejabberd", "-")]


def test_checks_that_never_end_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]

    assert commands._limited(command, 0.2) == 124
