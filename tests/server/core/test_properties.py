"""What holds for every order of events: nothing lost, doubled, reordered or leaked."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.core.hub_play import Client, HubPlay, email
from tests.server.core.test_head_start import BUYERS_FIRST

pytestmark = pytest.mark.usefixtures("lost_batches")

SECRET = "whispered"
OPERATORS = ("ann", "bob", "cid")
VISITORS = ("eve", "mal")

steps = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "visitor says",
                "operator says",
                "operator whispers",
                "retry",
                "transfer",
                "supervise",
                "follow",
                "close",
                "start",
                "turn a page",
                "status",
                "log out",
                "reconnect operator",
                "reconnect visitor",
                "fail",
                "restart",
                "wait",
            )
        ),
        st.integers(0, 2),
        st.integers(0, 1),
        st.booleans(),
    ),
    max_size=40,
)


class Story:
    """Operators and visitors who do what the steps say, and remember what was confirmed."""

    def __init__(self, play: HubPlay) -> None:
        self.play = play
        self.operators = {name: play.operator(name, role="owner") for name in OPERATORS}
        self.visitors = {name: play.visitor(name) for name in VISITORS}
        self.chats = {name: client.start(f"{name} 0")[0] for name, client in self.visitors.items()}
        self.confirmed: dict[str, dict[str, str]] = {name: {} for name in VISITORS}
        self.seen_by_visitors: list[dict[str, Any]] = []
        self.numbers = itertools.count(1)
        self.last: dict[str, dict[str, Any]] = {}

    def step(self, kind: str, operator: int, visitor: int, is_committed: bool) -> None:
        who, name = OPERATORS[operator], VISITORS[visitor]
        getattr(self, kind.replace(" ", "_"))(who, name)
        if is_committed:
            self.play.run()
        self.collect()

    def heal(self) -> None:
        """Let what is under way end, then let the disk work again."""
        self.play.run()
        self.play.connection.fails = False

    def collect(self) -> None:
        """Note which messages were confirmed so far, and what visitors were sent."""
        for client in (*self.operators.values(), *self.visitors.values()):
            for frame in client.frames:
                event = self.last.get(str(frame.get("request_id")))
                if frame.get("success") and frame["action"] == "send_event" and event:
                    self.confirmed[event["of"]][event["custom_id"]] = frame["payload"]["event_id"]
        for client in self.visitors.values():
            self.seen_by_visitors.extend(client.frames)

    def client(self, who: str) -> Client:
        return self.visitors[who] if who in self.visitors else self.operators[who]

    def send(self, by: str, name: str, **fields: object) -> None:
        custom_id = f"c{next(self.numbers)}"
        event = {"type": "message", "text": custom_id, "custom_id": custom_id, **fields}
        body = {"chat_id": self.chats[name], "event": event}
        request_id = self.client(by).send("send_event", body)
        self.last[request_id] = {"of": name, "by": by, "custom_id": custom_id, "event": event}

    def visitor_says(self, who: str, name: str) -> None:
        self.send(name, name)

    def operator_says(self, who: str, name: str) -> None:
        self.send(who, name)

    def operator_whispers(self, who: str, name: str) -> None:
        text = f"{SECRET} {next(self.numbers)}"
        self.send(who, name, text=text, visibility="agents")

    def retry(self, who: str, name: str) -> None:
        for known in list(self.last.values())[-3:]:
            body = {"chat_id": self.chats[known["of"]], "event": known["event"]}
            request_id = self.client(known["by"]).send("send_event", body)
            self.last[request_id] = known

    def transfer(self, who: str, name: str) -> None:
        request = {
            "id": self.chats[name],
            "target": {"type": "agent", "ids": [email(who)]},
            "ignore_requester_presence": True,
        }
        self.operators[who].send("transfer_chat", request)

    def supervise(self, who: str, name: str) -> None:
        request = {
            "chat_id": self.chats[name],
            "user_id": email(who),
            "user_type": "agent",
            "visibility": "agents",
        }
        self.operators[who].send("add_user_to_chat", request)

    def follow(self, who: str, name: str) -> None:
        self.operators[who].send("follow_chat", {"id": self.chats[name]})

    def close(self, who: str, name: str) -> None:
        request = {"id": self.chats[name], "ignore_requester_presence": True}
        self.operators[who].send("deactivate_chat", request)

    def start(self, who: str, name: str) -> None:
        self.visitors[name].send("start_chat")

    def turn_a_page(self, who: str, name: str) -> None:
        page = "cart" if next(self.numbers) % 2 else "lamps"
        url = f"https://shop.example/{page}"
        self.visitors[name].send("update_customer_page", {"url": url, "title": page})

    def status(self, who: str, name: str) -> None:
        status = "not_accepting_chats" if next(self.numbers) % 2 else "accepting_chats"
        self.operators[who].send("set_routing_status", {"status": status})

    def log_out(self, who: str, name: str) -> None:
        """Leave the desk; the chats go to the others, who may be full or pausing."""
        self.operators[who].send("logout")
        self.heal()
        self.operators[who] = self.play.operator(who, login={"away": bool(next(self.numbers) % 2)})

    def reconnect_operator(self, who: str, name: str) -> None:
        self.play.hub.closed(self.operators[who].peer.id, self.play.now)
        self.heal()
        since = {"resume_from": str(self.play.archive.head)}
        self.operators[who] = self.play.operator(who, login={"reconnect": True, "desk": since})

    def reconnect_visitor(self, who: str, name: str) -> None:
        self.play.hub.closed(self.visitors[name].peer.id, self.play.now)
        self.heal()
        self.seen_by_visitors.extend(self.visitors[name].frames)
        self.visitors[name] = self.play.visitor(name, login={"desk": {"resume_from": "0"}})

    def fail(self, who: str, name: str) -> None:
        self.play.connection.fails = True

    def restart(self, who: str, name: str) -> None:
        for client in self.visitors.values():
            self.seen_by_visitors.extend(client.frames)
        self.play.connection.fails = False
        self.play.restart()
        self.operators = {each: self.play.operator(each) for each in OPERATORS}
        self.visitors = {each: self.play.visitor(each) for each in VISITORS}

    def wait(self, who: str, name: str) -> None:
        self.play.wait(40)

    def history(self, client: Client, name: str) -> list[dict[str, Any]]:
        """Return every event of the chat as the client reads it."""
        request = {"chat_id": self.chats[name], "limit": 100, "sort_order": "asc"}
        threads = client.ask("list_threads", request)["threads"]
        return [event for thread in threads for event in thread["events"]]


@contextmanager
def told(script: list[tuple[str, int, int, bool]]) -> Iterator[Story]:
    with tempfile.TemporaryDirectory() as folder:
        play = HubPlay(Path(folder), head_start=BUYERS_FIRST)
        story = Story(play)
        for step in script:
            story.step(*step)
        story.heal()
        story.collect()
        yield story
        play.close()


@settings(max_examples=60)
@given(steps)
def test_confirmed_messages_are_there_once_and_all_clients_see_one_order(
    script: list[tuple[str, int, int, bool]],
) -> None:
    with told(script) as story:
        for name, visitor in story.visitors.items():
            views = [story.history(each, name) for each in story.operators.values()]
            shown = views[0]
            ids = [event["id"] for event in shown]
            labels = [event["custom_id"] for event in shown if "custom_id" in event]

            assert views[1:] == views[:-1]
            assert len(ids) == len(set(ids))
            assert len(labels) == len(set(labels))
            assert [event["desk_seq"] for event in shown] == list(range(1, len(shown) + 1))
            times = [event["created_at"] for event in shown]
            assert times == sorted(set(times))
            stored = {event["custom_id"]: event["id"] for event in shown if "custom_id" in event}
            for label, event_id in story.confirmed[name].items():
                assert stored[label] == event_id
            seen = [event["id"] for event in story.history(visitor, name)]
            assert seen == [event["id"] for event in shown if event["visibility"] == "all"]


@settings(max_examples=60)
@given(steps)
def test_visitors_are_never_sent_a_whisper_an_address_or_another_chat(
    script: list[tuple[str, int, int, bool]],
) -> None:
    with told(script) as story:
        for name, visitor in story.visitors.items():
            visitor.ask("list_chats")
            story.history(visitor, name)
            story.reconnect_visitor("ann", name)
        story.collect()
        sent = str(story.seen_by_visitors)

        assert SECRET not in sent
        assert "@desk.test" not in sent
        for name in VISITORS:
            mine = story.chats[name]
            others = {chat for chat in story.chats.values() if chat != mine}
            assert not any(chat in str(story.visitors[name].frames) for chat in others)


@settings(max_examples=40)
@given(steps)
def test_memory_equals_a_fresh_start_from_disk(
    script: list[tuple[str, int, int, bool]],
) -> None:
    with told(script) as story:
        before = {chat.id: chat for chat in story.play.hub._ctx.chats.active()}
        queue = [chat.id for chat in story.play.hub._ctx.chats.queue()]

        story.play.restart()

        assert {chat.id: chat for chat in story.play.hub._ctx.chats.active()} == before
        assert [chat.id for chat in story.play.hub._ctx.chats.queue()] == queue


@settings(max_examples=40)
@given(steps)
def test_running_numbers_of_pushes_rise_on_every_socket(
    script: list[tuple[str, int, int, bool]],
) -> None:
    with told(script) as story:
        for client in (*story.operators.values(), *story.visitors.values()):
            numbers = [frame["desk_seq"] for frame in client.frames if "desk_seq" in frame]
            assert numbers == sorted(set(numbers))


@settings(max_examples=40)
@given(steps)
def test_nobody_waits_while_somebody_is_free(script: list[tuple[str, int, int, bool]]) -> None:
    with told(script) as story:
        ctx = story.play.hub._ctx
        story.play.wait(1)
        free = [
            each
            for each in ctx.sessions.operators
            if ctx.people.status(each) == "accepting_chats" and ctx.chats.load(each) < 3
        ]

        assert not (ctx.chats.has_queue and free)
