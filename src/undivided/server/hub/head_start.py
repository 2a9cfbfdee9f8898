"""The head start in the queue of visitors who are about to order, and nobody else's loss of more.

Whoever is on a page of an order stands where he would stand had he come some time earlier. So
nobody waits for more than the orders of those who came within that time after him, and nobody
starves. A visitor's program can name any page it likes: what it can win is this head start.

Source: practices 51, 36 and 69.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from undivided.protocol.ids import UserId
from undivided.server.hub.records import VisitorRecord

NONE = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadStart:
    """How far ahead visitors stand who are about to order.

    Attributes:
        lead: By how much earlier they count as having come; zero for nobody.
        is_order_page: Whether an address is that of a cart, a checkout or a payment.
    """

    lead: timedelta
    is_order_page: Callable[[str], bool]


NO_HEAD_START = HeadStart(lead=NONE, is_order_page=lambda _address: False)


class Buyers:
    """Who of those in the queue is about to order, going by the records alone.

    So a queue that is read from the archive has the same order as before the server stopped.

    Attributes:
        has_turned: Somebody in the queue came to such a page, or left it, since this was set back.
    """

    def __init__(
        self, head_start: HeadStart, visitor: Callable[[UserId], VisitorRecord | None]
    ) -> None:
        """Start with nobody known.

        Args:
            visitor: Returns a visitor's record.
        """
        self._head_start = head_start
        self._visitor = visitor
        self._known: dict[UserId, bool] = {}
        self.has_turned = False

    def lead(self, visitor_id: UserId | None) -> timedelta:
        """Return by how much earlier a waiting visitor counts as having come."""
        if visitor_id is None or not self._head_start.lead:
            return NONE
        known = self._known.get(visitor_id)
        if known is None:
            record = self._visitor(visitor_id)
            known = self._known[visitor_id] = record is not None and self._is_ordering(record)
        return self._head_start.lead if known else NONE

    def look(self, visitor: VisitorRecord) -> None:
        """Look again at a visitor whose record changes, if his place has ever been asked for."""
        before = self._known.get(visitor.id)
        if before is not None:
            self._known[visitor.id] = self._is_ordering(visitor)
            self.has_turned |= self._known[visitor.id] is not before

    def forget(self, visitor_id: UserId) -> None:
        """Drop a visitor; the record is read when the place is asked for again."""
        self._known.pop(visitor_id, None)

    def reload(self) -> None:
        """Drop everybody."""
        self._known.clear()

    def _is_ordering(self, visitor: VisitorRecord) -> bool:
        visit = visitor.visit
        is_here = visit.ended_at is None and bool(visit.last_pages)
        return is_here and self._head_start.is_order_page(visit.last_pages[-1].url)
