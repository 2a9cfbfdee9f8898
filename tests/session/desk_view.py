"""What an operator's window shows, as one value that two programs can be compared by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import TypeGuard

from tests.session.operator_app import OperatorApp
from undivided.desk.marks import FocusMark, FocusState, Hold
from undivided.desk.values import ChatRow, DeskStatus, LinkStatus, Message, QueueRow, Reach
from undivided.protocol.ids import ChatId

View = dict[str, object]


def view_of(app: OperatorApp) -> View:
    """Return the own chats, the queue and the status as the window shows them.

    Left out is what only one who was there can know, and the server tells nobody: how long a
    wait was paused by typing, since when the link lives, whether a chat or its last words are new
    to this operator's eyes, and chats that are over and wait to be put away.
    """
    scene = app.scene
    own = {chat: row for chat, row in scene.rows.items() if row.is_active}
    status = scene.status or DeskStatus()
    return {
        "rows": {chat: _row(row, scene.marks[chat]) for chat, row in own.items()},
        "queue": [_waiting(row, scene.marks[row.id]) for row in scene.queue],
        "status": _status(status),
    }


def messages_of(app: OperatorApp) -> dict[ChatId, list[Message]]:
    """Return the transcripts of the own and the waiting chats."""
    shown = [chat for chat, row in app.scene.rows.items() if row.is_active]
    shown += [row.id for row in app.scene.queue]
    return {chat: list(app.scene.messages.get(chat, ())) for chat in shown}


def calling_of(app: OperatorApp) -> set[ChatId]:
    """Return the own chats that still call for somebody to look at them."""
    return {chat for chat, row in app.scene.rows.items() if row.is_active and row.is_new}


def differences(one: object, other: object, where: str = "") -> Iterator[str]:
    """Yield each place in which two values differ, as a path with both values."""
    if is_dataclass(one) and type(one) is type(other):
        for field in fields(one):
            name = field.name
            yield from differences(getattr(one, name), getattr(other, name), f"{where}.{name}")
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in sorted({*one, *other}):
            yield from differences(one.get(key), other.get(key), f"{where}[{key}]")
    elif _is_list(one) and _is_list(other) and len(one) == len(other):
        for place, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{where}[{place}]")
    elif one != other:
        yield f"{where}: {one!r} != {other!r}"


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


def _row(row: ChatRow, mark: FocusMark) -> ChatRow:
    hold = None if row.hold is None else _hold(row.hold)
    # Whether older threads are still to be fetched differs with how many are in memory.
    known = replace(row, mark=_mark(mark), is_new=False, has_older=False, hold=hold)
    return replace(known, unseen=0, reach=Reach.NOW if row.reach is Reach.UNSEEN else row.reach)


def _waiting(row: QueueRow, mark: FocusMark) -> QueueRow:
    return replace(row, mark=_mark(mark))


def _mark(mark: FocusMark) -> FocusMark:
    if mark.wait is not None:
        return replace(mark, state=FocusState.LATE, seconds=0, fraction=0.0, wait=None)
    calm = FocusState.QUEUED if mark.state is FocusState.CALLING else mark.state
    return replace(mark, state=calm, fraction=0.0)


def _hold(hold: Hold) -> Hold:
    return replace(hold, promised=timedelta(round(hold.promised / timedelta(minutes=1))))


def _status(status: DeskStatus) -> DeskStatus:
    link = LinkStatus(status.link.state, behind=status.link.behind, unsent=status.link.unsent)
    return replace(status, link=link, longest_silence=0, longest_silence_name="")
