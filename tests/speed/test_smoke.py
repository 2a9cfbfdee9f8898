"""Every measurement still runs; what it measures is not looked at here."""

import importlib

import pytest

from tests.speed.__main__ import MEASUREMENTS, main, parse
from tests.speed.report import Figure, Skipped

ON_A_DISPLAY = ("startup", "pixels")


@pytest.mark.parametrize("name", [name for name in MEASUREMENTS if name not in ON_A_DISPLAY])
def test_a_measurement_gives_figures(name: str) -> None:
    rows = importlib.import_module(f"tests.speed.{name}").measure(quick=True)

    assert rows
    assert all(isinstance(row, Figure) for row in rows)


@pytest.mark.parametrize("name", ON_A_DISPLAY)
def test_what_needs_a_display_says_so_when_quick(name: str) -> None:
    rows = importlib.import_module(f"tests.speed.{name}").measure(quick=True)

    assert all(isinstance(row, Skipped) for row in rows)


def test_the_table_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search"], quick=True) == 0
    assert "canned search" in capsys.readouterr().out


def test_an_unknown_measurement_is_refused() -> None:
    with pytest.raises(SystemExit):
        parse(["lunch"])
