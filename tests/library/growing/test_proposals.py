"""Answers typed by hand again and again are proposed as responses."""

from collections.abc import Iterable, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from undivided.library.growing.proposals import MAX_TEXTS, Proposal, are_alike, telling_words
from undivided.library.growing.proposals import proposals as proposed_with
from undivided.storage.library.words import vocabulary

PARCEL = "Your parcel has left our warehouse and arrives within 3 days, {}."
RETURNS = "You can send it back within 30 days, the label is in the box, {}."


def proposals(sent: Sequence[str], known: Iterable[str] = ()) -> tuple[Proposal, ...]:
    """Return what is proposed, told by the shipped words of all languages."""
    return proposed_with(sent, known, common=vocabulary().common)


def _said(pattern: str, *names: str) -> list[str]:
    return [pattern.format(name) for name in names]


def test_similar_answers_are_proposed_with_their_count() -> None:
    sent = [
        *_said(PARCEL, "Elena", "Tom", "Ann"),
        *_said(RETURNS, "Elena", "Kim", "Jo", "Max"),
        "Something that was said a single time only, to one person.",
    ]

    found = proposals(sent)

    assert [(each.text, each.count) for each in found] == [
        (RETURNS.format("Max"), 4),
        (PARCEL.format("Ann"), 3),
    ]
    assert found[1].examples == (PARCEL.format("Tom"), PARCEL.format("Elena"))


def test_numbers_order_and_spelling_do_not_matter() -> None:
    sent = [
        "Your parcel has left our warehouse and arrives in 3 days.",
        "YOUR PARCEL has left our warehouse; and arrives in 14 days",
        "Has your parcel left? It arrives in 2 days - it left our warehouse.",
    ]

    assert [each.count for each in proposals(sent)] == [3]


def test_two_similar_answers_are_too_few() -> None:
    assert proposals(_said(PARCEL, "Elena", "Tom")) == ()


def test_short_answers_are_not_proposed() -> None:
    assert proposals(["You are very welcome, bye!"] * 20) == ()


def test_answer_that_the_library_has_is_not_proposed() -> None:
    sent = _said(PARCEL, "Elena", "Tom", "Ann")
    known = "Your parcel has left our warehouse and arrives within {{days}} days."

    assert proposals(sent, [known]) == ()


def test_same_text_every_time_needs_no_examples() -> None:
    assert proposals([PARCEL] * 3) == (Proposal(PARCEL, 3),)


def test_card_number_is_in_no_proposal() -> None:
    sent = ["Please pay the rest with your card 4111 1111 1111 1111 on our page."] * 3

    (found,) = proposals(sent)

    assert "4111" not in found.text


def test_texts_are_alike_by_most_of_the_words_that_say_something() -> None:
    assert are_alike("The lamp ships on Monday.", "on MONDAY: lamp ships", common=("the", "on"))
    assert not are_alike("The lamp ships on Monday.", "The lamp is brass.", common=("the", "on"))


def test_telling_words_are_the_longest_without_numbers() -> None:
    text = (
        f"Ça reached us 14 days after the Café. {' '.join(f'x{letter}' for letter in 'abcdefghij')}"
    )

    words = telling_words(text, common=("the", "us"))

    assert words[:4] == ("reached", "after", "days", "cafe")
    assert len(words) == 12
    assert telling_words("14 the", common=("the",)) == ()


def test_only_the_latest_texts_are_compared() -> None:
    old = _said(PARCEL, "Elena", "Tom", "Ann")
    later = [f"{number} {'other words ' * 3}" for number in range(MAX_TEXTS)]

    assert all("parcel" not in each.text for each in proposals([*old, *later]))


def test_thousands_of_texts_are_grouped() -> None:
    names = ["".join(letters) for letters in product("abcdefgh", repeat=3)][:250]
    kinds = [f"{name}w {name}x {name}y {name}z we are happy to help" for name in names]

    found = proposals([f"{kinds[number % 250]} a{number}" for number in range(MAX_TEXTS)])

    assert [each.count for each in found] == [8] * 250


WORDS = st.lists(st.sampled_from("bcefghjkl"), min_size=1, max_size=12).map(" ".join)


@given(st.lists(WORDS, max_size=30), st.lists(WORDS, max_size=2))
def test_no_text_is_counted_twice(sent: list[str], known: list[str]) -> None:
    found = proposals(sent, known)

    assert sum(each.count for each in found) <= len(sent)
    assert all(each.text in sent and each.count >= 3 for each in found)
    assert found == proposals(sent, known)
    assert [each.count for each in found] == sorted((each.count for each in found), reverse=True)
