"""What tests of the app share."""

from tests.support.server_process import server

__all__ = ["server"]
