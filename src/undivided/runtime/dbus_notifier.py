"""Notifications on Linux: straight to `org.freedesktop.Notifications` on the session bus.

Qt's tray message is no notification on many desktops, and where it is one its click is
not told to the program.
"""

import asyncio
import contextlib
import html
import logging

from dbus_fast import BusType, DBusError, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from undivided.etiquette.calm_text import calm, one_line
from undivided.runtime.notifier import ACCEPT, NOT_NOW, OPEN, Chosen, Notice

log = logging.getLogger(__name__)

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
CRITICAL = Variant("y", 2)
NORMAL = Variant("y", 1)
STAYS = 0
"""Milliseconds until it goes: a call for attention stays until taken or dismissed."""
PASSES_MS = 8_000
FAULTS = (DBusError, OSError, EOFError, AssertionError, TimeoutError)


class DBusNotifier:
    """Talks to the desktop's notification service.

    Args:
        address: The bus to use; None is the session's.
    """

    def __init__(self, address: str | None = None) -> None:
        self._address = address
        self._bus: MessageBus | None = None
        self._chosen: Chosen | None = None
        self._numbers: dict[str, int] = {}
        self._capabilities: frozenset[str] = frozenset()

    @property
    def is_working(self) -> bool:
        """Whether the service answered."""
        return self._bus is not None

    async def start(self, chosen: Chosen) -> None:
        """Connect, learn what the service can do, and listen for pressed buttons."""
        self._chosen = chosen
        try:
            bus = await MessageBus(self._address, bus_type=BusType.SESSION).connect()
            answer = await bus.call(_message("GetCapabilities"))
            await bus.call(_match_rule())
        except Exception as fault:  # noqa: BLE001 - a missing bus shows itself in many ways
            log.info("no notification service: %s", type(fault).__name__)
            return
        if answer.message_type is MessageType.ERROR:
            bus.disconnect()
            return
        self._capabilities = frozenset(answer.body[0])
        self._bus = bus
        bus.add_message_handler(self._heard)

    async def show(self, notice: Notice) -> None:
        """Show `notice`, in the place of an older one with its key."""
        if self._bus is None:
            return
        hints = {
            "urgency": CRITICAL if notice.is_urgent else NORMAL,
            "desktop-entry": Variant("s", "undivided"),
            "category": Variant("s", "im.received"),
        }
        body: list[object] = [
            "Undivided",
            self._numbers.get(notice.key, 0),
            "undivided",
            # The bus refuses a NUL, and a service may show a control character as it likes.
            one_line(notice.title),
            self._plain(calm(notice.text)),
            self._actions(notice),
            hints,
            STAYS if notice.can_accept else PASSES_MS,
        ]
        with contextlib.suppress(*FAULTS):
            answer = await self._bus.call(_message("Notify", "susssasa{sv}i", body))
            if answer.message_type is MessageType.METHOD_RETURN:
                self._numbers[notice.key] = answer.body[0]

    async def withdraw(self, key: str) -> None:
        """Take the notice with `key` back."""
        number = self._numbers.pop(key, None)
        if self._bus is None or number is None:
            return
        with contextlib.suppress(*FAULTS):
            await self._bus.call(_message("CloseNotification", "u", [number]))

    async def aclose(self) -> None:
        """Take all notices back and leave the bus."""
        for key in list(self._numbers):
            await self.withdraw(key)
        if self._bus is not None:
            self._bus.disconnect()
            self._bus = None

    def _actions(self, notice: Notice) -> list[str]:
        if "actions" not in self._capabilities:
            return []
        offers = [OPEN, "Open"]
        if notice.can_accept:
            offers += [ACCEPT, "Accept", NOT_NOW, "Not now"]
        return offers

    def _plain(self, text: str) -> str:
        # A service that reads markup must see the visitor's "<b>" as text.
        return html.escape(text, quote=False) if "body-markup" in self._capabilities else text

    def _heard(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.interface == SERVICE:
            # The answer to Notify may have come in the same read; it names the number first.
            asyncio.get_running_loop().call_soon(self._follow, message)

    def _follow(self, message: Message) -> None:
        key = next((k for k, number in self._numbers.items() if number == message.body[0]), None)
        if key is None or self._chosen is None:
            return
        if message.member == "ActionInvoked":
            self._chosen(key, message.body[1])
        elif message.member == "NotificationClosed":
            self._numbers.pop(key, None)


def _message(member: str, signature: str = "", body: list[object] | None = None) -> Message:
    return Message(
        destination=SERVICE,
        path=PATH,
        interface=SERVICE,
        member=member,
        signature=signature,
        body=body or [],
    )


def _match_rule() -> Message:
    return Message(
        destination="org.freedesktop.DBus",
        path="/org/freedesktop/DBus",
        interface="org.freedesktop.DBus",
        member="AddMatch",
        signature="s",
        body=[f"type='signal',interface='{SERVICE}',path='{PATH}'"],
    )
