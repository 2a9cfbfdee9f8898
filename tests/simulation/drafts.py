"""Whether a draft was lost: what a program shows after its end against what was typed before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf

from tests.simulation.history import DISK, Did, Entry, History
from undivided.runtime.desk_file import AGAIN_S

LAST_TYPING_S = 1.0
CATCHING_UP_S = AGAIN_S + 2.0
"""How long after a disk's end of trouble everything is on it: failed work is tried again."""


@dataclass(slots=True)
class _Composer:
    """What one program's composers held, by chat, with the moments."""

    typed: dict[str, list[Entry]] = field(default_factory=dict)
    ended_at: float | None = None
    asleep_since: float | None = None
    back: dict[str, str] = field(default_factory=dict)
    trouble_until: float = 0.0


def lost_drafts(history: History, is_message: Callable[[str], bool]) -> Iterator[str]:
    """Yield every draft that did not come back as it was in its last second (promise G12).

    Args:
        is_message: Says whether a text was sent, or failed with Retry: it is no draft any more.
    """
    composers: dict[str, _Composer] = {}
    for entry in history:
        composer = composers.setdefault(entry.who, _Composer())
        if entry.did is Did.OPENED:
            yield from _missing(entry, composer, is_message)
            _begin_anew(entry, composer)
        else:
            _follow(composer, entry)


def _follow(composer: _Composer, entry: Entry) -> None:
    match entry.did:
        case Did.TYPED:
            composer.typed.setdefault(entry.chat, []).append(entry)
        case Did.BEGAN:
            composer.back = {}
        case Did.DRAFT:
            composer.back[entry.chat] = entry.text
        case Did.ENDED:
            # Asleep, nothing was written any more.
            end = entry.at if composer.asleep_since is None else composer.asleep_since
            composer.ended_at = end if composer.ended_at is None else composer.ended_at
            composer.asleep_since = None
        case Did.HEALED if entry.text == DISK:
            composer.trouble_until = entry.at + CATCHING_UP_S
        case Did.FAULT:
            _suffer(composer, entry)
        case _:
            pass


def _suffer(composer: _Composer, entry: Entry) -> None:
    if entry.text.endswith(DISK):
        composer.trouble_until = inf
    elif entry.text == "sleeps":
        composer.asleep_since = entry.at
    elif entry.text == "wakes":
        if composer.asleep_since is not None and composer.trouble_until > composer.asleep_since:
            # The disk was well meanwhile, and the program did nothing about it.
            composer.trouble_until = max(composer.trouble_until, entry.at + CATCHING_UP_S)
        composer.asleep_since = None


def _missing(
    opened: Entry, composer: _Composer, is_message: Callable[[str], bool]
) -> Iterator[str]:
    if composer.ended_at is None:
        return
    for chat, typed in composer.typed.items():
        back = composer.back.get(chat, "")
        possible = _last_second(typed, composer.ended_at)
        was_sent = back == "" and any(map(is_message, possible))
        if back not in possible and not was_sent and not _is_excused(composer):
            held = " or ".join(repr(text) for text in possible)
            yield f"{opened.who} had {held} in {chat}, and got back {back!r} at {opened.at:.3f}"


def _last_second(typed: list[Entry], end: float) -> list[str]:
    """Return what the composer held one second before the end and since."""
    before = [entry.text for entry in typed if entry.at <= end - LAST_TYPING_S]
    return [*(before[-1:] or [""]), *(e.text for e in typed if e.at > end - LAST_TYPING_S)]


def _begin_anew(opened: Entry, composer: _Composer) -> None:
    """Take what came back for what was typed, long ago."""
    ancient = opened.at - 2 * LAST_TYPING_S
    composer.typed = {
        chat: [Entry(ancient, opened.who, Did.TYPED, chat, text)]
        for chat, text in composer.back.items()
    }
    composer.ended_at = None


def _is_excused(composer: _Composer) -> bool:
    assert composer.ended_at is not None
    return composer.trouble_until >= composer.ended_at
