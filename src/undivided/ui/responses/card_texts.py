"""The texts of cards, laid out once while nothing that they depend on is another."""

from typing import NamedTuple

from undivided.library.filling.slots import Filled
from undivided.library.finding.search import terms_in
from undivided.ui.look.fonts import MEDIUM, SEMIBOLD, font_for
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.response_text import Look, ResponseText

MOST_LINES = 2
KEPT = 512
"""Texts that are kept, for 170 cards; all are let go when there are more."""


class _Wanted(NamedTuple):
    """All that a laid out text depends on within one theme.

    Attributes:
        terms: The typed words that occur in it.
    """

    look: Look
    filled: Filled
    width: float
    terms: tuple[str, ...]


class CardTexts:
    """Lays out what stands on cards; a text that was laid out alike before is used again.

    Args:
        tokens: The theme; another one needs another object of this class.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.line_height = tokens.px(17)
        self.head_height = tokens.px(18)
        step = tokens.type
        self._shortcut = Look(
            font_for(tokens, step.secondary, MEDIUM), tokens.text_muted, self.head_height
        )
        self._title = Look(font_for(tokens, step.base, SEMIBOLD), tokens.text, self.head_height)
        font = font_for(tokens, step.secondary)
        self._bodies = [
            Look(font, tokens.text_2, self.line_height, lines) for lines in range(MOST_LINES + 1)
        ]
        self._kept: dict[_Wanted, ResponseText] = {}

    def shortcut(self, words: str, room: float, terms: tuple[str, ...]) -> ResponseText:
        """Return a shortcut on one line."""
        return self._text(self._shortcut, Filled(words), room, terms)

    def title(self, words: str, room: float, terms: tuple[str, ...]) -> ResponseText:
        """Return a title on one line."""
        return self._text(self._title, Filled(words), room, terms)

    def body(self, filled: Filled, room: float, lines: int, terms: tuple[str, ...]) -> ResponseText:
        """Return how a body begins, on up to `MOST_LINES` lines."""
        return self._text(self._bodies[lines], filled, room, terms)

    def _text(
        self, look: Look, filled: Filled, width: float, terms: tuple[str, ...]
    ) -> ResponseText:
        there = terms_in(filled.text, terms) if terms else ()
        wanted = _Wanted(look, filled, width, there)
        known = self._kept.get(wanted)
        if known is not None:
            return known
        if len(self._kept) >= KEPT:
            self._kept.clear()
        made = self._kept[wanted] = ResponseText(filled, look, self._tokens, width, terms=there)
        return made
