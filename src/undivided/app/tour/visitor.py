"""A scripted visitor for the tour: a real socket to the real server, without a browser."""

import asyncio
import itertools
import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from msgspec import Raw, Struct
from websockets.asyncio.client import ClientConnection, connect

from undivided.protocol import requests
from undivided.protocol.codec import (
    decode_incoming,
    decode_payload,
    encode_request,
    failure_of,
)
from undivided.protocol.customer_requests import SendSneakPeek
from undivided.protocol.desk_extensions import TYPING_ONLY
from undivided.protocol.envelope import Incoming
from undivided.protocol.events import Event, Kind
from undivided.protocol.ids import ChatId, ThreadId
from undivided.protocol.logins import CustomerDetails, CustomerLogin
from undivided.protocol.pushes import IncomingEvent
from undivided.protocol.users import Page

PATIENCE_S = 20.0
CLIENT = "undivided-tour"


class VisitorToken(Struct, frozen=True):
    """The part of a token answer that the tour needs."""

    access_token: str


class TourVisitor:
    """One visitor's socket; answers are matched by request, messages wait to be read."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[str, asyncio.Future[Incoming]] = {}
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self.chat_id = ChatId("")
        self.thread_id = ThreadId("")

    async def ask(self, action: str, payload: object) -> Raw:
        """Send a request and return its answer's payload.

        Raises:
            ProtocolError: The server refused.
        """
        request_id = str(next(self._numbers))
        answer = asyncio.get_running_loop().create_future()
        self._answers[request_id] = answer
        frame = encode_request(action, payload, request_id=request_id)
        await self._socket.send(frame, text=True)
        result: Incoming = await asyncio.wait_for(answer, PATIENCE_S)
        if not result.success:
            raise failure_of(result)
        return result.payload

    async def start_chat(self, text: str) -> None:
        """Open a chat with a first message."""
        first = Event(type=Kind.MESSAGE, text=text)
        chat = requests.InitialChat(thread=requests.InitialThread(events=(first,)))
        answer = await self.ask("start_chat", requests.StartChat(chat=chat))
        started = decode_payload(answer, requests.ChatStarted)
        assert started.chat_id is not None
        self.chat_id, self.thread_id = started.chat_id, started.thread_id

    async def say(self, text: str) -> None:
        """Send a message."""
        event = Event(type=Kind.MESSAGE, text=text)
        await self.ask("send_event", requests.SendEvent(chat_id=self.chat_id, event=event))

    async def type(self) -> None:
        """Show that something is being typed, and nothing of it."""
        await self.ask(
            "send_sneak_peek", SendSneakPeek(chat_id=self.chat_id, sneak_peek_text=TYPING_ONLY)
        )

    async def hear(self, kind: str = Kind.MESSAGE) -> Event:
        """Return the next event of this kind that somebody else wrote."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                event = await self._events.get()
                if event.type == kind:
                    return event

    async def press(self, event: Event, postback_id: str) -> None:
        """Press a button of a rich message."""
        assert event.id is not None
        await self.ask(
            "send_rich_message_postback",
            requests.SendPostback(
                chat_id=self.chat_id,
                thread_id=self.thread_id,
                event_id=event.id,
                postback=requests.PostbackToggle(id=postback_id),
            ),
        )

    async def read_all(self, up_to: Event) -> None:
        """Tell that everything up to an event was read."""
        assert up_to.created_at is not None
        await self.ask(
            "mark_events_as_seen",
            requests.MarkSeen(chat_id=self.chat_id, seen_up_to=up_to.created_at),
        )

    async def listen(self) -> None:
        """Sort what arrives; runs beside everything else."""
        async for frame in self._socket:
            incoming = decode_incoming(frame if isinstance(frame, bytes) else frame.encode())
            if not incoming.is_push:
                answer = self._answers.pop(incoming.request_id or "", None)
                if answer is not None and not answer.done():
                    answer.set_result(incoming)
            elif incoming.action == "incoming_event" and incoming.request_id is None:
                self._events.put_nowait(decode_payload(incoming.payload, IncomingEvent).event)


@asynccontextmanager
async def visiting(url: str, site: str, name: str, page: Page) -> AsyncIterator[TourVisitor]:
    """Sign a new visitor in to the site and out again."""
    token = await asyncio.to_thread(_token, url, site)
    address = f"{url.replace('http', 'ws', 1)}/v3.6/customer/rtm/ws?organization_id={site}"
    async with connect(address, proxy=None, compression=None) as socket:
        visitor = TourVisitor(socket)
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(visitor.listen())
            login = CustomerLogin(
                token=f"Bearer {token}", customer=CustomerDetails(name=name), customer_page=page
            )
            await visitor.ask("login", login)
            yield visitor
            listening.cancel()


def _token(url: str, site: str) -> str:
    body = {
        "grant_type": "cookie",
        "client_id": CLIENT,
        "response_type": "token",
        "organization_id": site,
    }
    request = urllib.request.Request(  # noqa: S310 - our own server on loopback
        f"{url}/v2/customer/token",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Origin": url},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - as above
        return msgspec.json.decode(answer.read(), type=VisitorToken).access_token
