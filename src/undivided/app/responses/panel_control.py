"""The responses' panel: what is searched, filtered, suggested and shown in it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace
from PySide6.QtCore import QObject

from undivided.app.chat_facts import ChatFacts
from undivided.app.responses.preferred import Preferred, preferred_of
from undivided.app.session_context import SessionContext
from undivided.library.finding.offers import without_offers
from undivided.library.finding.search import Match, Situation
from undivided.library.model.order_steps import OrderStep
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.qtmodels.cards import Section
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses import panel_wording
from undivided.ui.responses.panel_filters import Asked, Choices
from undivided.ui.words.order_guide_words import for_step, nothing_for_step

PANEL_RESULTS = 60
MOST_SUGGESTED = 3
MOST_FOR_STEP = 20


@dataclass(frozen=True, slots=True)
class About:
    """What the suggestions are made for."""

    chat_id: ChatId | None = None
    page: str = ""
    message: str = ""
    preferred: Preferred | None = None
    is_buying: bool = False
    step: OrderStep | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the library answered.

    Attributes:
        total: All responses that there are.
        suggested: What fits the visitor's last message, best first.
        preferred: What stands above all others.
        for_step: What is for the pages of the chosen step of an order.
        changes: How often the library has changed, see `ResponseFilling.note_changes`.
    """

    matches: list[Match]
    total: int
    suggested: list[Match] = field(default_factory=list)
    preferred: list[Match] = field(default_factory=list)
    for_step: list[Match] = field(default_factory=list)
    changes: int = 0


