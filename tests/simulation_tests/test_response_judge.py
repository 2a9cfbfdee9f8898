"""The judge complains about every wrong history of shared responses, and about no right one."""

from collections.abc import Iterable

from tests.simulation.history import BROUGHT_BACK, PUT_BACK, Did, Entry, History
from tests.simulation.judge import Broken, judged

ROW = ("titled ann-1", "ann-1", "ben-1")
WRITTEN = (
    Entry(1.0, "ann", Did.PRESSES_SAVE, "ann-1", "ann-1"),
    Entry(1.1, "ann", Did.SAVED, "ann-1", lines=("titled ann-1", "ann-1")),
    Entry(2.0, "ben", Did.PRESSES_SAVE, "ann-1", "ben-1"),
    Entry(2.1, "ben", Did.SAVED, "ann-1", lines=("ben-1",)),
)


def ends(
    server: tuple[str, ...] = ROW,
    ann: tuple[str, ...] = ROW,
    ben: tuple[str, ...] = ROW,
    state: str = "same 2",
    past: tuple[str, ...] = (),
) -> tuple[Entry, ...]:
    """Return what is found at the end on the server and in both libraries."""
    found = [Entry(90.0, "reader", Did.COPY, "ann-1", "same 2", server)] if server else []
    for who, row, text in (("ann", ann, "same 2"), ("ben", ben, state)):
        found += [
            Entry(91.0, who, Did.ROW, "ann-1", "team", row),
            Entry(91.0, who, Did.COPY, "ann-1", text, row if state == "same 2" else server),
            Entry(91.0, who, Did.PAST, "ann-1", lines=past),
        ]
    return tuple(found)


def kinds(entries: Iterable[Entry]) -> set[Broken]:
    history = History(lambda: 0.0)
    for entry in sorted(entries, key=lambda entry: entry.at):
        history.add(entry)
    return {finding.what for finding in judged(history)}


def test_a_history_in_which_all_edits_are_shared_is_clean() -> None:
    assert kinds((*WRITTEN, *ends())) == set()


def test_a_saved_edit_that_nobody_has_is_lost_and_one_in_the_history_alone_too() -> None:
    short = ("titled ann-1", "ann-1")

    assert kinds((*WRITTEN, *ends(short, short, short))) == {
        Broken.EDIT_LOST,
        Broken.EDIT_FORGOTTEN,
    }
    assert kinds((*WRITTEN, *ends(short, short, short, past=("ben-1",)))) == {Broken.EDIT_LOST}


def test_an_edit_may_go_when_somebody_who_saw_it_let_it_go() -> None:
    short = ("ann-2", "ann-1", "ben-1")
    retitled = (
        Entry(3.0, "ben", Did.PRESSES_SAVE, "ann-1", "ann-2", ("titled ann-1",)),
        Entry(3.1, "ben", Did.SAVED, "ann-1", lines=("ann-2",)),
    )

    assert kinds((*WRITTEN, *retitled, *ends(short, short, short, past=ROW))) == set()


def test_what_its_writer_let_go_and_brought_back_is_lost_when_it_is_gone() -> None:
    deleted = (
        Entry(3.0, "ann", Did.PRESSES_SAVE, "ann-1", lines=ROW),
        Entry(3.1, "ann", Did.SAVED, "ann-1"),
    )
    back = Entry(4.0, "ann", Did.SAVED, "ann-1", BROUGHT_BACK, ROW)
    gone = (
        Entry(91.0, "ann", Did.PAST, "ann-1", lines=ROW),
        Entry(91.0, "ben", Did.PAST, "ann-1", lines=ROW),
    )

    assert kinds((*WRITTEN, *deleted, *gone)) == set()
    assert kinds((*WRITTEN, *deleted, back, *gone)) == {Broken.EDIT_LOST}


def test_an_edit_that_its_writer_has_as_own_is_not_lost() -> None:
    server = ("titled ann-1", "ann-1")

    assert kinds((*WRITTEN, *ends(server, server, ROW, "override 2", ROW))) == set()


def test_a_response_that_is_there_twice_is_doubled_unless_two_brought_it_back() -> None:
    twin = Entry(90.0, "reader", Did.COPY, "ann-1", "same 2", ROW)
    back = [Entry(3.0, who, Did.SAVED, "ann-1", BROUGHT_BACK) for who in ("ann", "ben")]
    put_back = Entry(80.0, "server", Did.FAULT, text=PUT_BACK)

    assert kinds((*WRITTEN, *ends(), twin)) == {Broken.RESPONSE_DOUBLED}
    assert kinds((*WRITTEN, *ends(), twin, back[0])) == {Broken.RESPONSE_DOUBLED}
    assert kinds((*WRITTEN, *ends(), twin, *back)) == set()
    assert kinds((*WRITTEN, *ends(), twin, back[0], put_back)) == set()


def test_a_library_that_differs_from_the_server_is_seen() -> None:
    other = ("titled ann-1", "ann-1", "ben-1", "ben-2")

    assert kinds((*WRITTEN, *ends(ann=other))) == {Broken.LIBRARIES}
    assert kinds((*WRITTEN, *ends(state="choice 2"))) == {Broken.LIBRARIES}
    assert kinds((*WRITTEN, *ends(server=()))) == {Broken.LIBRARIES}


def test_an_edit_after_the_right_was_taken_may_not_come_to_the_server() -> None:
    before, after = (Entry(at, "ben", Did.NO_RIGHT) for at in (1.5, 2.5))

    assert kinds((*WRITTEN, *ends(), before)) == {Broken.INTRUDED}
    assert kinds((*WRITTEN, *ends(), after)) == set()


def test_the_last_reader_says_what_is_shared() -> None:
    stale = Entry(85.0, "reader", Did.COPY, "ann-1", "same 1", ("titled ann-1", "ann-1"))
    late = [
        Entry(entry.at, "late reader", entry.did, entry.chat, entry.text, entry.lines)
        if entry.who == "reader"
        else entry
        for entry in ends()
    ]

    assert kinds((*WRITTEN, stale, *late)) == set()
