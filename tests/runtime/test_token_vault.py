"""Rules of waiting for a keyring."""

import subprocess
import sys
import threading

import pytest

from undivided.runtime.token_vault import TokenVault
from undivided.storage.token_keyring import KeyringError, KeyringLocked, TokenKeyring


class SlowKeyring(TokenKeyring):
    """Waits for a password that nobody types, the first time it is asked."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.asked = 0

    def read(self, account: str) -> str | None:
        self.asked += 1
        if self.asked == 1:
            self.released.wait()
        return f"token of {account}"


class LockedKeyring(TokenKeyring):
    """Refuses everything."""

    def keep(self, account: str, token: str) -> None:
        raise KeyringLocked


async def test_a_silent_keyring_gets_a_sentence_and_the_next_question_an_answer() -> None:
    keyring = SlowKeyring()
    vault = TokenVault(keyring, patience_s=0.2)
    with pytest.raises(KeyringError, match="did not answer in time"):
        await vault.read("mira")
    answer = await vault.read("mira")
    keyring.released.set()

    assert answer == "token of mira"


async def test_a_locked_keyring_says_so() -> None:
    vault = TokenVault(LockedKeyring())
    with pytest.raises(KeyringLocked, match="locked"):
        await vault.keep("mira", "token")


def test_a_waiting_keyring_does_not_hold_up_the_end_of_the_program() -> None:
    subprocess.run([sys.executable, "-c", WAITING], timeout=30, check=True)


WAITING = """
import asyncio, threading
from undivided.runtime.token_vault import TokenVault
from undivided.storage.token_keyring import KeyringError, TokenKeyring
class Silent(TokenKeyring):
    def read(self, account):
        threading.Event().wait()
async def main():
    try:
        await TokenVault(Silent(), patience_s=0.05).read("mira")
    except KeyringError:
        pass
asyncio.run(main())
"""
