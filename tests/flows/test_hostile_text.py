"""Hostile text through the real window: a short version of the trial in tests/endurance."""

from pathlib import Path

from tests.endurance.hostile_text import outcomes, play
from tests.support.hostile.fields import FIELDS
from tests.support.hostile.play import staged
from tests.support.hostile.surfaces import NEVER_SHOWN, SURFACES

# Only a gross stall is a failure here: the machine runs other tests beside this one.
LONGEST_STALL_S = 1.0
# The first use of a script's fonts is Qt's own search; each text that is slow is played again.
LONGEST_FIRST_USE_S = 2.0
SHORT = (0, 18, 21, 33, 36, 50, 67, 80)
"""Rounds of the trial: some of each family of tricks, the slowest one, and mixtures."""


async def test_whatever_a_visitor_writes_is_text(tmp_path: Path) -> None:
    toll = await play(list(SHORT), tmp_path)

    assert toll.checks > 5_000
    reached = outcomes(toll, LONGEST_STALL_S, LONGEST_FIRST_USE_S)
    assert [each for each in reached if not each.is_met] == []


async def test_every_place_that_shows_foreign_words_is_known(tmp_path: Path) -> None:
    marks = {name: f"Qz{number:02} word" for number, name in enumerate(FIELDS)}
    me = {"name": marks["operator name"], "job_title": marks["operator title"]}
    async with staged(tmp_path, me) as stage:
        await stage.play(marks, 1)

    found = {
        (shown.place, name)
        for shown in stage.seen
        for name, mark in marks.items()
        if mark.split()[0] in shown.text
    }
    # A new place is added to the table by whoever has made sure that it is safe.
    assert {place for place, _ in found} - SURFACES.keys() == set()
    assert set(FIELDS) - {name for _, name in found} == NEVER_SHOWN
