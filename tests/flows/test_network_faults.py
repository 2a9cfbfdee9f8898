"""The network breaks in every way between real programs: nothing lost, nothing doubled."""

from pathlib import Path

import pytest

from tests.endurance import network_faults


@pytest.mark.timeout(300)
def test_every_kind_of_network_fault_loses_and_doubles_nothing(tmp_path: Path) -> None:
    delivered, noticed = network_faults.endure(14, tmp_path)

    assert delivered.is_met, f"{delivered.reached}: {delivered.detail}"
    # How soon is judged by `installer/dev.py endure network_faults` on a quiet machine.
    assert noticed.detail == "", "every black hole is noticed by both sides"
