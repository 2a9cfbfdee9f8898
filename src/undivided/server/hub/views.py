"""What operators see: records as the wire's users, chats and summaries.

Visitors get the same values passed through `masks.py`, never a view of their own.
"""

from msgspec import structs

from undivided.protocol.chats import Access, Chat, ChatSummary, LastEvent, LastThread, Queue, Thread
from undivided.protocol.desk_extensions import PartWanted, ThreadPart
from undivided.protocol.events import Properties
from undivided.protocol.ids import UserId
from undivided.protocol.limits import ANSWER_BYTES
from undivided.protocol.users import Statistics, User, Visit
from undivided.server.hub.line import Line
from undivided.server.hub.people import People
from undivided.server.hub.records import ChatRecord, Member, ThreadRecord, VisitorRecord
from undivided.server.store.history import History


class Views:
    """Builds wire values from records."""

    def __init__(self, people: People, history: History, line: Line) -> None:
        self._people = people
        self._history = history
        self._line = line

    # Users

    def operator(self, email: UserId, *, is_self: bool = False) -> User:
        """Return an operator outside any chat; `is_self` adds the routing status."""
        operator = self._people.operator(email)
        return User(
            id=email,
            type="agent",
            name=operator.name,
            email=email,
            avatar=operator.photo_url,
            job_title=operator.title or None,
            present=True if is_self else None,
            routing_status=self._people.status(email) if is_self else None,
            permission=operator.role if is_self else None,
        )

    def member(self, chat: ChatRecord, member: Member) -> User:
        """Return somebody of a chat."""
        seen = chat.seen.get(member.id)
        if not member.is_operator:
            visitor = self._people.known_visitor(member.id)
            return _in_chat(self.visitor(visitor), member, seen=seen)
        return _in_chat(self.operator(member.id), member, seen=seen)

    def visitor(self, visitor: VisitorRecord) -> User:
        """Return a visitor with the current visit."""
        is_online = self._people.is_online(visitor.id)
        visit = visitor.visit
        return User(
            id=visitor.id,
            type="customer",
            name=visitor.name,
            email=visitor.email,
            avatar=visitor.avatar,
            phone_number=visitor.phone_number,
            online=is_online,
            state="browsing" if is_online else None,
            group_ids=(visitor.group_id,),
            created_at=visitor.created_at,
            chat_ids=None if visitor.chat_id is None else (visitor.chat_id,),
            session_fields=tuple(visitor.session_fields),
            statistics=self.statistics(visitor),
            visit=Visit(
                started_at=visit.started_at,
                ended_at=visit.ended_at,
                referrer=visit.referrer,
                ip=visit.ip,
                user_agent=visit.user_agent,
                last_pages=tuple(visit.last_pages),
            ),
        )

    def statistics(self, visitor: VisitorRecord) -> Statistics:
        """Return the visitor's counters."""
        return Statistics(
            chats_count=visitor.chats_count,
            threads_count=visitor.threads_count,
            visits_count=visitor.visit.number,
            page_views_count=visitor.page_views_count,
        )

    # Chats

    def chat(
        self,
        chat: ChatRecord,
        thread: ThreadRecord | None = None,
        wanted: PartWanted | None = None,
        *,
        viewer: UserId | None = None,
    ) -> Chat:
        """Return a chat with one thread (the newest by default); see `thread`."""
        return Chat(
            id=chat.id,
            users=self._users(chat),
            thread=self.thread(chat, thread or chat.thread, wanted),
            properties=_or_none(chat.properties),
            access=Access(group_ids=chat.group_ids),
            is_followed=None if viewer is None else viewer in chat.followers,
        )

    def thread(
        self, chat: ChatRecord, thread: ThreadRecord, wanted: PartWanted | None = None
    ) -> Thread:
        """Return a thread with its newest events, as many as one answer holds; often all."""
        wanted = wanted or PartWanted()
        most_bytes = min(wanted.most_bytes or ANSWER_BYTES, ANSWER_BYTES)
        events, has_earlier = self._history.events_of(thread, most_bytes, wanted.before)
        return Thread(
            id=thread.id,
            active=thread.is_active,
            user_ids=tuple(thread.user_ids),
            created_at=thread.created_at,
            events=tuple(events),
            properties=_or_none(thread.properties),
            access=Access(group_ids=chat.group_ids),
            tags=tuple(thread.tags) or None,
            queue=self._queue(chat) if thread.id == chat.thread.id else None,
            previous_thread_id=thread.previous_id,
            next_thread_id=self._history.next_thread_id(chat, thread),
            desk=ThreadPart(before=events[0].desk_seq or 0) if has_earlier else None,
        )

    def summary(self, chat: ChatRecord, *, viewer: UserId) -> ChatSummary:
        """Return a chat as it stands in an operator's list."""
        thread = chat.thread
        return ChatSummary(
            id=chat.id,
            users=self._users(chat),
            last_event_per_type=self.last_events(chat, with_whispers=True),
            last_thread_summary=LastThread(
                id=thread.id,
                created_at=thread.created_at,
                user_ids=tuple(thread.user_ids),
                active=thread.is_active,
                properties=_or_none(thread.properties),
                access=Access(group_ids=chat.group_ids),
                queue=self._queue(chat),
                tags=tuple(thread.tags) or None,
            ),
            properties=_or_none(chat.properties),
            access=Access(group_ids=chat.group_ids),
            is_followed=viewer in chat.followers,
        )

    def last_events(self, chat: ChatRecord, *, with_whispers: bool) -> dict[str, LastEvent] | None:
        """Return the newest event of each type."""
        found = self._history.last_per_kind(chat.id, with_whispers=with_whispers)
        return {
            event.type: LastEvent(thread_id=thread_id, thread_created_at=created_at, event=event)
            for thread_id, created_at, event in found
        } or None

    def _queue(self, chat: ChatRecord) -> Queue | None:
        # The line is numbered anew after the chats have been given out.
        return self._line.place(chat.id) if chat.is_queued else None

    def _users(self, chat: ChatRecord) -> tuple[User, ...]:
        return tuple(self.member(chat, member) for member in chat.members.values())


def _in_chat(user: User, member: Member, *, seen: object) -> User:
    return structs.replace(
        user,
        present=member.is_present,
        visibility=member.visibility if member.is_operator else None,
        events_seen_up_to=seen,
    )


def _or_none(properties: Properties) -> Properties | None:
    # A copy: the record goes on changing while the answer waits for its commit.
    return {name: dict(pairs) for name, pairs in properties.items()} or None
