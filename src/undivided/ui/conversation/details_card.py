"""Details that the visitor confirmed, as lines of the transcript: values, stamp, what was changed.

Values only, no Qt. What the visitor wrote stays text.
"""

from undivided.desk.read_back import ConfirmedDetail
from undivided.desk.values import Message
from undivided.etiquette.calm_text import isolated
from undivided.etiquette.web_addresses import Link
from undivided.qtmodels.spoken import local_clock
from undivided.ui.conversation.transcript_lines import (
    ICON_GAP,
    Kind,
    Line,
    Side,
    act_target,
    stamp_line,
)

INSERT = "Put into the message"
INSERT_ACT = "insert-details"
COPY = "Copy"
_SHOWN = 300


def details_lines(
    message: Message, details: tuple[ConfirmedDetail, ...], *, is_foot: bool
) -> list[Line]:
    """Return the card, the row of what can be done with it, and the stamp of its group's last."""
    line = Line(message.key, Kind.BUBBLE, Side.VISITOR, "", is_foot=is_foot)
    rows = [f"{ICON_GAP}{stamp_words(message)}", *map(_row, details)]
    card = line._replace(text="\n".join(rows), icon="check")
    stamp = [stamp_line(message, Side.VISITOR)] if is_foot else []
    return [card, _acts(line), *stamp]


def stamp_words(message: Message) -> str:
    """Return who confirmed, and when on this computer's clock."""
    return f"Confirmed by the visitor {local_clock(message.at)}"


def insertable(details: tuple[ConfirmedDetail, ...]) -> str:
    """Return confirmed details as they are put into a message."""
    return "\n".join(f"{each.label}: {each.value}" for each in details)


def _row(detail: ConfirmedDetail) -> str:
    before = f" (changed from {isolated(detail.before, _SHOWN)})" if detail.before else ""
    return f"{isolated(detail.label, _SHOWN)}: {isolated(detail.value, _SHOWN)}{before}"


def _acts(line: Line) -> Line:
    text = f"{INSERT} · {COPY}"
    start = len(text) - len(COPY)
    links = (
        Link(0, len(INSERT), act_target(INSERT_ACT, line.key)),
        Link(start, len(text), act_target("copy", line.key)),
    )
    return line._replace(kind=Kind.FOLD, text=text, links=links, is_foot=False)
