"""What can go wrong with accounts, sites and sign-in, each a sentence for the person who asked."""

from undivided.protocol.errors import UndividedError

# AdministrationError   the command or request asks for something that cannot be done
#  +-- UnknownOperator
#  +-- UnknownSite
# SignInRefused         wrong, expired or revoked credential; one sentence for every cause
# TooManyTries          wait, then try again


class AdministrationError(UndividedError):
    """The change was refused and nothing was changed."""


class UnknownOperator(AdministrationError):
    """Nobody has this e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"There is no operator {email}. "
            "`undivided-server operator list` shows all, `operator add` adds one."
        )


class UnknownSite(AdministrationError):
    """No site has this organization id or name."""

    def __init__(self, which: str) -> None:
        super().__init__(f"There is no site {which}. `undivided-server site list` shows all.")


class SignInRefused(UndividedError):
    """The credential opens nothing; the sentence does not say why: a guesser learns nothing."""

    def __init__(self) -> None:
        super().__init__(
            "The e-mail address, password or token is not valid. "
            "Check it, or ask the server's owner for a new token."
        )


class TooManyTries(UndividedError):
    """Too many wrong secrets came from this address or for this account.

    Attributes:
        wait_s: Seconds until another try is looked at.
    """

    def __init__(self, wait_s: float) -> None:
        seconds = max(1, round(wait_s))
        super().__init__(f"Too many tries did not succeed. Wait {seconds} s, then try again.")
        self.wait_s = seconds
