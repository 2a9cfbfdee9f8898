"""A D-Bus session of its own for a test, with a keyring and a notification service on demand.

The bus knows no installed services, so nothing starts on it that the test did not start.
"""

import asyncio
import contextlib
import itertools
import os
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType, RequestNameReply, Variant
from dbus_fast.aio import MessageBus

from tests.support.parts import needs_program

START_LIMIT_S = 60

NOTIFICATIONS = "org.freedesktop.Notifications"
NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True)
class SessionBus:
    """A running bus.

    Attributes:
        address: What a client connects to.
        home: A throw-away home; the keyring's files are below it.
    """

    address: str
    home: Path

    def environment(self) -> dict[str, str]:
        """Return this process's environment, changed so that a program uses this bus and home."""
        changed = {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
        }
        # A program on this bus shall choose its keyring by itself, as on a desktop.
        kept = {k: v for k, v in os.environ.items() if k != "PYTHON_KEYRING_BACKEND"}
        return {**kept, **changed}

    async def connect(self) -> MessageBus:
        """Return a new connection; the caller disconnects it."""
        return await MessageBus(bus_address=self.address).connect()

    async def wait_for_name(self, name: str) -> None:
        """Wait until a service owns this name."""
        bus = await self.connect()
        try:
            async with asyncio.timeout(START_LIMIT_S):
                while not await _has_owner(bus, name):
                    await asyncio.sleep(0.02)
        finally:
            bus.disconnect()


@contextlib.asynccontextmanager
async def session_bus(folder: Path) -> AsyncIterator[SessionBus]:
    """Run a bus with its socket and home below this folder."""
    program = needs_program("dbus-daemon")
    home = folder / "bus-home"
    (home / "data").mkdir(parents=True)
    (home / "run").mkdir(mode=0o700)
    config = home / "bus.conf"
    # A socket's path may have 107 bytes only; pytest's folders can be longer.
    sockets = Path("/tmp")
    config.write_text(_CONFIG % sockets)
    process = subprocess.Popen(
        [program, f"--config-file={config}", "--print-address", "--nofork", "--nopidfile"],
        stdout=subprocess.PIPE,
        text=True,
    )
    async with _ending(process):
        assert process.stdout is not None
        address = (await asyncio.to_thread(process.stdout.readline)).strip()
        yield SessionBus(address, home)


@contextlib.asynccontextmanager
async def unlocked_keyring(bus: SessionBus, password: str = "test") -> AsyncIterator[None]:
    """Run gnome-keyring on the bus with its login keyring unlocked."""
    async with _keyring(bus, "--unlock", stdin=password):
        yield


@contextlib.asynccontextmanager
async def locked_keyring(bus: SessionBus) -> AsyncIterator[None]:
    """Run gnome-keyring on the bus without a password, and nobody there to be asked for one."""
    async with _keyring(bus):
        yield


@contextlib.asynccontextmanager
async def _keyring(bus: SessionBus, *words: str, stdin: str = "") -> AsyncIterator[None]:
    program = needs_program("gnome-keyring-daemon")
    process = subprocess.Popen(
        [program, *words, "--foreground", "--components=secrets"],
        env=bus.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    async with _ending(process):
        assert process.stdin is not None
        process.stdin.write(stdin)
        process.stdin.close()
        await bus.wait_for_name("org.freedesktop.secrets")
        yield


@dataclass(frozen=True)
class Notification:
    """One call of Notify, as it arrived.

    Attributes:
        actions: Key -> label, in the order given.
        hints: Name -> plain value.
    """

    id: int
    app_name: str
    replaces_id: int
    icon: str
    title: str
    text: str
    actions: dict[str, str]
    hints: dict[str, object]
    timeout_ms: int


class NotificationService:
    """A desktop's notification service that shows nothing and remembers everything.

    Attributes:
        shown: Every Notify so far, in order.
        closed_by_app: The ids that the program itself took back.
    """

    def __init__(self, bus: MessageBus) -> None:
        self.shown: list[Notification] = []
        self.closed_by_app: list[int] = []
        self._bus = bus
        self._ids = itertools.count(1)
        self._new: asyncio.Queue[Notification] = asyncio.Queue()

    async def next(self, timeout: float = 60.0) -> Notification:
        """Return the next notification that has not been returned yet."""
        return await asyncio.wait_for(self._new.get(), timeout)

    async def invoke(self, notification_id: int, action: str) -> None:
        """Press a button of a notification; `default` is a click on the notification itself."""
        await self._signal("ActionInvoked", "us", [notification_id, action])
        await self.close(notification_id, reason=2)

    async def close(self, notification_id: int, reason: int = 2) -> None:
        """Take a notification away: 1 expired, 2 dismissed by the person, 3 by the program."""
        await self._signal("NotificationClosed", "uu", [notification_id, reason])

    async def _signal(self, member: str, signature: str, body: list[Any]) -> None:
        signal = Message.new_signal(NOTIFICATIONS_PATH, NOTIFICATIONS, member, signature, body)
        await self._bus.send(signal)

    def _answer(self, message: Message) -> Message | None:
        if message.message_type != MessageType.METHOD_CALL or message.interface != NOTIFICATIONS:
            return None
        match message.member:
            case "GetCapabilities":
                reply = ["actions", "body", "body-markup", "persistence"]
                return Message.new_method_return(message, "as", [reply])
            case "GetServerInformation":
                return Message.new_method_return(message, "ssss", ["tests", "tests", "1", "1.2"])
            case "Notify" if message.signature == "susssasa{sv}i":
                return Message.new_method_return(message, "u", [self._notify(*message.body)])
            case "CloseNotification":
                self.closed_by_app.append(message.body[0])
                return Message.new_method_return(message)
        return Message.new_error(
            message, "org.freedesktop.DBus.Error.UnknownMethod", str(message.member)
        )

    def _notify(self, *body: Any) -> int:
        app_name, replaces_id, icon, title, text, actions, hints, timeout_ms = body
        notification = Notification(
            id=replaces_id or next(self._ids),
            app_name=app_name,
            replaces_id=replaces_id,
            icon=icon,
            title=title,
            text=text,
            actions=dict(zip(actions[0::2], actions[1::2], strict=True)),
            hints={name: _plain(value) for name, value in hints.items()},
            timeout_ms=timeout_ms,
        )
        self.shown.append(notification)
        self._new.put_nowait(notification)
        return notification.id


@contextlib.asynccontextmanager
async def notification_service(bus: SessionBus) -> AsyncIterator[NotificationService]:
    """Own the desktop's notification name on the bus."""
    connection = await bus.connect()
    try:
        service = NotificationService(connection)
        connection.add_message_handler(service._answer)
        reply = await connection.request_name(NOTIFICATIONS)
        assert reply is RequestNameReply.PRIMARY_OWNER
        yield service
    finally:
        connection.disconnect()


async def _has_owner(bus: MessageBus, name: str) -> bool:
    answer = await bus.call(
        Message(
            destination="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            member="NameHasOwner",
            signature="s",
            body=[name],
        )
    )
    return answer.body == [True]


def _plain(value: object) -> object:
    return value.value if isinstance(value, Variant) else value


@contextlib.asynccontextmanager
async def _ending(process: "subprocess.Popen[str]") -> AsyncIterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, 10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
