"""Whether a visitor says that an answer was not understood; knows words, not meaning."""

import re
import unicodedata

_LONGEST = 400
"""Code points: a longer message explains itself, and is no mere "what do you mean"."""

_PHRASES = (
    # English
    r"(?:do not|don'?t|did not|didn'?t|can ?not|can'?t) (?:really |quite )?(?:understand|follow)",
    r"(?:do not|don'?t|did not|didn'?t) (?:really |quite )?get (?:it|that|this|you|what)",
    r"not (?:sure|clear) what (?:you|that|this|it)",
    r"(?:is|that'?s|it'?s|this is) (?:not|un)\s?clear",
    r"what (?:do you|does (?:that|this|it)) mean",
    r"(?:can|could|would) you (?:please )?(?:explain|say (?:it|that) (?:again|differently))",
    r"(?:i'?m|i am|am) (?:a bit |totally |still |so )?(?:lost|confused|puzzled)",
    r"makes no sense|doesn'?t make sense|come again|in plain (?:english|words)",
    # German, French, Spanish, Italian, Dutch
    r"versteh(?:e|en)?\b[^.,!?]{0,25}\bnicht|nicht verstanden|was (?:heisst|bedeutet|meinen sie)",
    r"je ne comprends? (?:pas|rien)|je n'ai pas compris|qu'est-ce que (?:ca|cela) veut dire",
    r"no (?:lo )?entiend[oe]|no comprendo|que (?:significa|quiere decir)",
    r"non (?:ho )?capi(?:to|sco)|cosa (?:significa|vuol dire)",
    r"begrijp (?:ik )?.{0,20}niet|snap (?:ik )?.{0,20}niet|wat bedoel",
)
_PUZZLED = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES))
_ALONE = re.compile(r"(?:huh|what|sorry|pardon|eh|how so|hae|wie bitte|quoi|que|come)?\s*\?+")


def is_puzzled(text: str) -> bool:
    """Return whether the message says that the answer before it was not understood.

    Source: practice 28.
    """
    if len(text) > _LONGEST:
        return False
    folded = _folded(text)
    return bool(_PUZZLED.search(folded) or _ALONE.fullmatch(folded))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold().replace("\u2019", "'"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.split())
