"""The real app in this process: its window offscreen, its program on the test's loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from undivided.app.desktop import Painted, paint
from undivided.app.program import Program, Shell
from undivided.app.sign_in_control import Account
from undivided.desk.values import LinkState
from undivided.protocol.ids import ChatId
from undivided.qtmodels.bridge import Bridge
from undivided.runtime.addresses import parse_address
from undivided.runtime.notifier import Notifier
from undivided.storage.profile import open_profile
from undivided.ui.window import MainWindow

T = TypeVar("T")
PATIENCE_S = 20.0
STEP_S = 0.01


class SilentNotifier:
    """A desktop without a notification service."""

    is_working = False

    async def start(self, chosen: object) -> None:
        """Find nothing."""

    async def show(self, notice: object) -> None:
        """Show nothing."""

    async def withdraw(self, key: str) -> None:
        """Have nothing to take back."""

    async def aclose(self) -> None:
        """Have nothing to close."""


class OperatorDesk:
    """What a test sees and does at the operator's window."""

    def __init__(self, painted: Painted, program: Program) -> None:
        self.window: MainWindow = painted.window
        self.bridge: Bridge = painted.bridge
        self.program = program

    @property
    def chats(self) -> list[ChatId]:
        """The chats of the list, in its order."""
        model = self.bridge.chats
        return [chat for place in range(model.rowCount()) if (chat := model.chat_at(place))]

    async def until(self, happened: Callable[[], T], what: str = "") -> T:
        """Return what `happened` returns, as soon as that is true."""
        async with asyncio.timeout(PATIENCE_S):
            while not (result := happened()):
                await asyncio.sleep(STEP_S)
            return result

    async def live(self) -> None:
        """Wait until the connection is live."""
        await self.until(lambda: self.bridge.status.link.state is LinkState.LIVE)

    async def chat_with(self, text: str) -> ChatId:
        """Wait for a chat whose transcript holds `text` and return it."""
        return await self.until(
            lambda: next((c for c in self.chats if any(text in one for one in self.lines(c))), None)
        )

    def lines(self, chat_id: ChatId) -> list[str]:
        """Return the texts of a chat's transcript."""
        return [message.text for message in self.bridge.transcripts.messages(chat_id)]


@asynccontextmanager
async def at_desk(
    folder: Path, url: str, email: str, token: str, notifier: Notifier | None = None
) -> AsyncIterator[OperatorDesk]:
    """Run the program with a profile in `folder`, signed in as `email`."""
    profile = open_profile(folder)
    painted = paint(profile)
    shell = Shell(
        window=painted.window,
        bridge=painted.bridge,
        canned=painted.canned,
        profile=profile,
        settings=painted.settings,
        settings_file=painted.settings_file,
    )
    program = Program(shell, notifier or SilentNotifier())
    running = asyncio.ensure_future(program.run())
    try:
        await program.enter(Account(parse_address(url), email, token))
        yield OperatorDesk(painted, program)
    finally:
        program.stop()
        await asyncio.wait_for(running, PATIENCE_S)
