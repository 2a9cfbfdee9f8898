"""The step of the site's order at which the shown visitor is, and the responses for each step.

Source: practice 52.
"""

from functools import lru_cache

from PySide6.QtCore import QObject

from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.coach_book import CoachBook
from undivided.app.responses.panel_control import PanelControl
from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.library.model.order_steps import (
    OrderStep,
    line_of,
    step_at,
    steps_from,
    usual_steps,
)
from undivided.ui.sheets.order_steps_sheet import OrderStepsSheet

_USUAL_LANGUAGE = "en"
_PAGES_KEPT = 200
"""Rows are told anew with each message, and most pages are those of before."""


class OrderGuideControl(QObject):
    """Connects the strip in the visitor's panel with pages, settings and responses."""

    def __init__(
        self,
        context: SessionContext,
        facts: ChatFacts,
        book: CoachBook,
        panel: PanelControl,
        settings: SettingsControl,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._book = book
        self._panel = panel
        self._settings = settings
        self._guide = context.window.desk.panel.visitor.order_guide
        self._steps: tuple[OrderStep, ...] = ()
        self._told_by: tuple[object, ...] = ()
        self._step_at = lru_cache(_PAGES_KEPT)(step_at)
        self._guide.chosen.connect(self._list_responses)
        context.window.desk.conversation.chat_shown.connect(self.show)
        context.bridge.rows_changed.connect(lambda _chats: self.show())
        facts.writing.changed.connect(lambda _chat: self.show())
        book.changed.connect(self.show)
        settings.applied.connect(self.show)
        settings.order_steps_wanted.connect(self._edit)

    def show(self) -> None:
        """Show where the shown chat's visitor is now; nothing on any other page."""
        chat_id = self._context.window.desk.conversation.chat_id
        row = None if chat_id is None else self._context.bridge.chats.row_of(chat_id)
        if row is None or not row.visitor.is_here:
            self._guide.show_steps((), None)
            return
        self._learn(self._facts.writing.likely(row.id))
        at = self._step_at(self._steps, row.visitor.page_url)
        self._guide.show_steps([step.name for step in self._steps], at)

    def _learn(self, language: str) -> None:
        """Know the steps of the settings, or the usual ones in a chat's language."""
        own, known = self._context.settings.order_steps, self._book.order_steps
        told_by = (own, language, known)
        if told_by != self._told_by:
            self._told_by = told_by
            named = self._lines(language)
            self._steps = steps_from(own.splitlines()) or usual_steps(named, known.values())

    def _lines(self, language: str) -> tuple[str, ...]:
        known = self._book.order_steps
        return known.get(language.partition("-")[0].lower(), known.get(_USUAL_LANGUAGE, ()))

    def _list_responses(self, place: int) -> None:
        self._panel.show_step(self._steps[place])

    def _edit(self) -> None:
        window = self._context.window
        own = steps_from(self._context.settings.order_steps.splitlines())
        usual = steps_from(self._lines(self._facts.language()))
        sheet = OrderStepsSheet(window, window.tokens, own, usual)
        sheet.changed.connect(self._keep)
        sheet.open()

    def _keep(self, steps: tuple[OrderStep, ...]) -> None:
        self._settings.set(order_steps="\n".join(map(line_of, steps)))
