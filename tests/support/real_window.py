"""The real `undivided` as a process of its own on a real screen, used by mouse and keys.

The process runs the program's own entry point. The few lines around it answer one question that
a person's eyes would: where something is on the screen.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.dbus import SessionBus
from tests.support.xvfb import Point, Screen, drag_steps

PATIENCE_S = 60.0
STEP_S = 0.05

_PROGRAM = """
import json, sys
from operator import attrgetter
from PySide6.QtCore import QSocketNotifier, Qt
from undivided.app import desktop, main

def watched(*args, **kwargs):
    opened = open_window(*args, **kwargs)
    answer.window, answer.opened = opened.window, opened
    answer.notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    answer.notifier.activated.connect(answer)
    return opened

def answer(*_):
    question = json.loads(sys.stdin.readline())
    print(json.dumps(globals()[question["ask"]](question["of"])), flush=True)

def spot(widget, at):
    there = widget.mapToGlobal(at)
    return [there.x(), there.y()]

def widget(path):
    found = attrgetter(path)(answer.window)
    return spot(found, found.rect().center()) if found.isVisible() else None

def tab(name):
    chats, view = answer.opened.bridge.chats, answer.window.desk.column.chats
    for row in range(chats.rowCount()):
        if chats.row_of(chats.chat_at(row)).visitor.name == name:
            return spot(view.viewport(), view.visualRect(chats.index(row)).center())

def card(title):
    model, view = answer.opened.canned, answer.window.desk.panel.canned.list
    if model.rowCount() and model.index(0).data() == title:
        return spot(view.viewport(), view.visualRect(model.index(0)).center())

def manager():
    from undivided.ui.responses.manager.library_manager import LibraryManager
    return next(iter(answer.window.findChildren(LibraryManager)), None)

def folder(path):
    tree = manager().tree if manager() else None
    each = Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive
    for item in tree.findItems("*", each) if tree else ():
        if item.data(0, Qt.ItemDataRole.UserRole).path == tuple(path):
            return spot(tree.viewport(), tree.visualItemRect(item).center())

def row(title):
    rows = manager().rows
    for item in rows.findItems(title, Qt.MatchFlag.MatchExactly):
        at = rows.visualItemRect(item).center()
        # In another list, or scrolled out of sight, it is nothing to click.
        return spot(rows.viewport(), at) if rows.viewport().rect().contains(at) else None

def caret(number):
    editor = answer.window.desk.conversation.composer.editor
    cursor = editor.textCursor()
    cursor.setPosition(number)
    return spot(editor.viewport(), editor.cursorRect(cursor).center())

def ready(_):
    return bool(answer.window.actions())

def shown(_):
    conversation = answer.window.desk.conversation
    row = answer.opened.bridge.chats.row_of(conversation.chat_id or "")
    return {
        "is_at_desk": answer.window.is_at_desk,
        "chat": row.visitor.name if row else "",
        "text": conversation.composer.text,
        "link": answer.opened.bridge.status.link.state.name,
    }

open_window, desktop.open_window = desktop.open_window, watched
sys.exit(main.main(sys.argv[1:]))
"""


@dataclass
class RealWindow:
    """A running program and the screen that it is on."""

    process: "subprocess.Popen[str]"
    screen: Screen

    async def where(self, ask: str, of: object) -> Point:
        """Return where something is on the screen, once it is there."""
        async with asyncio.timeout(PATIENCE_S):
            while not (at := await self._ask(ask, of)):
                await asyncio.sleep(STEP_S)
            return at[0], at[1]

    async def is_ready(self) -> None:
        """Wait until its keys work: the sign-in page can be used before the rest is loaded."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self._ask("ready", None):
                await asyncio.sleep(STEP_S)

    async def shows(self, **wanted: object) -> None:
        """Wait until the window shows this: `is_at_desk`, `chat`, `text`, `link`."""
        seen: dict[str, object] = {}
        try:
            async with asyncio.timeout(PATIENCE_S):
                while {name: seen.get(name) for name in wanted} != wanted:
                    await asyncio.sleep(STEP_S)
                    seen = await self._ask("shown", None)
        except TimeoutError:
            raise AssertionError(f"wanted {wanted}, saw {seen}") from None

    async def click(self, ask: str, of: object) -> None:
        """Click something with the real mouse, and wait for the program to have seen it."""
        await asyncio.to_thread(self.screen.click, await self.where(ask, of))
        # Otherwise it might say where the next thing is before the click has moved it.
        await self._catch_up()

    async def type_text(self, text: str) -> None:
        """Type with the real keyboard where the focus is."""
        await asyncio.to_thread(self.screen.type_text, text)

    async def press(self, key: str) -> None:
        """Press one key."""
        await asyncio.to_thread(self.screen.press, key)

    async def drag(self, start: Point, end: Point, held: str = "") -> None:
        """Drag with the real mouse, letting go with a key held; each step waits for the program."""
        for step in drag_steps(start, end, held):
            await asyncio.to_thread(self.screen.xdotool, *step)
            await self._catch_up()

    async def _catch_up(self) -> None:
        """Wait until the program has seen what the mouse did: two turns, as pipes may be first."""
        for _ in range(2):
            await self._ask("shown", None)

    async def _ask(self, ask: str, of: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"ask": ask, "of": of}) + "\n")
        self.process.stdin.flush()
        line = await asyncio.to_thread(self.process.stdout.readline)
        assert line, f"the program ended with {self.process.poll()}"
        return json.loads(line)


@contextlib.asynccontextmanager
async def real_window(profile: Path, screen: Screen, bus: SessionBus) -> AsyncIterator[RealWindow]:
    """Run the program on a screen and a bus; at the end it must close cleanly when asked to."""
    log = profile.with_suffix(".stderr")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "--profile", str(profile)],
            env={**screen.environment(), **_only_bus(bus)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        await asyncio.to_thread(screen.wait_for_window, "Undivided")
        window = RealWindow(process, screen)
        await window.is_ready()
        yield window
        process.terminate()
        code = await asyncio.to_thread(process.wait, PATIENCE_S)
        assert (code, log.read_text()) == (0, "")
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _only_bus(bus: SessionBus) -> dict[str, str]:
    names = ("DBUS_SESSION_BUS_ADDRESS", "HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    return {name: bus.environment()[name] for name in names}
