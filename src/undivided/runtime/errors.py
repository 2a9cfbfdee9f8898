"""What can go wrong between this program and a server, each with a sentence."""

from undivided.protocol.errors import UndividedError


class LinkError(UndividedError):
    """The server cannot be used.

    Attributes:
        is_fatal: Dialling again makes no sense until a person changes something.
    """

    is_fatal = False


class AddressWrong(LinkError):
    """The address is no server address, or an insecure one."""

    is_fatal = True


class CertificateRefused(LinkError):
    """The server's certificate does not prove who it is; nothing was sent."""

    is_fatal = True


class CertificatesUnusable(LinkError):
    """The file of certificate authorities that was named cannot be used."""

    is_fatal = True


class ServerUnreachable(LinkError):
    """Nobody answers at the address."""


class AnswerTooLarge(LinkError):
    """The server sent a frame that is larger than this program takes in."""


class ServerForeign(LinkError):
    """Something answers, and it is no server of ours or not of a version we speak."""

    is_fatal = True


class SignInRefused(LinkError):
    """The server did not take the password or token."""

    is_fatal = True
