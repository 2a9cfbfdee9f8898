"""The keyring from the loop's side: on threads of their own, with a limit to its patience."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

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

    async def _ask(self, question: Callable[..., T], *words: str) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        # A daemon thread: one that waits for a password must not hold up the end of the program.
        threading.Thread(
            target=_answer, args=(answer, question, words), name="keyring", daemon=True
        ).start()
        try:
            return await asyncio.wait_for(answer, self._patience_s)
        except TimeoutError:
            sentence = (
                "The keyring of this computer did not answer in time. "
                "Unlock it, or sign in by hand; nothing was written to disk."
            )
            raise KeyringError(sentence) from None


def _answer(answer: asyncio.Future[T], question: Callable[..., T], words: tuple[str, ...]) -> None:
    loop = answer.get_loop()
    try:
        result = question(*words)
    except Exception as error:  # noqa: BLE001 - it is raised where the answer is awaited
        _tell(loop, answer, partial(answer.set_exception, error))
    else:
        _tell(loop, answer, partial(answer.set_result, result))


def _tell(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[T], settle: Callable[[], None]
) -> None:
    # Nobody may listen any more: the question timed out, or the program ended meanwhile.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(lambda: None if answer.done() else settle())
