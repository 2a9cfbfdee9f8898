"""Makes the lines of a whole chat: days, groups, and of new messages only what is new.

Values only, no Qt: what is written here can be tested without a screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import is_

from undivided.desk.values import Author, Delivery, Message
from undivided.protocol.moments import local
from undivided.ui.conversation.call_card import call_lines
from undivided.ui.conversation.details_card import details_lines
from undivided.ui.conversation.transcript_lines import (
    Calming,
    Kind,
    Line,
    Side,
    message_lines,
    system_line,
    with_neighbours,
)

GROUP_SPAN = timedelta(minutes=2)
_STANDS_ALONE = frozenset({Delivery.WAITING, Delivery.FAILED})


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


class LineMaker:
    """Makes lines of one chat's messages; remembers what it made of each.

    Attributes:
        visitor: The visitor's shown name.
        opening: What is said after the first day: "started 13:58 on Vesper floor lamp".
        today: The operator's local date; None writes every day in full.
        calming: How a visitor's shouted words are shown, or None; `forget` after changing it.
        picture_size: Returns the size in which a message's file is shown as a picture, or None.
    """

    def __init__(self) -> None:
        self.visitor = "Visitor"
        self.opening = ""
        self.today: date | None = None
        self.calming: Calming | None = None
        self.picture_size: Callable[[str], tuple[int, int] | None] = lambda _key: None
        self._is_as_written = False
        self._turned: set[str] = set()
        self._unfolded: set[str] = set()
        self._made: dict[str, tuple[Message, tuple[bool, bool, Kind], list[Line]]] = {}
        self._days: dict[datetime, date] = {}
        self._last = _Written()

    def forget(self) -> None:
        """Drop what belongs to one chat, before another is shown."""
        self._unfolded.clear()
        self._turned.clear()
        self._is_as_written = False
        self._made.clear()
        self._days.clear()
        self._last = _Written()

    def unfold(self, key: str) -> None:
        """Show all lines of a folded message from now on."""
        self._unfolded.add(key)
        self.make_anew(key)

    def make_anew(self, key: str) -> None:
        """Forget the lines of a message, because what is shown with it has changed."""
        self._made.pop(key, None)
        self._last = _Written()

    def turn_letters(self, key: str) -> None:
        """Show one shouted message as it was written, or calmly again."""
        self._turned ^= {key}
        self.make_anew(key)

    def turn_all_letters(self) -> None:
        """Show every shouted message as it was written, or calmly again."""
        self._turned.clear()
        self._is_as_written = not self._is_as_written
        self._made.clear()
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
            lines = [system_line(message)]
        elif message.call is not None:
            lines = call_lines(message, message.call, is_foot=is_foot)
        elif message.confirmed:
            lines = details_lines(message, message.confirmed, is_foot=is_foot)
        else:
            is_unfolded = message.key in self._unfolded
            lines = message_lines(
                message,
                is_joined=is_joined,
                is_foot=is_foot,
                is_unfolded=is_unfolded,
                calming=self.calming,
                is_as_written=(message.key in self._turned) != self._is_as_written,
                picture=self.picture_size(message.key),
            )
        lines = with_neighbours(lines, above)
        self._made[message.key] = (message, setting, lines)
        return lines


def _count_same(first: Sequence[Message], second: Sequence[Message]) -> int:
    """Return how many messages at the start are the very same ones."""
    pairs = map(is_, first, second)
    return next(
        (place for place, same in enumerate(pairs) if not same), min(len(first), len(second))
    )


def local_day(at: datetime) -> date:
    """Return the date of an instant on this computer's wall clock."""
    return local(at).date()


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
