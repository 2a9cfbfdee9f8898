"""Notifications on Windows and macOS, by the desktop-notifier library."""

import logging
from functools import partial

from desktop_notifier import Button, DesktopNotifier, Urgency

from undivided.etiquette.calm_text import calm, one_line
from undivided.runtime.notifier import ACCEPT, NOT_NOW, OPEN, Chosen, Notice

log = logging.getLogger(__name__)


class NativeNotifier:
    """Uses the system's own notification centre."""

    def __init__(self) -> None:
        self._center = DesktopNotifier(app_name="Undivided")
        self._ids: dict[str, str] = {}
        self._chosen: Chosen | None = None
        self._is_working = False

    @property
    def is_working(self) -> bool:
        """Whether the system allows notifications."""
        return self._is_working

    async def start(self, chosen: Chosen) -> None:
        """Ask the system for permission, once."""
        self._chosen = chosen
        try:
            self._is_working = await self._center.request_authorisation()
        except Exception as fault:  # noqa: BLE001 - the library raises what the system raises
            log.info("no notifications: %s", type(fault).__name__)

    async def show(self, notice: Notice) -> None:
        """Show `notice`, in the place of an older one with its key."""
        if not self._is_working:
            return
        await self.withdraw(notice.key)
        buttons = [
            Button(title="Accept", on_pressed=partial(self._tell, notice.key, ACCEPT)),
            Button(title="Not now", on_pressed=partial(self._tell, notice.key, NOT_NOW)),
        ]
        self._ids[notice.key] = await self._center.send(
            title=one_line(notice.title),
            message=calm(notice.text),
            urgency=Urgency.Critical if notice.is_urgent else Urgency.Normal,
            buttons=buttons if notice.can_accept else [],
            on_clicked=partial(self._tell, notice.key, OPEN),
        )

    async def withdraw(self, key: str) -> None:
        """Take the notice with `key` back."""
        if (shown := self._ids.pop(key, None)) is not None:
            await self._center.clear(shown)

    async def aclose(self) -> None:
        """Take all notices back."""
        for key in list(self._ids):
            await self.withdraw(key)

    def _tell(self, key: str, choice: str) -> None:
        if self._chosen is not None:
            self._chosen(key, choice)
