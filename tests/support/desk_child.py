"""`python -m tests.support.desk_child`: an operator's app without its window, told by its parent.

Takes one JSON object a line and answers with one a line; what it reports as accepted was
reported after the app had said so, and not before. Its parent kills it without a word.
"""

import asyncio
import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.support.headless_desk import HeadlessDesk
from undivided.desk.values import LinkState
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId, CustomId
from undivided.runtime.library_file import LibraryFile
from undivided.session.commands import Retry, TryNow


def say(**facts: object) -> None:
    """Tell the parent."""
    sys.stdout.write(json.dumps({**facts, "at": time.monotonic()}) + "\n")
    sys.stdout.flush()


class Child:
    """Carries out what the parent asks."""

    def __init__(self, desk: HeadlessDesk, library: LibraryFile) -> None:
        self._desk = desk
        self._library = library
        desk.on_confirmed = lambda text: say(confirmed=text)
        desk.on_link = self._linked

    async def obey(self, order: dict[str, Any]) -> None:
        """Do one thing; `asked` names it, and the answer carries its number."""
        match order:
            case {"send": text, "chat": chat, "id": custom_id, "presses": presses}:
                # The label belongs to what the composer holds, not to the key press.
                sends = (self._desk.accept(ChatId(chat), text, custom_id) for _ in range(presses))
                await asyncio.gather(*sends)
                say(accepted=text, chat=chat)
            case {"send_file": path, "chat": chat, "id": custom_id}:
                file = Path(path)
                await self._desk.accept_file(ChatId(chat), file.name, file.read_bytes(), custom_id)
                say(accepted=file.name, chat=chat)
            case {"type": text, "chat": chat}:
                self._desk.connection.save_draft(ChatId(chat), text)
                say(typed=text, chat=chat)
            case {"respond": title}:
                await self._library.ask(partial(_add, title))
                say(kept=title)
            case {"retry": custom_id}:
                self._desk.connection.do(Retry(CustomId(custom_id)))
            case {"try_now": True}:
                self._desk.connection.do(TryNow())
            case {"view": number}:
                say(answer=number, **self._view())

    def _linked(self, state: LinkState) -> None:
        say(link=state.name)

    def _view(self) -> dict[str, object]:
        desk = self._desk
        return {
            "chats": {chat: desk.texts(chat) for chat in desk.chats},
            "unsent": desk.unsent,
            "link": desk.link.state.name,
            "failed": dict(desk.failed),
            "behind": sum(row.is_behind for row in desk.rows.values()),
            "troubles": [error.sentence for error in desk.troubles],
        }


def _add(title: str, store: Any) -> None:
    store.add(Response(title=title, body=f"Text of {title}."))


async def main(profile: str, url: str, email: str, token: str, seed: str) -> None:
    """Run until standard input ends."""
    desk = HeadlessDesk(Path(profile), url, email, token, int(seed))
    child = Child(desk, LibraryFile(Path(profile) / "library.db"))
    await desk.start()
    say(started=True)
    lines = await stdin()
    running: set[asyncio.Task[None]] = set()
    while line := await lines.readline():
        # Side by side: a second Enter does not wait for the first.
        task = asyncio.ensure_future(child.obey(json.loads(line)))
        running.add(task)
        task.add_done_callback(running.discard)
    await desk.aclose()


async def stdin() -> asyncio.StreamReader:
    """Return standard input as a stream; it holds up neither the loop nor the end."""
    reader = asyncio.StreamReader(limit=1 << 24)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
