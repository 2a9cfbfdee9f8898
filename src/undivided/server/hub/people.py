"""Operators and visitors by id: profiles, public ids and routing states."""

from collections.abc import Callable
from datetime import datetime

from undivided.protocol.ids import ENTROPY_BYTES, EVERYBODY, GroupId, UserId, opaque_id
from undivided.server.directory import Directory, Operator, Role
from undivided.server.errors import not_found
from undivided.server.hub.head_start import Buyers, HeadStart
from undivided.server.hub.records import ChatRecord, DeskRecord, VisitorRecord
from undivided.server.hub.sessions import Sessions
from undivided.server.store.archive import Archive


class Status:
    """Routing statuses of operators."""

    ACCEPTING = "accepting_chats"
    NOT_ACCEPTING = "not_accepting_chats"
    OFFLINE = "offline"


class People:
    """Who is who.

    Visitors see an operator's public id, never the e-mail address; the map between the
    two is kept for ever, so that old transcripts stay consistent.

    Attributes:
        buyers: Who is about to order.
    """

    def __init__(
        self,
        archive: Archive,
        directory: Directory,
        sessions: Sessions,
        entropy: Callable[[int], bytes],
        head_start: HeadStart,
    ) -> None:
        self.directory = directory
        self._archive = archive
        self._sessions = sessions
        self._entropy = entropy
        self._visitors: dict[UserId, VisitorRecord] = {}
        self.desks: dict[UserId, DeskRecord] = {}
        self.buyers = Buyers(head_start, self.visitor)
        self.reload()

    def reload(self) -> None:
        """Read everything again from the archive."""
        self.desks = {desk.email: desk for desk in self._archive.desks()}
        self._visitors = {
            visitor: record
            for visitor in self._sessions.visitors
            if (record := self._archive.visitor(visitor)) is not None
        }
        self.buyers.reload()

    # Operators

    def operator(self, email: UserId) -> Operator:
        """Return the operator; one whose account is gone keeps the address as name."""
        return self.directory.operator(email) or Operator(
            email=email, name=str(email).partition("@")[0], may_accept=False, max_chats=0
        )

    def known_operator(self, email: UserId) -> Operator:
        """Return the operator.

        Raises:
            ProtocolError: There is none.
        """
        operator = self.directory.operator(email)
        if operator is None:
            raise not_found("operator")
        return operator

    def desk(self, email: UserId) -> DeskRecord:
        """Return the operator's routing state, made at the first meeting."""
        desk = self.desks.get(email)
        if desk is None:
            desk = DeskRecord(
                email=email,
                public_id=UserId(opaque_id(self._entropy(ENTROPY_BYTES))),
                status=Status.ACCEPTING,
                shown_status=Status.OFFLINE,
            )
            self.desks[email] = desk
            self._archive.save_desk(desk)
        return desk

    def status(self, email: UserId) -> str:
        """Return whether the router may give chats to the operator now."""
        sessions = self._sessions.of_operator(email)
        if not sessions:
            return Status.OFFLINE
        if all(session.is_away for session in sessions) or not self.operator(email).may_accept:
            return Status.NOT_ACCEPTING
        return self.desk(email).status

    def may_see(self, email: UserId, groups: tuple[GroupId, ...]) -> bool:
        """Return whether a chat of these groups is the operator's business."""
        if EVERYBODY in groups:
            return True
        operator = self.operator(email)
        return operator.role != Role.NORMAL or not set(groups).isdisjoint(operator.group_ids)

    def is_in_group(self, email: UserId, groups: tuple[GroupId, ...]) -> bool:
        """Return whether the router may give a chat of these groups to the operator."""
        return EVERYBODY in groups or not set(groups).isdisjoint(self.operator(email).group_ids)

    def groups(self) -> tuple[GroupId, ...]:
        """Return every group there is, 0 first."""
        found = {EVERYBODY}
        for operator in self.directory.operators():
            found.update(operator.group_ids)
        found.update(site.group_id for site in self.directory.sites())
        return tuple(sorted(found))

    def public_id(self, user: UserId) -> UserId:
        """Return the id that visitors see for an operator; any other text unchanged."""
        desk = self.desks.get(user)
        if desk is not None:
            return desk.public_id
        return self.desk(user).public_id if self.directory.operator(user) else user

    # Visitors

    def visitor(self, visitor_id: UserId) -> VisitorRecord | None:
        """Return the visitor, or None; change the record only together with `save`."""
        return self._visitors.get(visitor_id) or self._archive.visitor(visitor_id)

    def known_visitor(self, visitor_id: UserId) -> VisitorRecord:
        """Return the visitor.

        Raises:
            ProtocolError: There is none.
        """
        visitor = self.visitor(visitor_id)
        if visitor is None:
            raise not_found("visitor")
        return visitor

    def save(self, visitor: VisitorRecord) -> None:
        """Store a changed visitor, and keep it at hand while connected."""
        self._archive.save_visitor(visitor)
        self.buyers.look(visitor)
        if visitor.id in self._sessions.visitors:
            self._visitors[visitor.id] = visitor

    def forget(self, visitor_id: UserId) -> None:
        """Drop a visitor who left from memory."""
        self._visitors.pop(visitor_id, None)
        self.buyers.forget(visitor_id)

    def is_online(self, visitor_id: UserId) -> bool:
        """Return whether the visitor has a page open."""
        return visitor_id in self._sessions.visitors

    def is_banned(self, visitor: VisitorRecord, wall: datetime) -> bool:
        """Return whether the visitor is kept out at `wall`."""
        return visitor.banned_until is not None and visitor.banned_until > wall

    def present_in(self, chat: ChatRecord) -> VisitorRecord | None:
        """Return the visitor of a chat."""
        return None if chat.visitor_id is None else self.visitor(chat.visitor_id)
