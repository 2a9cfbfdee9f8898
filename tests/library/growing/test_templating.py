"""A message that was sent becomes a response for other chats."""

import re
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.etiquette.cards.numbers import masked
from undivided.library.filling.slots import fill
from undivided.library.filling.values import chat_values
from undivided.library.growing.template_parts import plain_number
from undivided.library.growing.templating import Draft, People
from undivided.library.growing.templating import template_from as made_from
from undivided.library.model.parts import Fill, SlotKind
from undivided.library.model.responses import Response, cleaned
from undivided.storage.library.words import vocabulary

PEOPLE = People(
    visitor_name="Elena Rossi",
    visitor_email="elena@mail.example",
    visitor_phone="+39 06 1234567",
    operator_name="Mira Holt",
    page_url="https://shop.example/cart",
)


def template_from(text: str, people: People, taken: Collection[str] = ()) -> Draft:
    """Return a draft, made with the shipped words of all languages."""
    return made_from(text, people, vocabulary(), taken)


def _body(text: str) -> str:
    return template_from(text, PEOPLE).body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Hello Elena, how are you?", "Hello {{visitor.first_name|there}}, how are you?"),
        ("Thank you, Elena!", "Thank you, {{visitor.first_name}}!"),
        ("Elena\u2019s parcel", "{{visitor.first_name}}\u2019s parcel"),
        ("Dear Ms Rossi", "Dear Ms {{visitor.name}}"),
        ("For Elena Rossi, Rome", "For {{visitor.name}}, Rome"),
        ("Elenas and elena stay", "Elenas and elena stay"),
        ("Yours, Mira Holt", "Yours, {{operator.name}}"),
        ("I am Mira.", "I am {{operator.first_name}}."),
        ("Sent to elena@mail.example.", "Sent to {{visitor.email}}."),
        ("I call +39 06 1234567 now", "I call {{visitor.phone}} now"),
        ("See https://shop.example/cart.", "See {{page.url}}."),
        ("See https://shop.example/p/12345?x=3 now", "See https://shop.example/p/12345?x=3 now"),
    ],
)
def test_names_and_addresses_of_the_chat_become_its_values(text: str, body: str) -> None:
    assert _body(text) == body


@pytest.mark.parametrize(
    ("text", "body", "slot"),
    [
        (
            "It costs \u20ac 1.249,50.",
            "It costs {{amount}}.",
            SlotKind(name="amount", fill=Fill.MONEY, default="1249.50", currency="EUR"),
        ),
        (
            "It costs 49 EUR",
            "It costs {{amount}}",
            SlotKind(name="amount", fill=Fill.MONEY, default="49", currency="EUR"),
        ),
        (
            "It comes on 4 March 2026.",
            "It comes on {{date}}.",
            SlotKind(name="date", fill=Fill.DATE),
        ),
        ("By March 4th!", "By {{date}}!", SlotKind(name="date", fill=Fill.DATE)),
        ("By 2026-03-04", "By {{date}}", SlotKind(name="date", fill=Fill.DATE)),
        ("By 4.3.2026.", "By {{date}}.", SlotKind(name="date", fill=Fill.DATE)),
        ("Until 17:30.", "Until {{time of day}}.", SlotKind(name="time of day", default="17:30")),
        ("Until 5 pm", "Until {{time of day}}", SlotKind(name="time of day", default="5 pm")),
        ("Your order #A-12345", "Your order #{{order number}}", SlotKind(name="order number")),
        (
            "Invoice number 4711 is",
            "Invoice number {{invoice number}} is",
            SlotKind(name="invoice number"),
        ),
        ("I see 1029384756.", "I see {{reference number}}.", SlotKind(name="reference number")),
        (
            "Write to ann@mail.example",
            "Write to {{e-mail address}}",
            SlotKind(name="e-mail address"),
        ),
        ("Call +49 30 123456", "Call {{phone number}}", SlotKind(name="phone number")),
        ("Call 0123 456789.", "Call {{phone number}}.", SlotKind(name="phone number")),
        ("Call (020) 7946 0018", "Call {{phone number}}", SlotKind(name="phone number")),
        ("Call 01 23 45 67 89", "Call {{phone number}}", SlotKind(name="phone number")),
        ("On 01/02/2026.", "On {{date}}.", SlotKind(name="date", fill=Fill.DATE)),
        (
            "It takes 3 working days.",
            "It takes {{number of days}} working days.",
            SlotKind(name="number of days", fill=Fill.NUMBER, default="3"),
        ),
        (
            "You get 7.5 % off",
            "You get {{percentage}} % off",
            SlotKind(name="percentage", fill=Fill.NUMBER, default="7.5"),
        ),
        ("Take 2.", "Take {{number}}.", SlotKind(name="number", fill=Fill.NUMBER, default="2")),
        (
            "Take 2 and rest.",
            "Take {{number}} and rest.",
            SlotKind(name="number", fill=Fill.NUMBER, default="2"),
        ),
        ("Dial 007 then.", "Dial {{number}} then.", SlotKind(name="number", default="007")),
    ],
)
def test_what_fits_one_chat_only_becomes_a_blank_with_its_kind(
    text: str, body: str, slot: SlotKind
) -> None:
    draft = template_from(text, PEOPLE)

    assert (draft.body, draft.slots) == (body, (slot,))


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "Hallo Elena, Ihre Bestellung 48213 kommt am 4. März 2026 um 18 Uhr.",
            (
                "Hallo {{visitor.first_name}}, Ihre Bestellung {{order number}} kommt am {{date}}"
                " um {{time of day}}."
            ),
        ),
        ("Die Rechnungsnummer lautet RE-2231.", "Die Rechnungsnummer lautet {{invoice number}}."),
        ("Ihr Paket kommt am 12. Dez.", "Ihr Paket kommt am {{date}}."),
        (
            "Bonjour Elena, la commande n° 48213 part le 1er août à 17h30.",
            (
                "Bonjour {{visitor.first_name}}, la commande n° {{order number}} part le {{date}}"
                " à {{time of day}}."
            ),
        ),
        ("Elle arrive le 14 fevrier.", "Elle arrive le {{date}}."),
        (
            "Hola Elena, el pedido nº 48213 sale el 4 de marzo de 2026.",
            "Hola {{visitor.first_name}}, el pedido nº {{order number}} sale el {{date}}.",
        ),
        (
            "Cześć Elena, zamówienie nr 48213 będzie 4 marca o 18:30.",
            (
                "Cześć {{visitor.first_name}}, zamówienie nr {{order number}} będzie {{date}}"
                " o {{time of day}}."
            ),
        ),
    ],
)
def test_days_times_and_numbers_are_read_in_other_languages(text: str, body: str) -> None:
    assert body == _body(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Guten Tag Elena! Der Versand dauert drei Tage.", "Der Versand dauert drei Tage"),
        ("Bonjour Elena, la livraison est gratuite.", "la livraison est gratuite"),
        ("Buenos días, el envío es gratis.", "el envío es gratis"),
        ("Dzień dobry! Wysyłka trwa trzy dni.", "Wysyłka trwa trzy dni"),
    ],
)
def test_a_greeting_is_no_title_in_any_language(text: str, title: str) -> None:
    assert title == template_from(text, People()).title


