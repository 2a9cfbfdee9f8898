"""Reads a history and says which promises were broken; knows nothing else of the world.

What was accepted, confirmed, typed and shown is in the history; what is true in the end is what
somebody reads who was never there before.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tests.simulation.drafts import lost_drafts
from tests.simulation.history import Did, Entry, History
from tests.simulation.links import dead_unnoticed, dropped_by_a_clock
from tests.simulation.response_judge import (
    differing_libraries,
    doubled_responses,
    forgotten_edits,
    intruding_edits,
    lost_edits,
)

READER = "reader"


class Broken(StrEnum):
    """Which promise was broken."""

    LOST = "lost"
    DOUBLED = "doubled"
    REORDERED = "reordered"
    FALSE_SENT = "false sent"
    FALSE_FAILED = "false failed"
    WRONG_CHAT = "wrong chat"
    VIEWS = "views differ"
    EDIT_LOST = "edit of a response lost"
    EDIT_FORGOTTEN = "edit not in the history"
    RESPONSE_DOUBLED = "response doubled"
    INTRUDED = "edit without the right"
    LIBRARIES = "libraries differ"
    DRAFT = "draft lost"
    DEAD_LINK = "dead link not noticed"
    LIVE_LINK = "live link dropped"
    BROKE = "a part broke"


_OF_RESPONSES = (
    (Broken.EDIT_LOST, lost_edits),
    (Broken.EDIT_FORGOTTEN, forgotten_edits),
    (Broken.RESPONSE_DOUBLED, doubled_responses),
    (Broken.INTRUDED, intruding_edits),
    (Broken.LIBRARIES, differing_libraries),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise, and where it can be seen."""

    what: Broken
    where: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


@dataclass(frozen=True, slots=True)
class Truth:
    """What the fresh reader found.

    Attributes:
        lines: Each chat's texts in their order.
        visitor: Whose chat it is.
        older: How many of its lines are in threads before the newest.
        chats: The chats with a text, once for each time.
    """

    lines: dict[str, tuple[str, ...]]
    visitor: dict[str, str]
    older: dict[str, int]
    chats: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note where each text is: asked for every message, in a long history of many chats."""
        for chat, lines in self.lines.items():
            for line in lines:
                self.chats.setdefault(line, []).append(chat)

    @classmethod
    def in_(cls, history: History) -> "Truth":
        """Return what the last reading found."""
        lines, visitor, older = {}, {}, {}
        for entry in history.of(Did.VIEW, Did.CHAT):
            if entry.who != READER:
                continue
            if entry.did is Did.VIEW:
                lines[entry.chat] = entry.lines
            else:
                name, count = entry.text.split()
                visitor[entry.chat], older[entry.chat] = name, int(count)
        return cls(lines, visitor, older)

    def places(self, text: str) -> list[str]:
        """Return the chats with this text, once for each time."""
        return self.chats.get(text, [])


def judged(history: History) -> list[Finding]:
    """Return every broken promise, the worst kinds first."""
    truth = Truth.in_(history)
    failed = {entry.text for entry in history.of(Did.FAILED)}
    drafts = lost_drafts(history, lambda text: bool(truth.places(text)) or text in failed)
    found = [
        *_of_operators(history, truth),
        *_of_visitors(history, truth),
        *_doubled(history, truth),
        *_reordered(history, truth),
        *_views(history, truth),
    ]
    found += [Finding(what, each) for what, look in _OF_RESPONSES for each in look(history)]
    found += [Finding(Broken.DRAFT, each) for each in drafts]
    found += [Finding(Broken.DEAD_LINK, each) for each in dead_unnoticed(history)]
    found += [Finding(Broken.LIVE_LINK, each) for each in dropped_by_a_clock(history)]
    found += [Finding(Broken.BROKE, str(entry)) for entry in history.of(Did.BROKE)]
    return sorted(found, key=lambda finding: list(Broken).index(finding.what))


def _of_operators(history: History, truth: Truth) -> Iterator[Finding]:
    """Each accepted message is in its chat, or failed at its operator's desk; never both."""
    shown_failed = _failed_at_the_end(history)
    for entry in history.of(Did.ACCEPTED):
        places = truth.places(entry.text)
        is_failed = (entry.who, entry.text) in shown_failed
        if not places and not is_failed:
            yield Finding(Broken.LOST, str(entry))
        if places and is_failed:
            yield Finding(Broken.FALSE_FAILED, str(entry))
        if any(chat != entry.chat for chat in places):
            yield Finding(Broken.WRONG_CHAT, f"{entry} is in {', '.join(places)}")
    for entry in history.of(Did.SENT):
        if not truth.places(entry.text):
            yield Finding(Broken.FALSE_SENT, str(entry))


