"""What a card says quietly: why it was found, what is due, its fact, its quote, its files."""

from datetime import date

from undivided.library.finding.search import Match, Why
from undivided.library.model.activity import has_ended, is_due
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.qtmodels.sizes import size_words

_SEEN = frozenset({Why.SHORTCUT, Why.SHORTCUT_START, Why.TITLE_START, Why.TITLE_WORD, Why.CLOSEST})
"""The marked letters of title and shortcut show these, and a heading the last one."""


def says_why(match: Match) -> bool:
    """Return whether `why_words` has something to say of a response."""
    return match.why is not None and match.why not in _SEEN


def why_words(match: Match) -> str:
    """Return why a response was found, or "" where its title or shortcut shows it.

    Source: issue 4, "shows why it matched".
    """
    return match.reason if says_why(match) else ""


def review_words(response: Response, today: date | None) -> str:
    """Return what is overdue about a response, or "". Source: practice 48."""
    if today is None or response.review_by is None or not is_due(response.review_by, today):
        return ""
    days = (today - response.review_by).days
    if days == 0:
        return "review due today"
    return "review due since yesterday" if days == 1 else f"review due {days:,} days ago"


def fact_words(response: Response, today: date | None) -> str:
    """Return what vouches for a response and until when, or what speaks against it, or "".

    Source: practices 35 and 53.
    """
    fact = response.fact
    if fact is None:
        return ""
    if ended := ended_words(response, today):
        return f"{ended}, source: {fact.source}"
    return f"Fact, until {fact.valid_until}, source: {fact.source}"


def ended_words(response: Response, today: date | None) -> str:
    """Return that a response's fact is out of date, or that it cannot be had, in short, or ""."""
    fact = response.fact
    if fact is None:
        return ""
    if not fact.is_available:
        instead = " or ".join(f"/{each.name}" for each in fact.alternatives)
        return f"Not available, instead {instead}" if instead else "Not available"
    is_old = today is not None and has_ended(fact, today)
    return f"Out of date, until {fact.valid_until}" if is_old else ""


def quote_words(response: Response) -> str:
    """Return whether the text may be told as somebody's words, and whose they are, or "".

    Source: practice 58.
    """
    quote = response.quote
    if quote is None:
        return ""
    told = "May be quoted" if quote.is_agreed else "Not agreed to be quoted"
    return f"{told}: {quote.said_by}"


def files_words(attachments: tuple[Attachment, ...]) -> str:
    """Return the files that go with a response, or ""."""
    if not attachments:
        return ""
    first = attachments[0]
    if len(attachments) == 1:
        return f"{first.name}, {size_words(first.size)}"
    total = sum(attachment.size for attachment in attachments)
    return f"{len(attachments)} files, {size_words(total)}"
