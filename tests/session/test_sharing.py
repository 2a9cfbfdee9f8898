"""Libraries of several operators that share responses over the real hub."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.core.hub_play import OTHER_SHOP, SHOP, HubPlay
from tests.session.shared_desk import SharedDesk, settled
from undivided.library.model.responses import Scope
from undivided.library.sharing.copies import Standing
from undivided.library.sharing.news import Choice, What
from undivided.protocol.canned_responses import SITE, Place


@pytest.fixture
def play(tmp_path: Path) -> Iterator[HubPlay]:
    script = HubPlay(tmp_path)
    yield script
    script.close()


@pytest.fixture
def ann(play: HubPlay) -> SharedDesk:
    return SharedDesk(play, "ann", role="administrator")


@pytest.fixture
def bob(play: HubPlay) -> SharedDesk:
    return SharedDesk(play, "bob", role="administrator")


@pytest.fixture
def carl(play: HubPlay) -> SharedDesk:
    return SharedDesk(play, "carl")


def shared(ann: SharedDesk, *others: SharedDesk, **fields: Any) -> str:
    """Return the id of a response that everybody has."""
    made = ann.add("Hours", **fields)
    settled(ann, *others)
    return made


def both_changed(ann: SharedDesk, bob: SharedDesk) -> str:
    """Return the id of a response with a title of each, in conflict at Ann's."""
    hours = shared(ann, bob)
    ann.stop()
    ann.edit(hours, title="By Ann")
    bob.edit(bob.titled("Hours").id, title="By Bob")
    settled(bob)
    ann.start()
    settled(ann, bob)
    return hours


# From one library to the others


def test_a_new_team_response_comes_to_every_library(
    ann: SharedDesk, bob: SharedDesk, carl: SharedDesk
) -> None:
    shared(ann, bob, carl, shortcuts=("hours",), folder=("Shop",), language="en")

    for desk in (bob, carl):
        copy = desk.titled("Hours")
        assert (copy.scope, copy.shortcuts, copy.folder) == (Scope.TEAM, ("hours",), ("Shop",))


def test_a_personal_response_never_leaves(ann: SharedDesk, bob: SharedDesk) -> None:
    ann.add("Mine alone", scope=Scope.PERSONAL)
    settled(ann, bob)
    stored = ann.play.connection.real.execute("SELECT count(*) FROM canned_responses").fetchone()

    assert bob.titles() == []
    assert stored == (0,)


def test_a_site_response_goes_to_the_site(ann: SharedDesk, bob: SharedDesk) -> None:
    known = shared(ann, bob, scope=Scope.SITE)

    assert ann.copy(known).place.organization_id == SHOP
    assert bob.titled("Hours").scope is Scope.SITE


@pytest.mark.parametrize("before", [Scope.PERSONAL, Scope.TEAM, Scope.SITE])
def test_a_response_goes_to_the_site_that_is_chosen_and_stays_there(
    play: HubPlay, before: Scope
) -> None:
    ann = SharedDesk(play, "ann", role="administrator", group_ids=(0, 7))
    made = ann.add("Hours", scope=before)
    settled(ann)
    ann.edit(made, scope=Scope.SITE, title="Opening hours")
    ann.place(made, Place(scope=SITE, organization_id=OTHER_SHOP))
    settled(ann)

    # What is there already is not taken from those who have it there.
    site = SHOP if before is Scope.SITE else OTHER_SHOP
    assert ann.copy(made).place.organization_id == site
    assert ann.titles() == ["Opening hours"]


def test_nothing_goes_where_its_operator_may_not_edit(ann: SharedDesk, carl: SharedDesk) -> None:
    settled(ann, carl)
    made = carl.add("Hours", scope=Scope.SITE)
    carl.place(made, Place(scope=SITE, organization_id=SHOP))

    assert carl.shelf.copy_of(made) is None


def test_a_change_and_a_deletion_come_too(ann: SharedDesk, bob: SharedDesk) -> None:
    hours = shared(ann, bob)
    ann.edit(hours, title="Opening hours")
    settled(ann, bob)
    changed = bob.titles()
    ann.delete(hours)
    settled(ann, bob)

    assert changed == ["Opening hours"]
    assert bob.titles() == []
    assert ann.told == []
    assert bob.told == []


def test_stars_and_counts_are_everybodys_own(ann: SharedDesk, bob: SharedDesk) -> None:
    hours = shared(ann, bob)
    copy = bob.titled("Hours").id
    bob.edit(copy, starred=True, uses=7)
    ann.edit(hours, title="Opening hours", uses=3)
    settled(ann, bob)

    assert (bob.titled("Opening hours").starred, bob.titled("Opening hours").uses) == (True, 7)
    assert ann.shelf.known().version == 2


