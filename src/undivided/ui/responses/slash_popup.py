"""The response popup above the composer: what the typed /word finds.

It is a child of the window and never takes the keys, so that typing stays in the text field.
"""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from undivided.library.finding.search import Match
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.match_view import (
    LIST_WIDTH,
    NARROW,
    SHADOW,
    WIDTH,
    FillWording,
    MatchView,
)

_LEAST = 160
"""With less room above the text the popup stands below it."""


class SlashPopup(MatchView):
    """Shows what the word behind / or # finds.

    Args:
        tokens: The theme.
        anchor: The frame of the text; the popup appears in its window, above it.
    """

    opened = Signal(bool)

    def __init__(self, tokens: Tokens, anchor: QWidget) -> None:
        super().__init__(tokens, anchor)
        self._anchor = anchor
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        super().set_tokens(tokens)
        if self.isVisible():
            self._place()

    def show_matches(self, matches: tuple[Match, ...], total: int, fill: FillWording) -> None:
        """Show what was found; nothing found closes the popup. See `MatchView.take_matches`."""
        if not matches:
            self.close_popup()
            return
        self.take_matches(matches, total, fill)
        self._place()
        if not self.isVisible():
            self.show()
            self.raise_()
            self.opened.emit(True)

    def close_popup(self) -> None:
        """Hide it."""
        if self.isHidden():
            return
        self.hide()
        self.opened.emit(False)

    def _place(self) -> None:
        """Stand above the text, inside the window, as wide as there is room."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        px = self._tokens.px
        corner = self._anchor.mapTo(window, QPoint(0, 0))
        room = self._anchor.width()
        width = px(WIDTH) if room >= px(WIDTH) else room if room >= px(NARROW) else px(LIST_WIDTH)
        above = corner.y() - 16 + 2 * SHADOW
        height = self.height_within(max(above, px(_LEAST)))
        top = corner.y() - 8 - height + SHADOW
        if above < px(_LEAST):
            top = corner.y() + self._anchor.height() + 8 - SHADOW
        self.setGeometry(corner.x() - SHADOW, top, min(width, max(room, 200)) + 2 * SHADOW, height)
