"""The rules of the table: ratios, goals, marks."""

import pytest

from tests.speed.report import Figure, Skipped, machine, percentile, table


def figure(ours: float, goal: float, reference: float | None = None) -> Figure:
    return Figure("a promise", "ms", ours, goal, 12, "a peer" if reference else "", reference)


def test_a_figure_with_a_reference_is_compared_by_its_ratio() -> None:
    taken = figure(ours=3.0, goal=1.5, reference=2.0)

    assert taken.ratio == 1.5
    assert taken.is_met


def test_a_figure_without_a_reference_is_compared_with_the_goal_itself() -> None:
    assert figure(ours=3.0, goal=3.0).is_met
    assert not figure(ours=3.1, goal=3.0).is_met


def test_a_reference_of_nothing_does_not_end_the_run() -> None:
    assert not figure(ours=1.0, goal=2.0, reference=0.0).is_met


def test_a_missed_goal_is_marked() -> None:
    line = table([figure(ours=4.0, goal=1.5, reference=2.0)]).splitlines()[-1]

    assert line == (
        "| a promise | 4.000 ms | a peer | 2.000 ms | 2.00 | <= 1.5 | 12 | **missed** |"
    )


def test_a_goal_without_a_reference_shows_its_unit() -> None:
    line = table([figure(ours=2.0, goal=3.0)]).splitlines()[-1]

    assert line == "| a promise | 2.000 ms |  |  |  | <= 3 ms | 12 | met |"


def test_a_floor_is_met_by_what_is_above_it() -> None:
    rate = Figure("messages", "a second", 2_000.0, 1_000.0, 12, is_floor=True)
    slow = Figure("messages", "a second", 999.0, 1_000.0, 12, is_floor=True)

    assert rate.is_met
    assert not slow.is_met
    assert "| >= 1000 a second | 12 | met |" in table([rate])


def test_what_could_not_be_measured_says_why() -> None:
    line = table([Skipped("a promise", "needs a display")]).splitlines()[-1]

    assert line == "| a promise | | | | | | | skipped: needs a display |"


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (50, 3), (99, 5), (100, 5)])
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert expected == percentile([5, 3, 1, 4, 2], share)


def test_the_machine_line_names_what_the_figures_depend_on() -> None:
    line = machine()

    assert "cores" in line
    assert "PySide6-Essentials 6." in line
