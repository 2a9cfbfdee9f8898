"""A visitor's page in the world: the widget's rules of delivery, in Python, and its view.

Follows `resources/widget/outbox.js` and `session.js`: an entry is in the page's storage before it
is shown, keeps its id and body, goes one at a time, and is ticked only when it is confirmed. The
browser's storage survives reloads and crashes.
"""

import asyncio
from typing import Any

from tests.simulation.history import Did
from tests.simulation.machine import Machine
from tests.simulation.page_link import NotDone, PageLink, Payload

FIRST_PAUSE_S = 0.5
LAST_PAUSE_S = 15.0
TRIES = 3
SNAPSHOT_AGAIN_S = 2.0
OUTDATED = frozenset({"chat_inactive", "chat_already_active", "chat_limit_reached", "not_found"})
NOBODY = frozenset({"groups_offline", "group_offline", "group_unavailable"})
Entry = dict[str, Any]


class VisitorNode:
    """One visitor's browser with one tab.

    Attributes:
        storage: What the browser keeps, by the entry's id; outlives the page.
    """

    def __init__(self, machine: Machine, name: str) -> None:
        self.machine = machine
        self.name = name
        self.storage: dict[str, Entry] = {}
        self._place = 0
        self._chance = machine.world.chance(f"page of {name}")
        self._forget_page()

    def boot(self) -> None:
        """Open the page."""
        if not self.machine.is_on:
            self.machine.boot(self._run)

    def buried(self) -> None:
        """Have nothing open."""

    # The visitor

    def say(self, text: str) -> None:
        """Write a message and press Send."""
        if not self.machine.can_run:
            return
        self._place += 1
        entry = {
            "custom_id": f"w-{self._chance.randbytes(8).hex()}",
            "text": text,
            "written_at": self.machine.now().wall.isoformat(),
            "place": self._place,
        }
        self._keep(entry)
        self._entries.append(entry)
        self._note(Did.SAID, text)
        self._wake.set()

    @property
    def is_well(self) -> bool:
        """Whether the page has read its chat and nothing waits to be sent."""
        return self._is_open and self._link.is_live and not self._entries

    def close_chat(self) -> None:
        """End the chat."""
        if self.machine.can_run and self.chat_id is not None and self.is_active:
            self.machine.loop.call_soon(self._start_closing)

    def report_view(self) -> None:
        """Write down what the page shows."""
        if self.chat_id is not None:
            lines = tuple(event["text"] for event in self._in_order())
            self.machine.world.history.note(
                self.machine.name, Did.VIEW, chat=self.chat_id, lines=lines
            )

    # The page

    def _forget_page(self) -> None:
        self.chat_id: str | None = None
        self.is_active = False
        self._epoch: str | None = None
        self._events: dict[str, Payload] = {}
        self._is_open = False
        self._wake = asyncio.Event()
        self._entries = sorted(self.storage.values(), key=lambda entry: entry["place"])
        self._ticked: set[str] = set()

    async def _run(self) -> None:
        self._forget_page()
        self._link = PageLink(
            self.name, self._chance, self._signed_in, self._pushed, self._link_lost
        )
        self._link.start(self._pump())
        await self._link.run()

    def _signed_in(self, answer: Payload) -> None:
        epoch = (answer.get("desk") or {}).get("epoch")
        if self._epoch is not None and self._epoch != epoch:
            self._forget_chat()
        self._epoch = epoch
        self._link.start(self._read_state())

    def _link_lost(self) -> None:
        self._is_open = False

    async def _read_state(self) -> None:
        try:
            await self._snapshot()
        except NotDone:
            if self._link.is_live:
                await asyncio.sleep(SNAPSHOT_AGAIN_S)
                await self._read_state()
            return
        self._is_open = True
        self._wake.set()

    async def _snapshot(self) -> None:
        chats = (await self._link.request("list_chats", {"limit": 10}))["chats_summary"]
        if not chats:
            self._forget_chat()
            return
        asked = {"chat_id": chats[0]["id"], "limit": 3}
        threads = (await self._link.request("list_threads", asked))["threads"]
        self._take_threads(chats[0]["id"], threads)

    def _take_threads(self, chat_id: str, threads: list[Payload]) -> None:
        self.chat_id = chat_id
        for thread in threads:
            for event in thread.get("events", ()):
                self._take_event(event)
        if threads:
            newest = max(threads, key=lambda thread: thread["created_at"])
            self.is_active = newest["active"]

    def _pushed(self, action: str, payload: Payload) -> None:
        if action == "incoming_chat":
            chat = payload["chat"]
            if self.chat_id is not None and self.chat_id != chat["id"]:
                self._forget_chat()
            self._take_threads(chat["id"], [chat["thread"]] if chat.get("thread") else [])
        elif payload.get("chat_id") != self.chat_id:
            return
        elif action == "incoming_event":
            self._take_event(payload["event"])
        elif action == "chat_deactivated":
            self.is_active = False
        elif action == "chat_transferred":
            self._link.start(self._read_state())

    def _take_event(self, event: Payload) -> None:
        self._events[event["id"]] = {**self._events.get(event["id"], {}), **event}
        custom_id = event.get("custom_id")
        entry = next((one for one in self._entries if one["custom_id"] == custom_id), None)
        if entry is not None:
            self._tick(entry)

    def _forget_chat(self) -> None:
        self.chat_id, self.is_active, self._events = None, False, {}

    def _in_order(self) -> list[Payload]:
        said = (event for event in self._events.values() if event["type"] == "message")
        return sorted(said, key=lambda event: (event["desk_seq"], event["id"]))

    # The outbox

    async def _pump(self) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            await self._wake.wait()
            if not self._is_open or not self._entries:
                self._wake.clear()
                continue
            entry = self._entries[0]
            try:
                await self._deliver(entry)
                self._tick(entry)
                pause_s = FIRST_PAUSE_S
            except NotDone as error:
                if not error.is_passing:
                    self._give_back(entry)
                    continue
                if not self._link.is_live:
                    self._is_open = False
                    pause_s = FIRST_PAUSE_S
                pause_s = min(LAST_PAUSE_S, pause_s * 2)
                await asyncio.sleep(pause_s)

    async def _deliver(self, entry: Entry) -> None:
        for left in reversed(range(TRIES)):
            try:
                await self._say(entry)
                return
            except NotDone as error:
                if left == 0 or error.type not in OUTDATED:
                    raise
                if error.type == "not_found":
                    self._forget_chat()
                await self._snapshot()

    async def _say(self, entry: Entry) -> None:
        event = {
            "type": "message",
            "text": entry["text"],
            "custom_id": entry["custom_id"],
            "properties": {"desk": {"written_at": entry["written_at"]}},
        }
        if self.chat_id is not None and self.is_active:
            await self._link.request("send_event", {"chat_id": self.chat_id, "event": event})
            return
        properties = {"desk": {"request_key": entry["custom_id"]}}
        chat: Payload = {"thread": {"events": [event], "properties": properties}}
        if self.chat_id is not None:
            chat["id"] = self.chat_id
        action = "start_chat" if self.chat_id is None else "resume_chat"
        answer = await self._link.request(action, {"chat": chat, "active": True})
        self.chat_id, self.is_active = self.chat_id or answer["chat_id"], True

    def _keep(self, entry: Entry) -> None:
        self.storage[entry["custom_id"]] = entry

    def _tick(self, entry: Entry) -> None:
        if self.storage.pop(entry["custom_id"], None) is not None:
            self._note(Did.TICKED, entry["text"])
        if entry in self._entries:
            self._entries.remove(entry)

    def _give_back(self, entry: Entry) -> None:
        """Put the text before the visitor again, with the reason; it has no tick."""
        self.storage.pop(entry["custom_id"], None)
        if entry in self._entries:
            self._entries.remove(entry)
        self._note(Did.UNSAID, entry["text"])

    def _start_closing(self) -> None:
        self._link.start(self._close())

    async def _close(self) -> None:
        try:
            await self._link.request("deactivate_chat", {"id": self.chat_id})
        except NotDone:
            return

    def _note(self, did: Did, text: str) -> None:
        self.machine.world.history.note(self.machine.name, did, text, chat=self.chat_id or "")