def test_a_shortcut_that_is_taken_here_is_left_out_here_and_nowhere_else(
    ann: SharedDesk, bob: SharedDesk
) -> None:
    bob.add("Mine", scope=Scope.PERSONAL, shortcuts=("hi",))
    hello = shared(ann, bob, shortcuts=("hi", "hello"))
    bob.edit(bob.titled("Hours").id, folder=("Shop",))
    settled(ann, bob)

    assert bob.titled("Hours").shortcuts == ("hello",)
    assert bob.titled("Mine").shortcuts == ("hi",)
    assert ann.shelf.rows[hello].shortcuts == ("hi", "hello")
    assert ann.shelf.rows[hello].folder == ("Shop",)


# After a long time


def test_weeks_offline_bring_only_what_changed(ann: SharedDesk, bob: SharedDesk) -> None:
    first, second = ann.add("First"), ann.add("Second")
    ann.add("Third")
    settled(ann, bob)
    bob.stop()
    ann.edit(first, title="First anew")
    ann.delete(second)
    ann.add("Fourth")
    settled(ann)
    bob.start()
    settled(bob)
    assert bob.client is not None
    page = next(each for each in bob.client.frames if each["action"] == "list_canned_responses")

    assert bob.titles() == ["First anew", "Fourth", "Third"]
    assert len(page["payload"]["canned_responses"]) == 2


def test_edits_made_offline_are_carried_later(ann: SharedDesk, bob: SharedDesk) -> None:
    hours = shared(ann, bob)
    ann.stop()
    ann.edit(hours, title="Opening hours")
    ann.add("New")
    gone = ann.add("Regretted")
    ann.delete(gone)
    ann.start()
    settled(ann, bob)

    assert bob.titles() == ["New", "Opening hours"]


def test_who_comes_to_a_group_gets_what_was_shared_before(play: HubPlay, ann: SharedDesk) -> None:
    shared(ann)
    in_group = SharedDesk(play, "eve", group_ids=(7,))
    settled(ann, in_group)
    before = in_group.titles()
    play.hire("eve", group_ids=(0, 7))
    play.hub.directory_changed(play.now)
    in_group.start()
    settled(in_group)

    assert before == ["Hours"]  # group 0 is everybody's
    assert in_group.titles() == ["Hours"]


# Both sides changed it


def test_different_fields_are_put_together(ann: SharedDesk, bob: SharedDesk) -> None:
    hours = shared(ann, bob)
    ann.stop()
    ann.edit(hours, title="Opening hours")
    bob.edit(bob.titled("Hours").id, tags=("shop",))
    settled(bob)
    ann.start()
    settled(ann, bob)

    for desk in (ann, bob):
        assert desk.titled("Opening hours").tags == ("shop",)
    assert ann.told == bob.told == []


def test_a_conflict_keeps_both_texts_and_waits(ann: SharedDesk, bob: SharedDesk) -> None:
    hours = both_changed(ann, bob)
    theirs = ann.copy(hours).theirs

    assert ann.news() == [What.CONFLICT]
    assert theirs is not None
    assert (ann.shelf.rows[hours].title, theirs.title) == ("By Ann", "By Bob")
    assert ann.copy(hours).needs_choice
    assert bob.titles() == ["By Bob"]


@pytest.mark.parametrize(
    ("choice", "anns", "bobs"),
    [
        (Choice.MINE, ["By Ann"], ["By Ann"]),
        (Choice.THEIRS, ["By Bob"], ["By Bob"]),
        (Choice.BOTH, ["By Ann", "By Bob"], ["By Bob"]),
    ],
)
def test_each_choice_does_what_it_says(
    ann: SharedDesk, bob: SharedDesk, choice: Choice, anns: list[str], bobs: list[str]
) -> None:
    hours = both_changed(ann, bob)
    ann.decide(hours, choice)
    settled(ann, bob)

    assert (ann.titles(), bob.titles()) == (anns, bobs)
    assert ann.titles(shared_only=True) == bobs


def test_a_deletion_elsewhere_keeps_what_was_changed_here(ann: SharedDesk, bob: SharedDesk) -> None:
    hours = shared(ann, bob)
    ann.stop()
    ann.edit(hours, title="By Ann")
    bob.delete(bob.titled("Hours").id)
    settled(bob)
    ann.start()
    settled(ann, bob)

    assert ann.titled("By Ann").scope is Scope.PERSONAL
    assert ann.news() == [What.KEPT_AS_OWN]
    assert bob.titles() == []