class PanelControl(QObject):
    """Connects the panel's search and filters with the library's file.

    Cards change their places only while neither the pointer nor the keys are on them.

    Args:
        facts: What the shown chat knows.
        note_changes: Told how often the library has changed.

    Attributes:
        preferred: Returns what stands above all others now, or None.

    Source: practices 46, 47 and 52.
    """

    def __init__(
        self,
        context: SessionContext,
        facts: ChatFacts,
        note_changes: Callable[[int], None],
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._note_changes = note_changes
        self.preferred: Callable[[], Preferred | None] = lambda: None
        self._step: tuple[ChatId | None, str, OrderStep] | None = None
        self._shown_for = About()
        self._answered: Asked | None = None
        self._is_wanted = self._is_searching = False
        self._suggests = context.settings.suggest_responses
        self._panel = context.window.desk.panel.canned
        self._panel.asked.connect(lambda _asked: self._ask())
        self._panel.choices_wanted.connect(lambda: context.start("filters", self._open_menu()))
        self._panel.left.connect(context.window.desk.leave_panel)
        self._panel.list.left_alone.connect(self.follow)
        context.window.desk.conversation.chat_shown.connect(self.follow)
        context.bridge.transcripts.arrived.connect(lambda _chat, _messages: self.follow())
        context.bridge.rows_changed.connect(lambda _chats: self.follow())
        facts.visitors.changed.connect(lambda _chat: self.follow())

    def load(self) -> None:
        """Show the library as it is now."""
        self._context.start("library", self.show_library())

    async def show_library(self) -> None:
        """Read the folders and search again; for what has changed the library."""
        folders = await self._context.library.ask(_folders)
        self._panel.offer(Choices(folders=folders))
        await self._search(self._panel.wanted, is_due=True)

    async def _open_menu(self) -> None:
        # Only now, because counting the tags reads every response.
        self._panel.open_menu(await self._context.library.ask(_choices))

    def follow_settings(self) -> None:
        """Begin or end to suggest, when the operator has said so."""
        if self._suggests != self._context.settings.suggest_responses:
            self.load()

    def show_step(self, step: OrderStep) -> None:
        """List the responses for a step of the order first, until the chat or its page changes.

        Source: practice 52.
        """
        chat_id = self._context.window.desk.conversation.chat_id
        self._step = (chat_id, self._facts.situation().page, step)
        self._panel.search.set_text("")
        self._panel.filters.ask_for_all()
        self._context.start("responses for a step", self._show_step(step))

    async def _show_step(self, step: OrderStep) -> None:
        await self._search(self._panel.wanted, is_due=True)
        situation = self._facts.situation()
        if not await self._context.library.ask(lambda store: store.for_step(step, situation)):
            self._context.troubled(nothing_for_step(step.name))

    # -- the shown chat

    def follow(self) -> None:
        """Search anew for another chat, page, message or mood, unless a card would jump away."""
        about = self._about()
        if about == self._shown_for:
            return
        if self._panel.list.is_in_use:
            if about.chat_id != self._shown_for.chat_id:
                self._context.canned.retitle_suggestions(panel_wording.FOR_CHAT_BEFORE)
            return
        if self._panel.wanted.text.strip():
            return  # what was typed is answered; the next search asks for the chat of that moment
        self._ask()

    def _about(self) -> About:
        situation = self._facts.situation()
        chat_id = self._context.window.desk.conversation.chat_id
        about = (chat_id, situation.page, situation.message, self.preferred())
        is_there = self._step is not None and self._step[:2] == (chat_id, situation.page)
        step = self._step[2] if self._step is not None and is_there else None
        return About(*about, situation.is_buying, step)

    def _first(self, found: _Found, about: About) -> tuple[Section, ...]:
        sections: list[Section] = []
        above: tuple[Response, ...] = ()
        for heading, matches in (
            ("" if about.step is None else for_step(about.step.name), found.for_step),
            ("" if about.preferred is None else about.preferred.heading, found.preferred),
        ):
            responses = tuple(each.response for each in matches if each.response not in above)
            if responses:
                sections.append(Section(heading, responses, is_suggestion=True))
                above += responses
        return (*sections, *self._suggested(found, above))

    def _suggested(self, found: _Found, above: tuple[Response, ...]) -> tuple[Section, ...]:
        responses = tuple(
            match.response for match in found.suggested if match.response not in above
        )
        if not responses:
            return ()
        chat_id = self._context.window.desk.conversation.chat_id or ChatId("")
        row = self._context.bridge.chats.row_of(chat_id)
        heading = panel_wording.for_question(row.visitor.shown_name if row else "")
        return (Section(heading, responses, is_suggestion=True),)

    # -- searching

    def _ask(self) -> None:
        """Search for what is wanted; while a search is under way, once more after it.

        Whoever types, or writes message after message, is faster than a large library.
        """
        self._is_wanted = True
        if not self._is_searching:
            self._context.start("search", self._search_for_newest())

    async def _search_for_newest(self) -> None:
        self._is_searching = True
        try:
            while self._is_wanted:
                self._is_wanted = False
                await self._search(self._panel.wanted)
        finally:
            self._is_searching = False

    async def _search(self, asked: Asked, *, is_due: bool = False) -> None:
        """Show what is found, unless cards would jump that came into use meanwhile.

        Args:
            is_due: The library has changed, and the cards with it.
        """
        before = self._shown_for
        about, situation = self._about(), self._facts.situation()
        self._shown_for = about
        suggests = self._suggests = self._context.settings.suggest_responses
        found = await self._context.library.ask(
            lambda store: _look_up(store, asked, situation, about, suggests=suggests)
        )
        self._note_changes(found.changes)
        if asked != self._panel.wanted or about != self._shown_for:
            return  # something newer was typed or shown meanwhile
        if not is_due and asked == self._answered and self._panel.list.is_in_use:
            self._shown_for = before
            self.follow()
            return
        self._answered = asked
        first = self._first(found, about)
        self._context.canned.show(found.matches, self._facts.today(), first)
        self._panel.show_found(found.total)


def _look_up(
    store: LibraryStore,
    asked: Asked,
    situation: Situation,
    about: About,
    *,
    suggests: bool,
) -> _Found:
    filters = replace(asked.filters, is_starred=asked.is_starred)
    matches = store.search(asked.text, filters=filters, situation=situation, limit=PANEL_RESULTS)
    if not matches and asked.text.strip():
        matches = store.closest(asked.text, filters=filters)
    is_browsing = not asked.text.strip() and not asked.is_filtered
    suggested: list[Match] = []
    if is_browsing:
        matches = without_offers(matches, is_buying=situation.is_buying)
    if suggests and is_browsing and situation.message:
        found = store.suggest(situation, limit=2 * MOST_SUGGESTED)
        suggested = without_offers(found, is_buying=situation.is_buying)[:MOST_SUGGESTED]
    above = preferred_of(store, about.preferred, situation) if is_browsing else []
    steps: list[Match] = []
    if is_browsing and about.step is not None:
        steps = without_offers(
            store.for_step(about.step, situation, limit=MOST_FOR_STEP),
            is_buying=situation.is_buying,
        )
    return _Found(matches, store.count(), suggested, above, steps, store.changes)


def _folders(store: LibraryStore) -> tuple[tuple[str, ...], ...]:
    return tuple(folder.path for folder in store.folders())


def _choices(store: LibraryStore) -> Choices:
    return Choices(
        folders=_folders(store),
        tags=tuple(tag.name for tag in store.tags()),
        languages=tuple(language.name for language in store.languages()),
        scopes=tuple(store.scopes()),
    )
