"""Turns a message into lines of the transcript: its bubble, fold, file, choices and stamp.

Values only, no Qt: what is written here can be tested without a screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple
from urllib.parse import quote

from undivided.desk.values import Author, Choice, Delivery, FileInfo, Message
from undivided.etiquette.calm_text import calm, isolated, one_line
from undivided.etiquette.coach.after_no import told_reason
from undivided.etiquette.coach.shouting import Calmed
from undivided.etiquette.web_addresses import Link, find_links
from undivided.qtmodels.sizes import size_words
from undivided.qtmodels.spoken import local_clock
from undivided.ui.look.text_weight import light_start

MESSAGE_LIMIT = 4000
"""Characters of one message that are laid out: text layout is quadratic in one long word."""
FOLD_AFTER_LINES = 50
ICON_GAP = "\u00a0"
"""One wide space in a line's text; the painter puts the line's icon there."""
CANCEL = "Cancel"
AS_CALMED = "Shown in small letters"
SHOW_WRITTEN = "Show as written"
SHOW_CALMED = "Show in small letters"
_CLAIM, _MOST_CLAIMS, _SOURCE = 24, 3, 60
"""Characters of a claim and of a source that are shown, and how many claims."""
ACT_SCHEME = "undivided"
"""Links in the transcript that are buttons of ours; found links are http and https only."""


Calming = Callable[[str], Calmed | None]
"""Returns how a shouted text is shown, or None for a calm one."""


class Kind(Enum):
    """What a line is."""

    # Asked for several times of each line: an enum's own would call Python to hash the name.
    __hash__ = object.__hash__

    DAY = auto()
    SYSTEM = auto()
    NOTICE = auto()
    BUBBLE = auto()
    PICTURE = auto()
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
    CALL = auto()


class Line(NamedTuple):
    """One paragraph of the transcript's document.

    Attributes:
        key: The message it belongs to; empty for a day.
        icon: A shipped icon, painted where `text` holds `ICON_GAP`.
        tone: The token of its colour.
        above: The kind before it and whether both are one group; decides the space between.
        is_foot: The last bubble of its group, whose corner points at its author.
        calmed: Of a shouted text that is shown calmly: what was written.
        size: Width and height of a picture, in logical pixels.
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
    calmed: Calmed | None = None
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Body:
    text: str
    links: tuple[Link, ...]
    hidden_lines: int = 0
    folded_characters: int = 0
    hidden_characters: int = 0


_DELIVERY = {
    Delivery.SENDING: ("circle", "Sending", "text_muted"),
    Delivery.SENT: ("check", "Sent", "text_muted"),
    Delivery.SEEN: ("eye", "Seen", "text_muted"),
    Delivery.WAITING: ("clock", "Waiting to be sent", "soon_text"),
    Delivery.FAILED: ("circle-alert", "Not sent", "late_text"),
}
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
    """Return the link target of an act of ours on a message, such as retry, file or letters."""
    return f"{ACT_SCHEME}:{act}/{quote(key, safe='')}"


def message_lines(
    message: Message,
    *,
    is_joined: bool,
    is_foot: bool,
    is_unfolded: bool,
    calming: Calming | None = None,
    is_as_written: bool = False,
    picture: tuple[int, int] | None = None,
) -> list[Line]:
    """Return the lines of what somebody said, from its bubble to its stamp.

    Args:
        is_joined: It goes on where the message above stops.
        is_foot: It is the last of its group, which has the stamp.
        is_unfolded: All of a long text is shown.
        calming: How a visitor's shouted words are shown; None leaves them. Source: practice 71.
        is_as_written: The operator wants to see this one as it was written.
        picture: The size in which its file is shown as a picture, or None.
    """
    side = Side.VISITOR if message.author is Author.VISITOR else Side.OPERATOR
    look = _look(message)
    line = Line(message.key, Kind.BUBBLE, side, "", look=look, is_joined=is_joined)
    made: list[Line] = []
    body = _body(message.text, is_unfolded=is_unfolded)
    # A file that has no words of its own is called by its name, and its line says that.
    is_said = message.file is None or message.text.strip() != message.file.name
    if body.text and is_said:
        bubble = line._replace(text=body.text, links=body.links)
        is_visitors = message.author is Author.VISITOR
        calmed = calming(body.text) if calming is not None and is_visitors else None
        made += [bubble] if calmed is None else _calm(bubble, calmed, is_as_written=is_as_written)
    made += _fold(line, body)
    made += _facts(message, side)
    if message.file is not None and picture is not None:
        # Without words: the line of its file below names it.
        shown = line._replace(kind=Kind.PICTURE, size=picture)
        made.append(shown._replace(is_joined=is_joined or bool(made)))
    if message.file is not None:
        made.append(_file(line, message.file)._replace(is_joined=is_joined or bool(made)))
    made += [_choice(line, choice) for choice in message.choices]
    made = made or [line]
    if is_foot:
        bubbles = [n for n, each in enumerate(made) if each.kind in (Kind.BUBBLE, Kind.FILE)]
        for last in bubbles[-1:]:
            made[last] = made[last]._replace(is_foot=True)
        made.append(stamp_line(message, side))
    return made


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
    start = shown if is_unfolded else light_start(shown)
    folded = len(shown) - len(start)
    return _Body(start, find_links(start), hidden_lines, folded, hidden_characters)


