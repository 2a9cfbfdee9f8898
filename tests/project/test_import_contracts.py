"""Each import contract is shown to fail, on a skeleton of the package with one bad line."""

import shutil
import subprocess
from pathlib import Path

import pytest

from installer.environment import ROOT, program

FOLDERS = ["app", "ui", "server", "qtmodels", "runtime", "storage", "session"]
FOLDERS += ["desk", "database", "library", "etiquette", "protocol"]

BAD_IMPORTS = {
    "layers": [
        ("ui", "undivided.app"),
        ("ui", "undivided.server"),
        ("server", "undivided.ui"),
        ("qtmodels", "undivided.runtime"),
        ("storage", "undivided.session"),
        ("session", "undivided.storage"),
        ("library", "undivided.desk"),
        ("database", "undivided.storage"),
        ("database", "undivided.server"),
        ("protocol", "undivided.etiquette"),
    ],
    "pure": [
        ("protocol", "time"),
        ("library", "sqlite_utils"),
        ("etiquette", "random"),
        ("desk", "PySide6.QtCore"),
        ("session", "asyncio"),
        ("desk", "undivided.resources"),
        ("session", "undivided.database"),
    ],
    "server": [("server", "PySide6.QtCore"), ("server", "undivided.runtime")],
    "window": [
        ("ui", "websockets"),
        ("qtmodels", "asyncio"),
        ("ui", "undivided.storage"),
        ("ui", "undivided.database"),
    ],
    "storage": [("storage", "asyncio"), ("database", "asyncio")],
}
CASES = [(contract, *case) for contract, cases in BAD_IMPORTS.items() for case in cases]


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    for name in FOLDERS:
        (tmp_path / "undivided" / name).mkdir(parents=True)
        (tmp_path / "undivided" / name / "__init__.py").touch()
    for name in ("__init__", "__main__", "resources"):
        (tmp_path / "undivided" / f"{name}.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def check(skeleton: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [program("lint-imports"), "--no-logo", "--no-cache", *arguments]
    return subprocess.run(command, cwd=skeleton, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("contract", "folder", "module"), CASES)
def test_a_contract_sees_a_bad_import(
    skeleton: Path, contract: str, folder: str, module: str
) -> None:
    (skeleton / "undivided" / folder / "bad.py").write_text(f"import {module}\n")
    run = check(skeleton, "--contract", contract)

    assert run.returncode == 1
    assert f"undivided.{folder}.bad -> {module.removesuffix('.QtCore')}" in run.stdout


def test_a_folder_that_no_layer_names_is_seen(skeleton: Path) -> None:
    (skeleton / "undivided" / "helpers.py").touch()
    run = check(skeleton, "--contract", "layers")

    assert "undivided.helpers" in run.stdout
    assert run.returncode == 1


def test_a_package_that_keeps_the_rules_passes(skeleton: Path) -> None:
    (skeleton / "undivided" / "ui" / "good.py").write_text("import undivided.qtmodels\n")

    assert check(skeleton).returncode == 0
