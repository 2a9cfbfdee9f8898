"""Short runs of the trials of files; `installer/dev.py endure` runs them in full."""

from pathlib import Path

import pytest

from tests.endurance import damage, migration_kills, power_loss, storage_faults
from tests.endurance.outcome import table
from tests.support import sqlite_vfs
from undivided.database import opening

needs_faults = pytest.mark.skipif(bool(sqlite_vfs.why_absent()), reason=sqlite_vfs.why_absent())


def test_a_wrong_byte_is_mended_or_said(tmp_path: Path) -> None:
    outcomes = damage.endure(40, tmp_path)

    assert all(outcome.is_met for outcome in outcomes), table(outcomes)


@needs_faults
def test_a_failing_write_loses_nothing_and_needs_no_restart(tmp_path: Path) -> None:
    outcomes = storage_faults.endure(6, tmp_path)

    assert all(outcome.is_met for outcome in outcomes), table(outcomes)


@needs_faults
def test_a_killed_migration_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    outcomes = migration_kills.endure(7, tmp_path)

    assert all(outcome.is_met for outcome in outcomes), table(outcomes)


@needs_faults
def test_a_power_loss_loses_nothing_acknowledged(tmp_path: Path) -> None:
    outcomes = power_loss.endure(12, tmp_path)

    assert all(outcome.is_met for outcome in outcomes), table(outcomes)


@needs_faults
def test_the_trial_of_power_losses_sees_what_is_not_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_PRAGMAS", ("journal_mode=WAL", "synchronous=NORMAL"))

    (outcome,) = power_loss.endure(6, tmp_path)

    assert "lost" in outcome.detail
