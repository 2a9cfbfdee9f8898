"""What the shown chat knows: values for the slots of responses, and what it is about."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from urllib.parse import unquote

from PySide6.QtGui import QGuiApplication

from undivided.app.chat_control import ChatControl
from undivided.app.coach.visitor_notes import VisitorNotes
from undivided.app.coach.writing_notes import WritingNotes
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author, ChatRow
from undivided.etiquette.coach.abuse_note import KEPT_DAYS
from undivided.etiquette.coach.needs import NO_NEEDS, Needs
from undivided.etiquette.coach.refusals import still_counts
from undivided.library.filling.values import CLIPBOARD, NEED_VALUES, ChatValues, chat_values
from undivided.library.filling.writing import PLAIN, Writing
from undivided.library.finding.search import Situation
from undivided.protocol.ids import ChatId
from undivided.qtmodels.locale_writing import name_in_itself
from undivided.runtime.clock import SystemClock


class ChatFacts:
    """Reads what the window shows of one chat, when it is asked.

    Attributes:
        writing: The language of each chat, and what spelling knows of it.
        visitors: What each visitor said about buying.
        is_buying: Returns whether a chat's visitor has shown a sign of buying.
        needs: Returns what a chat's visitor said they need.
    """

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        self._context = context
        self._chats = chats
        self._clock = SystemClock()
        self.writing = WritingNotes(context)
        self.visitors = VisitorNotes(context, self.today)
        self.is_buying: Callable[[ChatId], bool] = lambda _chat: False
        self.needs: Callable[[ChatId], Needs] = lambda _chat: NO_NEEDS
        self.visitors.changed.connect(self.writing.changed)

    def load(self) -> None:
        """Read what was kept of chats and visitors."""
        self.writing.load()
        self.visitors.load()

    async def aclose(self) -> None:
        """Wait for what is being kept."""
        await self.writing.aclose()
        await self.visitors.aclose()

    @property
    def now(self) -> datetime:
        """The time, aware, in the operator's zone."""
        return self._clock.now().wall.astimezone()

    def today(self) -> date:
        """Return the operator's date."""
        return self.now.date()

    def values(
        self,
        writing: Writing = PLAIN,
        asked: Collection[str] = frozenset(),
        chat_id: ChatId | None = None,
    ) -> ChatValues:
        """Return what goes into the slots of a response for a chat.

        Args:
            writing: How days and times are written.
            asked: Names of values that the text asks for, in small letters: what was copied, and
                what the visitor needs, are looked up only for a text that names them.
            chat_id: None for the chat that is shown.
        """
        row = self._row(chat_id)
        profile = self._context.bridge.status.profile
        page = row.visitor.pages[0] if row is not None and row.visitor.pages else None
        asks_needs = not NEED_VALUES.isdisjoint(asked)
        needs = self.needs(row.id) if row is not None and asks_needs else NO_NEEDS
        return chat_values(
            visitor_name=row.visitor.name if row else "",
            visitor_email=row.visitor.email if row else "",
            visitor_phone=row.visitor.phone if row else "",
            visitor_language=name_in_itself(self.language(chat_id)),
            need_budget=needs.budget,
            need_day=needs.day,
            need_quantity=needs.quantity,
            operator_name=profile.name if profile else "",
            operator_title=profile.title if profile else "",
            chat_id=row.id if row else "",
            page_title=page.title if page else "",
            page_url=page.url if page else "",
            clipboard=QGuiApplication.clipboard().text() if CLIPBOARD in asked else "",
            now=self.now,
            writing=writing,
        )

    def situation(self) -> Situation:
        """Return what a search for the shown chat should know."""
        row = self._row()
        page = row.visitor.pages[0].url if row is not None and row.visitor.pages else ""
        return Situation(
            page=page,
            message=self.last_words(),
            at=self.now,
            is_buying=row is not None and self.is_buying(row.id),
        )

    def has_refused_sales(self, chat_id: ChatId) -> bool:
        """Return whether this visitor said no to a sale, here or not long ago.

        Source: practice 55.
        """
        days = self._context.settings.no_sales_days
        row = self._context.bridge.chats.row_of(chat_id)
        is_known = row is not None and self.visitors.has_refused(row, days)
        return is_known or still_counts(self.writing.of(chat_id).refused_on, self.today(), days)

    def abuse_noted_on(self, chat_id: ChatId) -> date | None:
        """Return the day of the last note of abuse, unless long ago. Source: practice 72."""
        noted = self.writing.of(chat_id).abuse_on
        is_known = still_counts(noted, self.today(), KEPT_DAYS)
        return date.fromisoformat(noted) if is_known else None

    def last_words(self) -> str:
        """Return the visitor's last message, or ""."""
        return next(self._said(), "")

    def language(self, chat_id: ChatId | None = None) -> str:
        """Return a chat's language as a BCP 47 tag, or "".

        It is what the operator chose, or else what the visitor seems to write.

        Args:
            chat_id: None for the chat that is shown.
        """
        of = chat_id or self._chats.shown
        return "" if of is None else self.writing.language(of)

    def likely_language(self) -> str:
        """Return the shown chat's language, or the operator's own where the visitor told none."""
        return self.writing.likely(self._chats.shown or ChatId(""))

    def names(self) -> tuple[str, ...]:
        """Return what the people and things of the shown chat are called, as far as is known."""
        return self.names_of(self._row())

    def names_of(self, row: ChatRow | None) -> tuple[str, ...]:
        """Return what the people and things of a chat are called, as far as is known."""
        profile = self._context.bridge.status.profile
        pages = row.visitor.pages if row else ()
        found = [profile.name if profile else ""]
        if row is not None:
            found += [row.visitor.name, row.visitor.email.partition("@")[0]]
        found += [name for page in pages for name in (page.title, unquote(page.url))]
        return tuple(name for name in found if name)

    def _said(self) -> Iterator[str]:
        """Yield the visitor's messages of the shown chat, the last first."""
        shown = self._chats.shown
        if shown is not None:
            messages = reversed(self._context.bridge.transcripts.messages(shown))
            yield from (one.text for one in messages if one.author is Author.VISITOR)

    def _row(self, chat_id: ChatId | None = None) -> ChatRow | None:
        return self._context.bridge.chats.row_of(chat_id or self._chats.shown or ChatId(""))
