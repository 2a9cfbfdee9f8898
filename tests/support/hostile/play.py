"""Plays one round of hostile text through every surface of the real window."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.hostile import fields
from tests.support.hostile.server import OPERATOR, HostileServer, hostile_server
from tests.support.hostile.texts import (
    Kind,
    Painted,
    Shown,
    action_texts,
    faults_of,
    line_faults,
    painted,
    texts_of,
)
from tests.support.hostile.traps import Pulse
from tests.support.operator_desk import OperatorDesk, SilentNotifier, running
from undivided.app.sign_in_control import Account
from undivided.desk.values import Author
from undivided.library.finding.search import Match
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.qtmodels.spoken import spoken_message
from undivided.runtime.addresses import parse_address
from undivided.runtime.notifier import Notice
from undivided.ui.chats.chat_delegate import RowDensity
from undivided.ui.conversation.transcript_lines import Kind as LineKind
from undivided.ui.sheets.sheet import Sheet

RESPONSE = (
    "Hello {{visitor.first_name|there}}, {{visitor.name}} {{visitor.email}}: "
    "you read {{page.title}} at {{page.url}}. {{blank}}"
)
_SYSTEM_LINES = frozenset({LineKind.SYSTEM, LineKind.NOTICE})


class NoticeBoard(SilentNotifier):
    """A desktop whose notifications are remembered."""

    is_working = True

    def __init__(self) -> None:
        self.shown: list[Notice] = []

    async def show(self, notice: object) -> None:
        """Remember a notice."""
        assert isinstance(notice, Notice)
        self.shown.append(notice)


@dataclass
class Stage:
    """The window, the server behind it, and what has been seen so far.

    Attributes:
        places: For each place how many texts it has shown.
        faults: What was wrong, each with its place and text.
    """

    desk: OperatorDesk
    server: HostileServer
    board: NoticeBoard
    paint: Painted
    pulse: Pulse
    places: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seen: list[Shown] = field(default_factory=list)

    @property
    def checks(self) -> int:
        """How many texts were looked at."""
        return sum(self.places.values())

    async def play(self, values: Mapping[str, str], number: int) -> None:
        """Bring chats in which every field has its value, and walk through all surfaces."""
        chat_id = ChatId(fields.chat(values, number)["id"])
        self.server.colleagues = [{"agent_id": values["colleague address"], "active_chats": 1}]
        # As a foreign server names it, the refusal has no sentence of ours.
        self.server.refusal = {"type": "foreign_rule", "message": values["refusal"]}
        self.pulse.doing = f"round {number}: the chats come"
        await self.server.bring(fields.chat(values, number))
        await self.server.bring(fields.queued_chat(values, number))
        await self.desk.until(lambda: chat_id in self.desk.chats, "the chat's row")
        await self._settle()
        self.look("call", *self._windows())
        await self._conversation(chat_id, number)
        await self._densities(number)
        await self._sheets(chat_id, number)
        await self._refused(chat_id, number)
        await self.server.take(chat_id)
        await self.server.take(f"{fields.QUEUED}-{number}")
        self.desk.program.controls.chats.ask_to_close(chat_id)
        await self._settle()

    async def _conversation(self, chat_id: ChatId, number: int) -> None:
        self.pulse.doing = f"round {number}: the chat is picked"
        self.desk.program.controls.chats.pick_and_write(chat_id)
        await self._settle()
        self.look("chat", *self._windows())
        self._transcript(chat_id)
        self.pulse.doing = f"round {number}: the chat's hold runs"
        hold = {"hold_until": "2099-01-01T00:00:00.000000Z", "hold_by": OPERATOR}
        await self.server.push(
            "chat_properties_updated", chat_id=chat_id, properties={"desk": hold}
        )
        bar = self.desk.window.desk.conversation.hold
        await self.desk.until(bar.isVisible, "the hold bar")
        await self._settle()
        self.look("hold", bar)
        self.pulse.doing = f"round {number}: a response is filled"
        cards = self.desk.window.desk.panel.canned.list.cards
        cards.drag_pixmap(self.desk.canned.index(0), 1.0)
        self.look("drag")

    async def _densities(self, number: int) -> None:
        chats = self.desk.window.desk.column.chats
        for density in RowDensity:
            self.pulse.doing = f"round {number}: rows are {density.name.lower()}"
            chats.set_density(density)
            await self._settle()
            self.look(density.name.lower())
        chats.set_density(None)

    async def _sheets(self, chat_id: ChatId, number: int) -> None:
        controls, window = self.desk.program.controls, self.desk.window
        message = next((m for m in self.desk.messages(chat_id) if m.file is not None), None)
        openers = {
            "hold": controls.sheets.ask_to_hold,
            "transfer": controls.sheets.choose_colleague,
            "close": lambda: controls.chats.ask_to_close(chat_id),
            "link": lambda: controls.sheets.open_link(self._page_address(chat_id)),
            "calls": controls.calls.open_list,
            "read-back": controls.read_back.ask,
            "quit": self.desk.program.ask_to_quit,
        }
        if message is not None and message.file is not None:
            file = message.file
            openers["file"] = lambda: controls.sheets.open_file(file)
        call = next((m.call for m in self.desk.messages(chat_id) if m.call is not None), None)
        if call is not None:
            wish = call
            openers["dial"] = lambda: controls.calls.dial(wish)
        for name, opener in openers.items():
            self.pulse.doing = f"round {number}: the {name} sheet opens"
            opener()
            await self._settle()
            sheets = [each for each in window.findChildren(Sheet) if each.isVisible()]
            self.look(f"{name} sheet", *sheets)
            for sheet in sheets:
                sheet.reject()

    async def _refused(self, chat_id: ChatId, number: int) -> None:
        self.pulse.doing = f"round {number}: the server refuses"
        self.desk.composer.editor.setPlainText("An answer")
        self.desk.press_enter()
        await self.desk.until(
            lambda: any(message.reason for message in self.desk.messages(chat_id)), "a refusal"
        )
        await self._settle()
        self.look("refusal", self.desk.window)
        self._transcript(chat_id)

    def _page_address(self, chat_id: ChatId) -> str:
        row = self.desk.bridge.chats.row_of(chat_id)
        assert row is not None
        return row.visitor.pages[0].url

    # Looking

    def look(self, stop: str, *roots: QWidget) -> None:
        """Check every text of these windows, and all that was painted since the last look."""
        with self.pulse.unwatched():
            found = [shown for root in roots for shown in texts_of(root)]
            found += [*self.paint.take(), *self._outside()]
            for shown in found:
                self._check(stop, shown)

    def _check(self, stop: str, shown: Shown) -> None:
        if not shown.text:
            return
        self.places[shown.place] += 1
        self.seen.append(shown)
        self.faults += [
            f"{stop}, {shown.place}: {fault}: {shown.text[:80]!r}" for fault in faults_of(shown)
        ]

    def _windows(self) -> list[QWidget]:
        toast = self.desk.program.controls.attention.toast
        return [self.desk.window, toast]

    def _outside(self) -> Iterator[Shown]:
        """Yield what leaves the window: notifications, tray, clipboard."""
        for notice in self.board.shown:
            yield Shown("Notice.title", Kind.LINE, notice.title)
            yield Shown("Notice.text", Kind.LINE, notice.text)
        self.board.shown.clear()
        tray = self.desk.program.controls.attention._tray
        yield Shown("Tray.toolTip", Kind.TIP, str(tray._icon.property("toolTip")))
        for action in tray.menu.actions():
            yield from action_texts(action)

    def _transcript(self, chat_id: ChatId) -> None:
        """Check that only the system's own words look like the system's, and what is copied."""
        with self.pulse.unwatched():
            view = self.desk.window.desk.conversation.transcript
            messages = {message.key: message for message in self.desk.messages(chat_id)}
            lines = view._layout.lines
            if view.document().blockCount() != len(lines):
                self.faults.append("a text made paragraphs of its own")
            for line in lines:
                is_system = bool(line.key) and messages[line.key].author is Author.SYSTEM
                if is_system != (line.kind in _SYSTEM_LINES):
                    self.faults.append(f"a fake system line: {line.text[:80]!r}")
            for message in messages.values():
                view._copy(message.key)
                self._copied(spoken_message(message, "Visitor"))

    def _copied(self, spoken: str) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if set(mime.formats()) - {"text/plain", "text/plain;charset=utf-8"}:
            self.faults.append(f"the clipboard carries {mime.formats()}")
        for place, text in (("clipboard", mime.text()), ("spoken message", spoken)):
            self.places[place] += 1
            self.faults += [
                f"{place}: {fault}: {text[:80]!r}"
                for fault in line_faults(text)
                if "control" in fault
            ]

    async def _settle(self) -> None:
        """Let everything be laid out and painted."""
        for _ in range(4):
            await asyncio.sleep(0)
        # All is painted once more, whole: a turn of its own, after the one the window asked for.
        self.pulse.beat()
        self.desk.window.repaint()
        await asyncio.sleep(0.005)


@asynccontextmanager
async def staged(folder: Path, me: Mapping[str, str] | None = None) -> AsyncIterator[Stage]:
    """Run the real program, signed in to a hostile server, with its window shown.

    Args:
        folder: For its profile.
        me: Fields of the operator's own profile, as the server tells them.
    """
    board = NoticeBoard()
    async with hostile_server() as server, running(folder / "profile", board) as desk:
        server.me |= me or {}
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        await desk.program.enter(Account(parse_address(server.url), OPERATOR, "secret"))
        await desk.live()
        response = Response(title="Hello", body=RESPONSE)
        desk.canned.show([Match(response)])
        pulse = Pulse()
        try:
            with painted() as paint:
                yield Stage(desk, server, board, paint, pulse)
        finally:
            pulse.stop()
            QApplication.clipboard().clear()
