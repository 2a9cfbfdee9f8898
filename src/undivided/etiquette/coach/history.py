"""What the coach keeps of a chat: built line by line, so that every line is read once."""

from collections import deque

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.drift import Drift
from undivided.etiquette.coach.fact_cards import numbers_in
from undivided.etiquette.coach.names import answered_name, told_name
from undivided.etiquette.coach.reading import Reader, Reading
from undivided.etiquette.coach.refusals import refuses_sale
from undivided.etiquette.coach.shouting import Spellings, spellings_in
from undivided.etiquette.coach.summary import Agreement

REPLIES_LOOKED_AT = 3
"""The last replies in which a name is looked for. Source: practice 25."""

LINES_LOOKED_AT = 30
"""The last lines of a chat, which tell how its names are written."""


class History:
    """A chat so far.

    Attributes:
        owed: The visitor's lines that are answered now: the last ones in a row.
        turn: The operator's lines since then, which begin the answer.
        replies: How many lines the operator wrote.
        untouched: How many of them were prepared texts that were sent as they are.
        is_last_untouched: Whether the last of them was one.
        last_replies: The last few of them, oldest first.
        last_lines: The last lines of both sides, oldest first.
        heard: Kinds of phrases that the visitor used.
        refused_sale: Whether the visitor said no to something for sale. Source: practice 55.
        said: Kinds of phrases that the operator used.
        numbers: Keys of the numbers that the visitor wrote, for `claims.unsourced`.
        told_name: The name that the visitor told, at most two words of it, or "".
        replies_to_name: How many lines the operator wrote since then.
        agreement: What both sides agreed. Source: practice 82.
        drift: Whether it has left what the visitor came for.

    Args:
        reader: Reads the chat's language.
    """

    def __init__(self, reader: Reader) -> None:
        self.owed: list[Reading] = []
        self.turn: list[Reading] = []
        self.replies = 0
        self.untouched = 0
        self.is_last_untouched = False
        self.last_replies: deque[Reading] = deque(maxlen=REPLIES_LOOKED_AT)
        self.last_lines: deque[Line] = deque(maxlen=LINES_LOOKED_AT)
        self.heard: set[str] = set()
        self.refused_sale = False
        self.said: set[str] = set()
        self.numbers: set[str] = set()
        self.told_name = ""
        self.replies_to_name = 0
        self.agreement = Agreement()
        self.drift = Drift()
        self._reader = reader
        self._sent: set[str] = set()
        self._spellings: dict[tuple[str, ...], Spellings] = {}
        self._terms: set[str] = set()

    def add(self, line: Line) -> None:
        """Read the next line."""
        reading = self._reader.read(line.text)
        self.last_lines.append(line)
        self.agreement.add(line.author, reading)
        self._spellings.clear()
        self.drift.add(line.author, reading)
        if line.author is Author.VISITOR:
            self._add_owed(reading)
            self.heard |= reading.kinds
            self.refused_sale |= refuses_sale(self.last_lines, self._reader)
            self.numbers |= numbers_in(line.text)
            self._terms.update(hit.phrase for hit in reading.of("jargon"))
            self.told_name = self.told_name or self._name_in(reading)
        else:
            self._add_reply(line, reading)

    def was_sent(self, reading: Reading) -> bool:
        """Whether a reply of exactly these words was sent before."""
        return reading.joined in self._sent

    def knows_term(self, term: str) -> bool:
        """Whether the visitor used a term of the trade, alone or in a longer one."""
        return any(f" {term} " in f" {known} " for known in self._terms)

    def spellings(self, names: tuple[str, ...]) -> Spellings:
        """Return words as the last lines, and the names of people, write them."""
        known = self._spellings.get(names)
        if known is None:
            said = (line.text for line in self.last_lines)
            known = spellings_in(said, self._reader.phrases, names=names)
            self._spellings[names] = known
        return known

    def _name_in(self, reading: Reading) -> str:
        was_asked = bool(self.last_replies) and self.last_replies[-1].has("asks_name")
        return answered_name(reading) if was_asked else told_name(reading)

    def _add_owed(self, reading: Reading) -> None:
        if self.turn:
            self.owed, self.turn = [], []
        self.owed.append(reading)

    def _add_reply(self, line: Line, reading: Reading) -> None:
        self.turn.append(reading)
        self.replies += 1
        self.replies_to_name += bool(self.told_name)
        self.is_last_untouched = bool(line.response_id) and not line.is_touched
        self.untouched += self.is_last_untouched
        self.last_replies.append(reading)
        self.said |= reading.kinds
        self._sent.add(reading.joined)
