"""Light words that people put between the parts of a card number: "and", "the rest is".

English, German, French, Spanish and Polish.
"""

import re
from collections.abc import Sequence
from functools import cache

from undivided.etiquette.cards.digits import MASK

_WORDS = {
    "en": "and then the rest is of it now next last first second third half part remaining other "
    "ends ending with goes on continues following are digits numbers number four plus",
    "de": "und dann der die das rest ist kommt noch weiter geht zweite hälfte teil letzten "
    "restlichen ziffern zahlen jetzt",
    "fr": "et puis ensuite la le les suite reste est fin deuxième moitié partie derniers chiffres "
    "voici",
    "es": "y luego después el los resto es sigue segunda mitad parte últimos dígitos ahora",
    "pl": "i potem dalej reszta to jest druga połowa część ostatnie cyfry teraz a",
}
MOST = 5
"""Words between two parts of a number at most."""
BESIDE = 4
"""Signs between such words, and between them and the digits, at most."""


_LIGHT = frozenset(word for line in _WORDS.values() for word in line.split())
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _between() -> re.Pattern[str]:
    """Return what finds any few short words between digits: to try each light one costs more."""
    word = rf"[^\W\d_]{{1,{max(map(len, _LIGHT))}}}"
    signs = rf"[^\w{MASK}]{{1,{BESIDE}}}"
    return re.compile(rf"[\d{MASK}]({signs}(?:{word}{signs}){{1,{MOST}}})(?=[\d{MASK}])")


def without_light_words(text: str) -> tuple[str, Sequence[int]]:
    """Return the text with a space for each row of light words between digits, and whence it is.

    Returns:
        The shorter text, and of each of its characters the position in `text`. A text without
        such words is returned itself.
    """
    kept, places, behind = [], list[int](), 0
    for found in _between().finditer(text):
        if not all(word.casefold() in _LIGHT for word in _WORD.findall(found[1])):
            continue
        start, end = found.span(1)
        kept += [text[behind:start], " "]
        places += range(behind, start + 1)
        behind = end
    if not kept:
        return text, range(len(text))
    places += range(behind, len(text))
    return "".join((*kept, text[behind:])), places
