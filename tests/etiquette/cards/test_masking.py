"""Which fields of a message lose their card numbers."""

import pytest

from undivided.etiquette.cards.masking import continuing, without_cards
from undivided.protocol.events import Button, Choice, Element, Event, Field
from undivided.protocol.ids import EventId
from undivided.protocol.logins import CustomerDetails
from undivided.protocol.users import Page

CARD = "4111 1111 1111 1111"
HIDDEN = "\u2022\u2022\u2022\u2022 " * 3 + "1111"


def test_texts_are_masked_at_every_depth() -> None:
    button = Button(text=CARD, value=CARD)
    event = Event(type="rich_message", elements=(Element(title="Pay", buttons=(button,)),))

    (element,) = without_cards(event).elements or ()

    assert (Button(text=HIDDEN, value=HIDDEN),) == element.buttons
    assert "Pay" == element.title


@pytest.mark.parametrize("answer", [CARD, Choice(id="1", label=CARD)], ids=["text", "choice"])
def test_answers_of_forms_are_masked(answer: str | Choice) -> None:
    field = Field(type="text", id="1", label="Number", answer=answer)

    (kept,) = without_cards(Event(type="filled_form", fields=(field,))).fields or ()

    assert HIDDEN in str(kept.answer)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("/?c=4111%201111%201111%201111&d=1", "/?c=\u2022{4}%20\u2022{4}%20\u2022{4}%201111&d=1"),
        ("/?c=4111+1111+1111+1111", "/?c=\u2022{4}+\u2022{4}+\u2022{4}+1111"),
        ("4111%c2%a01111%2D1111-1111.png", "\u2022{4}%c2%a0\u2022{4}%2D\u2022{4}-1111.png"),
        ("call +44 20 7946 0018+3", "call +44 20 7946 0018+3"),
        ("100%25 of 4 + 4", "100%25 of 4 + 4"),
    ],
    ids=["spaces", "plus signs", "other signs", "a phone", "nothing"],
)
def test_numbers_in_addresses_are_masked_as_they_are_encoded(text: str, kept: str) -> None:
    once = without_cards(text)

    assert kept.replace("\u2022{4}", "\u2022" * 4) == once
    assert once == without_cards(once)


def test_own_content_is_masked_with_its_names_and_lists() -> None:
    event = Event(type="custom", content={CARD: [CARD, 1, {"a": CARD}], "b": None})

    assert {HIDDEN: [HIDDEN, 1, {"a": HIDDEN}], "b": None} == without_cards(event).content


def test_message_without_a_card_number_is_returned_itself() -> None:
    event = Event(type="custom", text="Hello", content={"a": ["b" * 20]})

    assert without_cards(event) is event


def test_ids_and_addresses_of_files_are_left_alone() -> None:
    url = "https://files.test/4111111111111111/a.png"
    event = Event(type="file", id=EventId("4111111111111111"), url=url)

    assert without_cards(event) is event


def test_address_of_a_page_is_a_text() -> None:
    assert f"https://a.test/?{HIDDEN}" == without_cards(Page(url=f"https://a.test/?{CARD}")).url


@pytest.mark.parametrize(
    ("phone", "kept"),
    [("4222222222222", "4222222222222"), (CARD, HIDDEN), (None, None)],
    ids=["a phone's length", "a card's length", "none"],
)
def test_phone_number_is_masked_only_when_it_is_too_long_for_one(
    phone: str | None, kept: str | None
) -> None:
    assert kept == without_cards(CustomerDetails(phone_number=phone)).phone_number


def test_message_that_goes_on_with_a_number_is_masked() -> None:
    begun, event = Event(type="message", text="4111 1111"), Event(type="message", text="1111 1111")
    hello, file = Event(type="message", text="Hello"), Event(type="file")

    (earlier,), own = continuing([begun], event)

    assert [HIDDEN[:9]] * 2 == [earlier.text, own.text]
    assert continuing([hello], event) == ((hello,), event)
    assert continuing([begun], file)[0][0] is begun
    assert continuing([begun], file)[1] is file
