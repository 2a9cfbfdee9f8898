"""The sign-in page while the program behind it is still being loaded: nothing asked is lost."""

from dataclasses import dataclass

from undivided.storage.settings import Settings
from undivided.ui.sign_in import SignInForm
from undivided.ui.window import MainWindow
from undivided.ui.words.sign_in_words import STARTING_HERE


@dataclass(slots=True)
class Asked:
    """What the operator has asked of the page.

    Attributes:
        form: Sign in with it.
        is_here: Start a server on this computer.
        address: The server address as it was typed last.
    """

    form: SignInForm | None = None
    is_here: bool = False
    address: str = ""


class EarlySignIn:
    """Shows the page with what is known from last time, and keeps what is asked of it.

    Attributes:
        is_closed: The operator has closed the window instead.
    """

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        self.is_closed = False
        self._asked = Asked()
        self._window = window
        self._page = window.sign_in
        self._page.fill_in(settings.server_url, settings.email, keep=settings.stay_signed_in)
        self._page.sign_in_requested.connect(self._keep_form)
        self._page.try_here_requested.connect(self._keep_here)
        self._page.address_changed.connect(self._keep_address)
        window.close_asked.connect(self._close)
        window.show_sign_in()
        self._page.focus_first()

    def end(self) -> Asked:
        """Hear no more of the page, and return what is still to be done."""
        self._page.sign_in_requested.disconnect(self._keep_form)
        self._page.try_here_requested.disconnect(self._keep_here)
        self._page.address_changed.disconnect(self._keep_address)
        self._window.close_asked.disconnect(self._close)
        return self._asked

    def _keep_form(self, form: SignInForm) -> None:
        self._asked.form = form

    def _keep_here(self) -> None:
        self._asked.is_here = True
        self._page.set_busy(is_busy=True, words=STARTING_HERE)

    def _keep_address(self, typed: str) -> None:
        self._asked.address = typed

    def _close(self) -> None:
        self.is_closed = True
