"""What every test of a widget needs."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session", autouse=True)
def application_first(qapp: QApplication) -> None:
    """Let there be an application before any font, whichever test comes first."""
