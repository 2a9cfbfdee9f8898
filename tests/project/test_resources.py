import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer.environment import ROOT
from undivided.resources import ResourceMissing, resource_path

SHIPPED = {path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*.*")}


def test_a_checkout_finds_its_resources() -> None:
    assert ROOT / "resources" / "widget" == resource_path("widget")


def test_a_missing_file_is_named_in_a_sentence() -> None:
    with pytest.raises(ResourceMissing, match=r"icons/none\.svg, .* is missing from .*Install"):
        resource_path("icons", "none.svg")


def test_a_frozen_program_finds_what_it_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked = tmp_path / "undivided" / "resources" / "widget"
    unpacked.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert unpacked == resource_path("widget")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the contents of a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_carries_every_resource(installed: Path) -> None:
    carried = installed / "undivided" / "resources"

    assert {path.relative_to(carried) for path in carried.rglob("*.*")} == SHIPPED


def test_an_installed_wheel_finds_its_own_resources(installed: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "from undivided.resources import resource_path\n"
        "print(resource_path('widget'))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True
    )

    assert str(installed / "undivided" / "resources" / "widget") == run.stdout.strip()
