"""Signing in: by password, by token, by the keyring, or on this computer.

The password lives in memory for one exchange. The token lives in the keyring, if an
allow-listed one takes it, and in memory otherwise; never in a file.
"""

import platform
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from undivided.app.early_sign_in import Asked, EarlySignIn
from undivided.app.session_context import SessionContext
from undivided.desk.values import DeskStatus, LinkState
from undivided.protocol.errors import UndividedError
from undivided.runtime import web
from undivided.runtime.addresses import ServerAddress, parse_address
from undivided.runtime.errors import SignInRefused
from undivided.runtime.token_vault import TokenVault
from undivided.runtime.worker import Worker
from undivided.storage.token_keyring import KeyringError
from undivided.ui.sign_in import SignIn, SignInForm
from undivided.ui.words.sign_in_words import STARTING_HERE

LOOK_UP_PAUSE_MS = 600
UNDECIDED = frozenset({LinkState.SIGNED_OUT, LinkState.CONNECTING})
"""States in which it is not known yet whether a server takes an account."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in where.

    Attributes:
        token: Proves it; with `Bearer` or `Basic` in front when it was pasted so.
    """

    address: ServerAddress
    email: str
    token: str = field(repr=False)

    @property
    def key(self) -> str:
        """The name under which the keyring and the desk's file know it."""
        return account_key(self.address, self.email)

    @property
    def authorization(self) -> str:
        """The token with its scheme."""
        has_scheme = self.token.startswith(("Bearer ", "Basic "))
        return self.token if has_scheme else f"Bearer {self.token}"


Enter = Callable[[Account], Awaitable[None]]


class SignInControl(QObject):
    """Runs the sign-in page.

    Args:
        enter: Opens the desk for an account.
        leave: Closes the desk.
        try_here: Starts the bundled server and returns the account on it.
        early: Has shown the page already; None shows it when it is needed.
    """

    def __init__(
        self,
        context: SessionContext,
        vault: TokenVault,
        enter: Enter,
        leave: Callable[[], Awaitable[None]],
        try_here: Callable[[], Awaitable[Account]],
        *,
        early: EarlySignIn | None = None,
    ) -> None:
        super().__init__(context.window)
        self._asked: Asked | None = None if early is None else early.end()
        self._context = context
        self._vault = vault
        self._enter = enter
        self._leave = leave
        self._try_here = try_here
        self._worker = Worker("sign-in")
        self._page: SignIn = context.window.sign_in
        self._typed = ""
        self._typed_in: tuple[Account, bool] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LOOK_UP_PAUSE_MS)
        self._pause.timeout.connect(lambda: self._start(partial(self._look_up, self._typed)))
        self._page.sign_in_requested.connect(lambda form: self._start(partial(self._sign_in, form)))
        self._page.try_here_requested.connect(lambda: self._start(self._enter_here))
        self._page.address_changed.connect(self._address_changed)
        context.bridge.status_changed.connect(self._status_changed)
        if early is None:
            settings = context.settings
            self._page.fill_in(settings.server_url, settings.email, keep=settings.stay_signed_in)

    async def restore(self) -> None:
        """Sign in with the kept token, or show the sign-in page and say why.

        Where the page is shown already, do what was asked of it.
        """
        settings = self._context.settings
        if self._asked is not None:
            self._do(self._asked)
            return
        if not (settings.server_url and settings.email and settings.stay_signed_in):
            self.ask()
            return
        address = parse_address(settings.server_url)
        try:
            token = await self._vault.read(account_key(address, settings.email))
        except KeyringError as error:
            self._page.set_keyring_reason(error.sentence)
            self.ask()
            return
        if token is None:
            self.ask()
        else:
            await self._enter(Account(address, settings.email, token))

    def ask(self, problem: str = "") -> None:
        """Show the sign-in page, with what went wrong."""
        self._page.set_busy(is_busy=False)
        self._context.window.show_sign_in()
        if problem:
            self._page.show_problem(problem)
        self._page.focus_first()

    async def forget(self, account: Account) -> None:
        """Take an account's token out of the keyring."""
        try:
            await self._vault.forget(account.key)
        except KeyringError as error:
            self._page.set_keyring_reason(error.sentence)

    def close(self) -> None:
        """Ask no server anything more, and wait for no answer."""
        self._pause.stop()
        self._worker.abandon()

    def _do(self, asked: Asked) -> None:
        if asked.form is not None:
            self._start(partial(self._sign_in, asked.form))
        elif asked.is_here:
            self._start(self._enter_here)
        elif asked.address:
            self._address_changed(asked.address)

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        # Made where it is awaited: a program that ends begins nothing more.
        self._context.start("sign-in", self._attempt(work))

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except UndividedError as error:
            self.ask(error.sentence)

    async def _sign_in(self, form: SignInForm) -> None:
        self._page.set_busy(is_busy=True, words="Signing in…")
        address = parse_address(form.server)
        if not form.secret.strip():
            message = "Type the password, or paste a token."
            raise SignInRefused(message)
        account = Account(address, form.email.strip(), await self._token(address, form))
        self._typed_in = (account, form.keep)
        # Kept in the settings with the account, so that the next start knows it too.
        self._context.settings = replace(self._context.settings, stay_signed_in=form.keep)
        await self._enter(account)

    def _status_changed(self, status: DeskStatus) -> None:
        """Keep the token of an account that was taken; say on the page what failed at once.

        Later, being offline is no reason to leave the desk.
        """
        if self._typed_in is None or status.link.state in UNDECIDED:
            return
        (account, keep), self._typed_in = self._typed_in, None
        if status.link.state is LinkState.OFFLINE:
            self._context.start("sign-in", self._come_back(status.link.reason))
        elif status.link.state is not LinkState.REFUSED:
            self._context.start("sign-in", self._remember(account, keep=keep))

    async def _come_back(self, problem: str) -> None:
        await self._leave()
        self.ask(problem)

    async def _token(self, address: ServerAddress, form: SignInForm) -> str:
        if form.is_token:
            return form.secret.strip()
        password = web.Password(form.email.strip(), form.secret)
        tls = self._context.trust.towards(address)
        return await self._worker.run(web.exchange, address, password, platform.node(), tls)

    async def _remember(self, account: Account, *, keep: bool) -> None:
        if not keep:
            # One from an earlier sign-in must not outlive the wish.
            with suppress(KeyringError):
                await self._vault.forget(account.key)
            return
        try:
            await self._vault.keep(account.key, account.token)
        except KeyringError as error:
            self._context.troubled(error.sentence)

    async def _enter_here(self) -> None:
        self._page.set_busy(is_busy=True, words=STARTING_HERE)
        await self._enter(await self._try_here())

    def _address_changed(self, typed: str) -> None:
        self._typed = typed
        self._page.show_address_note("")
        self._pause.start()

    async def _look_up(self, typed: str) -> None:
        if not typed.strip():
            return
        try:
            address = parse_address(typed)
            tls = self._context.trust.towards(address)
            found = await self._worker.run(web.look_up, address, tls)
        except UndividedError as error:
            if typed == self._typed:
                self._page.show_address_note(error.sentence, is_good=False)
            return
        if typed == self._typed:
            secure = "connection is secure" if address.is_secure else "on this computer"
            self._page.show_address_note(f"Found {found.organization or found.name}, {secure}")


def account_key(address: ServerAddress, email: str) -> str:
    """Return the name of an account, such as `mira@shop.example@https://chat.shop.example`."""
    return f"{email}@{address.base}"
