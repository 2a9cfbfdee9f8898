"""Guesses the language of what somebody wrote, from its letters and its small words; offline.

A guess only chooses between texts that are there anyway, so it is made for the few languages that
visitors write most and says nothing rather than something wrong.
"""

import re
import unicodedata

_LOOKED_AT = 2_000
"""Code points."""
_ENOUGH = 2
"""Small words of one language before it is believed."""

_WORDS = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = {
    "en": "the is are you your my with for have can does will it this what how when not please",
    "de": "der die das ist sind ich sie nicht mit für wann wie was haben kann und ein eine bitte",
    "fr": "le la les est sont je vous mon pas avec pour quand comment une des mais bonjour merci",
    "es": "el los las es son yo usted mi con para cuando como una pero hola gracias que puedo está",
    "it": "il gli sono io mio con per quando come una che ma ciao grazie posso è della questo non",
    "nl": "het een zijn ik jullie mijn niet met voor wanneer hoe wat heb kan graag dank deze maar",
    "pt": "o os as são eu você meu não com para quando como uma mas olá obrigado posso está isso",
    "pl": "jest są nie mój z dla kiedy jak czy to ale dzień dobry dziękuję mogę proszę się na",
}
_BY_WORD = {
    word: tuple(tag for tag, words in _SMALL_WORDS.items() if word in words.split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_SCRIPTS = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "HEBREW": "he",
    "ARABIC": "ar",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "THAI": "th",
    "CJK": "zh",
}


def language_of(text: str) -> str:
    """Return the BCP 47 tag of the language that the text seems to be in, or ""."""
    words = _WORDS.findall(unicodedata.normalize("NFC", text[:_LOOKED_AT]).casefold())
    by_script = [tag for word in words if (tag := _by_script(word))]
    if by_script and 2 * len(by_script) >= len(words):
        # Japanese mixes Chinese signs with its own.
        return "ja" if "ja" in by_script else max(set(by_script), key=by_script.count)
    counts = dict.fromkeys(_SMALL_WORDS, 0)
    for word in words:
        for tag in _BY_WORD.get(word, ()):
            counts[tag] += 1
    best, second = sorted(counts, key=lambda tag: -counts[tag])[:2]
    return best if counts[best] >= _ENOUGH and counts[best] > counts[second] else ""


def _by_script(word: str) -> str:
    script = unicodedata.name(word[0], "").split(" ", 1)[0].split("-", 1)[0]
    return _SCRIPTS.get(script, "")
