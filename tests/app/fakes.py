"""Parts of a computer that the app's tests play: notifications, a keyring, a tray."""

import asyncio
import threading
from dataclasses import dataclass, field

from undivided.runtime.notifier import Chosen, Notice
from undivided.storage.token_keyring import KeyringAbsent, TokenKeyring


class Notifications:
    """A desktop with notifications that the test reads and presses.

    Attributes:
        shown: Every notice so far.
        withdrawn: The keys taken back so far.
    """

    is_working = True

    def __init__(self) -> None:
        self.shown: list[Notice] = []
        self.withdrawn: list[str] = []
        self._chosen: Chosen | None = None
        self._new: asyncio.Queue[Notice] = asyncio.Queue()

    async def start(self, chosen: Chosen) -> None:
        """Remember whom to tell."""
        self._chosen = chosen

    async def show(self, notice: Notice) -> None:
        """Remember a notice."""
        self.shown.append(notice)
        self._new.put_nowait(notice)

    async def withdraw(self, key: str) -> None:
        """Remember that a notice was taken back."""
        self.withdrawn.append(key)

    async def aclose(self) -> None:
        """Have nothing to close."""

    async def next(self) -> Notice:
        """Wait for the next notice that was not returned yet."""
        return await asyncio.wait_for(self._new.get(), 60)

    def press(self, key: str, choice: str) -> None:
        """Press a button of a notice."""
        assert self._chosen is not None
        self._chosen(key, choice)


@dataclass
class MemoryKeyring(TokenKeyring):
    """A keyring that works."""

    tokens: dict[str, str] = field(default_factory=dict)

    def read(self, account: str) -> str | None:
        """Return the kept token."""
        return self.tokens.get(account)

    def keep(self, account: str, token: str) -> None:
        """Keep a token."""
        self.tokens[account] = token

    def forget(self, account: str) -> None:
        """Remove a token."""
        self.tokens.pop(account, None)


class NoKeyring(TokenKeyring):
    """A computer without a keyring."""

    def read(self, account: str) -> str | None:
        """Be absent."""
        raise KeyringAbsent

    def keep(self, account: str, token: str) -> None:
        """Be absent."""
        raise KeyringAbsent

    def forget(self, account: str) -> None:
        """Be absent."""
        raise KeyringAbsent


class SilentKeyring(TokenKeyring):
    """A keyring that waits for a password that nobody types."""

    def __init__(self) -> None:
        self.released = threading.Event()

    def read(self, account: str) -> str | None:
        """Wait."""
        self.released.wait()
        return None

    def keep(self, account: str, token: str) -> None:
        """Wait."""
        self.released.wait()

    def forget(self, account: str) -> None:
        """Wait."""
        self.released.wait()
