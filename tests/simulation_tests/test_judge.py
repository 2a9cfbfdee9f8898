"""The judge complains about every kind of wrong history, and about no right one."""

from collections.abc import Iterable

import pytest

from tests.simulation.history import Did, Entry, History
from tests.simulation.judge import Broken, judged

RIGHT = (
    Entry(0.0, "ann", Did.BEGAN),
    Entry(0.1, "ann", Did.OPENED),
    Entry(0.2, "ann", Did.LINK, text="live"),
    Entry(1.0, "eve", Did.SAID, "C1", "eve#1"),
    Entry(1.1, "eve", Did.TICKED, "C1", "eve#1"),
    Entry(2.0, "ann", Did.ACCEPTED, "C1", "ann#1"),
    Entry(2.1, "ann", Did.SENT, "C1", "ann#1"),
    Entry(3.0, "ann", Did.ACCEPTED, "C1", "ann#2"),
    Entry(3.1, "ann", Did.SENT, "C1", "ann#2"),
)
LINES = ("eve#1", "ann#1", "ann#2")


def views(
    reader: tuple[str, ...] = LINES,
    ann: tuple[str, ...] = LINES,
    eve: tuple[str, ...] = LINES,
    owner: str = "eve",
) -> tuple[Entry, ...]:
    return (
        Entry(90.0, "reader", Did.CHAT, "C1", f"{owner} 0"),
        Entry(90.0, "reader", Did.VIEW, "C1", lines=reader),
        Entry(90.0, "ann", Did.VIEW, "C1", lines=ann),
        Entry(90.0, "eve", Did.VIEW, "C1", lines=eve),
    )


def kinds(entries: Iterable[Entry]) -> set[Broken]:
    history = History(lambda: 0.0)
    for entry in sorted(entries, key=lambda entry: entry.at):
        history.add(entry)
    return {finding.what for finding in judged(history)}


def test_a_history_in_which_everything_went_well_is_clean() -> None:
    assert kinds((*RIGHT, *views())) == set()


def test_an_accepted_message_that_nobody_can_read_is_lost_and_was_falsely_sent() -> None:
    short = ("eve#1", "ann#1")

    assert kinds((*RIGHT, *views(short, short, short))) == {Broken.LOST, Broken.FALSE_SENT}


def test_an_accepted_message_may_stand_failed_at_its_operator() -> None:
    short = ("eve#1", "ann#1", "ann#2")
    failed = (
        Entry(4.0, "ann", Did.ACCEPTED, "C1", "ann#3"),
        Entry(5.0, "ann", Did.FAILED, "C1", "ann#3"),
    )

    assert kinds((*RIGHT, *failed, *views(short, short, short))) == set()


def test_a_message_that_was_retried_does_not_stand_failed_any_more() -> None:
    retried = (
        Entry(4.0, "ann", Did.ACCEPTED, "C1", "ann#3"),
        Entry(5.0, "ann", Did.FAILED, "C1", "ann#3"),
        Entry(6.0, "ann", Did.RETRIED, "C1", "ann#3"),
    )

    assert kinds((*RIGHT, *retried, *views())) == {Broken.LOST}


def test_a_failed_mark_on_a_message_that_arrived_is_false() -> None:
    failed = Entry(60.0, "ann", Did.FAILED, "C1", "ann#2")

    assert Broken.FALSE_FAILED in kinds((*RIGHT, failed, *views()))


def test_a_visitors_message_without_a_tick_may_not_vanish_either() -> None:
    said = Entry(4.0, "eve", Did.SAID, "C1", "eve#2")

    assert kinds((*RIGHT, said, *views())) == {Broken.LOST}


def test_a_visitors_message_may_come_back_into_the_form() -> None:
    said = Entry(4.0, "eve", Did.SAID, "C1", "eve#2")
    unsaid = Entry(5.0, "eve", Did.UNSAID, "C1", "eve#2")

    assert kinds((*RIGHT, said, unsaid, *views())) == set()


