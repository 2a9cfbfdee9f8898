"""Which wording of a response to insert: the visitor's language, and "Put it differently"."""

from collections.abc import Collection, Iterator
from hashlib import sha256

from undivided.library.model.kept_text import language_tag
from undivided.library.model.parts import Variant, Wording
from undivided.library.model.responses import Response

ROTATION = (Wording.SHORT, Wording.SIMPLER, Wording.STEPS, Wording.OTHER)
"""The order in which other wordings are offered to somebody who did not understand."""


def body_in(response: Response, language: str) -> str:
    """Return the response's text in a language, or its body when it has none.

    For "de-AT" that is the text in "de-AT", else in "de", else in any German.
    """
    chosen = _translation(response, _tag_in(response, language))
    return chosen.body if chosen else response.body


def language_of_wording(response: Response, body: str) -> str:
    """Return the language of one of the response's texts, or "" where nobody said."""
    languages = {each.body: each.language or response.language for each in response.variants}
    return {**languages, response.body: response.language}.get(body, "")


def next_wording(response: Response, used: Collection[str], language: str = "") -> Variant | None:
    """Return the next way to put it differently, or None when all were used.

    Args:
        used: The bodies of the wordings that were inserted in this chat, braces and all.
        language: Of the chat; "" for the language of the body.

    Source: practice 28.
    """
    return next((each for each in rotation(response, language) if each.body not in used), None)


def wording_mark(response: Response, body: str) -> str:
    """Return what tells one text of a response from all others, and says nothing of it."""
    return sha256(f"{response.id}\n{body}".encode()).hexdigest()[:16]


def rotation(response: Response, language: str = "") -> tuple[Variant, ...]:
    """Return the other wordings in the chat's language, in the order of `ROTATION`.

    What `body_in` gives is none of them.
    """
    tag = _tag_in(response, language)
    chosen = _translation(response, tag)
    offered = [
        each
        for each in response.variants
        if each.language == tag and each.wording in ROTATION and each != chosen
    ]
    return tuple(sorted(offered, key=lambda each: ROTATION.index(each.wording)))


def _translation(response: Response, tag: str) -> Variant | None:
    """Return the variant that stands for the body; None when that is the body itself."""
    written = [each for each in response.variants if tag and each.language == tag]
    # Not each language has a plain translation; then its first wording is the best there is.
    return min(written, key=lambda each: each.wording is not Wording.SAME, default=None)


def _tag_in(response: Response, language: str) -> str:
    """Return the `Variant.language` that serves a language best; "" is the body's own."""
    own = {response.language: "", **{each.language: each.language for each in response.variants}}
    own[response.language] = ""
    for wanted in _wider(language):
        if wanted in own:
            return own[wanted]
    kin = language_tag(language).partition("-")[0]
    return next((own[tag] for tag in own if kin and tag.partition("-")[0] == kin), "")


def _wider(language: str) -> Iterator[str]:
    """Yield "de-Latn-AT", "de-Latn" and "de" for the first of them."""
    tag = language_tag(language)
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
