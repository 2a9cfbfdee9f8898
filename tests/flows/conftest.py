"""What flows over real parts share."""

from tests.support.server_process import server

__all__ = ["server"]