def test_a_tick_on_a_message_that_nobody_can_read_is_false() -> None:
    ticked = Entry(5.0, "eve", Did.TICKED, "C1", "eve#2")

    assert kinds((*RIGHT, ticked, *views())) == {Broken.FALSE_SENT}


def test_the_same_message_twice_is_doubled() -> None:
    twice = (*LINES, "ann#2")

    assert kinds((*RIGHT, *views(twice, twice, twice))) == {Broken.DOUBLED}


def test_the_same_message_twice_in_one_view_only_is_doubled_too() -> None:
    assert Broken.DOUBLED in kinds((*RIGHT, *views(ann=(*LINES, "ann#2"))))


def test_one_authors_messages_in_another_order_are_reordered() -> None:
    turned = ("eve#1", "ann#2", "ann#1")

    assert kinds((*RIGHT, *views(turned, turned, turned))) == {Broken.REORDERED}


def test_a_message_that_stood_aside_may_come_later() -> None:
    turned = ("eve#1", "ann#2", "ann#1")
    aside = (
        Entry(2.05, "ann", Did.FAILED, "C1", "ann#1"),
        Entry(2.07, "ann", Did.RETRIED, "C1", "ann#1"),
    )

    assert kinds((*RIGHT, *aside, *views(turned, turned, turned))) == set()


def test_an_operators_message_in_another_chat_than_the_visible_one_is_wrong() -> None:
    elsewhere = (
        Entry(4.0, "ann", Did.ACCEPTED, "C2", "ann#3"),
        Entry(90.0, "reader", Did.CHAT, "C2", "zoe 0"),
        Entry(90.0, "reader", Did.VIEW, "C2", lines=()),
    )
    lines = (*LINES, "ann#3")

    assert kinds((*RIGHT, *elsewhere, *views(lines, lines, lines))) == {Broken.WRONG_CHAT}


def test_a_visitors_message_in_another_visitors_chat_is_wrong() -> None:
    assert kinds((*RIGHT, *views(owner="zoe"))) == {Broken.WRONG_CHAT}


@pytest.mark.parametrize("who", ["ann", "eve"])
@pytest.mark.parametrize(
    "lines", [LINES[:2], LINES[1:], (LINES[1], LINES[0], LINES[2])], ids=["end", "start", "order"]
)
def test_a_view_that_is_not_the_readers_differs(who: str, lines: tuple[str, ...]) -> None:
    shown = views(**{who: lines})  # type: ignore[arg-type]

    assert kinds((*RIGHT, *shown)) == {Broken.VIEWS}


def test_a_view_without_the_threads_before_is_whole() -> None:
    older = [
        Entry(entry.at, entry.who, entry.did, entry.chat, "eve 1", entry.lines)
        if entry.did is Did.CHAT
        else entry
        for entry in views(ann=LINES[1:])
    ]

    assert kinds((*RIGHT, *older)) == set()


def typed_and_ended(*back: Entry, ended: float = 10.0) -> tuple[Entry, ...]:
    return (
        *RIGHT,
        Entry(5.0, "ann", Did.TYPED, "C1", "Hel"),
        Entry(8.0, "ann", Did.TYPED, "C1", "Hello"),
        Entry(9.5, "ann", Did.TYPED, "C1", "Hello y"),
        Entry(ended, "ann", Did.ENDED, text="kill -9"),
        Entry(ended + 2.0, "ann", Did.BEGAN),
        *back,
        Entry(ended + 3.0, "ann", Did.OPENED),
        *views(),
    )


@pytest.mark.parametrize("text", ["Hello", "Hello y"])
def test_a_draft_may_miss_its_last_second(text: str) -> None:
    assert kinds(typed_and_ended(Entry(12.5, "ann", Did.DRAFT, "C1", text))) == set()


def test_a_draft_that_is_older_than_its_last_second_is_lost() -> None:
    assert kinds(typed_and_ended(Entry(12.5, "ann", Did.DRAFT, "C1", "Hel"))) == {Broken.DRAFT}


def test_a_draft_that_does_not_come_back_is_lost() -> None:
    assert kinds(typed_and_ended()) == {Broken.DRAFT}


