"""What stands on which card: sections with their headings, and the card as it is spoken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from undivided.library.filling.slots import Filled
from undivided.library.finding.search import Match
from undivided.library.model.responses import Response
from undivided.qtmodels.card_facts import (
    ended_words,
    fact_words,
    files_words,
    quote_words,
    review_words,
    says_why,
    why_words,
)


@dataclass(frozen=True, slots=True)
class Section:
    """Responses that stand under a heading of their own above all others.

    Attributes:
        heading: Its words.
        responses: Best first.
        is_suggestion: Whether they answer the visitor's last message.
    """

    heading: str
    responses: tuple[Response, ...]
    is_suggestion: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One row of the list.

    Attributes:
        heading: What stands above it, or "".
        is_suggested: Whether it answers the visitor's last message.
        today: The operator's date, for what is overdue; None where nobody knows it.
        own: That the operator has a wording of his own instead of the team's, or "".
    """

    match: Match
    heading: str = ""
    is_suggested: bool = False
    today: date | None = None
    own: str = ""

    @property
    def response(self) -> Response:
        """What the card is about."""
        return self.match.response

    @property
    def due(self) -> str:
        """What is overdue about it, or ""."""
        return review_words(self.response, self.today)

    @property
    def ended_fact(self) -> str:
        """That its fact is out of date, or ""."""
        return ended_words(self.response, self.today)

    @property
    def fact(self) -> str:
        """What vouches for it, or "" where nothing does any more."""
        return "" if self.ended_fact else fact_words(self.response, self.today)

    @property
    def files(self) -> str:
        """The files that go with it, or ""."""
        return files_words(self.response.attachments)

    @property
    def why(self) -> str:
        """Why it was found, or "" where its title or shortcut shows it."""
        return why_words(self.match)

    @property
    def has_facts(self) -> bool:
        """Whether any of these says something; found out without writing the words."""
        response = self.response
        vouched = response.fact is not None or response.quote is not None
        is_told = bool(self.own) or bool(self.due) or vouched
        return is_told or says_why(self.match) or bool(response.attachments)


def cards_of(
    matches: Sequence[Match], today: date | None, first: Sequence[Section]
) -> tuple[Card, ...]:
    """Return the cards, with the heading of each section at its first one."""
    rows: list[Card] = []
    seen: set[str] = set()
    last = ""

    def add(match: Match, heading: str, *, is_suggested: bool = False) -> None:
        nonlocal last
        if match.response.id in seen:
            return
        seen.add(match.response.id)
        rows.append(Card(match, heading if heading != last else "", is_suggested, today))
        last = heading

    for section in first:
        for response in section.responses:
            add(Match(response), section.heading, is_suggested=section.is_suggestion)
    for match in matches:
        add(match, _section(match, today))
    return tuple(rows)


def _section(match: Match, today: date | None) -> str:
    """Return the section of a row: none for what was searched, where the best comes first."""
    response = match.response
    if match.why is not None:
        return ""
    if match.is_for_page:
        return "For this page"
    if response.starred:
        return "Starred"
    if response.last_used is None:
        return " / ".join(response.folder) or "No folder"
    # The operator's own day, not the day in UTC.
    if today is not None and response.last_used.astimezone().date() == today:
        return "Used today"
    return "Used before"


def spoken(card: Card, body: Filled) -> str:
    """Return the card as a screen reader says it."""
    response = card.response
    parts = (
        "suggested" if card.is_suggested else "",
        response.title,
        response.shortcut,
        "starred" if response.starred else "",
        card.why,
        fact_words(response, card.today),
        quote_words(response),
        card.due,
        card.own,
        card.files,
    )
    head = ", ".join(part for part in parts if part)
    blanks = ", ".join(span.name for span in body.blanks)
    return f"{head}: {body.text}" + (f" To fill: {blanks}." if blanks else "")
