"""What was said in a chat as the coach's rules see it: no system lines, nothing whispered."""

from collections.abc import Iterable

from undivided.desk.values import Author, Message
from undivided.etiquette.coach import chat_view
from undivided.etiquette.coach.chat_view import Line


def lines_of(messages: Iterable[Message]) -> tuple[Line, ...]:
    """Return what visitor and operators said to each other."""
    return tuple(
        Line(_side(message), message.text, message.at)
        for message in messages
        if message.text and message.author is not Author.SYSTEM and not message.is_whisper
    )


def _side(message: Message) -> chat_view.Author:
    is_visitors = message.author is Author.VISITOR
    return chat_view.Author.VISITOR if is_visitors else chat_view.Author.OPERATOR