def test_a_draft_that_moved_to_another_chat_is_lost() -> None:
    assert kinds(typed_and_ended(Entry(12.5, "ann", Did.DRAFT, "C2", "Hello"))) == {Broken.DRAFT}


def test_a_draft_that_came_back_as_a_failed_message_is_not_lost() -> None:
    """The process was killed behind the outbox, which had taken the text, and before it said so."""
    failed = Entry(14.0, "ann", Did.FAILED, "C1", "Hello y")

    assert kinds((*typed_and_ended(), failed)) == set()


def full_disk(until: float) -> tuple[Entry, ...]:
    return (
        Entry(7.0, "ann", Did.FAULT, text="full disk"),
        Entry(8.0, "ann", Did.TROUBLE, text="DiskFull"),
        Entry(until, "ann", Did.HEALED, text="disk"),
    )


def test_a_draft_that_the_disk_did_not_take_before_the_end_is_not_held_against_the_program() -> (
    None
):
    assert kinds((*full_disk(9.0), *typed_and_ended())) == set()


def test_a_draft_that_is_not_on_a_disk_that_is_well_again_is_lost() -> None:
    assert kinds((*full_disk(9.0), *typed_and_ended(ended=17.0))) == {Broken.DRAFT}


def test_a_program_that_slept_while_its_disk_became_well_has_time_after_it_woke() -> None:
    nap = (Entry(8.5, "ann", Did.FAULT, text="sleeps"), Entry(13.0, "ann", Did.FAULT, text="wakes"))

    assert kinds((*full_disk(9.0), *nap, *typed_and_ended(ended=17.0))) == set()


def test_the_last_second_of_a_machine_that_died_in_its_sleep_is_the_one_before_it_slept() -> None:
    slept = Entry(9.6, "ann", Did.FAULT, text="sleeps")
    back = Entry(32.5, "ann", Did.DRAFT, "C1", "Hello")

    assert kinds((*typed_and_ended(back, ended=30.0), slept)) == set()


def cut_off(*more: Entry) -> tuple[Entry, ...]:
    return (*RIGHT, Entry(10.0, "ann", Did.FAULT, text="hole down"), *more, *views())


def test_a_window_that_says_connected_for_more_than_two_heartbeats_is_wrong() -> None:
    assert kinds(cut_off()) == {Broken.DEAD_LINK}


def test_a_window_that_says_offline_within_two_heartbeats_is_right() -> None:
    assert kinds(cut_off(Entry(39.0, "ann", Did.LINK, text="offline"))) == set()


def test_a_window_that_woke_has_five_seconds() -> None:
    night = (
        Entry(11.0, "ann", Did.FAULT, text="sleeps"),
        Entry(60.0, "ann", Did.FAULT, text="wakes"),
        Entry(67.0, "ann", Did.LINK, text="offline"),
    )

    assert kinds(cut_off(*night)) == {Broken.DEAD_LINK}


def test_a_short_nap_only_makes_the_heartbeats_later() -> None:
    nap = (
        Entry(11.0, "ann", Did.FAULT, text="sleeps"),
        Entry(15.0, "ann", Did.FAULT, text="wakes"),
        Entry(44.0, "ann", Did.LINK, text="offline"),
    )

    assert kinds(cut_off(*nap)) == set()


def test_a_hole_that_is_gone_soon_may_stay_unnoticed() -> None:
    assert kinds(cut_off(Entry(35.0, "ann", Did.HEALED, text="hole"))) == set()


def test_a_link_that_falls_while_only_clocks_are_touched_was_dropped() -> None:
    calm = (
        Entry(10.0, "world", Did.CALM, text="begins"),
        Entry(10.0, "ann", Did.FAULT, text="clock +7200 s"),
        Entry(11.0, "ann", Did.LINK, text="offline"),
        Entry(22.0, "world", Did.CALM, text="ends"),
    )

    assert kinds((*RIGHT, *calm, *views())) == {Broken.LIVE_LINK}


def test_a_part_that_broke_is_reported() -> None:
    assert kinds((*RIGHT, Entry(5.0, "log", Did.BROKE, text="oops"), *views())) == {Broken.BROKE}
