"""Rules of waiting for a keyring."""

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
    vault = TokenVault(keyring, patience_s=0.05)
    with pytest.raises(KeyringError, match="did not answer in time"):
        await vault.read("mira")
    answer = await TokenVault(keyring).read("mira")
    keyring.released.set()
    vault.close()

    assert answer == "token of mira"


async def test_a_locked_keyring_says_so() -> None:
    vault = TokenVault(LockedKeyring())
    with pytest.raises(KeyringLocked, match="locked"):
        await vault.keep("mira", "token")
    vault.close()
