"""What a reply states as a fact is found, and what is none is left alone. Source: practice 36."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.etiquette.coach.claims import claims_in, key_of, pressing_words, unsourced
from undivided.etiquette.coach.fact_cards import FactCard, FactCards, numbers_in
from undivided.etiquette.coach.reading import Reader
from undivided.storage.coach_words import known_languages, load_coach_words

READERS = {tag: Reader(load_coach_words(tag).phrases) for tag in (*known_languages(), "xx")}

STATED = [
    ("en", "It costs 39.90 €, delivery takes 3 days.", ["39.90 €", "3"]),
    ("en", "That is $1,299 with a lifetime warranty.", ["$1,299", "lifetime"]),
    ("en", "We always ship for free within 24 hours.", ["always", "for free", "24"]),
    ("en", "It arrives on 12/05/2026, 20% off.", ["12/05/2026", "20%"]),
    ("en", "We open at 9:00 and it is 20cm wide.", ["9:00", "20cm"]),
    ("de", "Das kostet 39,90 € und dauert 2 Werktage.", ["39,90 €", "2"]),
    ("de", "Der Versand ist immer kostenlos.", ["immer", "kostenlos"]),
    ("fr", "C'est gratuit, la livraison prend 3 jours.", ["gratuit", "3"]),
    ("fr", "Le prix est de 1 299 €, c'est garanti.", ["1 299 €", "garanti"]),
    ("es", "El envío es gratis y tarda 3 días.", ["gratis", "3"]),
    ("es", "Cuesta 49 € y está garantizado.", ["49 €", "garantizado"]),
    ("pl", "Dostawa jest za darmo i trwa 2 dni.", ["za darmo", "2"]),
    ("pl", "To kosztuje 199 zł, gwarantujemy.", ["199 zł", "gwarantujemy"]),
    ("xx", "Li kostas 39 EUR, 12 tagoj.", ["39 EUR", "12"]),
]
NOTHING = [
    ("en", "Your order 10442 is on its way."),
    ("en", "It is ticket #4711, order number: 88123."),
    ("en", "1. Open the box\n2. Press the button"),
    ("en", "I have 2 ideas for you."),
    ("en", "I'll be back in 5 minutes."),
    ("en", "Please hold, I am back at 14:30."),
    ("en", "See https://shop.example/p/12345 and page 12."),
    ("en", "The A4 sheet and the COVID-19 mask."),
    ("en", "The card ends in •••• •••• •••• 1111."),
    ("de", "Ihre Bestellung 10442 ist unterwegs."),
    ("de", "Ich melde mich um 14:30 wieder."),
    ("fr", "Votre commande 10442 est en route."),
    ("fr", "Patientez un instant, je reviens dans 5 minutes."),
    ("es", "Su pedido 10442 está en camino."),
    ("es", "Un momento, vuelvo en 5 minutos."),
    ("pl", "Zamówienie 10442 jest w drodze."),
    ("pl", "Proszę poczekać, wrócę za 5 minut."),
]


@pytest.mark.parametrize(("language", "text", "found"), STATED)
def test_what_is_stated_is_found_as_it_was_written(
    language: str, text: str, found: list[str]
) -> None:
    claims = list(claims_in(READERS[language].read(text)))

    assert [claim.text for claim in claims] == found
    assert [text[claim.span.start : claim.span.end] for claim in claims] == found


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_names_of_things_and_own_times_state_nothing(language: str, text: str) -> None:
    assert [claim.text for claim in claims_in(READERS[language].read(text))] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.299,00 €", "$1,299"),
        ("1 299", "1299 EUR"),
        ("39,90 €", "€39.9"),
        ("0", "0,00 €"),
        ("Guaranteed", "guaranteed"),
        ("12.05.2026", "12/5/2026"),
    ],
)
def test_one_number_written_in_two_ways_is_the_same(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_what_the_visitor_wrote_or_a_card_states_needs_no_other_source() -> None:
    card = FactCard("f", "Price", "price list", "The lamp costs 39 €, free of charge to send.")
    reading = READERS["en"].read("The 12 lamps at 39 € ship free of charge in 4 days, guaranteed.")

    left = unsourced(reading, numbers_in("Do you have 12 of them?"), (card,))

    assert [claim.text for claim in left] == ["4", "guaranteed"]
    assert unsourced(READERS["en"].read("Filled: 39 €."), (), ()) != ()
    assert list(claims_in(READERS["en"].read("Filled: 39 €.", [(8, 12)]))) == []


def test_what_presses_is_told_as_it_was_written() -> None:
    reading = READERS["en"].read("Hurry, it is the Last one!")

    assert pressing_words(reading) == ["Hurry", "Last one"]


def test_a_card_is_found_by_what_it_states() -> None:
    price = FactCard("p", "Price", "list", "It costs 39,00 €.")
    warranty = FactCard("w", "Warranty", "terms", "Guaranteed for 2 years.")
    cards = FactCards([price, warranty])

    assert [cards.stating(key_of(text)) for text in ("$39", "guaranteed", "40", "never")] == [
        price,
        warranty,
        None,
        None,
    ]


@given(st.text(st.sampled_from("0123456789.,:/-' \n#•€%aé\u0661"), max_size=200))
def test_no_text_stops_the_finder_and_every_claim_is_where_it_says(text: str) -> None:
    reading = READERS["en"].read(text)

    for claim in claims_in(reading):
        assert reading.text[claim.span.start : claim.span.end] == claim.text
        assert claim.key
