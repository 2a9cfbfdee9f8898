"""The keyring from the loop's side: on a thread of its own, with a limit to its patience."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from undivided.runtime.worker import Worker
from undivided.storage.token_keyring import KeyringError, TokenKeyring

T = TypeVar("T")

PATIENCE_S = 5.0
"""A keyring may ask for a password that nobody types; the desk does not wait for that."""


class TokenVault:
    """Reads and keeps operator tokens without ever holding up the window (promise G13).

    Args:
        keyring: What is asked.
        patience_s: Seconds until an answer is no longer waited for.
    """

    def __init__(self, keyring: TokenKeyring, *, patience_s: float = PATIENCE_S) -> None:
        self._keyring = keyring
        self._patience_s = patience_s
        self._worker = Worker("keyring")

    async def read(self, account: str) -> str | None:
        """Return the kept token, or None when there is none.

        Raises:
            KeyringError: The keyring is absent, locked, broken or silent.
        """
        return await self._ask(self._keyring.read, account)

    async def keep(self, account: str, token: str) -> None:
        """Keep `token` for the next start.

        Raises:
            KeyringError: As for `read`; the token was written nowhere.
        """
        await self._ask(self._keyring.keep, account, token)

    async def forget(self, account: str) -> None:
        """Remove the token.

        Raises:
            KeyringError: As for `read`.
        """
        await self._ask(self._keyring.forget, account)

    def close(self) -> None:
        """Leave the keyring alone, also when it still waits for a password."""
        self._worker.abandon()

    async def _ask(self, question: Callable[..., T], *words: str) -> T:
        try:
            async with asyncio.timeout(self._patience_s):
                return await self._worker.run(question, *words)
        except TimeoutError:
            # The thread still waits for its answer; the next question gets one of its own.
            self._worker.abandon()
            self._worker = Worker("keyring")
            sentence = (
                "The keyring of this computer did not answer in time. "
                "Unlock it, or sign in by hand; nothing was written to disk."
            )
            raise KeyringError(sentence) from None
