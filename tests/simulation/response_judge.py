"""Reads a history and says which promises about shared canned responses were broken.

Every mark was written by one person once. It may be gone from everywhere only when somebody who
had it before his eyes let it go.
"""

from collections import Counter
from collections.abc import Iterator

from tests.simulation.history import BROUGHT_BACK, PUT_BACK, Did, Entry, History

READERS = frozenset({"reader", "late reader"})


def lost_edits(history: History) -> Iterator[str]:
    """Yield every mark that its writer was told is saved, and that nobody has any more.

    It has to be on the server or in a library: waiting, refused, as a choice or as own.
    """
    claims: dict[tuple[str, str], Entry] = {}
    let_go: dict[str, set[str]] = {}
    for entry in history.of(Did.PRESSES_SAVE, Did.SAVED):
        for mark in entry.lines:
            if entry.did is Did.SAVED:
                claims[entry.who, mark] = entry
            else:
                claims.pop((entry.who, mark), None)
                let_go.setdefault(mark, set()).add(entry.who)
    held = {mark for entry in (*_truth(history), *history.of(Did.ROW)) for mark in entry.lines}
    for (who, mark), entry in claims.items():
        is_let_go = bool(let_go.get(mark, set()) - {who})
        if mark not in held and not is_let_go:
            yield f"{mark} of {entry.chat}, saved at {entry.at:.3f}"


def forgotten_edits(history: History) -> Iterator[str]:
    """Yield every saved mark that its writer's library has neither now nor as an older version."""
    kept = {
        (entry.who, mark)
        for entry in history.of(Did.ROW, Did.PAST, Did.COPY)
        for mark in entry.lines
    }
    for entry in history.of(Did.SAVED):
        for mark in entry.lines:
            if (entry.who, mark) not in kept:
                yield f"{mark} of {entry.chat}, saved by {entry.who} at {entry.at:.3f}"


def doubled_responses(history: History) -> Iterator[str]:
    """Yield every response that is shared twice, on the server or in one library.

    Where several people brought back what each had deleted, each shares what was before his eyes.
    A server that is put back to a backup may still have what was deleted.
    """
    was_put_back = any(fault.text == PUT_BACK for fault in history.of(Did.FAULT))
    back: dict[str, set[str]] = {}
    for entry in history.of(Did.SAVED):
        if entry.text == BROUGHT_BACK:
            back.setdefault(entry.chat, set()).add(entry.who)
    shown = [*_truth(history), *(e for e in history.of(Did.COPY) if e.who not in READERS)]
    for (who, birth), count in Counter((entry.who, entry.chat) for entry in shown).items():
        people = len(back.get(birth, ()))
        if count > max(1, people + (was_put_back and people > 0)):
            yield f"{birth} {count} times at {who}"


def differing_libraries(history: History) -> Iterator[str]:
    """Yield every library that says something else of the shared responses than the server."""
    truth = _truth(history)
    there = {_shown(entry) for entry in truth}
    texts = {(entry.chat, entry.lines) for entry in truth}
    for who in dict.fromkeys(row.who for row in history.of(Did.ROW)):
        copies = [entry for entry in history.of(Did.COPY) if entry.who == who]
        for entry in copies:
            # An override knows the server's text, and may have heard of it long ago.
            is_override = entry.text.startswith("override ")
            known = (entry.chat, entry.lines) in texts if is_override else _shown(entry) in there
            if not known:
                yield f"{who} has {_told(entry)}"
        here = {(entry.chat, entry.lines) for entry in copies}
        for entry in truth:
            if (entry.chat, entry.lines) not in here:
                yield f"{who} has not {_told(entry)}"


def intruding_edits(history: History) -> Iterator[str]:
    """Yield every mark on the server that was written by whoever had lost the right to."""
    shared = {mark for entry in _truth(history) for mark in entry.lines}
    since: set[str] = set()
    for entry in history.of(Did.NO_RIGHT, Did.PRESSES_SAVE):
        if entry.did is Did.NO_RIGHT:
            since.add(entry.who)
        elif entry.who in since and entry.text in shared:
            yield f"{entry.text} of {entry.chat}, saved at {entry.at:.3f}"


def _truth(history: History) -> list[Entry]:
    """Return what the last reader found on the server."""
    found = [entry for entry in history.of(Did.COPY) if entry.who in READERS]
    return [entry for entry in found if entry.who == found[-1].who]


def _shown(entry: Entry) -> tuple[str, str, tuple[str, ...]]:
    """Return the response, how its library stands to it and the version, and what it says."""
    return entry.chat, entry.text, entry.lines


def _told(entry: Entry) -> str:
    return f"{entry.chat} {entry.text}: {' | '.join(entry.lines)}"
