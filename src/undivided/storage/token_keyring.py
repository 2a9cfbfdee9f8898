"""Operator tokens in the system's keyring, by allow-listed backends only; never in a file.

Blocking, and on a desktop a call may wait for a password prompt: use it from a worker
thread with a time limit, after the window is shown (promise G13).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from undivided.protocol.errors import UndividedError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Undivided"

Use = Callable[["KeyringBackend"], str | None]

ALLOWED = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.libsecret",
        "keyring.backends.kwallet",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
    }
)
"""Modules whose backends keep secrets encrypted by the system; all others are refused,
because an importable plaintext backend is taken silently where no real one exists."""


class KeyringError(UndividedError):
    """The token could not be kept or read; signing in by hand still works."""


class KeyringAbsent(KeyringError):
    """No allow-listed backend answers on this computer."""

    def __init__(self) -> None:
        super().__init__("This computer has no keyring. You will sign in again next time.")


class KeyringLocked(KeyringError):
    """The keyring exists and was not opened."""

    def __init__(self) -> None:
        super().__init__(
            "The keyring of this computer is locked. Unlock it, or sign in by hand; "
            "the token is then kept until you quit."
        )


class KeyringMissingItem(KeyringError):
    """There was no token to remove."""

    def __init__(self) -> None:
        super().__init__("The keyring holds no token for this account.")


class TokenKeyring:
    """Tokens by account, such as `mira@shop.example@https://chat.shop.example`."""

    def read(self, account: str) -> str | None:
        """Return the kept token, or None when there is none.

        Raises:
            KeyringError: The keyring is absent, locked or broken.
        """
        return self._call(lambda backend: backend.get_password(SERVICE, account))

    def keep(self, account: str, token: str) -> None:
        """Keep `token` for the next start.

        Raises:
            KeyringError: It was not kept, and was written nowhere else.
        """
        self._call(lambda backend: backend.set_password(SERVICE, account, token))

    def forget(self, account: str) -> None:
        """Remove the token; a token that is not there is no error.

        Raises:
            KeyringError: The keyring is absent, locked or broken.
        """
        try:
            self._call(lambda backend: backend.delete_password(SERVICE, account))
        except KeyringMissingItem:
            return

    def _call(self, use: Use) -> str | None:
        from keyring import errors  # noqa: PLC0415 - as in `allowed_backend`

        backend = allowed_backend()
        try:
            return use(backend)
        except errors.PasswordDeleteError as error:
            raise KeyringMissingItem from error
        except (errors.KeyringLocked, errors.InitError) as error:
            raise KeyringLocked from error
        except Exception as error:  # backends raise what their system library raises
            sentence = (
                f"The keyring of this computer did not answer ({type(error).__name__}). "
                "Sign in by hand; nothing was written to disk."
            )
            raise KeyringError(sentence) from error


def allowed_backend() -> "KeyringBackend":
    """Return the first allow-listed backend among those that keyring would use.

    Environment variables and configuration files can select any backend, so the result
    of the choice is checked and not the way it was made. Of a chain only the allow-listed
    part is returned, so that no other part ever sees a token.

    Raises:
        KeyringAbsent: There is none.
    """
    # It looks for its backends when it is loaded: the keyring's thread has the time for that.
    import keyring  # noqa: PLC0415

    chosen = keyring.get_keyring()
    parts: list[KeyringBackend] = getattr(chosen, "backends", [])
    for backend in (chosen, *parts):
        if type(backend).__module__ in ALLOWED:
            return backend
    raise KeyringAbsent
