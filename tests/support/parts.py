"""Asks for programs that some tests need and that a machine may lack."""

import os
import shutil
from typing import NoReturn

import pytest


def in_ci() -> bool:
    """Return whether this run has to have every part."""
    return os.environ.get("CI", "").lower() == "true"


def needs_program(*names: str) -> str:
    """Return the path of the first of these programs that is installed.

    Without any of them the test is skipped with the reason; under CI=true it fails, because a
    skipped test there would hide a missing line in the set-up.
    """
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing_part(f"needs the program {' or '.join(names)}; `installer/dev.py test` installs it")
    return path


def missing_part(reason: str) -> NoReturn:
    """Skip the running test for want of a part, or fail it under CI=true."""
    __tracebackhide__ = True
    if in_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
