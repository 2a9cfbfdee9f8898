"""Every field of every request with every wrong value: refused, never a fault of the server."""

import itertools
from typing import Any

import msgspec
import pytest

from tests.server.core.hub_play import OTHER_SHOP, Client, HubPlay
from tests.server.core.verbs import Verbs, outcome
from tests.support.shapes import hostile, sample
from undivided.protocol.agent_requests import AGENT_REQUESTS
from undivided.protocol.customer_requests import CUSTOMER_REQUESTS
from undivided.protocol.limits import FRAME_BYTES
from undivided.server.hub.peers import Side

TABLES = {Side.AGENT: AGENT_REQUESTS, Side.CUSTOMER: CUSTOMER_REQUESTS}
ROWS = [(side, action) for side, table in TABLES.items() for action in sorted(table)]
OUR_FAULT = {"internal", "service_unavailable"}


class Abuser:
    """Somebody of the chat who sends anything, and comes back when thrown out."""

    def __init__(self, verbs: Verbs, side: Side) -> None:
        self._verbs = verbs
        self._side = side
        self._client = verbs.who["ann" if side is Side.AGENT else "eve"]

    def try_(self, action: str, payload: object) -> str:
        """Return "ok", the type of the refusal, or "nothing" when there was no answer."""
        if self._client.closed is not None:
            self._client = self._back()
        self._client.forget()
        return outcome(self._client, action, payload)

    def _back(self) -> Client:
        play = self._verbs.play
        if self._side is Side.AGENT:
            return play.operator("ann")
        return play.visitor(f"eve {next(play.numbers)}", organization=OTHER_SHOP)


def bases(verbs: Verbs, side: Side, action: str) -> tuple[Any, Any]:
    """Return a request that is fine, and the same with every other field of its type."""
    fine = verbs.payload(action, side)
    return fine, merged(sample(TABLES[side][action]), fine)


def merged(whole: Any, part: Any) -> Any:
    """Return `whole` with the values of `part` in their places."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return {**whole, **{key: merged(whole.get(key), value) for key, value in part.items()}}
    if isinstance(whole, list) and isinstance(part, list) and whole:
        return [merged(whole[0], each) for each in part]
    return part


@pytest.mark.parametrize(("side", "action"), ROWS)
def test_no_value_of_any_field_is_the_servers_fault(play: HubPlay, side: Side, action: str) -> None:
    verbs = Verbs(play)
    abuser = Abuser(verbs, side)
    faults = {}
    for name, payload in itertools.chain(*map(hostile, bases(verbs, side, action))):
        if len(msgspec.json.encode(payload)) > FRAME_BYTES:
            continue
        answer = abuser.try_(action, payload)
        if answer in OUR_FAULT:
            faults[name] = answer

    assert faults == {}
    assert verbs.outcome("dana", "list_chats", {}) == "ok"