def _calm(bubble: Line, calmed: Calmed, *, is_as_written: bool) -> list[Line]:
    """Return a shouted text as it is wanted, and the quiet line that shows it the other way."""
    words = SHOW_CALMED if is_as_written else f"{AS_CALMED} · {SHOW_WRITTEN}"
    act = SHOW_CALMED if is_as_written else SHOW_WRITTEN
    link = Link(len(words) - len(act), len(words), act_target("letters", bubble.key))
    note = Line(bubble.key, Kind.FOLD, bubble.side, words, tone="text_muted", links=(link,))
    if is_as_written:
        return [bubble, note]
    return [bubble._replace(text=calmed.text, links=find_links(calmed.text), calmed=calmed), note]


def _facts(message: Message, side: Side) -> list[Line]:
    """Return the quiet lines on an offer after a no and on what vouches for a reply; often none.

    Source: practice 36, and B9 of the list of practices.
    """
    facts, told = message.facts, []
    if facts.after_no:
        told.append((f"Offered after a no: {told_reason(facts.after_no)}", "info"))
    if facts.unsourced:
        claims = ", ".join(
            f"“{isolated(claim, _CLAIM)}”" for claim in facts.unsourced[:_MOST_CLAIMS]
        )
        told.append((f"No source: {claims}", "info"))
    elif facts.sources:
        told.append((f"Source: {isolated(facts.sources[0], _SOURCE)}", "shield"))
    quiet = Line(message.key, Kind.FOLD, side, "", tone="text_muted")
    return [quiet._replace(text=f"{ICON_GAP}{words}", icon=icon) for words, icon in told]


def _fold(line: Line, body: _Body) -> list[Line]:
    if body.hidden_lines or body.folded_characters:
        words = f"Show {body.hidden_lines} more lines"
        if body.folded_characters:
            words = f"Show {body.folded_characters:,} more characters"
        link = Link(0, len(words), act_target("unfold", line.key))
        fold = line._replace(kind=Kind.FOLD, text=words, links=(link,), tone="accent_text")
        return [fold._replace(is_joined=False)]
    if body.hidden_characters:
        words = f"{body.hidden_characters:,} more characters are not shown. Copy has all of it."
        return [line._replace(kind=Kind.FOLD, text=words, tone="text_muted", is_joined=False)]
    return []


def _file(line: Line, file: FileInfo) -> Line:
    name = one_line(file.name, 80) or "File"
    size = f" · {size_words(file.size_bytes)}" if file.size_bytes else ""
    words = f"{ICON_GAP}{isolated(name)}{size}"
    link = Link(1, len(ICON_GAP) + len(isolated(name)), act_target("file", line.key))
    # An own file on its way has no address yet, so there is nothing to open.
    links = (link,) if file.url else ()
    return line._replace(kind=Kind.FILE, text=words, icon="paperclip", links=links)


def _choice(line: Line, choice: Choice) -> Line:
    words = f"{ICON_GAP}{one_line(choice.text, 80)}"
    icon, tone = ("check", "text") if choice.is_pressed else ("circle", "text_2")
    return line._replace(kind=Kind.CHOICE, text=words, icon=icon, tone=tone, is_joined=True)


def stamp_line(message: Message, side: Side) -> Line:
    """Return what stands below a group: when it was said and what became of it."""
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
        if message.file is not None and message.file.percent is not None:
            state = f"{state} · {message.file.percent} %"
        if message.place is not None:
            place, count = message.place
            state = f"{state} · {ordinal(place)} of {count}"
        parts.append(state)
    text = " · ".join(parts)
    links: tuple[Link, ...] = ()
    if message.delivery is Delivery.FAILED:
        text, links = _failure(text, message)
    elif can_discard(message):
        text = f"{text} · "
        link = Link(len(text), len(text) + len(CANCEL), act_target("discard", message.key))
        text, links = text + CANCEL, (link,)
    return Line(message.key, Kind.STAMP, side, text, icon=icon, tone=tone, links=links)


def can_discard(message: Message) -> bool:
    """Return whether an own message can be taken back: refused, or a file that has not left."""
    if message.delivery is Delivery.FAILED:
        return True
    file = message.file
    if file is None or file.url:
        return False
    return message.delivery is Delivery.WAITING or file.percent is not None


def _failure(text: str, message: Message) -> tuple[str, tuple[Link, ...]]:
    """Return a failed message's stamp with its reason and its ways on."""
    if message.reason:
        text = f"{text}: {one_line(message.reason, 160)}"
    links = []
    ways = [("Try again", "retry"), ("Copy", "copy"), ("Discard", "discard")]
    for words, act in ways if message.file is None else (ways[0], ways[2]):
        text = f"{text} · "
        links.append(Link(len(text), len(text) + len(words), act_target(act, message.key)))
        text += words
    return text, tuple(links)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def system_line(message: Message) -> Line:
    """Return what the system said as one line."""
    words = one_line(message.text, 400)
    lowered = words.casefold()
    icon, is_boxed = next(
        ((icon, boxed) for word, icon, boxed in _SYSTEM_ICONS if word in lowered), ("info", False)
    )
    kind, tone = (Kind.NOTICE, "hold_text") if is_boxed else (Kind.SYSTEM, "text_muted")
    text = f"{ICON_GAP}{words}"
    return Line(message.key, kind, Side.CENTRE, text, icon=icon, tone=tone)


def with_neighbours(lines: list[Line], above: Kind) -> list[Line]:
    """Return lines that know what stands above them; `above` is that of the first."""
    told = []
    for line in lines:
        told.append(line._replace(above=above))
        above = line.kind
    return told
