"""Finds card numbers in a text and masks them; the last four digits stay (promise G19).

A number counts when its digits, however they are broken up, belong to a card network, are as many
as its cards have, and end in the right check digit, unless its form or the words before it show
that it is something else. Positions are code points. Source: practice 60.
"""

from collections.abc import Iterable, Iterator

from undivided.etiquette.cards.apart import rows_apart
from undivided.etiquette.cards.brands import LONGEST, grows_into_card, lengths_of
from undivided.etiquette.cards.digits import (
    HIDDEN_AT_LEAST,
    KEPT,
    MASK,
    Row,
    has_enough_digits,
    in_ascii,
    is_digit,
    rows_in,
    with_plain_digits,
)
from undivided.etiquette.cards.extras import extra_spans
from undivided.etiquette.cards.labels import Label, label_before
from undivided.etiquette.cards.light_words import without_light_words
from undivided.etiquette.cards.lookalikes import Surroundings, is_dialled
from undivided.etiquette.cards.search import Card, Search, card_of, is_printed

REACH = 128
"""Characters at the end of a text in which a number may be unfinished."""
ROUNDS = 9
"""Masking one number can make its neighbour stand out; more often than this is an attack."""
_PRINTED_DIGITS = 16
"""Of most cards; a row of fewer, of such a network, is not whole."""
_TELLING = 8
"""Digits of an unfinished number that say more of a card than its bank does."""


def cards_in(text: str) -> tuple[Card, ...]:
    """Return the card numbers of the text, from left to right; takes linear time."""
    plain = with_plain_digits(text)
    return _cards_in(plain, list(rows_in(plain)))


def _cards_in(plain: str, rows: Iterable[Row]) -> tuple[Card, ...]:
    if not has_enough_digits(plain):
        return ()
    surroundings = Surroundings(plain)
    found = [card for row in rows for card in Search(plain, row, surroundings).cards()]
    found += _cards_over_words(plain)
    found += (
        card_of(row, 0, len(row.cuts) - 1)
        for row in rows_apart(plain)
        if not surroundings.explain(row, 0, len(row.cuts) - 1)
    )
    return tuple(sorted(found, key=lambda card: card.start))


def masked(text: str) -> str:
    """Return the text, as long as before, with the digits of card numbers hidden.

    The last four digits stay, and so does everything else. A card's expiry date and its
    security code are hidden with it. Masked again, the result stays as it is; a text without
    card numbers is returned itself.
    """
    if MASK not in text and not has_enough_digits(with_plain_digits(text)):
        return text
    for _ in range(ROUNDS):
        hidden = _without_extras(_without_numbers(text))
        if hidden == text:
            return text
        # Beside what is hidden now, a number may stand out that did not.
        text = hidden
    # Nobody writes like this by chance; no digit of it is worth a risk.
    return "".join(MASK if is_digit(sign) else sign for sign in text)


def masked_unfinished(text: str) -> str:
    """Return `masked(text)` for a text that is still being typed.

    A number at its end that may grow into a card number is hidden already, unless the words
    before it say what it is, or it is dialled from abroad.
    """
    own = masked(text)
    tail = with_plain_digits(own[-REACH:])
    # Filled up with as many digits as may still come, the end of the text is always a row.
    *_, row = rows_in(tail + "0" * (LONGEST - 1))
    typed = [place for place in row.at if place < len(tail)]
    group = next((cut for cut in row.cuts if grows_into_card(row.digits, cut)), None)
    if group is None or len(typed) - group < _TELLING:
        return own
    if is_dialled(tail, row, 0) or label_before(tail, row.at[group]) is Label.OTHER:
        return own
    return hidden_at(own, (len(own) - len(tail) + place for place in typed[group:]), MASK)


def hidden_at(text: str, places: Iterable[int], sign: str) -> str:
    """Return the text with `sign` in the place of the digits that stand there."""
    signs = list(text)
    for place in places:
        if is_digit(signs[place]):
            signs[place] = sign
    return "".join(signs)


def _cards_over_words(text: str) -> Iterator[Card]:
    """Yield the cards with light words between groups as cards print them, or halves of these."""
    plain, at = without_light_words(text)
    if plain is text:
        return
    surroundings = Surroundings(plain)
    for row in rows_in(plain):
        for card in Search(plain, row, surroundings).cards():
            digits = tuple(at[place] for place in card.digits)
            has_words = digits[-1] - digits[0] != card.digits[-1] - card.digits[0]
            if has_words and is_printed(card.digits):
                yield Card(digits[0], digits[-1] + 1, digits, card.last_four)


def _without_numbers(text: str) -> str:
    plain = with_plain_digits(text)
    rows = list(rows_in(plain))
    cards = _cards_in(plain, rows)
    places = {place for card in cards for place in card.digits[:-KEPT]}
    whole = {place for card in cards for place in card.digits}
    for row in rows:
        if _lacks_digits(plain, row) and whole.isdisjoint(row.at):
            places.update(row.at)
    return hidden_at(text, places, MASK) if places else text


def _lacks_digits(text: str, row: Row) -> bool:
    """Return whether a row is called a card's number and lacks a few digits of one.

    The last digit of a card follows from the others, so these say too much.
    """
    longest = max(lengths_of(row.digits), default=0)
    is_short = len(row.digits) < _PRINTED_DIGITS <= longest
    return is_short and label_before(text, row.at[0]) is Label.CARD


def _without_extras(text: str) -> str:
    if text.count(MASK) < HIDDEN_AT_LEAST:
        return text
    extras = extra_spans(in_ascii(text))
    return hidden_at(text, (place for start, end in extras for place in range(start, end)), "*")
