"""The repository stands alone: nobody needs another folder or a certain package mirror."""

import re
import subprocess
from pathlib import Path

import pytest

from installer.environment import ROOT
from tests.support.parts import missing_part

# Written so that this file does not hold what it looks for.
FOREIGN = re.compile(
    r"[p]ypi\.org|[p]ythonhosted\.org|[n]pmjs\.(org|com)|(deb|archive)\.(debian|ubuntu)\.(org|com)"
    r"|[.]{2}/shared|(?<![\w.-])/[w]ork/"
)
LARGE_BYTES = 1_000_000


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    run = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        missing_part("needs a git checkout to know which files are tracked")
    paths = [ROOT / name for name in run.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_tracked_files_name_no_package_host_and_no_outside_folder(tracked: list[Path]) -> None:
    found = {}
    for path in tracked:
        match = FOREIGN.search(path.read_text("utf-8", errors="replace"))
        if match is not None:
            found[str(path.relative_to(ROOT))] = match[0]

    assert found == {}


def test_tracked_files_are_small(tracked: list[Path]) -> None:
    assert [path for path in tracked if path.stat().st_size > LARGE_BYTES] == []
