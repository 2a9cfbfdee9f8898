"""Whose certificates are believed: those this computer trusts, and those of one file more.

There is no way to go on without a certificate that proves the server's name.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path

from undivided.runtime.addresses import ServerAddress
from undivided.runtime.errors import CertificatesUnusable


@dataclass(frozen=True, slots=True)
class Trust:
    """Makes what a connection needs to check a server.

    Args:
        ca_file: PEM file of certificate authorities to believe beside the computer's own, for
            servers within an organisation.
    """

    ca_file: Path | None = None

    def towards(self, address: ServerAddress) -> ssl.SSLContext | None:
        """Return the context for a connection to `address`; None on this computer, without TLS.

        Raises:
            CertificatesUnusable: The file cannot be read, or holds no certificates.
        """
        if not address.is_secure:
            return None
        context = ssl.create_default_context()
        if self.ca_file is not None:
            try:
                context.load_verify_locations(cafile=self.ca_file)
            except (OSError, ssl.SSLError) as error:
                reason = (
                    "it holds no certificates"
                    if isinstance(error, ssl.SSLError)
                    else (error.strerror or type(error).__name__)
                )
                message = (
                    f"The certificates in {self.ca_file} cannot be used ({reason}), so nothing "
                    "was sent. Start the program with another --ca-file, or without one."
                )
                raise CertificatesUnusable(message) from None
        return context