def _of_visitors(history: History, truth: Truth) -> Iterator[Finding]:
    """Each message is in its visitor's chat, unless the visitor got it back in the form."""
    unsaid = {entry.text for entry in history.of(Did.UNSAID)}
    for entry in history.of(Did.SAID):
        places = truth.places(entry.text)
        if not places and entry.text not in unsaid:
            yield Finding(Broken.LOST, str(entry))
        if any(truth.visitor.get(chat) != entry.who for chat in places):
            yield Finding(Broken.WRONG_CHAT, f"{entry} is in {', '.join(places)}")
    for entry in history.of(Did.TICKED):
        if not truth.places(entry.text):
            yield Finding(Broken.FALSE_SENT, str(entry))


def _doubled(history: History, truth: Truth) -> Iterator[Finding]:
    for view in history.of(Did.VIEW):
        for line, count in Counter(view.lines).items():
            if count > 1:
                yield Finding(Broken.DOUBLED, f"{line} {count} times in the view of {view.who}")
    everything = Counter(line for lines in truth.lines.values() for line in set(lines))
    for line, count in everything.items():
        if count > 1:
            yield Finding(Broken.DOUBLED, f"{line} in {count} chats")


def _reordered(history: History, truth: Truth) -> Iterator[Finding]:
    """One author's messages stand in the order of Send; what failed once may come later."""
    stood_aside = {entry.text for entry in history.of(Did.FAILED, Did.UNSAID)}
    written: dict[tuple[str, str], list[str]] = {}
    for entry in history.of(Did.ACCEPTED, Did.SAID):
        # A visitor has one chat, which may have no id yet.
        chat = entry.chat if entry.did is Did.ACCEPTED else ""
        written.setdefault((entry.who, chat), []).append(entry.text)
    for (who, _), texts in written.items():
        straight = [text for text in texts if text not in stood_aside]
        known = set(straight)
        for chat in dict.fromkeys(chat for text in straight for chat in truth.places(text)):
            shown = [line for line in dict.fromkeys(truth.lines[chat]) if line in known]
            kept = set(shown)
            if shown != [text for text in straight if text in kept]:
                yield Finding(Broken.REORDERED, f"{who}: {' | '.join(shown)}")


def _views(history: History, truth: Truth) -> Iterator[Finding]:
    """Every view ends as the chat does, and shows at least its newest thread."""
    for view in history.of(Did.VIEW):
        if view.who == READER:
            continue
        lines = truth.lines.get(view.chat, ())
        fewest = len(lines) - truth.older.get(view.chat, 0)
        is_end = view.lines == lines[len(lines) - len(view.lines) :]
        if not is_end or len(view.lines) < fewest:
            told = f"{view.who} sees {' | '.join(view.lines)}, the reader {' | '.join(lines)}"
            yield Finding(Broken.VIEWS, f"{view.chat}: {told}")


def _failed_at_the_end(history: History) -> set[tuple[str, str]]:
    """Return what operators see as failed when all is over."""
    last: dict[tuple[str, str], Entry] = {}
    for entry in history.of(Did.FAILED, Did.RETRIED, Did.SENT):
        last[entry.who, entry.text] = entry
    return {key for key, entry in last.items() if entry.did is Did.FAILED}
