import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from dbus_fast import Message, MessageType, Variant

from tests.support.dbus import (
    NOTIFICATIONS,
    NOTIFICATIONS_PATH,
    Notification,
    NotificationService,
    SessionBus,
    notification_service,
    session_bus,
    unlocked_keyring,
)
from tests.support.parts import needs_program


@pytest.fixture
async def bus(tmp_path: Path) -> AsyncIterator[SessionBus]:
    async with session_bus(tmp_path) as running:
        yield running


async def test_nothing_is_started_by_asking_for_it(bus: SessionBus) -> None:
    program = needs_program("secret-tool")
    command = [program, "lookup", "service", "undivided-test"]
    run = subprocess.run(
        command, env=bus.environment(), capture_output=True, text=True, check=False
    )

    assert run.returncode == 1
    assert "org.freedesktop.secrets" in run.stderr


async def test_a_secret_is_kept_by_the_unlocked_keyring(bus: SessionBus) -> None:
    program = needs_program("secret-tool")
    labels = ["service", "undivided-test"]
    async with unlocked_keyring(bus):
        store = [program, "store", "--label=x", *labels]
        subprocess.run(store, env=bus.environment(), input="s3cret", text=True, check=True)
        lookup = [program, "lookup", *labels]
        found = subprocess.run(
            lookup, env=bus.environment(), capture_output=True, text=True, check=False
        )

    assert found.stdout == "s3cret"


async def test_a_notification_is_recorded_as_it_was_sent(bus: SessionBus) -> None:
    async with notification_service(bus) as service:
        number = await notify(bus, replaces=0)
        shown = await service.next()

    assert shown == Notification(
        id=number,
        app_name="App",
        replaces_id=0,
        icon="mail-unread",
        title="Ada",
        text="Hello",
        actions={"default": "Open", "accept": "Accept"},
        hints={"urgency": 1},
        timeout_ms=8000,
    )


async def test_a_replaced_notification_keeps_its_number(bus: SessionBus) -> None:
    async with notification_service(bus) as service:
        first = await notify(bus, replaces=0)
        second = await notify(bus, replaces=first)

        assert second == first
        assert [shown.replaces_id for shown in service.shown] == [0, first]


async def test_a_pressed_button_is_told_and_closes_the_notification(bus: SessionBus) -> None:
    async with notification_service(bus) as service:
        heard = await heard_after(bus, service)

    assert heard == [("ActionInvoked", [7, "accept"]), ("NotificationClosed", [7, 2])]


async def heard_after(
    bus: SessionBus, service: NotificationService
) -> list[tuple[str | None, list[object]]]:
    heard: list[tuple[str | None, list[object]]] = []
    connection = await bus.connect()

    def listen(message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.interface == NOTIFICATIONS:
            heard.append((message.member, message.body))

    connection.add_message_handler(listen)
    rule = f"type='signal',interface='{NOTIFICATIONS}'"
    await connection.call(
        Message(
            destination="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            member="AddMatch",
            signature="s",
            body=[rule],
        )
    )
    await service.invoke(7, "accept")
    # The bus keeps the order, so the answer to this call comes after the signals.
    await connection.call(
        Message(
            destination=NOTIFICATIONS,
            path=NOTIFICATIONS_PATH,
            interface=NOTIFICATIONS,
            member="GetCapabilities",
        )
    )
    connection.disconnect()
    return heard


async def notify(bus: SessionBus, *, replaces: int) -> int:
    connection = await bus.connect()
    actions = ["default", "Open", "accept", "Accept"]
    hints = {"urgency": Variant("y", 1)}
    body = ["App", replaces, "mail-unread", "Ada", "Hello", actions, hints, 8000]
    answer = await connection.call(
        Message(
            destination=NOTIFICATIONS,
            path=NOTIFICATIONS_PATH,
            interface=NOTIFICATIONS,
            member="Notify",
            signature="susssasa{sv}i",
            body=body,
        )
    )
    connection.disconnect()
    assert answer is not None
    number: int = answer.body[0]
    return number
