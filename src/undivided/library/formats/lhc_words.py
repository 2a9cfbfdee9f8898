"""Live Helper Chat's placeholders, and the words of its second text, as our slots and back."""

import re
from collections.abc import Callable

from msgspec.structs import replace

from undivided.library.filling.slots import KNOWN_VALUES, Slot, parse
from undivided.library.formats.placeholders import Dialect, slot, unknown_slot
from undivided.library.formats.told import Told
from undivided.library.model.parts import Variant, Wording

_NAMES = {
    "nick": "visitor.name",
    "email": "visitor.email",
    "phone": "visitor.phone",
    "operator": "operator.name",
}
_TOKENS = {name: token for token, name in _NAMES.items()} | {
    name: re.sub(r"\W", "_", name) for name in KNOWN_VALUES - set(_NAMES.values())
}
"""What an export writes for our values: its own names, and for the others one that can never be
filled there, so that the second text is taken."""

_TOKEN = re.compile(r"(?<!\{)\{([a-zA-Z0-9_.]{1,100})\}(?!\})")
_DIALECT = Dialect(
    _TOKEN,
    {
        **{token.casefold(): name for name, token in _TOKENS.items()},
        "args.chat.nick": "visitor.name",
        "args.chat.email": "visitor.email",
        "args.chat.phone": "visitor.phone",
        "args.chat.id": "chat.id",
        "args.chat.referrer": "page.url",
    },
)
_BLANK = re.compile(r"\[([^\[\]{}|\n:]{1,60})(?:: ([^\[\]{}\n]*))?\]")
_LONGEST_WORDS = 200
_JOINER = "\u2060"
"""No letter and no space: behind a brace it keeps a word in braces from being a placeholder."""


def body_of(message: str, fallback: str, told: Told) -> tuple[str, tuple[Variant, ...]]:
    """Return a message as our body, and a variant when its second text says something else."""
    body, spare = _body_of(message, fallback, told)
    return _unprotected(body), tuple(replace(each, body=_unprotected(each.body)) for each in spare)


def _body_of(message: str, fallback: str, told: Told) -> tuple[str, tuple[Variant, ...]]:
    tokens = list(_TOKEN.finditer(message))
    words = None
    if fallback.strip() and tokens:
        # A name at the end may be left out together with the space before it.
        words = _words_between(message, tokens, fallback)
        words = words or _words_between(message, tokens, f"{fallback} ")
    if words is None:
        body = _DIALECT.translated(message, told)
        spare = _DIALECT.translated(fallback, told)
        if not spare.strip() or fallback == message:
            return body, ()
        return body, (Variant(body=spare, wording=Wording.OTHER),)
    body, at = "", 0
    for token, word in zip(tokens, words, strict=True):
        body += message[at : token.start()] + _slot(token[1], word, told)
        at = token.end()
    return body + message[at:], ()


def message_of(body: str) -> tuple[str, str]:
    """Return a body as a message and its second text, which is empty when nothing is filled."""
    natural = _texts_of(body, _shown)
    if body_of(*natural, Told())[0] == body:
        return natural
    # Words that could belong to either of two slots are written so that they cannot.
    return _texts_of(body, _named)


def _texts_of(body: str, show: Callable[[Slot], str]) -> tuple[str, str]:
    message = fallback = ""
    for part in parse(body):
        if isinstance(part, str):
            words = _TOKEN.sub(rf"{{{_JOINER}\1}}", part)
            message += words
            fallback += words
        else:
            message += f"{{{_token(part)}}}"
            fallback += show(part)
    return message, fallback if fallback != body else ""


def _unprotected(text: str) -> str:
    return text.replace(f"{{{_JOINER}", "{")


def _words_between(message: str, tokens: list[re.Match[str]], fallback: str) -> list[str] | None:
    """Return what stands in the second text for each placeholder, or None when it differs."""
    words: list[str] = []
    at = tokens[0].start()
    if fallback[:at] != message[:at]:
        return None
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        literal = message[token.end() : after.start() if after else len(message)]
        end = _end_of_word(fallback, at, literal, is_last=after is None)
        if end < at or end - at > _LONGEST_WORDS or "\n" in fallback[at:end]:
            return None
        words.append(fallback[at:end])
        at = end + len(literal)
    return words


def _end_of_word(fallback: str, at: int, literal: str, *, is_last: bool) -> int:
    """Return where the words end that begin at `at` and are followed by `literal`, or -1."""
    named = _BLANK.match(fallback, at)
    rest = len(fallback) - len(literal)
    end = named.end() if named is not None else -1
    if fallback.startswith(literal, end) and (end == rest if is_last else end >= 0):
        return end
    if is_last:
        return rest if fallback.endswith(literal) else -1
    # Two placeholders side by side could share the words in many ways.
    return fallback.find(literal, at) if literal.strip() else -1


def _slot(token: str, word: str, told: Told) -> str:
    blank = _BLANK.fullmatch(word)
    if blank is not None:
        # As it was: our own export wrote it, and nothing in it can break a slot.
        return f"{{{{{blank[1]}}}}}" if blank[2] is None else f"{{{{{blank[1]}|{blank[2]}}}}}"
    ours = _DIALECT.names.get(token.casefold())
    usual = None if word == f"{{{token}}}" or set("{}|") & set(word) else word
    return slot(ours, usual) if ours else unknown_slot(token, told, usual)


def _token(part: Slot) -> str:
    own = _TOKENS.get(part.name.casefold())
    return own or re.sub(r"[^a-zA-Z0-9_]", "_", part.name) or "blank"


def _shown(part: Slot) -> str:
    if part.name.casefold() in _TOKENS and part.fallback and part.fallback[:1] != "[":
        return part.fallback
    return _named(part)


def _named(part: Slot) -> str:
    return f"[{part.name}]" if part.fallback is None else f"[{part.name}: {part.fallback}]"
