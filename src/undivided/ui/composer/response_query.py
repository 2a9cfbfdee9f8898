"""Finding a response while writing: the typed /word with its popup, and the quick list."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from undivided.library.finding.search import Match
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.editor_keys import PopupKey
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.match_view import FillWording
from undivided.ui.responses.quick_list import QuickList
from undivided.ui.responses.slash_popup import SlashPopup


class ResponseQuery(QObject):
    """Connects the text field with the popup above it and the list over the window.

    Signals:
        wanted: What is searched; answer with `show_matches`.
        picked: A `Picked`.

    Args:
        anchor: The frame that the popup stands above.
    """

    wanted = Signal(str)
    picked = Signal(object)

    def __init__(self, editor: ComposerEditor, tokens: Tokens, anchor: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self.popup = SlashPopup(tokens, anchor)
        editor.query.changed.connect(self.wanted)
        editor.query.ended.connect(self.popup.close_popup)
        editor.popup_key_pressed.connect(self._steer)
        editor.focus_changed.connect(self._follow_focus)
        self.popup.opened.connect(self._follow_popup)
        self.popup.picked.connect(self.picked)
        self.quick = QuickList(tokens, anchor)
        self.quick.asked.connect(self.wanted)
        self.quick.picked.connect(self.picked)
        self.quick.closed.connect(editor.setFocus)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show both in another theme."""
        self.popup.set_tokens(tokens)
        self.quick.set_tokens(tokens)

    def set_calendar(self, today: Callable[[], date]) -> None:
        """Tell both the operator's date."""
        self.popup.set_calendar(today)
        self.quick.set_calendar(today)

    def show_matches(self, matches: tuple[Match, ...], total: int, fill: FillWording) -> None:
        """Show what was found where it was asked for. See `MatchView.take_matches`.

        The typed /word may be gone by now; then nobody asks any more.
        """
        if self.quick.isVisible():
            self.quick.show_matches(matches, total, fill)
        elif self._editor.query.start >= 0:
            self.popup.show_matches(matches, total, fill)

    def refill(self, fill: FillWording) -> None:
        """Fill the shown texts anew."""
        self.popup.refill(fill)
        self.quick.refill(fill)

    def close(self) -> None:
        """Put both away."""
        self.popup.close_popup()
        self.quick.close_list()

    def _steer(self, key: PopupKey) -> None:
        match key:
            case PopupKey.UP | PopupKey.DOWN:
                self.popup.step(1 if key is PopupKey.DOWN else -1)
            case PopupKey.OTHER_WORDING | PopupKey.WORDING_BEFORE:
                self.popup.step_wording(1 if key is PopupKey.OTHER_WORDING else -1)
            case PopupKey.CLOSE:
                self._editor.query.dismiss()
                self.popup.close_popup()
            case _:
                self.popup.pick(replace_draft=key is PopupKey.REPLACE)

    def _follow_popup(self, is_open: bool) -> None:
        self._editor.is_popup_open = is_open

    def _follow_focus(self, has_focus: bool) -> None:
        if not has_focus:
            self.popup.close_popup()