def test_who_deletes_what_others_changed_meanwhile_gets_it_back(
    ann: SharedDesk, bob: SharedDesk
) -> None:
    hours = shared(ann, bob)
    ann.stop()
    ann.delete(hours)
    bob.edit(bob.titled("Hours").id, title="By Bob")
    settled(bob)
    ann.start()
    settled(ann, bob)

    assert ann.titles() == bob.titles() == ["By Bob"]
    assert ann.news() == [What.CAME_BACK]


@pytest.mark.parametrize("fault", ["lost", "cut"])
def test_a_deletion_that_is_taken_back_in_time_is_none_whatever_the_server_knows(
    ann: SharedDesk, bob: SharedDesk, fault: str
) -> None:
    hours = shared(ann, bob)
    row = ann.shelf.rows[hours]
    faults = [fault]
    ann.faults = lambda: faults.pop() if faults else ""
    ann.delete(hours)
    while faults:
        ann.step()
    ann.shelf.put(row)
    ann.start()
    settled(ann, bob)

    assert ann.titles() == ["Hours"] == bob.titles()
    assert ann.news() == bob.news() == []
    bob.delete(bob.titled("Hours").id)
    settled(ann, bob)
    assert ann.titles() == [] == bob.titles()


def test_a_choice_between_texts_is_none_about_a_text_that_was_not_shown(
    ann: SharedDesk, bob: SharedDesk
) -> None:
    hours = both_changed(ann, bob)
    shown = ann.copy(hours).theirs
    bob.edit(bob.titled("By Bob").id, title="By Bob, later")
    settled(ann, bob)
    ann.decide(hours, Choice.MINE, shown)
    settled(ann, bob)

    assert bob.titles() == ["By Bob, later"]
    assert ann.copy(hours).needs_choice
    assert ann.news() == [What.CONFLICT] * 3
    ann.decide(hours, Choice.MINE, ann.copy(hours).theirs)
    settled(ann, bob)
    assert bob.titles() == ["By Ann"]


# Without the right


def test_who_deletes_instead_of_choosing_gets_the_others_text_back(
    ann: SharedDesk, bob: SharedDesk
) -> None:
    hours = both_changed(ann, bob)
    ann.delete(hours)
    settled(ann, bob)

    assert ann.titles() == ["By Bob"] == bob.titles()
    assert ann.news()[-1] is What.CAME_BACK
    assert not any(copy.theirs for copy in ann.shelf.copies())


def test_an_edit_without_the_right_is_an_override(ann: SharedDesk, carl: SharedDesk) -> None:
    shared(ann, carl)
    copy = carl.titled("Hours").id
    carl.edit(copy, title="Hours, warmly")
    settled(ann, carl)

    assert carl.copy(copy).standing is Standing.OVERRIDE
    assert carl.news() == [What.IS_OVERRIDE]
    assert ann.titles() == ["Hours"]


def test_an_override_says_when_the_teams_changed(ann: SharedDesk, carl: SharedDesk) -> None:
    hours = shared(ann, carl)
    copy = carl.titled("Hours").id
    carl.edit(copy, title="Hours, warmly")
    settled(ann, carl)
    ann.edit(hours, title="Opening hours")
    settled(ann, carl)
    behind = carl.copy(copy).theirs
    carl.decide(copy, Choice.MINE)

    assert carl.news() == [What.IS_OVERRIDE, What.OVERRIDE_BEHIND]
    assert behind is not None
    assert behind.title == "Opening hours"
    assert carl.copy(copy).standing is Standing.OVERRIDE
    assert carl.copy(copy).theirs is None


def test_an_override_goes_back_to_the_teams(ann: SharedDesk, carl: SharedDesk) -> None:
    hours = shared(ann, carl)
    copy = carl.titled("Hours").id
    carl.edit(copy, title="Hours, warmly")
    settled(ann, carl)
    carl.decide(copy, Choice.THEIRS)
    ann.edit(hours, title="Opening hours")
    settled(ann, carl)

    assert carl.titles() == ["Opening hours"]
    assert carl.copy(copy).standing is Standing.SAME


def test_an_override_is_not_sent_when_its_operator_rises(
    play: HubPlay, ann: SharedDesk, carl: SharedDesk
) -> None:
    shared(ann, carl)
    carl.edit(carl.titled("Hours").id, title="Hours, warmly")
    settled(ann, carl)
    play.hire("carl", role="administrator")
    carl.start()
    settled(ann, carl)

    assert ann.titles() == ["Hours"]
    assert carl.titles() == ["Hours, warmly"]


