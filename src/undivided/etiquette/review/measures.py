"""Figures about a file of chats, mostly one, each with its base; they describe, and rank nobody."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.ending import Ending
from undivided.etiquette.pace import BLOCK_WORDS, words_in
from undivided.etiquette.review.by_chat import ChatFigures, share
from undivided.etiquette.review.saved import Said

Measures = Mapping[str, int | float | None]


def measures_of(chats: Sequence[Sequence[Line]]) -> Measures:
    """Return the figures of chats; None where the transcript does not say enough.

    The first response is that of the first chat in which one was timed.

    Source: practices 1, 5, 13, 23.
    """
    lines = [line for chat in chats for line in chat]
    said = {author: [line for line in lines if line.author is author] for author in Author}
    lengths = [words_in(line.text) for line in said[Author.OPERATOR]]
    silences = [silence for chat in chats for silence in _silences_s(chat)]
    return {
        "visitor_lines": len(said[Author.VISITOR]),
        "operator_lines": len(said[Author.OPERATOR]),
        "visitor_words": sum(words_in(line.text) for line in said[Author.VISITOR]),
        "operator_words": sum(lengths),
        "operator_lines_within_30_words": sum(length <= BLOCK_WORDS for length in lengths),
        "median_words_of_operator_lines": median(lengths) if lengths else None,
        "first_response_s": silences[0] if silences else None,
        "longest_silence_s": max(silences, default=None),
        "replies_timed": len(silences),
    }


def sources_of(messages: Sequence[Said]) -> Measures:
    """Return how many replies were made with a fact card, as our own files say it.

    Source: practice 36.
    """
    return {"operator_lines_with_fact_card": sum(bool(each.facts.sources) for each in messages)}


def offers_of(messages: Sequence[Said]) -> Measures:
    """Return how many replies offered something after a no, as our own files say it; None for none.

    Source: B9 of the list of practices.
    """
    return {"offers_after_no": sum(bool(each.facts.after_no) for each in messages) or None}


def calls_of(messages: Sequence[Said]) -> Measures:
    """Return how wishes to be called were answered, as our own files say it; None without any.

    The time to call goes from the wish to the first call, reached or not. Source: practice 61.
    """
    calls = [each.call for each in messages if each.call is not None]
    times = [call.after_s for call in calls if call.after_s is not None]
    return {
        "calls_requested": len(calls) or None,
        "calls_made": len(times) if calls else None,
        "time_to_call_s": median(times) if times else None,
    }


def courtesy_of(endings: Sequence[Ending]) -> Measures:
    """Return how chats were led to their end; None where the language's words are not known.

    Source: practices 24, 32 and 43.
    """
    return {
        "chats": len(endings),
        "questions": sum(ending.asked for ending in endings),
        "questions_open": sum(len(ending.open_questions) for ending in endings),
        "promises_open": sum(len(ending.promises) for ending in endings),
        "chats_with_greeting": _count(ending.is_greeted for ending in endings),
        "chats_with_name": _count(ending.is_named for ending in endings),
        "chats_with_thanks": _count(ending.is_thanked for ending in endings),
        "chats_with_goodbye": _count(ending.has_goodbye for ending in endings),
        "chats_with_anything_else": _count(ending.asked_more for ending in endings),
    }


def totals_of(chats: Sequence[ChatFigures]) -> Measures:
    """Return what the figures of single chats come to; a share is 0 to 1.

    Source: practices 5, 18, 23, 33 and 49.
    """
    known = sum(chat.known_origins for chat in chats)
    abrupt = None if any(chat.abrupt is None for chat in chats) else _sum_of_abrupt(chats)
    spelt = [chat.misspelt for chat in chats if chat.misspelt is not None]
    short, replies = sum(chat.short_replies for chat in chats), sum(chat.replies for chat in chats)
    return {
        "share_within_30_words": share(short, replies),
        "turns": sum(chat.turns for chat in chats),
        "turns_abrupt": abrupt,
        "turns_with_little_effort": sum(len(chat.little_effort) for chat in chats),
        "replies_of_known_origin": known,
        "share_untouched": share(sum(chat.untouched for chat in chats), known),
        "words_misspelt": sum(spelt) if spelt else None,
    }


def _sum_of_abrupt(chats: Sequence[ChatFigures]) -> int:
    return sum(len(chat.abrupt or ()) for chat in chats)


def _count(told: Iterable[bool | None]) -> int | None:
    known = [each for each in told if each is not None]
    return sum(known) if known else None


def _silences_s(lines: Sequence[Line]) -> list[float]:
    """Return how long the visitor waited for each reply, counted from the first unanswered line."""
    silences: list[float] = []
    since: Line | None = None
    for line in lines:
        if line.author is Author.VISITOR:
            since = since or line
        elif since is not None:
            if since.at is not None and line.at is not None:
                silences.append(max(0.0, (line.at - since.at).total_seconds()))
            since = None
    return silences
