"""A visitor's page: what it read plus the pushes since is what it would read now (G5)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.core.client_state import bring_forward, snapshot
from tests.session.cast import ACTIONS, VISITORS, Cast
from undivided.protocol import pushes
from undivided.server.hub import masks

UNTOLD = {"bob bans", "visitor goes", "visitor comes", "bob whispers"}
"""The first three end Eve's visit, and with it her page; of a whisper no visitor is told, not even
that whoever whispers has read her words."""
SCRIPTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(ACTIONS)), st.sampled_from(VISITORS)),
        st.tuples(st.sampled_from(("page goes", "page returns")), st.just("")),
    ),
    max_size=25,
)


class EvesPage:
    """A second page of Eve's: it reads her chat once, and then only listens."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.chat_id = cast.chats["eve"]
        self.cursor = self.epoch = ""
        self.heard: set[str] = set()
        self.client = cast.play.visitor("eve")
        self.note_login()
        self.state = snapshot(self.client, self.chat_id)
        self.read = len(self.client.frames)
        self.is_open = True

    def note_login(self) -> dict[str, Any]:
        desk: dict[str, Any] = self.client.frames[0]["payload"]["desk"]
        self.cursor, self.epoch = desk["cursor"], desk["epoch"]
        return desk

    def listen(self) -> None:
        """Take in what was pushed since the last time."""
        while self.read < len(self.client.frames):
            frame = self.client.frames[self.read]
            self.read += 1
            if frame["type"] == "push":
                self.heard.add(frame["action"])
                bring_forward(self.state, frame["action"], frame["payload"])
                self.cursor = str(max(int(self.cursor), frame.get("desk_seq", 0)))

    def go(self) -> None:
        if self.is_open:
            self.listen()
            self.is_open = False
            self.client.leave()
            del self.cast.play.clients[self.client.peer.id]

    def come_back(self) -> None:
        """Open the page again and ask for what was missed."""
        if self.is_open:
            return
        since = {"resume_from": self.cursor, "epoch": self.epoch}
        self.is_open, self.read = True, 0
        self.client = self.cast.play.visitor("eve", login={"desk": since})
        gap = self.client.frames[0]["payload"]["desk"].get("gap")
        assert not gap
        self.listen()


@contextmanager
def eves_page() -> Iterator[EvesPage]:
    with tempfile.TemporaryDirectory() as folder:
        cast = Cast(Path(folder))
        cast.act("bob gives to ann", "eve")
        try:
            yield EvesPage(cast)
        finally:
            cast.close()


def lasting(chat: dict[str, Any]) -> dict[str, Any]:
    """Return a chat without what visitors are told of by no push.

    That is who may see it, and who has left it: a supervisor is hidden, one who leaves is not.
    """
    chat = {key: value for key, value in chat.items() if key != "access"}
    thread = {key: value for key, value in chat["thread"].items() if key != "access"}
    chat["users"] = {user["id"]: user for user in chat["users"] if user["present"]}
    for owner in (chat, thread, *thread["events"]):
        notes = {name: pairs for name, pairs in owner.pop("properties", {}).items() if pairs}
        owner.update({"properties": notes} if notes else {})
    del thread["user_ids"]
    return {**chat, "thread": thread}


def assert_up_to_date(page: EvesPage) -> None:
    page.come_back()
    page.listen()
    fresh = page.cast.play.visitor("eve")
    page.listen()

    assert lasting(page.state) == lasting(snapshot(fresh, page.chat_id))


CASES: dict[type, tuple[tuple[str, ...], tuple[str, ...]]] = {
    pushes.ChatDeactivated: ((), ("visitor closes",)),
    pushes.ChatPropertiesDeleted: (("bob holds",), ("bob frees",)),
    pushes.ChatPropertiesUpdated: ((), ("bob holds",)),
    pushes.ChatTransferred: ((), ("bob takes",)),
    pushes.EventPropertiesDeleted: (("bob notes on an event",), ("bob wipes an event",)),
    pushes.EventPropertiesUpdated: ((), ("bob notes on an event",)),
    pushes.EventsSeen: (("ann says",), ("visitor has seen", "ann has seen elsewhere")),
    pushes.IncomingChat: (("visitor closes",), ("visitor begins anew",)),
    pushes.IncomingEvent: (("bob joins", "bob shows buttons"), ("visitor presses", "ann says")),
    pushes.IncomingPostback: (("ann asks to hold",), ("visitor agrees to hold",)),
    pushes.IncomingTyping: (("bob joins",), ("bob types",)),
    pushes.QueuePosition: (
        ("all pause", "bob gives to the queue"),
        ("mal is given to the queue", "ann takes it elsewhere", "bob gives to the queue"),
    ),
    pushes.ThreadPropertiesDeleted: ((), ("bob wipes the thread",)),
    pushes.ThreadPropertiesUpdated: ((), ("bob notes on the thread",)),
    pushes.UserAdded: ((), ("bob joins",)),
    pushes.UserRemoved: (("bob joins",), ("bob leaves",)),
}
ABOUT_NO_CHAT = {
    pushes.Disconnected,
    pushes.GroupsStatusUpdated,
    pushes.IncomingPreview,
}
"""Kinds that a visitor may be pushed and that change nothing in a chat."""


def test_every_push_that_visitors_may_see_has_a_case() -> None:
    kinds = {kind for kind in masks._MASKS if kind.__module__ == pushes.__name__}

    assert CASES.keys() | ABOUT_NO_CHAT == kinds


def test_an_operator_who_turns_into_a_supervisor_leaves_the_visitors_sight() -> None:
    with eves_page() as page:
        page.cast.act("bob joins", "eve")

        page.cast.act("bob supervises", "eve")

        assert_up_to_date(page)
        assert "user_removed_from_chat" in page.heard


@pytest.mark.parametrize("is_away", [False, True], ids=["there", "away"])
@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)
def test_a_push_leads_to_what_the_page_would_read_now(kind: type, is_away: bool) -> None:
    setup, news = CASES[kind]
    with eves_page() as page:
        for what in setup:
            page.cast.act(what, "eve")
        if is_away:
            page.go()

        for what in news:
            page.cast.act(what, "eve")

        assert_up_to_date(page)


@settings(max_examples=20)
@given(SCRIPTS)
def test_any_history_leads_to_what_the_page_would_read_now(script: list[tuple[str, str]]) -> None:
    with eves_page() as page:
        for what, name in script:
            if what == "page goes":
                page.go()
            elif what == "page returns":
                page.come_back()
            elif name != "eve" or what not in UNTOLD:
                page.cast.act(what, name)

        assert_up_to_date(page)