@pytest.mark.parametrize(
    "text",
    [
        "1. Open it\n2. Close it",
        "The A4 and the iPhone15 and utf-8",
        "An order is on its way",
        "Version 1.2.3 of it",
    ],
)
def test_numbers_that_count_nothing_stay(text: str) -> None:
    assert template_from(text, PEOPLE) == Draft(text, (), *_suggested(text))


def _suggested(text: str) -> tuple[str, str]:
    draft = template_from(text, People())
    return draft.title, draft.shortcut


def test_same_text_twice_is_one_blank_and_another_one_is_not() -> None:
    draft = template_from("From $5 to $9, not $5.", PEOPLE)

    assert draft.body == "From {{amount}} to {{amount 2}}, not {{amount}}."
    assert [slot.default for slot in draft.slots] == ["5", "9"]


def test_nothing_of_a_card_stays() -> None:
    draft = template_from("Card 4111 1111 1111 1111 until 12/27, code 123, fine.", PEOPLE)

    assert "1111" not in str(draft)
    assert "removed card number" in draft.body


def test_title_and_shortcut_come_from_the_first_words_that_say_something() -> None:
    text = "Hello Elena! Your parcel left our warehouse on 4 March. It takes 3 days."

    draft = template_from(text, PEOPLE, taken={"Parcel-left-warehouse", "parcel-left-warehouse-2"})

    assert draft.title == "Your parcel left our warehouse"
    assert draft.shortcut == "parcel-left-warehouse-3"


def test_title_ends_before_the_words_that_led_to_a_slot() -> None:
    assert template_from("Your lamp leaves on 4 March, Elena.", PEOPLE).title == "Your lamp leaves"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("It costs $5 and weighs 3 kg.", "It costs \u2026 and weighs \u2026 kg"),
        ("Elena, your lamp left Oslo.", "your lamp left Oslo"),
        ("$5, $9!", ""),
    ],
)
def test_title_shows_where_a_slot_is_between_its_words(text: str, title: str) -> None:
    assert template_from(text, PEOPLE).title == title


def test_message_without_words_gets_no_title() -> None:
    assert template_from("\U0001f600 ", PEOPLE) == Draft("\U0001f600")


def test_unknown_people_change_nothing() -> None:
    assert template_from("Hello there, I am A", People(operator_name="A")).body == (
        "Hello there, I am A"
    )


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1.250,50", "1250.50"),
        ("1,250.5", "1250.5"),
        ("1.250", "1250"),
        ("1'250", "1250"),
        ("12,50", "12.50"),
        ("12", "12"),
    ],
)
def test_number_is_read_whatever_its_marks(written: str, plain: str) -> None:
    assert plain_number(written) == plain


def test_draft_filled_for_the_same_chat_reads_as_before() -> None:
    text = "Hello Elena, it costs 49 and takes 3 days. Mira"
    draft = template_from(text, PEOPLE)
    values = chat_values(visitor_name="Elena Rossi", operator_name="Mira Holt")

    assert fill(draft.body, values, draft.slots).text == text


@given(
    st.lists(
        st.sampled_from(
            [
                "Elena",
                "Rossi",
                "Hi",
                "$5",
                "4.3.2026",
                "order",
                "AB-12345",
                "12",
                "3 days",
                "17:30",
                "a@b.example",
                "https://x.example/1",
                "+49 30 123",
                "{{",
                "}}",
                "|",
                "4111 1111 1111 1111",
                "\n",
                ", ",
                ". ",
                " ",
            ]
        ),
        max_size=20,
    ).map("".join)
)
def test_every_message_gives_a_draft_that_can_be_kept(text: str) -> None:
    draft = template_from(text, PEOPLE)

    if draft.body:
        kept = cleaned(
            Response(
                title=draft.title, body=draft.body, slots=draft.slots, shortcuts=(draft.shortcut,)
            )
        )
        assert kept.slots == draft.slots
    assert re.search(r"\b(Elena|Rossi)\b", draft.body) is None
    assert masked(draft.body) == draft.body
