"""A saved chat as JSON Lines with its card numbers masked, to be reviewed like the original."""

import json
from collections.abc import Iterable, Iterator

from undivided.etiquette.cards.numbers import masked
from undivided.etiquette.coach.chat_view import Author
from undivided.etiquette.review.reviewing import masked_transcript
from undivided.etiquette.review.saved import Said, Transcript


def masked_lines(transcripts: Iterable[Transcript]) -> Iterator[str]:
    """Yield a line of JSON for each message; the chats of all files are numbered in one row.

    Source: promise G19.
    """
    last = 0
    for transcript in transcripts:
        first, name = last, masked(transcript.visitor_name)
        for each in masked_transcript(transcript):
            last = first + each.chat
            yield json.dumps(_row(each, last, name), ensure_ascii=False)


def _row(each: Said, chat: int, name: str) -> dict[str, object]:
    is_visitors = each.said.author is Author.VISITOR
    row: dict[str, object] = {
        "author": each.said.author.value,
        "text": each.said.text,
        "at": each.said.at.isoformat() if each.said.at is not None else None,
        "chat": chat,
        "name": name if is_visitors else "",
        "origin": each.origin and each.origin.value,
        "unsourced": [masked(words) for words in each.facts.unsourced],
        "sources": [masked(words) for words in each.facts.sources],
        "after_no": each.facts.after_no,
        "call": each.call and {"after_s": each.call.after_s},
    }
    return {key: value for key, value in row.items() if value not in (None, "", [])}
