"""What each fact changes in the book of chats."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from undivided.desk import facts
from undivided.desk.book import Book
from undivided.desk.chats import Place, Viewpoint, from_snapshot, with_older
from undivided.desk.own_events import OwnFact, with_own_fact
from undivided.desk.pushes import News, chat_of, visitor_of, with_push
from undivided.desk.visitors import with_page, with_user
from undivided.etiquette.cards.masking import without_cards
from undivided.protocol import pushes
from undivided.protocol.ids import ChatId
from undivided.protocol.users import User


def touched_by(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    """Take `fact` into the book; return the chats that may look different now.

    This is where card numbers end that another server let through: nothing behind it, no view,
    notification, file or export, ever has one (promise G19).
    """
    rule = _RULES.get(type(fact))
    return () if rule is None else rule(book, without_cards(fact), view)


def _snapshot(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.ChatSnapshot)
    known = book.known(fact.chat.id)
    book.put(from_snapshot(known, fact.chat, view, is_live=False), view)
    return (fact.chat.id,)


def _gone(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.ChatGone)
    if fact.chat_id not in book.chats:
        return ()
    chat = book.chats[fact.chat_id]
    book.put(replace(chat, place=Place.ELSEWHERE, is_new=False), view)
    return (fact.chat_id,)


def _older(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.OlderThreads)
    if fact.chat_id not in book.chats:
        return ()
    book.put(with_older(book.chats[fact.chat_id], fact.threads), view)
    return (fact.chat_id,)


def _pushed(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.Pushed)
    payload = fact.payload
    if isinstance(payload, tuple):
        return tuple(_positions(book, payload, view))
    if isinstance(payload, User | pushes.CustomerPageUpdated | pushes.CustomerLeft):
        return tuple(_visitor(book, payload, view))
    chat_id = chat_of(payload)
    if chat_id is None:
        return ()
    if chat_id not in book.chats and not isinstance(payload, pushes.IncomingChat):
        return ()  # the session fetches the whole chat
    chat = with_push(News(book.known(chat_id), fact.action, view), payload)
    if chat.place is Place.MINE and getattr(payload, "requester_id", None) == view.me:
        book.taken.add(chat_id)
    book.put(chat, view)
    return (chat_id,)


def _positions(book: Book, payload: tuple[object, ...], view: Viewpoint) -> Iterator[ChatId]:
    for place in payload:
        assert isinstance(place, pushes.QueuePosition)
        chat = book.chats.get(place.chat_id)
        if chat is not None and chat.place is Place.QUEUED:
            book.put(replace(chat, position=place.queue.position), view)
            yield chat.id


def _visitor(
    book: Book,
    payload: User | pushes.CustomerPageUpdated | pushes.CustomerLeft,
    view: Viewpoint,
) -> Iterator[ChatId]:
    about = payload.id if isinstance(payload, User) else visitor_of(payload)
    for chat in tuple(book.chats.values()):
        if chat.visitor.id != about:
            continue
        if isinstance(payload, User):
            visitor = with_user(chat.visitor, payload)
        elif isinstance(payload, pushes.CustomerPageUpdated):
            visitor = with_page(chat.visitor, payload)
        else:
            visitor = replace(chat.visitor, is_here=False)
        book.put(replace(chat, visitor=visitor), view)
        yield chat.id


def _visitors_listed(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.VisitorsListed)
    return tuple(chat_id for user in fact.visitors for chat_id in _visitor(book, user, view))


def _own(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, OwnFact)
    book.put(with_own_fact(book.known(fact.chat_id), fact, view), view)
    return (fact.chat_id,)


def _dismissed(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.ChatDismissed)
    if fact.chat_id not in book.chats:
        return ()
    book.put(replace(book.chats[fact.chat_id], is_kept=False), view)
    return (fact.chat_id,)


def _draft_changed(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.DraftChanged)
    has_draft = bool(fact.text.strip()) or fact.has_files
    (book.drafts.add if has_draft else book.drafts.discard)(fact.chat_id)
    chat = book.chats.get(fact.chat_id)
    if chat is None or chat.has_draft == has_draft:
        return ()
    book.put(replace(chat, has_draft=has_draft), view)
    return (chat.id,)


def _alert_taken(book: Book, fact: facts.Fact, view: Viewpoint) -> Iterable[ChatId]:
    assert isinstance(fact, facts.AlertTaken)
    chat = book.chats.get(fact.chat_id)
    if chat is None or chat.place is not Place.MINE:
        book.taken.add(fact.chat_id)
        return (fact.chat_id,)
    book.put(replace(chat, is_new=False), view)
    return (chat.id,)


_RULES: dict[type, Callable[[Book, facts.Fact, Viewpoint], Iterable[ChatId]]] = {
    facts.AlertTaken: _alert_taken,
    facts.ChatDismissed: _dismissed,
    facts.ChatGone: _gone,
    facts.ChatSnapshot: _snapshot,
    facts.Confirmed: _own,
    facts.DraftChanged: _draft_changed,
    facts.Dropped: _own,
    facts.OlderThreads: _older,
    facts.Pushed: _pushed,
    facts.Refused: _own,
    facts.Sending: _own,
    facts.Submitted: _own,
    facts.VisitorsListed: _visitors_listed,
    facts.Uploading: _own,
    facts.Waiting: _own,
}
