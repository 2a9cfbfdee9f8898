"""Text in capitals, shown in small letters; the record keeps it as it was. Source: practice 71."""

import re

_SENTENCE_START = re.compile(r"(^|[.!?…]\s+|\n\s*)(\W*)(\w)", re.MULTILINE)
_LONE_I = re.compile(r"\bi\b(?=\s|['’]|$)")


def in_sentence_case(text: str, *, begins: bool = True, language: str = "en") -> str:
    """Return shouted words in small letters, with a capital where a sentence begins.

    Args:
        text: In capitals.
        begins: Whether it begins a sentence.
        language: BCP 47 tag; in English a lone "i" stays a capital.
    """
    small = text.lower()
    if language.startswith("en"):
        small = _LONE_I.sub("I", small)
    calm = _SENTENCE_START.sub(lambda found: found[1] + found[2] + found[3].upper(), small)
    return calm if begins else small[:1] + calm[1:]
