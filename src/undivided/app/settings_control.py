"""Settings: shown, changed at once, kept in the profile; and the theme they choose."""

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from undivided.app.session_context import SessionContext
from undivided.app.theme_choice import theme_of
from undivided.protocol.errors import UndividedError
from undivided.storage.library.store import LibraryStore
from undivided.storage.settings import SettingsFile
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Themed
from undivided.ui.sheets.settings_sheet import Preferences, SettingsSheet

USUAL_TEXT_PERCENT = 100


class SettingsControl(QObject):
    """Applies settings to the window and writes them to their file.

    Signals:
        applied: Some setting has another value.
        coach_requested: The rules of the writing coach are to be shown.
        own_words_wanted: Show the words that the operator added to the spelling check.
        order_steps_wanted: The steps of the site's order are to be changed.
    """

    applied = Signal()
    coach_requested = Signal()
    own_words_wanted = Signal()
    order_steps_wanted = Signal()

    def __init__(self, context: SessionContext, file: SettingsFile, *, has_tray: bool) -> None:
        super().__init__(context.window)
        self._context = context
        self._file = file
        self._has_tray = has_tray
        self._themed: list[Themed] = []
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._scheme_changed)
        context.window.desk.settings_requested.connect(self.open_sheet)
        self._tell_composer()

    def follow_theme(self, part: Themed) -> None:
        """Tell a part outside the window about every new theme."""
        self._themed.append(part)

    def open_sheet(self) -> None:
        """Show the settings."""
        self._context.start("settings", self._open_sheet())

    async def _open_sheet(self) -> None:
        window, settings = self._context.window, self._context.settings
        chosen = Preferences(
            **{name: getattr(settings, name) for name in Preferences.__dataclass_fields__}
        )
        sheet = SettingsSheet(window, window.tokens, chosen, has_tray=self._has_tray)
        sheet.changed.connect(self._changed)
        sheet.coach_requested.connect(self.coach_requested)
        sheet.sound_tried.connect(QApplication.beep)
        sheet.own_words_wanted.connect(self.own_words_wanted)
        sheet.order_steps_wanted.connect(self.order_steps_wanted)
        sheet.typed_kept.connect(
            lambda is_on: self._library(lambda store: store.keep_written(is_on=is_on), sheet)
        )
        sheet.typed_cleared.connect(lambda: self._library(LibraryStore.clear_written, sheet))
        sheet.open()
        await self._show_typed(sheet)

    def _library(self, change: Callable[[LibraryStore], None], sheet: SettingsSheet) -> None:
        self._context.start("typed answers", self._change_typed(change, sheet))

    async def _change_typed(
        self, change: Callable[[LibraryStore], None], sheet: SettingsSheet
    ) -> None:
        await self._context.library.ask(change)
        await self._show_typed(sheet)

    async def _show_typed(self, sheet: SettingsSheet) -> None:
        """Say how many typed answers are kept; the library's file knows it."""

        def look_up(store: LibraryStore) -> tuple[bool, int]:
            return store.keeps_written(), store.written_count()

        is_kept, count = await self._context.library.ask(look_up)
        if not sheet.is_over:
            sheet.show_typed(is_kept=is_kept, count=count)

    def change_text_size(self, percent: int) -> None:
        """Make all text larger or smaller."""
        self.set(text_size_percent=self._context.settings.text_size_percent + percent)

    def usual_text_size(self) -> None:
        """Show text at its usual size."""
        self.set(text_size_percent=USUAL_TEXT_PERCENT)

    def set(self, **changes: object) -> None:
        """Change settings, apply them and keep them."""
        tokens = theme_of(self._context.settings.changed(changes))
        if "text_size_percent" in changes:
            changes["text_size_percent"] = tokens.text_percent
        self._context.settings = self._context.settings.changed(changes)
        if tokens != self._context.window.tokens:
            self._show(tokens)
        self._tell_composer()
        self._save()
        self.applied.emit()

    def _changed(self, chosen: Preferences) -> None:
        self.set(**asdict(chosen))

    def _tell_composer(self) -> None:
        composer, settings = self._context.window.desk.conversation.composer, self._context.settings
        composer.set_send_on_enter(settings.enter_sends)
        composer.set_block_words(settings.block_words)

    def _scheme_changed(self) -> None:
        tokens = theme_of(self._context.settings)
        if tokens != self._context.window.tokens:
            self._show(tokens)

    def _show(self, tokens: Tokens) -> None:
        self._context.window.set_tokens(tokens)
        for part in self._themed:
            part.set_tokens(tokens)

    def _save(self) -> None:
        try:
            self._file.save(self._context.settings)
        except UndividedError as error:
            self._context.troubled(error.sentence)
