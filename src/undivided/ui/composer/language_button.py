"""The button that says in which language a chat is, and its menu to choose another."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from undivided.etiquette.own_words import speech_of
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.theme import Tokens
from undivided.ui.words import spelling_wording as words


class LanguageButton(Button):
    """Shows the language's letters, such as "DE"; pressed, it asks for what may be chosen.

    Signals:
        wanted: Answer with `offer`.
        picked: A BCP 47 tag, or "" to follow the visitor.
    """

    wanted = Signal()
    picked = Signal(str)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__("", tokens, kind=Kind.FLAT, icon="globe", name=words.LANGUAGE_OF_CHAT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.explain(words.LANGUAGE_TIP)
        self.clicked.connect(self.wanted)

    def show_language(self, language: str) -> None:
        """Show what the chat is written and checked in.

        Args:
            language: A dictionary's name or a BCP 47 tag.
        """
        self.relabel(speech_of(language).upper())
        self.setAccessibleName(f"{words.LANGUAGE_OF_CHAT}: {words.language_name(language)}")
        self.explain(f"{words.language_name(language)}. {words.LANGUAGE_TIP}")

    def offer(self, languages: Sequence[str], *, chosen: str, guessed: str) -> QMenu:
        """Open the menu above the button.

        Args:
            languages: BCP 47 tags of what may be chosen.
            chosen: What the operator chose before, or "".
            guessed: What the visitor seems to write, or "".
        """
        menu = QMenu(self)
        menu.setAccessibleName(words.LANGUAGE_OF_CHAT)
        group = QActionGroup(menu)
        known = sorted({*languages, chosen} - {""}, key=words.language_name)
        alike = Counter(map(words.language_name, known))
        for tag in ("", *known):
            name = words.language_name(tag) if tag else words.as_detected(guessed)
            action = menu.addAction(f"{name} ({tag})" if alike[name] > 1 else name)
            action.setCheckable(True)
            action.setChecked(tag == chosen)
            group.addAction(action)
            action.triggered.connect(lambda _=False, tag=tag: self.picked.emit(tag))
            if not tag:
                menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        place = self.mapToGlobal(self.rect().topLeft())
        place.setY(place.y() - menu.sizeHint().height())
        menu.popup(place)
        return menu
