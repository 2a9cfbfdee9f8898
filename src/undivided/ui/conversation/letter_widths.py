"""How wide a text is at least, told from its letters: to shape it costs thirty times more."""

from PySide6.QtGui import QFontMetricsF

_KERNING = 0.85
"""Letters stand closer beside some others, a whole row of them hardly by more than this."""
_PLAIN = ((" ", "~"), ("\u00c0", "\u024f"), ("\u0391", "\u03c9"), ("\u0400", "\u0481"))
"""First and last letters of the runs in which each letter has a width of its own."""


class LetterWidths:
    """The widths of one font's letters, each measured once."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        self._widths = _Widths(metrics)

    def at_least(self, text: str) -> float:
        """Return a width in pixels that a row of `text` reaches, whatever its letters do.

        Letters that change with their neighbours (joined, stacked, coloured) count as nothing.
        """
        return _KERNING * sum(map(self._widths.__getitem__, text))


class _Widths(dict[str, float]):
    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, letter: str) -> float:
        if not any(first <= letter <= last for first, last in _PLAIN):
            return 0.0  # not kept: there are more than a million of them
        width = self[letter] = self._metrics.horizontalAdvance(letter)
        return width
