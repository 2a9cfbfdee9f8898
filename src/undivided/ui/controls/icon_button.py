"""A push button with everything a control needs: icon, spoken name, tooltip with its key."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from undivided.ui.look.icons import icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.stylesheet import restyle
from undivided.ui.look.theme import Tokens


class IconButton(QPushButton):
    """A button with an icon and, while there is room, a word.

    It takes the focus by Tab only, so that a click leaves the caret in the composer.

    Args:
        words: The action; also the spoken name.
        key: Its key as the key overview shows it.
        kind: The stylesheet's kind: "", "primary", "flat", "danger".
    """

    def __init__(
        self,
        tokens: Tokens,
        words: str,
        icon_name: str = "",
        *,
        key: str = "",
        hint: str = "",
        kind: str = "",
        is_icon_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._words = words
        self._icon_name = icon_name
        self._key = key
        self._hint = hint or words
        self._is_icon_only = is_icon_only
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words)
        self._refresh()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self._refresh()

    def set_words(self, words: str, icon_name: str = "", hint: str = "") -> None:
        """Let the button stand for another action."""
        if words == self._words and hint in ("", self._hint):
            return
        self._words = words
        self._icon_name = icon_name or self._icon_name
        self._hint = hint or words
        self.setAccessibleName(words)
        self._refresh()

    def set_icon_only(self, *, is_icon_only: bool) -> None:
        """Show the icon alone where there is no room for the word; the tooltip has it."""
        if is_icon_only != self._is_icon_only:
            self._is_icon_only = is_icon_only
            self._refresh()

    def set_allowed(self, *, is_allowed: bool, reason: str = "") -> None:
        """Enable the button, or disable it and say why."""
        self.setEnabled(is_allowed)
        set_plain_tooltip(self, self._hint if is_allowed else reason or self._hint, key=self._key)

    def _refresh(self) -> None:
        tokens = self._tokens
        kind = self.property("kind")
        tone = {"primary": tokens.on_accent, "flat": tokens.text_2, "danger": tokens.late_text}
        size = 16 if self._is_icon_only else 14
        if self._icon_name:
            colour = tone.get(str(kind), tokens.text)
            self.setIcon(icon(self._icon_name, colour, size, disabled=tokens.text_muted))
            self.setIconSize(QSize(size, size))
        # Qt leaves 4 px between icon and word; a thin space makes it 6.
        gap = "\u2009" if self._icon_name else ""
        self.setText("" if self._is_icon_only else gap + self._words.replace("&", "&&"))
        if self.property("square") != self._is_icon_only:
            self.setProperty("square", self._is_icon_only)
            if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                # Qt looks at properties only when it styles a widget, which it has done by now.
                restyle(self)
        self.updateGeometry()
        set_plain_tooltip(self, self._hint, key=self._key)
