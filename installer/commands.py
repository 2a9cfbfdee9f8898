"""What the set-up script can do: run, test, lint, bench, simulate and endure."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from installer.environment import ROOT, ensure, program
from installer.errors import SetupError
from installer.part_table import TEST_PROGRAMS, Part
from installer.system_parts import install, missing, qt_libraries

TEST_LIMIT_S = 30 * 60
"""How long all checks may take together; a hang must not hold a machine for longer.

Two quiet cores need under 20 minutes; a machine that others slow down should still be told more
than that it was late.
"""

PURE_COVERAGE_FLOOR = 95
PURE_FOLDERS = ("protocol", "library", "etiquette", "desk", "session")
"""Percent of the pure folders' lines and branches that the tests have to reach."""


def run(arguments: list[str]) -> int:
    """Start the demo server, the demo shop and the window; without a display run the tour."""
    platform = display_platform(os.environ)
    install(missing(qt_libraries(platform or "offscreen")), "Qt, which draws the window,")
    ensure(["desktop", "server"])
    if platform is None:
        print(
            "No display was found, so the tour runs instead; its pictures go to ./tour", flush=True
        )
        return _replace_by([program("undivided"), "tour", "--out", "tour", *arguments])
    return _replace_by([program("undivided"), "demo", *arguments])


def display_platform(environment: Mapping[str, str]) -> str | None:
    """Return the Qt platform that a window would use, or None where there is no display."""
    if environment.get("QT_QPA_PLATFORM"):
        return environment["QT_QPA_PLATFORM"]
    if sys.platform != "linux":
        return "native"
    if environment.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if environment.get("DISPLAY") else None


def lint(arguments: list[str]) -> int:
    """Run every check that does not run the program. The first failure's exit code is returned."""
    if arguments:
        raise SetupError("`lint` takes no arguments.")
    _set_up_checks()
    return _lint_steps()


def test(arguments: list[str]) -> int:
    """Run the checks and then pytest, whose summary is the last line. Arguments go to pytest."""
    _set_up_checks()
    _add_test_programs()
    # Downloads take as long as the network does; the limit is on the checks.
    started = time.monotonic()
    lint_status = _lint_steps()
    if lint_status != 0:
        print("A check above failed; the tests run all the same.", flush=True)
    command = [program("python"), "-X", "faulthandler", "-m", "pytest", *arguments]
    if not arguments:
        # A file's tests stay together: they share servers and browsers. Long files come first.
        command += ["-n", str(_workers()), "--dist", "loadfile", "--no-loadscope-reorder"]
        command += ["--durations=20", "--durations-min=5"]
    _title("pytest")
    status = _limited(command, TEST_LIMIT_S - (time.monotonic() - started))
    return lint_status or status


def coverage(arguments: list[str]) -> int:
    """Run the tests of the pure folders and hold their coverage to its floor.

    It is no part of `test`, whose time tracing would double.
    """
    if arguments:
        raise SetupError("`coverage` takes no arguments.")
    _set_up_checks()
    folders = [f"tests/{name}" for name in PURE_FOLDERS]
    floor = ["--cov", "--cov-report=term", f"--cov-fail-under={PURE_COVERAGE_FLOOR}"]
    shares = ["-n", str(_workers()), "--dist", "loadfile"]
    return _limited([program("python"), "-m", "pytest", *folders, *shares, *floor], TEST_LIMIT_S)


def bench(arguments: list[str]) -> int:
    """Measure the speed promises and print one table."""
    _set_up_checks()
    parts = _bench_parts(ROOT / "tests" / "speed" / "parts.txt")
    install(missing(parts), "The bench")
    return _replace_by([program("python"), "-m", "tests.speed", *arguments])


def simulate(arguments: list[str]) -> int:
    """Play seeded faults in one simulated world; one line for every seed that fails."""
    ensure(["desktop", "server", "test", "dev"])
    return _replace_by([program("python"), "-m", "tests.simulation", *arguments])


def endure(arguments: list[str]) -> int:
    """Break real processes, files and networks many times, and print one table."""
    _set_up_checks()
    _add_test_programs()
    return _replace_by([program("python"), "-m", "tests.endurance", *arguments])


COMMANDS: Mapping[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "coverage": coverage,
    "bench": bench,
    "simulate": simulate,
    "endure": endure,
}


def _workers() -> int:
    """Return how many test processes run side by side: one above the cores, as many tests wait."""
    return min(4, (os.cpu_count() or 1) + 1)


def _set_up_checks() -> None:
    install(missing(qt_libraries("all")), "Qt, which draws the window,")
    ensure(["desktop", "server", "test", "dev"])


def _add_test_programs() -> None:
    try:
        install(missing(TEST_PROGRAMS), "Some tests drive other programs. This run")
    except SetupError as error:
        if os.environ.get("CI", "").lower() == "true":
            raise
        print(f"{error} Tests that need the missing parts are skipped.", flush=True)


def _bench_parts(table: Path) -> list[Part]:
    """Read one part a line: program, apt package, dnf package, pacman package; # for comments."""
    if not table.exists():
        return []
    rows = (line.split("#")[0].split() for line in table.read_text("utf-8").splitlines())
    return [Part(name, (apt,), dnf, pacman) for name, apt, dnf, pacman in filter(None, rows)]


def _lint_steps() -> int:
    steps = (
        ("format", [program("ruff"), "format", "--check", "."]),
        ("lint", [program("ruff"), "check", "."]),
        ("types", [program("mypy")]),
        ("imports", [program("lint-imports"), "--no-logo"]),
        ("module table", [sys.executable, "-m", "installer.module_table", "--check"]),
    )
    failures = []
    for name, command in steps:
        _title(name)
        status = subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode
        if status != 0:
            failures.append(status)
    return failures[0] if failures else 0


def _limited(command: list[str], seconds: float) -> int:
    with subprocess.Popen(command, cwd=ROOT, env=_environment()) as child:
        try:
            return child.wait(timeout=max(seconds, 1))
        except subprocess.TimeoutExpired:
            # An abort makes Python print what every thread was doing.
            child.send_signal(signal.SIGABRT if hasattr(signal, "SIGABRT") else signal.SIGTERM)
            print(f"The checks did not end within {TEST_LIMIT_S // 60} minutes.", flush=True)
            return 124
        finally:
            # Also after Ctrl+C, which pytest has heard too and answers with its summary.
            _let_end(child)


def _let_end(child: "subprocess.Popen[bytes]") -> None:
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()


def _replace_by(command: list[str]) -> int:
    """Become this program, so that Ctrl+C and the exit code are its own."""
    sys.stdout.flush()
    if sys.platform == "win32":
        with subprocess.Popen(command, cwd=ROOT) as child:
            while True:
                try:
                    return child.wait()
                except KeyboardInterrupt:
                    continue  # the program got Ctrl+C too and is closing
    os.chdir(ROOT)
    return os.execve(command[0], command, _environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1"}


def _title(name: str) -> None:
    print(f"\n== {name}", flush=True)
