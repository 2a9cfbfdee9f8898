"""Desktop notifications behind one small interface, whatever the system offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

ACCEPT = "accept"
NOT_NOW = "not-now"
OPEN = "default"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notification says.

    Attributes:
        key: One notification a key: a second one with the same key replaces the first.
        can_accept: It offers Accept and Not now.
    """

    key: str
    title: str
    text: str
    can_accept: bool = False
    is_urgent: bool = False


Chosen = Callable[[str, str], None]
"""Called with the notice's key and one of `ACCEPT`, `NOT_NOW`, `OPEN`."""


class Notifier(Protocol):
    """Shows notices and tells which button was pressed; never raises at the desk."""

    @property
    def is_working(self) -> bool:
        """Whether notices reach the desktop."""

    async def start(self, chosen: Chosen) -> None:
        """Find the desktop's service; without one `is_working` stays false."""

    async def show(self, notice: Notice) -> None:
        """Show or replace a notice."""

    async def withdraw(self, key: str) -> None:
        """Take a notice back; an unknown key is no error."""

    async def aclose(self) -> None:
        """Take all notices back and let the service go."""
