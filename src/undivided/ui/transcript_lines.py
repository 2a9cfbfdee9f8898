"""Turns messages into the lines of a transcript: groups, stamps, days, folds and links.

Values only, no Qt: what is written here can be tested without a screen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from operator import is_
from urllib.parse import quote

from undivided.desk.values import Author, Choice, Delivery, FileInfo, Message
from undivided.qtmodels.spoken import local_clock
from undivided.ui.calm_text import calm, isolated, one_line

MESSAGE_LIMIT = 4000
"""Characters of one message that are laid out: text layout is quadratic in one long word."""
FOLD_AFTER_LINES = 50
GROUP_SPAN = timedelta(minutes=2)
ICON_GAP = "\u00a0"
"""One wide space in a line's text; the painter puts the line's icon there."""
ACT_SCHEME = "undivided"
"""Links in the transcript that are buttons of ours; found links are http and https only."""

_URL_LIMIT = 2000
_URL = re.compile(
    r"https?://[^\s<>\"“”„«»\\^`{|}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+", re.IGNORECASE
)
_AFTER_URL = ".,;:!?)]}’'…*_"


class Kind(Enum):
    """What a line is."""

    DAY = auto()
    SYSTEM = auto()
    NOTICE = auto()
    BUBBLE = auto()
    FOLD = auto()
    FILE = auto()
    CHOICE = auto()
    STAMP = auto()


class Side(Enum):
    """Where a line stands."""

    VISITOR = auto()
    OPERATOR = auto()
    CENTRE = auto()


class Look(Enum):
    """How a bubble is drawn: what waits looks different from what left."""

    PLAIN = auto()
    OUTLINED = auto()
    FAILED = auto()
    WHISPER = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a line that can be activated, by position in its text."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the transcript's document.

    Attributes:
        key: The message it belongs to; empty for a day.
        icon: A shipped icon, painted where `text` holds `ICON_GAP`.
        tone: The token of its colour.
        above: The kind before it and whether both are one group; decides the space between.
        is_foot: The last bubble of its group, whose corner points at its author.
    """

    key: str
    kind: Kind
    side: Side
    text: str
    icon: str = ""
    tone: str = "text"
    look: Look = Look.PLAIN
    links: tuple[Link, ...] = ()
    above: Kind | None = None
    is_joined: bool = False
    is_foot: bool = False


@dataclass(frozen=True, slots=True)
class _Body:
    text: str
    links: tuple[Link, ...]
    hidden_lines: int
    hidden_characters: int


