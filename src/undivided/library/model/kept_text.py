"""The kept form of single texts: no control characters, one spelling, a greatest length."""

import re
import unicodedata
from collections.abc import Iterable

from undivided.library.errors import ResponseRefused
from undivided.library.folding import fold

# With what turns letters round, whatever they are: what is read would not be what is sent.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufeff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")


def one_line(text: str) -> str:
    """Return the text without control characters and with single spaces."""
    return " ".join(_without_controls(text).split())


def lines(text: str) -> str:
    """Return the text with plain line ends and without control characters around and in it."""
    return _without_controls(_LINE_ENDS.sub("\n", text)).strip()


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words without empty ones and without doubles.

    Two spellings that differ in case or accents only are one; the first stays.
    """
    kept: dict[str, str] = {}
    for word in words:
        if word:
            kept.setdefault(fold(word), word)
    return tuple(kept.values())


def language_tag(text: str) -> str:
    """Return a language such as "de_at" in its usual spelling, "de-AT"; others stay as they are."""
    line = one_line(text)
    match = _LANGUAGE.fullmatch(line)
    if match is None:
        return line
    language, script, region = match[1].lower(), match[2] or "", match[3] or ""
    return "-".join(filter(None, (language, script.title(), region.upper())))


def check_length(name: str, text: str, limit: int) -> None:
    """Accept a text of at most `limit` code points.

    Raises:
        ResponseRefused: It is longer; the sentence calls it `name`.
    """
    if len(text) > limit:
        raise ResponseRefused(
            f"The {name} has {len(text):,} characters; at most {limit:,} are kept."
        )


def check_count(names: str, count: int, limit: int) -> None:
    """Accept at most `limit` of something.

    Raises:
        ResponseRefused: There are more; the sentence calls them `names`.
    """
    if count > limit:
        raise ResponseRefused(f"The response has {count:,} {names}; at most {limit:,} are kept.")


def _without_controls(text: str) -> str:
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))
