"""Finders in texts: links, card numbers, slots, searches, addresses."""

from hypothesis import strategies as st

from tests.fuzz import strategies
from tests.support.card_corpus import card_texts
from undivided.etiquette.cards.brands import CheckDigits
from undivided.etiquette.cards.digits import KEPT, MASK, in_ascii, is_digit
from undivided.etiquette.cards.numbers import cards_in, masked, masked_unfinished
from undivided.etiquette.cards.split import masked_after
from undivided.etiquette.web_addresses import find_links
from undivided.library.filling.slots import Slot, fill, parse, to_utf16
from undivided.library.finding.search import marks, query, rank, searchable
from undivided.library.model.responses import Response
from undivided.runtime.addresses import ServerAddress, parse_address
from undivided.runtime.errors import AddressWrong

LIBRARY = (
    Response(id="1", title="Hello", body="Good morning {{visitor.name}}", shortcuts=("hello",)),
    Response(id="2", title="\u0130stanbul", body="\u1e9e \ufb03 \U0001f600", tags=("x",)),
)
any_text: st.SearchStrategy[object] = strategies.texts
numbers: st.SearchStrategy[object] = st.one_of(strategies.digit_texts, strategies.texts)
two_numbers: st.SearchStrategy[object] = st.tuples(
    st.lists(strategies.digit_texts, max_size=3), strategies.digit_texts
)
planted: st.SearchStrategy[object] = st.tuples(
    st.text("abc \n\U0001f600\u0301", max_size=30),
    st.integers(0, 2**32),
    st.text("xyz \n\U0001f600", max_size=30),
)
bodies: st.SearchStrategy[object] = st.tuples(
    st.lists(
        st.one_of(
            st.sampled_from(("{{", "}}", "{", "}", "|", "visitor.name", "{{visitor.name}}", "\n")),
            strategies.texts,
        ),
        max_size=20,
    ).map("".join),
    st.dictionaries(
        st.sampled_from(("visitor.name", "VISITOR.NAME", "page.url", "other")),
        st.one_of(st.just("{{visitor.name}}"), strategies.texts),
    ),
)


def links_are_plain_and_apart(text: object) -> None:
    """Links are http and https, where they say, in order, and none overlaps another."""
    assert isinstance(text, str)
    behind = 0
    for link in find_links(text):
        assert behind <= link.start < link.end <= len(text)
        assert text[link.start : link.end] == link.target
        assert link.target.lower().startswith(("http://", "https://"))
        behind = link.end


def cards_are_masked_once(text: object) -> None:
    """Masking keeps length and words, takes only digits away, and is done after one time."""
    assert isinstance(text, str)
    once = masked(text)
    assert masked(once) == once
    assert_only_digits_hidden(text, once)
    assert_only_digits_hidden(text, masked_unfinished(text))
    for card in cards_in(text):
        row = in_ascii("".join(text[place] for place in card.digits))
        assert CheckDigits(row).pass_at(0, len(row))
        assert row[-KEPT:] == card.last_four
        assert all(
            once[place] == MASK or not once[place].isdecimal() for place in card.digits[:-KEPT]
        )


def split_cards_are_masked_in_the_second(messages: object) -> None:
    """Earlier messages take nothing but digits away from a text, and never show more of it."""
    assert isinstance(messages, tuple)
    before, text = messages
    kept: list[str] = []
    for each in before:
        kept.append(masked_after(kept, each))
    after = masked_after(kept, text)
    assert_only_digits_hidden(text, after)
    assert_only_digits_hidden(masked(text), after)
    assert masked_after(kept, after) == after


def planted_card_is_found(case: object) -> None:
    """A card number is found between any words."""
    assert isinstance(case, tuple)
    before, seed, after = case
    (sample,) = card_texts(seed, 1)
    written = sample.digits
    found = cards_in(f"{before} card {written} {after}")
    assert [written[-KEPT:]] == [card.last_four for card in found]


def assert_only_digits_hidden(text: str, hidden: str) -> None:
    """Fail unless `hidden` is `text` with some of its digits replaced, one for one."""
    assert len(text) == len(hidden)
    assert all(
        one == other or (is_digit(one) and other in {MASK, "*"})
        for one, other in zip(text, hidden, strict=True)
    )


def values_are_never_expanded(case: object) -> None:
    """Slots put together are the body; values stay as they are; spans lie in the text."""
    assert isinstance(case, tuple)
    body, values = case
    parts = parse(body)
    assert all(part in body for part in parts if isinstance(part, str))
    filled = fill(body, values)
    for span in (*filled.blanks, *filled.values):
        assert 0 <= span.start <= span.end <= len(filled.text)
    plain = sum(part.count("{{visitor.name}}") for part in parts if isinstance(part, str))
    given = sum("{{visitor.name}}" in value for value in values.values())
    slots = sum(isinstance(part, Slot) for part in parts)
    assert filled.text.count("{{visitor.name}}") <= plain + given * 200 * max(1, slots)
    for span, moved in zip(filled.values, filled.in_utf16().values, strict=True):
        assert moved.start == to_utf16(filled.text, span.start)


def any_query_is_answered(text: object) -> None:
    """Every query has an answer, and what is marked of a text lies in it."""
    assert isinstance(text, str)
    asked = query(text)
    for match in rank(asked, map(searchable, LIBRARY), 10):
        assert match.response in LIBRARY
    behind = 0
    for start, length in marks(text, asked.terms):
        assert behind <= start < start + length <= len(text)
        behind = start + length


def address_is_safe_or_refused(text: object) -> None:
    """An address is encrypted or on this computer, in ASCII, and the same when typed again."""
    assert isinstance(text, str)
    try:
        address = parse_address(text)
    except AddressWrong as refused:
        strategies.has_reason(refused.sentence)
        return
    assert isinstance(address, ServerAddress)
    assert address.agent_socket.startswith(("wss://", "ws://127.", "ws://localhost", "ws://[::1]"))
    assert parse_address(address.base) == address
