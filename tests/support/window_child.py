"""`python -m tests.support.window_child`: the whole program with its window, told by its parent.

Speaks as `desk_child` does. A message is reported as accepted when the composer let go of it,
which is what its operator goes by; what is typed is typed key by key.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tests.support.desk_child import say
from tests.support.operator_desk import PEOPLE, OperatorDesk, at_desk
from tests.support.qt_loop import qt_loop
from undivided.desk.values import Delivery
from undivided.protocol.ids import ChatId


async def obey(desk: OperatorDesk, order: dict[str, Any]) -> None:
    """Do one thing at the window."""
    match order:
        case {"send": text, "chat": chat}:
            await desk.say(ChatId(chat), text, presses=order.get("presses", 1))
            say(accepted=text, chat=chat)
        case {"blocks": text, "chat": chat}:
            desk.click_tab(ChatId(chat))
            desk.type(text)
            desk.press_enter(Qt.KeyboardModifier.ControlModifier)
            desk.press_enter(Qt.KeyboardModifier.ControlModifier)
        case {"type": text, "chat": chat}:
            if desk.shown != chat:
                desk.click_tab(ChatId(chat))
            desk.type(text)
            say(typed=desk.composer.text, chat=chat)
        case {"view": number}:
            say(answer=number, **view(desk))


def view(desk: OperatorDesk) -> dict[str, object]:
    """Return what the window shows."""
    link = desk.bridge.status.link
    failed = [
        one.text
        for chat in desk.chats
        for one in desk.messages(chat)
        if one.delivery is Delivery.FAILED
    ]
    return {
        "chats": {
            chat: [one.text for one in desk.messages(chat) if one.author in PEOPLE]
            for chat in desk.chats
        },
        "unsent": link.unsent,
        "link": link.state.name,
        "failed": failed,
        "behind": link.behind,
    }


async def main(profile: str, url: str, email: str, token: str, _seed: str) -> None:
    """Run until standard input ends."""
    loop = asyncio.get_running_loop()
    async with at_desk(Path(profile), url, email, token) as desk:
        say(started=True)
        # A person does one thing after the other.
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            await obey(desk, json.loads(line))


if __name__ == "__main__":
    qt_loop().run_until_complete(main(*sys.argv[1:]))
