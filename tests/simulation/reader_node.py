"""A fresh reader at the end: somebody who was never there before and reads all anew."""

from tests.simulation.history import Did
from tests.simulation.machine import Machine
from tests.simulation.page_link import NotDone, PageLink, Payload

NAME = "reader"
AGENT = "ws://localhost:8000/v3.6/agent/rtm/ws"


class ReaderNode:
    """Signs in once and writes down every chat, thread by thread, and what is shared.

    Args:
        reads_chats: False for whoever only wants to know what is shared.
        reads_responses: Writes down the shared canned responses too.
    """

    link_type = PageLink

    def __init__(
        self, machine: Machine, *, reads_chats: bool = True, reads_responses: bool = False
    ) -> None:
        self.machine = machine
        self.is_done = False
        self._reads_chats = reads_chats
        self._reads_responses = reads_responses

    def boot(self) -> None:
        """Sit down and read."""
        self.machine.boot(self._run)

    async def _run(self) -> None:
        self._link = self.link_type(
            NAME, self.machine.world.chance(NAME), self._signed_in, _heard, _lost, address=AGENT
        )
        await self._link.run()

    def _signed_in(self, _answer: Payload) -> None:
        if not self.is_done:
            self._link.start(self._read())

    async def _read(self) -> None:
        try:
            if self._reads_chats:
                await self._read_chats()
            if self._reads_responses:
                await self._read_responses()
        except NotDone:
            return
        self.is_done = True

    async def _read_chats(self) -> None:
        # Closed chats too: nothing may be lost in them either.
        page: Payload = {"limit": 100}
        while page:
            found = await self._link.request("list_chats", page)
            for chat in found["chats_summary"]:
                await self._read_chat(chat)
            next_page = found.get("next_page_id")
            page = {"page_id": next_page} if next_page else {}

    async def _read_responses(self) -> None:
        page: Payload = {"limit": 100}
        while page:
            found = await self._link.request("list_canned_responses", page)
            for canned in found["canned_responses"]:
                lines = canned["text"].splitlines()
                marks = (canned["desk"]["content"]["title"], *lines, *canned["tags"])
                self.machine.world.history.note(
                    self.machine.name,
                    Did.COPY,
                    f"same {canned['desk']['version']}",
                    chat=lines[0],
                    lines=marks,
                )
            next_page = found.get("next_page_id")
            page = {"page_id": next_page} if next_page else {}

    async def _read_chat(self, chat: Payload) -> None:
        threads: list[Payload] = []
        page: Payload = {"limit": 100}
        while page:
            found = await self._link.request("list_threads", {"chat_id": chat["id"], **page})
            threads += found["threads"]
            next_page = found.get("next_page_id")
            page = {"page_id": next_page} if next_page else {}
        events = [event for thread in threads for event in thread.get("events", ())]
        said = [event for event in events if event["type"] == "message"]
        said.sort(key=lambda event: event["desk_seq"])
        newest = max(threads, key=lambda thread: thread["created_at"])
        lines = tuple(event["text"] for event in said)
        first = min((e["desk_seq"] for e in newest.get("events", ())), default=0)
        older = sum(event["desk_seq"] < first for event in said)
        visitor = next(user["name"] for user in chat["users"] if user["type"] == "customer")
        history = self.machine.world.history
        history.note(self.machine.name, Did.CHAT, f"{visitor} {older}", chat=chat["id"])
        history.note(self.machine.name, Did.VIEW, chat=chat["id"], lines=lines)


def _heard(_action: str, _payload: Payload) -> None:
    """Reading takes no notice of news: nothing happens any more."""


def _lost() -> None:
    """The link comes back by itself, and the reading begins anew."""