@dataclass(frozen=True, slots=True)
class _Written:
    """What was made last, so that one more message at the end costs no more than itself.

    Attributes:
        setting: All that the lines depend on beside the messages.
        starts: For each message the number of its first line, and whether a group goes on there.
    """

    setting: tuple[object, ...] = ()
    messages: tuple[Message, ...] = ()
    starts: list[tuple[int, bool]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


_DELIVERY = {
    Delivery.SENDING: ("circle", "Sending", "text_muted"),
    Delivery.SENT: ("check", "Sent", "text_muted"),
    Delivery.SEEN: ("eye", "Seen", "text_muted"),
    Delivery.WAITING: ("clock", "Waiting to be sent", "soon_text"),
    Delivery.FAILED: ("circle-alert", "Not sent", "late_text"),
}
_STANDS_ALONE = frozenset({Delivery.WAITING, Delivery.FAILED})
_SYSTEM_ICONS = (
    ("connection", "wifi-off", True),
    ("back since", "rotate-cw", False),
    ("card number", "credit-card", True),
    ("on hold", "pause", True),
    ("to wait", "pause", True),
    ("hold", "pause", True),
    ("transferred", "arrow-left-right", False),
    ("closed", "check", False),
    ("checkout", "shopping-cart", False),
    ("basket", "shopping-cart", False),
    ("moved to", "file", False),
    ("file", "paperclip", False),
    ("left", "log-out", False),
    ("joined", "user-plus", False),
)
"""Words of a system line, its icon, and whether the line matters enough for a box."""


def act_target(act: str, key: str) -> str:
    """Return the link target of an act of ours on a message: retry, copy, discard, file, unfold."""
    return f"{ACT_SCHEME}:{act}/{quote(key, safe='')}"


class LineMaker:
    """Makes lines of one chat's messages; remembers what it made of each.

    Attributes:
        visitor: The visitor's shown name.
        opening: What is said after the first day: "started 13:58 on Vesper floor lamp".
        today: The operator's local date; None writes every day in full.
    """

    def __init__(self) -> None:
        self.visitor = "Visitor"
        self.opening = ""
        self.today: date | None = None
        self._unfolded: set[str] = set()
        self._made: dict[str, tuple[Message, tuple[bool, bool, Kind], list[Line]]] = {}
        self._days: dict[datetime, date] = {}
        self._last = _Written()

    def forget(self) -> None:
        """Drop what belongs to one chat, before another is shown."""
        self._unfolded.clear()
        self._made.clear()
        self._days.clear()
        self._last = _Written()

    def unfold(self, key: str) -> None:
        """Show all lines of a folded message from now on."""
        self._unfolded.add(key)
        self._made.pop(key, None)
        self._last = _Written()

    def lines(self, messages: Sequence[Message], *, is_beginning: bool) -> list[Line]:
        """Return the lines of `messages`, which are in the desk's order.

        A message whose neighbours did not change keeps its very lines, so that one new message
        costs no more than itself.

        Args:
            is_beginning: The first message is the chat's first, so its day says how it began.
        """
        setting = (is_beginning, self.opening, self.today)
        last = self._last if self._last.setting == setting else _Written()
        # The last one that is the same may have another neighbour below it now.
        same = max(0, _count_same(last.messages, messages) - 1)
        starts = last.starts[:same]
        made = last.lines[: last.starts[same][0]] if same else []
        is_joined = same > 0 and last.starts[same][1]
        days = [self._day_of(message) for message in messages[max(0, same - 1) :]]
        days = [days[0]] * (len(messages) - len(days)) + days if days else days
        for place in range(same, len(messages)):
            message = messages[place]
            starts.append((len(made), is_joined))
            if place == 0 or days[place - 1] != days[place]:
                made.append(self._day(days[place], made, is_first=place == 0 and is_beginning))
            is_foot = (
                place + 1 == len(messages)
                or days[place] != days[place + 1]
                or not _is_group(message, messages[place + 1])
            )
            made += self._lines_of(message, (is_joined, is_foot, made[-1].kind))
            is_joined = not is_foot
        self._last = _Written(setting, tuple(messages), starts, made)
        return list(made)

    def _day(self, day: date, above: list[Line], *, is_first: bool) -> Line:
        told = day_text(day, self.today)
        if is_first and self.opening:
            told = f"{told} · {self.opening}"
        kind = above[-1].kind if above else None
        return Line("", Kind.DAY, Side.CENTRE, told, tone="text_muted", above=kind)

    def _day_of(self, message: Message) -> date:
        day = self._days.get(message.at)
        if day is None:
            day = self._days[message.at] = local_day(message.at)
        return day

    def _lines_of(self, message: Message, setting: tuple[bool, bool, Kind]) -> list[Line]:
        known = self._made.get(message.key)
        if known is not None and known[0] is message and known[1] == setting:
            return known[2]
        is_joined, is_foot, above = setting
        if message.author is Author.SYSTEM:
            lines = [_system(message)]
        else:
            lines = self._message(message, is_joined=is_joined, is_foot=is_foot)
        lines = _with_neighbours(lines, above)
        self._made[message.key] = (message, setting, lines)
        return lines

    def _message(self, message: Message, *, is_joined: bool, is_foot: bool) -> list[Line]:
        side = Side.VISITOR if message.author is Author.VISITOR else Side.OPERATOR
        look = _look(message)
        line = Line(message.key, Kind.BUBBLE, side, "", look=look, is_joined=is_joined)
        made: list[Line] = []
        body = _body(message.text, is_unfolded=message.key in self._unfolded)
        if body.text:
            made.append(replace(line, text=body.text, links=body.links))
        made += _fold(line, body)
        if message.file is not None:
            made.append(replace(_file(line, message.file), is_joined=is_joined or bool(made)))
        made += [_choice(line, choice) for choice in message.choices]
        made = made or [line]
        if is_foot:
            bubbles = [n for n, each in enumerate(made) if each.kind in (Kind.BUBBLE, Kind.FILE)]
            for last in bubbles[-1:]:
                made[last] = replace(made[last], is_foot=True)
            made.append(_stamp(message, side))
        return made


def _count_same(first: Sequence[Message], second: Sequence[Message]) -> int:
    """Return how many messages at the start are the very same ones."""
    pairs = map(is_, first, second)
    return next(
        (place for place, same in enumerate(pairs) if not same), min(len(first), len(second))
    )


def local_day(at: datetime) -> date:
    """Return the date of an instant on this computer's wall clock."""
    return at.astimezone().date()


def day_text(day: date, today: date | None) -> str:
    """Return how a day is headed: Today, Yesterday, Sunday 22 November, with the year if older."""
    if today is not None and day == today:
        return "Today"
    if today is not None and day == today - timedelta(days=1):
        return "Yesterday"
    told = f"{day:%A} {day.day} {day:%B}"
    return told if today is not None and day.year == today.year else f"{told} {day.year}"


def _is_group(first: Message, second: Message) -> bool:
    """Return whether two neighbours of one day share one stamp."""
    if {first.delivery, second.delivery} & _STANDS_ALONE or first.is_late != second.is_late:
        return False
    return (
        first.author is second.author
        and first.author is not Author.SYSTEM
        and first.author_name == second.author_name
        and first.is_whisper == second.is_whisper
        and abs(second.at - first.at) <= GROUP_SPAN
    )


def _look(message: Message) -> Look:
    if message.is_whisper:
        return Look.WHISPER
    if message.delivery is Delivery.FAILED:
        return Look.FAILED
    return Look.OUTLINED if message.delivery is Delivery.WAITING else Look.PLAIN


def _body(text: str, *, is_unfolded: bool) -> _Body:
    """Return the part of a message that is laid out, with its links."""
    shown = calm(text[: 2 * MESSAGE_LIMIT])[:MESSAGE_LIMIT].strip("\n")
    hidden_characters = max(0, len(text) - MESSAGE_LIMIT)
    rows = shown.split("\n")
    hidden_lines = 0
    if len(rows) > FOLD_AFTER_LINES and not is_unfolded:
        hidden_lines = len(rows) - FOLD_AFTER_LINES
        shown = "\n".join(rows[:FOLD_AFTER_LINES])
    return _Body(shown, find_links(shown), hidden_lines, hidden_characters)


def find_links(text: str) -> tuple[Link, ...]:
    """Return the web addresses in `text`.

    Only http and https with a host and without a user name: a name before an @ is how an address
    pretends to lead somewhere else.
    """
    if "://" not in text:
        return ()
    found = []
    for match in _URL.finditer(text):
        address = match[0].rstrip(_AFTER_URL)
        host = address.split("://", 1)[1].partition("/")[0].partition("?")[0].partition("#")[0]
        if host and "@" not in host and len(address) <= _URL_LIMIT:
            found.append(Link(match.start(), match.start() + len(address), address))
    return tuple(found)


def _fold(line: Line, body: _Body) -> list[Line]:
    if body.hidden_lines:
        words = f"Show {body.hidden_lines} more lines"
        link = Link(0, len(words), act_target("unfold", line.key))
        fold = replace(line, kind=Kind.FOLD, text=words, links=(link,), tone="accent_text")
        return [replace(fold, is_joined=False)]
    if body.hidden_characters:
        words = f"{body.hidden_characters:,} more characters are not shown. Copy has all of it."
        return [replace(line, kind=Kind.FOLD, text=words, tone="text_muted", is_joined=False)]
    return []


def _file(line: Line, file: FileInfo) -> Line:
    name = one_line(file.name, 80) or "File"
    size = f" · {size_text(file.size_bytes)}" if file.size_bytes else ""
    words = f"{ICON_GAP}{isolated(name)}{size}"
    link = Link(1, len(ICON_GAP) + len(isolated(name)), act_target("file", line.key))
    return replace(line, kind=Kind.FILE, text=words, icon="paperclip", links=(link,))


def size_text(size_bytes: int) -> str:
    """Return a file's size as people say it: 740 bytes, 12 KB, 3.4 MB."""
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def _choice(line: Line, choice: Choice) -> Line:
    words = f"{ICON_GAP}{one_line(choice.text, 80)}"
    icon, tone = ("check", "text") if choice.is_pressed else ("circle", "text_2")
    return replace(line, kind=Kind.CHOICE, text=words, icon=icon, tone=tone, is_joined=True)


def _stamp(message: Message, side: Side) -> Line:
    icon, words, tone = _DELIVERY.get(message.delivery, ("", "", "text_muted"))
    parts = []
    if message.author is Author.COLLEAGUE and message.author_name:
        parts.append(isolated(message.author_name))
    parts.append(local_clock(message.at))
    if message.is_whisper:
        parts.append("only your team sees this")
        tone = "whisper_text"
    if message.is_late:
        parts.append("sent later than written")
    if words:
        state = f"{ICON_GAP}{words}"
        if message.place is not None:
            place, count = message.place
            state = f"{state} · {ordinal(place)} of {count}"
        parts.append(state)
    text = " · ".join(parts)
    links: tuple[Link, ...] = ()
    if message.delivery is Delivery.FAILED:
        text, links = _failure(text, message)
    return Line(message.key, Kind.STAMP, side, text, icon=icon, tone=tone, links=links)


def _failure(text: str, message: Message) -> tuple[str, tuple[Link, ...]]:
    """Return a failed message's stamp with its reason and its three ways on."""
    if message.reason:
        text = f"{text}: {one_line(message.reason, 160)}"
    links = []
    for words, act in (("Try again", "retry"), ("Copy", "copy"), ("Discard", "discard")):
        text = f"{text} · "
        links.append(Link(len(text), len(text) + len(words), act_target(act, message.key)))
        text += words
    return text, tuple(links)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def _system(message: Message) -> Line:
    words = one_line(message.text, 400)
    lowered = words.casefold()
    icon, is_boxed = next(
        ((icon, boxed) for word, icon, boxed in _SYSTEM_ICONS if word in lowered), ("info", False)
    )
    kind, tone = (Kind.NOTICE, "hold_text") if is_boxed else (Kind.SYSTEM, "text_muted")
    text = f"{ICON_GAP}{words}"
    return Line(message.key, kind, Side.CENTRE, text, icon=icon, tone=tone)


def _with_neighbours(lines: list[Line], above: Kind) -> list[Line]:
    told = []
    for line in lines:
        told.append(replace(line, above=above))
        above = line.kind
    return told
