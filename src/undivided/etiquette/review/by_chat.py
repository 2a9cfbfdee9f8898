"""The figures of one saved chat, as a score card would show them; None is what cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from undivided.etiquette.coach.chat_view import Author
from undivided.etiquette.coach.ending import Ending
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.pace import BLOCK_WORDS, words_in
from undivided.etiquette.review.saved import Origin, Said
from undivided.etiquette.review.turns import Effort, abrupt_lines, little_effort, turns_of


@dataclass(frozen=True, slots=True)
class ChatFigures:
    """What was counted in one chat.

    Attributes:
        chat: Which chat of the file, from 1.
        line: Its first line in the file.
        replies: The operators' messages.
        short_replies: Those of at most 30 words. Source: practice 5.
        has_greeting, has_name, has_thanks, has_goodbye: Whether an operator did so; None without
            words of the language, or without a known name. Source: practice 32.
        turns: How often operators took their turn, in one message or several.
        abrupt: Lines of turns that were short without courtesy. Source: practice 33.
        little_effort: Turns that were short beside a long question. Source: practice 23.
        known_origins: Replies of which the file says what they were begun from.
        untouched: Prepared replies among them that were sent as they are. Source: practice 49.
        misspelt: Misspelt words that were sent, or None where spelling was not checked.
            Source: practice 18.
    """

    chat: int
    line: int
    replies: int
    short_replies: int
    has_greeting: bool | None
    has_name: bool | None
    has_thanks: bool | None
    has_goodbye: bool | None
    turns: int
    abrupt: tuple[int, ...] | None
    little_effort: tuple[Effort, ...]
    known_origins: int
    untouched: int
    misspelt: int | None

    @property
    def short_share(self) -> float | None:
        """Which share of the replies has at most 30 words."""
        return share(self.short_replies, self.replies)

    @property
    def untouched_share(self) -> float | None:
        """Which share of the replies with a known origin is a prepared text as it was."""
        return share(self.untouched, self.known_origins)

    @property
    def abrupt_share(self) -> float | None:
        """Which share of the turns was abrupt."""
        return None if self.abrupt is None else share(len(self.abrupt), self.turns)


def figures_of(
    messages: Sequence[Said],
    ending: Ending | None,
    reader: Reader,
    *,
    visitor_name: str,
    misspelt: int | None,
) -> ChatFigures:
    """Return what was counted in a chat.

    Args:
        messages: All of one chat, card numbers masked.
        ending: How the chat stands, or None without a reply.
        reader: Of its language.
        visitor_name: If it is known.
        misspelt: Words that no dictionary knew, or None.
    """
    replies = [each for each in messages if each.said.author is Author.OPERATOR]
    turns = tuple(turns_of(messages))
    courtesy = ending or Ending()
    return ChatFigures(
        chat=messages[0].chat,
        line=messages[0].line,
        replies=len(replies),
        short_replies=sum(words_in(each.said.text) <= BLOCK_WORDS for each in replies),
        has_greeting=courtesy.is_greeted,
        has_name=courtesy.is_named,
        has_thanks=courtesy.is_thanked,
        has_goodbye=courtesy.has_goodbye,
        turns=len(turns),
        abrupt=abrupt_lines(turns, reader, visitor_name),
        little_effort=little_effort(turns, reader),
        known_origins=sum(each.origin is not None for each in replies),
        untouched=sum(each.origin is Origin.UNTOUCHED for each in replies),
        misspelt=misspelt,
    )


def share(part: int, whole: int) -> float | None:
    """Return a share to two places, or None of nothing."""
    return round(part / whole, 2) if whole else None
