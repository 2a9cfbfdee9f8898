"""This system's notifications, loaded when they are started and not with the window."""

import sys

from undivided.runtime.notifier import Chosen, Notice, Notifier


class SystemNotifier:
    """Passes notices on to the way that this system has for them."""

    def __init__(self) -> None:
        self._way: Notifier | None = None

    @property
    def is_working(self) -> bool:
        """Whether notices reach the desktop."""
        return self._way is not None and self._way.is_working

    async def start(self, chosen: Chosen) -> None:
        """Find the desktop's service; without one `is_working` stays false."""
        self._way = _way()
        await self._way.start(chosen)

    async def show(self, notice: Notice) -> None:
        """Show or replace a notice."""
        if self._way is not None:
            await self._way.show(notice)

    async def withdraw(self, key: str) -> None:
        """Take a notice back; an unknown key is no error."""
        if self._way is not None:
            await self._way.withdraw(key)

    async def aclose(self) -> None:
        """Take all notices back and let the service go."""
        if self._way is not None:
            await self._way.aclose()


def _way() -> Notifier:
    # A variable, because the checker would call the other systems' branch unreachable.
    is_linux: bool = sys.platform.startswith("linux")
    if is_linux:
        from undivided.runtime.dbus_notifier import DBusNotifier

        return DBusNotifier()
    from undivided.runtime.native_notifier import NativeNotifier

    return NativeNotifier()
