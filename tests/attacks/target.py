"""What an attacker knows: an address, a site, visitors' tokens; and what he counts."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The server under attack, as the command line of `tests.attacks` carries it.

    Attributes:
        source: The network address that the attacker comes from.
        tokens: Of visitors of `site` who are the attacker's own.
        chat_id: Somebody else's chat.
    """

    port: int
    site: str
    source: str
    tokens: tuple[str, ...] = ()
    chat_id: str = ""

    @property
    def customer_path(self) -> str:
        """The visitors' socket."""
        return f"/v3.6/customer/rtm/ws?organization_id={self.site}"

    @property
    def agent_path(self) -> str:
        """The operators' socket."""
        return "/v3.6/agent/rtm/ws"


@dataclass(slots=True)
class Tally:
    """What an attacker did and heard, by name."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, number: int = 1) -> None:
        """Count something."""
        self.counts[name] += number


Attack = Callable[[Target, Tally], Awaitable[None]]
"""One attacker's work: again and again until it is cancelled."""