def test_what_may_not_be_deleted_comes_back(ann: SharedDesk, carl: SharedDesk) -> None:
    shared(ann, carl)
    carl.delete(carl.titled("Hours").id)
    settled(ann, carl)

    assert carl.titles() == ["Hours"]
    assert carl.news() == [What.CAME_BACK]


def test_a_right_that_was_withdrawn_makes_the_edit_an_override(
    play: HubPlay, ann: SharedDesk, bob: SharedDesk
) -> None:
    shared(ann, bob)
    copy = bob.titled("Hours").id
    play.hire("bob")
    bob.edit(copy, title="By Bob")
    settled(ann, bob)

    assert bob.copy(copy).standing is Standing.OVERRIDE
    assert ann.titles() == ["Hours"]


def test_who_answers_for_a_response_shares_his_edits(ann: SharedDesk, carl: SharedDesk) -> None:
    shared(ann, carl, owner="carl@desk.test")
    carl.edit(carl.titled("Hours").id, title="By Carl")
    settled(ann, carl)

    assert ann.titles() == ["By Carl"]


def test_a_copy_made_personal_leaves_the_teams_to_the_team(
    ann: SharedDesk, carl: SharedDesk
) -> None:
    shared(ann, carl)
    copy = carl.titled("Hours").id
    carl.edit(copy, title="My hours", scope=Scope.PERSONAL)
    settled(ann, carl)

    assert carl.titles() == ["Hours", "My hours"]
    assert carl.titles(shared_only=True) == ["Hours"]
    assert ann.titles() == ["Hours"]


def test_a_team_response_is_moved_to_the_site(ann: SharedDesk, carl: SharedDesk) -> None:
    hours = shared(ann, carl)
    ann.edit(hours, scope=Scope.SITE)
    settled(ann, carl)

    assert [row.scope for row in carl.shelf.rows.values()] == [Scope.SITE]
    assert [row.scope for row in ann.shelf.rows.values()] == [Scope.SITE]


# What is refused


def test_a_response_too_large_to_share_stays_and_is_tried_when_it_is_smaller(
    ann: SharedDesk, bob: SharedDesk
) -> None:
    large = ann.add("Large")
    ann.edit(large, body="\u00e4" * 15_000, tags=tuple(f"{n} " + "\u00e4" * 70 for n in range(200)))
    settled(ann, bob)
    refused = list(bob.titles())
    ann.edit(large, body="Small", tags=())
    settled(ann, bob)

    assert refused == []
    assert ann.news() == [What.REFUSED]
    assert "KB" in ann.told[0].reason
    assert bob.titles() == ["Large"]


# Cuts and restored servers


@pytest.mark.parametrize("fault", ["lost", "cut"])
@pytest.mark.parametrize("edits_again", [False, True])
def test_a_create_repeated_after_a_fault_makes_one_response(
    ann: SharedDesk, bob: SharedDesk, fault: str, *, edits_again: bool
) -> None:
    settled(ann, bob)
    faults = [fault]
    ann.faults = lambda: faults.pop() if faults else ""
    hours = ann.add("Hours")
    settled(ann, bob)
    if edits_again:
        ann.edit(hours, title="Opening hours")
    ann.start()
    settled(ann, bob)

    assert ann.titles() == bob.titles() == (["Opening hours"] if edits_again else ["Hours"])
    assert ann.told == []


def test_what_a_restored_server_lost_is_sent_again_by_those_who_may(
    play: HubPlay, ann: SharedDesk, bob: SharedDesk, carl: SharedDesk, tmp_path: Path
) -> None:
    shared(ann, bob, carl)
    before = ann.titled("Hours").id
    copy = play.path.with_suffix(".copy")
    play.connection.real.execute("VACUUM INTO ?", (str(copy),))
    ann.add("Later")
    ann.edit(before, title="Opening hours")
    settled(ann, bob, carl)
    for desk in (ann, bob, carl):
        desk.stop()
    play.close()
    for name in (play.path, play.path.with_name(f"{play.path.name}-wal")):
        name.unlink(missing_ok=True)
    copy.rename(play.path)
    play.open()
    play.archive.renew_epoch("another")
    play.run()
    for desk in (carl, bob, ann):
        desk.start()
    settled(ann, bob, carl)

    assert "Later" in carl.titles()
    assert carl.titles().count("Later") == 1
    assert {ann.news()[-1], bob.news()[-1]} == {What.CONFLICT}
    assert "Opening hours" in ann.titles()
    for desk in (ann, bob):
        desk.decide(desk.titled("Opening hours").id, Choice.MINE)
    settled(ann, bob, carl)
    for desk in (ann, bob, carl):
        assert desk.titles() == ["Later", "Opening hours"]
