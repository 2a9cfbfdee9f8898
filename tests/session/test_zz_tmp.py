"""Whatever breaks, in whatever order: nothing lost, nothing doubled, order kept (G1-G5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.core.hub_play import Client, HubPlay
from tests.session.operator_app import OperatorApp
from undivided.desk.values import LinkState

VISITORS = ("eve", "zoe")
FAULTS = ("cut", "heal", "deafen", "crash", "kill server", "sleep", "wait")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("ann", *VISITORS)), st.sampled_from(VISITORS)),
        st.tuples(st.sampled_from(FAULTS), st.none()),
    ),
    min_size=5,
    max_size=40,
)


class World:
    """One operator, two visitors, one server, and everything that may happen to them."""

    def __init__(self, folder: Path) -> None:
        self.play = HubPlay(folder)
        self.ann = OperatorApp(self.play, "ann")
        self.visitors: dict[str, Client] = {}
        self.chats: dict[str, str] = {}
        self.accepted: dict[str, list[str]] = {name: [] for name in VISITORS}
        for name in VISITORS:
            self.visitors[name] = self.play.visitor(name)
            self.chats[name], _ = self.visitors[name].start(f"Hello from {name}")
        self.ann.settle()
        self.count = 0

    def do(self, what: str, about: str | None) -> None:
        self.count += 1
        if about is not None:
            self.say(what, about)
            return
        match what:
            case "cut":
                self.ann.is_cut = True
                self.ann.cut()
            case "heal":
                self.ann.is_cut = False
            case "deafen" if self.ann.client is not None:
                # The server hears the app, its answers are lost.
                self.play.clients.pop(self.ann.client.peer.id, None)
            case "crash":
                self.ann.crash()
            case "kill server":
                self.play.restart()
                self.visitors = {name: self.play.visitor(name) for name in VISITORS}
                self.ann.cut()
            case "sleep":
                self.ann.wait(20)
            case _:
                self.ann.wait(2)

    def say(self, who: str, about: str) -> None:
        text = f"{who} {self.count}"
        if who == "ann":
            self.accepted[about].append(text)
            self.ann.say(self.chats[about], text)
        else:
            self.visitors[about].say(self.chats[about], text)
            self.ann.settle()

    def heal(self) -> None:
        self.ann.is_cut = False
        # A link that only looks alive is found out by its heartbeat.
        self.ann.wait(120)


@contextmanager
def world() -> Iterator[World]:
    with TemporaryDirectory() as folder:
        one = World(Path(folder))
        try:
            yield one
        finally:
            one.play.close()


@settings(max_examples=1200)
@given(steps=STEPS)
def test_nothing_is_lost_or_doubled_and_all_views_agree(
    steps: list[tuple[str, str | None]],
) -> None:
    with world() as one:
        for what, about in steps:
            one.do(what, about)
            shown = [text for name in VISITORS for text in one.ann.confirmed(one.chats[name])]
            stored = [text for name in VISITORS for text in server_texts(one, name)]
            assert set(shown) <= set(stored), "shown as sent, and the server does not have it"
        one.heal()

        assert one.ann.state is LinkState.LIVE
        refused = refused_texts(one)
        for name in VISITORS:
            texts = server_texts(one, name)
            own = [text for text in texts if text.startswith("ann ")]
            assert own == [text for text in one.accepted[name] if text not in refused]
            assert one.ann.texts(one.chats[name]) == [
                *texts,
                *(text for text in one.accepted[name] if text in refused),
            ]


def server_texts(one: World, name: str) -> list[str]:
    return one.visitors[name].texts(one.chats[name])


def refused_texts(one: World) -> set[str]:
    """Return what the operator sees as failed with its reason (a chat that was given away)."""
    assert all(row.failed for row in one.ann.file.values()), "neither sent nor refused"
    return {row.event.text or "" for row in one.ann.file.values()}
